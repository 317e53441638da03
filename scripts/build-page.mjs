import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { argv, env, execPath } from 'node:process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const VITE = fileURLToPath(new URL('../node_modules/vite/bin/vite.js', import.meta.url));

/** Builds the signing page beside the compiled gateway; answers whether that went well. */
export async function buildPage(folder = fileURLToPath(new URL('../dist/web/', import.meta.url))) {
  const building = spawn(
    execPath,
    [VITE, 'build', 'web', '--outDir', resolve(folder), '--emptyOutDir', '--logLevel', 'warn'],
    // A test's mode would build React and Apollo Client as they are for development.
    { cwd: ROOT, env: { ...env, NODE_ENV: 'production' }, stdio: ['ignore', 'inherit', 'inherit'] },
  );
  const [status] = await once(building, 'exit');
  return status === 0;
}

if (argv[1] === fileURLToPath(import.meta.url) && !(await buildPage(argv[2]))) process.exit(1);
