import { readFile, writeFile } from 'node:fs/promises';
import { buildGatewaySchema } from '../resolvers/index.js';
import { schemaText } from '../schema/schema-text.js';

/** Writes what the classes in schema/ come to; with `--check` only says whether the file in git is that. */
const FILE = 'schema/schema.graphql';

const text = schemaText(await buildGatewaySchema());
if (process.argv.includes('--check')) {
  const written = await readFile(FILE, 'utf8').catch(() => '');
  if (written !== text) {
    process.stderr.write(
      `${FILE} is not what the classes in schema/ come to: run npm run codegen and commit it.\n`,
    );
    process.exitCode = 1;
  }
} else {
  await writeFile(FILE, text);
}
