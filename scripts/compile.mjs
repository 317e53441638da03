import { copyFileSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { transformFileSync } from '@swc/core';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** The folders that are compiled into the same paths under `dist`. */
export const COMPILED = [
  'src',
  'schema',
  'resolvers',
  'sandbox/src',
  'tools/demo',
  'tools/simulation',
  'tools/soak',
];
/** The same options as in tsconfig.json. type-graphql needs the metadata of the decorators. */
const OPTIONS = {
  configFile: false,
  swcrc: false,
  cwd: ROOT,
  sourceMaps: true,
  jsc: {
    target: 'es2022',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
    keepClassNames: true,
  },
  module: { type: 'es6' },
};

/**
 * Compiles each source that is newer than its output, and deletes outputs whose source is gone. It does not check types: `npm run
 * check:types` does that.
 * @returns the files that were compiled
 */
export function compile(folder = join(ROOT, 'dist'), rooms = COMPILED) {
  const sources = rooms
    .flatMap((room) => filesIn(join(ROOT, room)))
    .filter((file) => (file.endsWith('.ts') && !file.endsWith('.d.ts')) || isThread(file))
    .map((file) => relative(ROOT, file));
  const targets = new Map(sources.map((file) => [join(folder, file.replace(/\.ts$/, '.js')), file]));
  for (const room of rooms) {
    for (const file of filesIn(join(folder, room))) {
      if (!targets.has(file.replace(/\.map$/, ''))) rmSync(file);
    }
  }
  const stale = [...targets].filter(([target, file]) => writtenAt(target) <= timeOf(join(ROOT, file)));
  for (const [target, file] of stale) compileFile(file, target);
  return stale.map(([, file]) => file);
}

/** Whether a thread starts from this file. Such files are JavaScript, because Jest does not compile files for threads. */
function isThread(file) {
  return /^src[\\/].*\.mjs$/.test(relative(ROOT, file));
}

function compileFile(file, target) {
  if (file.endsWith('.mjs')) {
    mkdirSync(dirname(target), { recursive: true });
    return copyFileSync(join(ROOT, file), target);
  }
  const name = `${target.slice(target.lastIndexOf('/') + 1)}.map`;
  const { code, map } = transformFileSync(join(ROOT, file), {
    ...OPTIONS,
    sourceFileName: relative(dirname(target), join(ROOT, file)),
  });
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, `${code}//# sourceMappingURL=${name}\n`);
  writeFileSync(`${target}.map`, map);
}

function filesIn(folder) {
  if (timeOf(folder) === 0) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/**
 * When an output was written completely; 0 if it was not. The source map is written after it, so a newer map shows that. Otherwise a
 * truncated output would never be written again.
 */
function writtenAt(target) {
  const time = timeOf(target);
  return target.endsWith('.mjs') || time <= timeOf(`${target}.map`) ? time : 0;
}

function timeOf(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

if (argv[1] === fileURLToPath(import.meta.url)) compile(argv[2]);
