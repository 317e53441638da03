import { copyFileSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';

const { resolve } = createRequire(import.meta.url);
const FILES = [
  'graphiql/graphiql.min.js',
  'graphiql/graphiql.min.css',
  'react/umd/react.production.min.js',
  'react-dom/umd/react-dom.production.min.js',
  'graphql-sse/umd/graphql-sse.min.js',
];

/** Puts what /explorer is made of beside the compiled gateway: its packages are needed for the build alone. */
export function copyExplorer(folder = fileURLToPath(new URL('../dist/explorer/', import.meta.url))) {
  mkdirSync(folder, { recursive: true });
  for (const file of FILES) copyFileSync(located(file), join(folder, basename(file)));
}

/** Some packages export no more than their entry. */
function located(file) {
  try {
    return resolve(file);
  } catch {
    const [name] = file.split('/', 1);
    return join(dirname(resolve(`${name}/package.json`)), file.slice(name.length + 1));
  }
}

if (argv[1] === fileURLToPath(import.meta.url)) copyExplorer(argv[2]);
