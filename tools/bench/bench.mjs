import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv, execPath, versions } from 'node:process';

/**
 * `npm run bench`: what a request costs, or with `--busy-hour` what an hour of a tenant whose customers wait comes to. That is played on
 * the Node of the images, whatever this one is: npm has its binary.
 */
const NODE = '24.21.0';
const system = `${process.platform}-${process.arch}`;

if (!argv.includes('--busy-hour')) await import('./speed.mjs');
else if (versions.node === NODE) await import('./busy-hour.mjs');
else process.exitCode = spawnSync(nodeOf(NODE), argv.slice(1), { stdio: 'inherit' }).status ?? 1;

function nodeOf(version) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-node-'));
  const npm = join(execPath, '..', 'npm');
  const wanted = `node-${system}@${version}`;
  execFileSync(npm, ['install', '--silent', '--no-save', '--prefix', folder, wanted], { stdio: 'inherit' });
  return join(folder, 'node_modules', `node-${system}`, 'bin', 'node');
}
