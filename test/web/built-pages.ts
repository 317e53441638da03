import { execFileSync } from 'node:child_process';
import { builtOnce } from '../support/built-once.js';
import { ROOT } from '../support/root.js';

const SOURCES = [
  'web/src',
  'client/src',
  'web/index.html',
  'web/join.html',
  'web/vite.config.ts',
  'scripts/build-page.mjs',
  'scripts/third-party.mjs',
  'package-lock.json',
];

/** The pages as their sources are now. */
export function builtPages(): string {
  return builtOnce('pages', SOURCES, (folder) => {
    execFileSync(process.execPath, ['scripts/build-page.mjs', folder], { cwd: ROOT });
  });
}
