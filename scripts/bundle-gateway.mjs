import { copyFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { copyPackages, writeNotices } from './third-party.mjs';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

/** What only the sandbox needs, with its binaries and fonts, stays where npm put it. */
const OF_THE_SANDBOX = ['libsql', 'sharp', '@node-rs/argon2', 'pdfkit', 'bidi-js', 'pg', 'kysely'];
/**
 * @apollo/subgraph brings @apollo/federation-internals, whose Elastic License 2.0 is none to mix with ours: both go beside the bundle,
 * as published, and are loaded where FEDERATION is on. graphql goes with them, since a process must not have it twice.
 * classic-level has a binary; wasm-vips starts threads from its own files, and holds libraries under the LGPL.
 * @apollo/utils.createhash hashes with Node's own code where it is a module by itself, and in a bundle with JavaScript's, several times
 * slower.
 */
const BESIDE_THE_BUNDLE = [
  'graphql',
  '@apollo/subgraph',
  'classic-level',
  'wasm-vips',
  '@apollo/utils.createhash',
];
const THREAD = '../src/pictures/decode-worker.mjs';
/** What @apollo/utils.createhash falls back on. */
const FOR_BROWSERS = ['sha.js'];
const EXTERNAL = new RegExp(`^(${[...OF_THE_SANDBOX, ...BESIDE_THE_BUNDLE].join('|')})(/|$)`);

/**
 * Puts the compiled gateway and its libraries, as they are, into a few files: a process that finds, reads and links 1,500
 * modules one by one spends most of its start on that (decision 0073).
 */
export async function bundleGateway(main = path('../dist/src/main.js'), folder = path('../dist/gateway/')) {
  await rm(folder, { recursive: true, force: true });
  const bundle = await rolldown({
    input: main,
    platform: 'node',
    external: EXTERNAL,
    // `import()` of a CommonJS module makes its namespace again each time, and type-graphql does that for every argument.
    resolve: { mainFields: ['module', 'main'] },
    // Libraries that look for what is not installed, or evaluate code: they do so under Node too.
    logLevel: 'silent',
  });
  const { output } = await bundle.write({
    dir: folder,
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
    sourcemap: true,
    // type-graphql names types by their classes.
    keepNames: true,
    // reflect-metadata before the classes that are described with it.
    strictExecutionOrder: true,
  });
  await bundle.close();
  const modules = output.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : []));
  writeNotices(join(folder, 'THIRD-PARTY-NOTICES.txt'), modules);
  copyFileSync(path(THREAD), join(folder, basename(THREAD)));
  copyPackages(BESIDE_THE_BUNDLE, dirname(path('../package.json')), folder, { without: FOR_BROWSERS });
}

if (argv[1] === fileURLToPath(import.meta.url)) await bundleGateway(argv[2], argv[3]);
