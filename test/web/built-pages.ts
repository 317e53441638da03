import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const BUILDS = join(ROOT, 'node_modules', '.cache', 'test-pages');
const FOLDERS = ['web/src', 'client/src'];
const FILES = [
  'web/index.html',
  'web/join.html',
  'web/vite.config.ts',
  'scripts/build-page.mjs',
  'package-lock.json',
];

/** The pages as their sources are now: built once for all tests, by whichever comes first. */
export function builtPages(): string {
  const folder = join(BUILDS, keyOf([...FOLDERS.flatMap(filesIn), ...FILES]));
  if (existsSync(folder)) return folder;
  mkdirSync(BUILDS, { recursive: true });
  const own = mkdtempSync(join(BUILDS, 'building-'));
  execFileSync(process.execPath, ['scripts/build-page.mjs', own], { cwd: ROOT });
  try {
    renameSync(own, folder);
  } catch {
    // Another test has built the same meanwhile.
    rmSync(own, { recursive: true });
  }
  return folder;
}

function filesIn(folder: string): string[] {
  const entries = readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
}

function keyOf(files: string[]): string {
  const key = createHash('sha256');
  for (const file of files.map((each) => join(ROOT, each.replace(ROOT, ''))).toSorted())
    key.update(file.replace(ROOT, '')).update('\0').update(readFileSync(file)).update('\0');
  return key.digest('hex').slice(0, 16);
}
