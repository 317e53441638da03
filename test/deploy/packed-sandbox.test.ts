import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ROOT } from '../support/root.js';
import { until } from '../support/until.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'packed-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

it('`npx vlens-sandbox` runs from its package, with the libraries that it names and no others', async () => {
  const pack = ['pack', '--workspace', 'sandbox', '--pack-destination', folder, '--json'];
  const [packed]: [{ filename: string; files: { path: string }[] }] = JSON.parse(
    execFileSync('npm', pack, { cwd: ROOT, encoding: 'utf8' }),
  );
  const { filename, files } = packed;
  const paths = files.map(({ path }) => path);
  expect(paths).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'bin/vlens-sandbox.mjs']));
  expect(paths.filter((path) => /\.(ts|map|db)$/.test(path))).toEqual([]);

  const installed = join(folder, 'node_modules/vlens-sandbox');
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['-xzf', join(folder, filename), '--strip-components=1', '-C', installed]);
  const { bin, dependencies } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  for (const name of Object.keys(dependencies)) {
    const place = join(folder, 'node_modules', name);
    mkdirSync(dirname(place), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules', name), place);
  }

  const child = spawn(process.execPath, [join(installed, bin)], {
    cwd: folder,
    env: { PATH: process.env.PATH, SANDBOX_PORT: '0', SANDBOX_DATABASE_URL: 'memory:' },
  });
  const ended = once(child, 'exit');
  let printed = '';
  for (const output of [child.stdout, child.stderr]) output.on('data', (text) => (printed += text));
  const url = () => /REST\s+(http:\S+)/.exec(printed)?.[1];
  await until(() => url() !== undefined || child.exitCode !== null);
  expect(printed).toContain('The Vlens sandbox is up.');
  expect((await fetch(`${url()}/sandbox/`)).status).toBe(200);
  expect((await fetch(`${url()}/sandbox/tenant`)).status).toBe(200);
  child.kill('SIGTERM');
  expect((await ended)[0]).toBe(0);
}, 120_000);
