import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildPage } from './build-page.mjs';
import { copyExplorer } from './copy-explorer.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PACKAGES = 'package-lock.json';
const SOURCES = ['src', 'schema', 'resolvers', 'sandbox/src', 'tools', 'scripts', 'tsconfig.json', PACKAGES];
const PAGE_SOURCES = ['web/src', 'client/src', 'web/index.html', 'web/vite.config.ts', PACKAGES];
/** Written after a build without errors only: tsc's own .tsbuildinfo is there after a failed one too. */
const STAMP = join(ROOT, 'dist', '.built');
const PAGE_STAMP = join(ROOT, 'dist', '.built-page');
const BUNDLE = join(ROOT, 'scripts', 'bundle-gateway.mjs');
const TSC = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');

/** Compiles what has a source newer than its last good build; ends the process where that fails. */
export function buildIfNeeded() {
  build(STAMP, SOURCES, () => {
    const { status } = spawnSync(process.execPath, [TSC, '-p', 'tsconfig.json'], {
      cwd: ROOT,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    if (status !== 0) return false;
    copyExplorer();
    return spawnSync(process.execPath, [BUNDLE], { stdio: ['ignore', 'inherit', 'inherit'] }).status === 0;
  });
  build(PAGE_STAMP, PAGE_SOURCES, buildPage);
}

function build(stamp, sources, attempt) {
  if (isUpToDate(stamp, sources)) return;
  if (!existsSync(TSC))
    end('There is no compiler to build with: run `npm ci` (with development dependencies) first.');
  const startedAt = Date.now();
  process.stderr.write(stamp === STAMP ? 'Building …\n' : 'Building the signing page …\n');
  if (!attempt()) end('The build failed; the errors are above.');
  // The time before the build: what is saved while it runs is built by the next one.
  writeFileSync(stamp, `${startedAt}\n`);
}

function isUpToDate(stamp, sources) {
  if (!existsSync(stamp)) return false;
  const builtAt = Number(readFileSync(stamp, 'utf8'));
  return sources.every((source) => newest(join(ROOT, source)) <= builtAt);
}

/** A folder's own time tells of files that were added or taken away. */
function newest(path) {
  const own = statSync(path, { throwIfNoEntry: false });
  if (!own) return 0;
  if (!own.isDirectory()) return own.mtimeMs;
  return Math.max(own.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

function end(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
