import { rm } from 'node:fs/promises';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { spreadsAfterNull } from './spreads-after-null.mjs';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

/** What only the sandbox needs, with its binaries and fonts, stays where npm put it; and Fastify's compilers of schemas. */
const LEFT_OUTSIDE =
  /^(libsql|sharp|@node-rs\/argon2|pdfkit|bidi-js|pg|kysely|@fastify\/(ajv|fast-json-stringify)-compiler)$/;

/** A source that holds one character beyond Latin-1 takes twice the memory for all of them, as long as the process lives. */
const ONE_BYTE_A_CHARACTER = {
  name: 'one-byte-a-character',
  generateBundle(_options, files) {
    for (const file of Object.values(files)) {
      if (file.type === 'chunk') file.code = spreadsAfterNull(file.code.replace(/[^\0-\xff]/g, escaped));
    }
  },
};

/** For each plain body node-fetch would make what costs more than the body (decision 0081). */
const LIGHT_STREAMS_FOR_NODE_FETCH = {
  name: 'light-streams-for-node-fetch',
  resolveId(id, importer) {
    const isForNodeFetch = id === 'node:stream' && /[\\/]node_modules[\\/]node-fetch[\\/]/.test(importer);
    return isForNodeFetch ? path('node-fetch-streams.mjs') : undefined;
  },
};

function escaped(unit) {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/**
 * Puts the compiled gateway and its libraries into a few files: a process that finds, reads and links 1,500 modules one by
 * one spends most of its start on that.
 */
export async function bundleGateway(main = path('../dist/src/main.js'), folder = path('../dist/gateway/')) {
  await rm(folder, { recursive: true, force: true });
  const bundle = await rolldown({
    input: main,
    platform: 'node',
    // Of its ES modules only the checks in use are taken along, and not the telephone numbers of the whole world.
    resolve: {
      alias: {
        'class-validator': path('../node_modules/class-validator/esm2015/index.js'),
        'sha.js': path('node-hashes.cjs'),
        undici$: path('undici-agent.cjs'),
      },
    },
    external: LEFT_OUTSIDE,
    plugins: [LIGHT_STREAMS_FOR_NODE_FETCH],
    // Libraries that look for what is not installed, or evaluate code: they do so under Node too.
    logLevel: 'silent',
  });
  await bundle.write({
    dir: folder,
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
    // type-graphql names types by their classes.
    keepNames: true,
    // Comments, white space and the names of variables are half of what would be held in memory; the names of functions stay, for
    // stack traces.
    comments: false,
    minify: {
      compress: false,
      mangle: { keepNames: { function: true, class: true } },
      codegen: { removeWhitespace: true },
    },
    plugins: [ONE_BYTE_A_CHARACTER],
    // reflect-metadata before the classes that are described with it.
    strictExecutionOrder: true,
  });
  await bundle.close();
}

if (argv[1] === fileURLToPath(import.meta.url)) await bundleGateway(argv[2], argv[3]);
