import { rm } from 'node:fs/promises';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

/** What only the sandbox needs, with its binaries and fonts, stays where npm put it. */
const LEFT_OUTSIDE = /^(libsql|sharp|@node-rs\/argon2|pdfkit|bidi-js|pg|kysely)(\/|$)/;

/**
 * Puts the compiled gateway and its libraries, as they are, into a few files: a process that finds, reads and links 1,500
 * modules one by one spends most of its start on that (decision 0073).
 */
export async function bundleGateway(main = path('../dist/src/main.js'), folder = path('../dist/gateway/')) {
  await rm(folder, { recursive: true, force: true });
  const bundle = await rolldown({
    input: main,
    platform: 'node',
    external: LEFT_OUTSIDE,
    // Libraries that look for what is not installed, or evaluate code: they do so under Node too.
    logLevel: 'silent',
  });
  await bundle.write({
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
}

if (argv[1] === fileURLToPath(import.meta.url)) await bundleGateway(argv[2], argv[3]);
