import { mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';

const ROOMS = ['src/idempotency'];
let folder: string;
let compile: (folder: string, rooms: string[]) => string[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'compiled-'));
  ({ compile } = await import(join(process.cwd(), 'scripts/compile.mjs')));
});
afterEach(() => rm(folder, { recursive: true }));

it('A source is compiled once, and again where its compilation was cut', async () => {
  const [file = ''] = compile(folder, ROOMS);
  expect(file).toMatch(/^src\/idempotency\/.*\.ts$/);
  expect(compile(folder, ROOMS)).toEqual([]);
  const target = join(folder, file.replace(/\.ts$/, '.js'));
  const whole = await readFile(target, 'utf8');

  // As where the first build of all is ended, and one that follows a change.
  await writeFile(target, whole.slice(0, 20));
  await rm(`${target}.map`);
  expect(compile(folder, ROOMS)).toEqual([file]);
  expect(await readFile(target, 'utf8')).toBe(whole);
  await writeFile(target, '');
  await utimes(`${target}.map`, 1, 1);
  expect(compile(folder, ROOMS)).toEqual([file]);
  expect(await readFile(target, 'utf8')).toBe(whole);
  expect(compile(folder, ROOMS)).toEqual([]);
});
