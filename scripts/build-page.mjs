import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { argv, env, execPath } from 'node:process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const VITE = fileURLToPath(new URL('../node_modules/vite/bin/vite.js', import.meta.url));

/** Builds the signing page beside the compiled gateway; answers whether that went well. */
export function buildPage(folder = fileURLToPath(new URL('../dist/web/', import.meta.url))) {
  const { status } = spawnSync(
    execPath,
    [VITE, 'build', 'web', '--outDir', resolve(folder), '--emptyOutDir', '--logLevel', 'warn'],
    // A test's mode would build React and Apollo Client as they are for development.
    { cwd: ROOT, env: { ...env, NODE_ENV: 'production' }, stdio: ['ignore', 'inherit', 'inherit'] },
  );
  return status === 0;
}

if (argv[1] === fileURLToPath(import.meta.url) && !buildPage(argv[2])) process.exit(1);
