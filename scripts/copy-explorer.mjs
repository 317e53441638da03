import { copyFileSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { writeNoticesOfTree } from './third-party.mjs';

const { resolve } = createRequire(import.meta.url);
const FILES = [
  'graphiql/graphiql.min.js',
  'graphiql/graphiql.min.css',
  'react/umd/react.production.min.js',
  'react-dom/umd/react-dom.production.min.js',
  'graphql-sse/umd/graphql-sse.min.js',
];

/** Copies the files of /explorer beside the compiled gateway, so that its packages are needed only for the build. */
export function copyExplorer(folder = fileURLToPath(new URL('../dist/explorer/', import.meta.url))) {
  mkdirSync(folder, { recursive: true });
  for (const file of FILES) copyFileSync(located(file), join(folder, basename(file)));
  // GraphiQL's single file contains its dependencies, so the notices cover them too.
  const names = new Set(FILES.map((file) => file.split('/', 1)[0]));
  writeNoticesOfTree(
    join(folder, 'THIRD-PARTY-NOTICES.txt'),
    names,
    dirname(dirname(fileURLToPath(import.meta.url))),
  );
}

/** Returns the path of a package's file. Some packages export only their entry point, so it may be found from their package.json. */
function located(file) {
  try {
    return resolve(file);
  } catch {
    const [name] = file.split('/', 1);
    return join(dirname(resolve(`${name}/package.json`)), file.slice(name.length + 1));
  }
}

if (argv[1] === fileURLToPath(import.meta.url)) copyExplorer(argv[2]);
