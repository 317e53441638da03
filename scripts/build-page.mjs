import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { argv, env, execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const VITE = fileURLToPath(new URL('../node_modules/vite/bin/vite.js', import.meta.url));

/** Builds the signing page beside the compiled gateway; answers whether that went well. */
export async function buildPage(folder = fileURLToPath(new URL('../dist/web/', import.meta.url))) {
  const status =
    (await build(folder, 'sign', '--emptyOutDir')) || (await build(folder, 'join', '--emptyOutDir=false'));
  if (status === 0) await compress(join(folder, 'assets'));
  return status === 0;
}

/** Builds one page into the folder; answers how that ended. */
async function build(folder, page, emptyOutDir) {
  const building = spawn(
    execPath,
    [VITE, 'build', 'web', '--outDir', resolve(folder), emptyOutDir, '--mode', page, '--logLevel', 'warn'],
    // A test's mode would build React and Apollo Client as they are for development.
    {
      cwd: ROOT,
      env: { ...env, NODE_ENV: 'production' },
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );
  const [status] = await once(building, 'exit');
  return status;
}

/** Beside each file what is sent of it, compressed once as well as can be: phones wait for every kilobyte. */
async function compress(folder) {
  for (const name of await readdir(folder)) {
    const bytes = await readFile(join(folder, name));
    const params = {
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    };
    await writeFile(join(folder, `${name}.br`), await promisify(brotliCompress)(bytes, { params }));
    await writeFile(join(folder, `${name}.gz`), await promisify(gzip)(bytes, { level: 9 }));
  }
}

if (argv[1] === fileURLToPath(import.meta.url) && !(await buildPage(argv[2]))) process.exit(1);
