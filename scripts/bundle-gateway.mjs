import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { copyPackages, writeNotices } from './third-party.mjs';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

/** Packages that only the sandbox needs, with their binaries and fonts. They stay where npm installed them. */
const OF_THE_SANDBOX = ['libsql', 'sharp', '@node-rs/argon2', 'pdfkit', 'bidi-js', 'pg', 'kysely'];
/**
 * Packages that are copied beside the bundle, as published.
 * @apollo/subgraph depends on @apollo/federation-internals, whose Elastic License 2.0 must not be mixed with our licence. Both are loaded
 * only if FEDERATION is on. graphql is copied too, since a process must not load it twice.
 * classic-level has a binary. wasm-vips starts threads from its own files, and contains libraries under the LGPL.
 * @apollo/utils.createhash uses Node's own hash if it is a separate module. In a bundle it uses a JavaScript hash, which is several times
 * slower.
 */
const BESIDE_THE_BUNDLE = [
  'graphql',
  '@apollo/subgraph',
  'classic-level',
  'wasm-vips',
  '@apollo/utils.createhash',
];
const BUNDLE = 'gateway';
const THREAD = '../src/pictures/decode-worker.mjs';
/** The fallback of @apollo/utils.createhash, which Node does not need. */
const FOR_BROWSERS = ['sha.js'];
const EXTERNAL = new RegExp(`^(${[...OF_THE_SANDBOX, ...BESIDE_THE_BUNDLE].join('|')})(/|$)`);

/**
 * Bundles the compiled gateway and its libraries into a few files, without minifying them. With 1,500 separate modules, a process spends
 * most of its start on finding, reading and linking them (decision 0073).
 */
export async function bundleGateway(source = path('../dist/src/'), folder = path('../dist/gateway/')) {
  await rm(folder, { recursive: true, force: true });
  const bundle = await rolldown({
    input: { [BUNDLE]: join(source, 'main.js') },
    platform: 'node',
    external: EXTERNAL,
    // Prefer ES modules: `import()` of a CommonJS module creates a new namespace each time, and type-graphql calls it for every argument.
    resolve: { mainFields: ['module', 'main'] },
    // The warnings are about libraries that look for packages that are not installed, or evaluate code. They do the same without a bundle.
    logLevel: 'silent',
  });
  const { output } = await bundle.write({
    dir: folder,
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
    sourcemap: true,
    // type-graphql names types after their classes.
    keepNames: true,
    // reflect-metadata must run before the classes that use it.
    strictExecutionOrder: true,
  });
  await bundle.close();
  const modules = output.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : []));
  writeNotices(join(folder, 'THIRD-PARTY-NOTICES.txt'), modules);
  // In the bundle it would import what is missing where a file is (src/start.ts).
  const start = readFileSync(join(source, 'start.js'), 'utf8').replace('./main.js', `./${BUNDLE}.js`);
  writeFileSync(join(folder, 'main.js'), start.replace('start.js.map', 'main.js.map'));
  copyFileSync(join(source, 'start.js.map'), join(folder, 'main.js.map'));
  copyFileSync(path(THREAD), join(folder, basename(THREAD)));
  copyPackages(BESIDE_THE_BUNDLE, dirname(path('../package.json')), folder, { without: FOR_BROWSERS });
}

if (argv[1] === fileURLToPath(import.meta.url)) await bundleGateway(argv[2], argv[3]);
