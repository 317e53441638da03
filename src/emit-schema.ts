import { readFile, writeFile } from 'node:fs/promises';
import { buildGatewaySchema } from '../resolvers/index.js';
import { schemaText } from '../schema/schema-text.js';

/**
 * Writes the schema that the classes in schema/ define. `--check` only tests whether the committed file is up to date. `--subgraph` prints
 * the schema as the subgraph that a router composes with others.
 */
const FILE = 'schema/schema.graphql';

const schema = await buildGatewaySchema();
const text = schemaText(schema);
if (process.argv.includes('--subgraph')) {
  const { subgraphText } = await import('../resolvers/federation/subgraph.js');
  process.stdout.write(subgraphText(schema));
} else if (process.argv.includes('--check')) {
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
