import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';

const ROOT = process.cwd();
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'third-party-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('A package that goes beside the bundle goes with its licence, and fails the build where it is missing', async () => {
  const { copyPackages, writeNoticesOfTree } = await import(join(ROOT, 'scripts/third-party.mjs'));
  copyPackages(['graphql'], ROOT, folder);
  expect(existsSync(join(folder, 'node_modules/graphql/package.json'))).toBe(true);
  expect(existsSync(join(folder, 'node_modules/graphql/LICENSE'))).toBe(true);
  expect(() => copyPackages(['no-such-package'], ROOT, folder)).toThrow('no-such-package is not installed.');

  const notices = join(folder, 'notices.txt');
  writeNoticesOfTree(notices, ['graphql'], ROOT);
  expect(await readFile(notices, 'utf8')).toMatch(/^graphql \d/m);
  expect(() => writeNoticesOfTree(notices, ['no-such-package'], ROOT)).toThrow('is not installed.');
});
