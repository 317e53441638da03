import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv, execPath, versions } from 'node:process';
import { pathToFileURL } from 'node:url';

/**
 * `node image-node.mjs SCRIPT …` runs a measurement on the Node of the images, whatever this one is: npm has its binary. What it
 * starts runs on that too.
 */
const NODE = '24.21.0';
const system = `${process.platform}-${process.arch}`;

/** Whether this is that Node; else the same command has run on it, and this process ends as it did. */
export function isOnImageNode() {
  if (versions.node === NODE) return true;
  const folder = mkdtempSync(join(tmpdir(), 'bench-node-'));
  try {
    process.exitCode = spawnSync(imageNode(folder), argv.slice(1), { stdio: 'inherit' }).status ?? 1;
  } finally {
    // A hundred megabytes.
    rmSync(folder, { recursive: true, force: true });
  }
  return false;
}

function imageNode(folder) {
  const npm = join(execPath, '..', 'npm');
  const wanted = `node-${system}@${NODE}`;
  execFileSync(npm, ['install', '--silent', '--no-save', '--prefix', folder, wanted], { stdio: 'inherit' });
  return join(folder, 'node_modules', `node-${system}`, 'bin', 'node');
}

if (argv[1] === import.meta.filename && isOnImageNode()) {
  const [script = ''] = argv.splice(2, 1);
  await import(pathToFileURL(script).href);
}
