import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { copyExplorer } from './copy-explorer.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SOURCES = ['src', 'schema', 'resolvers', 'demo', 'tsconfig.json', 'package-lock.json'];
/** Written after a build without errors only: tsc's own .tsbuildinfo is there after a failed one too. */
const STAMP = join(ROOT, 'dist', '.built');
const TSC = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');

/** Compiles when a source is newer than the last good build; ends the process where that fails. */
export function buildIfNeeded() {
  if (isUpToDate()) return;
  if (!existsSync(TSC))
    end('There is no compiler to build with: run `npm ci` (with development dependencies) first.');
  const startedAt = Date.now();
  process.stderr.write('Building …\n');
  const { status } = spawnSync(process.execPath, [TSC, '-p', 'tsconfig.json'], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) end('The build failed; the errors are above.');
  copyExplorer();
  // The time before the build: what is saved while it runs is built by the next one.
  writeFileSync(STAMP, `${startedAt}\n`);
}

function isUpToDate() {
  if (!existsSync(STAMP)) return false;
  const builtAt = Number(readFileSync(STAMP, 'utf8'));
  return SOURCES.every((source) => newest(join(ROOT, source)) <= builtAt);
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
