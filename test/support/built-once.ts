import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './root.js';

const BUILDS = join(ROOT, 'dist', 'tests');
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * What `build` makes of these files and folders of the repository: made once for all tests, by whichever comes first.
 * @returns its folder, which all share: nothing may be written there
 */
export function builtOnce(name: string, sources: string[], build: (folder: string) => void): string {
  const folder = join(BUILDS, `${name}-${keyOf(sources.flatMap(filesIn))}`);
  if (existsSync(folder)) return folder;
  mkdirSync(BUILDS, { recursive: true });
  removeOld(name);
  const own = mkdtempSync(join(BUILDS, 'building-'));
  build(own);
  try {
    renameSync(own, folder);
  } catch {
    // Another test has built the same meanwhile.
    rmSync(own, { recursive: true });
  }
  return folder;
}

/** Of sources that were changed since. */
function removeOld(name: string): void {
  for (const entry of readdirSync(BUILDS)) {
    const path = join(BUILDS, entry);
    const time = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (entry.startsWith(`${name}-`) && Date.now() - time > DAY_MS)
      rmSync(path, { recursive: true, force: true });
  }
}

function filesIn(source: string): string[] {
  if (statSync(join(ROOT, source)).isFile()) return [source];
  const entries = readdirSync(join(ROOT, source), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).replace(ROOT, ''));
}

function keyOf(files: string[]): string {
  const key = createHash('sha256');
  for (const file of files.toSorted())
    key
      .update(file)
      .update('\0')
      .update(readFileSync(join(ROOT, file)))
      .update('\0');
  return key.digest('hex').slice(0, 16);
}
