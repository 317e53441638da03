import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv, env, execPath } from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { installTools } from './install-tools.mjs';

// Takes the real clients of test/clients/ through their story and writes docs/reference/clients.md.
// With --latest it installs the newest of each besides, and says what changes.
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PINNED = join(ROOT, 'test/clients');
const [GATEWAY_URL, SANDBOX_URL] = ['http://localhost:4480', 'http://localhost:4481'];
const WAIT_MS = 60_000;

const folder = mkdtempSync(join(tmpdir(), 'clients-'));
installTools('test/clients');
const { ADAPTERS, clientsReference } = await import(join(PINNED, 'reference.mjs'));
const gateway = spawn(execPath, ['scripts/start.mjs'], {
  cwd: ROOT,
  stdio: ['ignore', 'ignore', 'inherit'],
  env: {
    ...env,
    PORT: new URL(GATEWAY_URL).port,
    SANDBOX_PORT: new URL(SANDBOX_URL).port,
    SANDBOX_DATABASE_URL: `file:${join(folder, 'sandbox.db')}`,
    STATE_FOLDER: 'memory:',
    CACHE_MAX_AGE_MS: '0',
    UPSTREAM_RATE_PER_SECOND: '0',
    UPSTREAM_RATE_PER_MINUTE: '0',
  },
});
try {
  await ready();
  const results = await storiesOf(PINNED);
  if (argv.includes('--latest')) compare(results, await storiesOf(newest()));
  else writeFileSync(join(ROOT, 'docs/reference/clients.md'), clientsReference(results));
} finally {
  gateway.kill('SIGTERM');
  await once(gateway, 'exit');
  rmSync(folder, { recursive: true });
}

async function storiesOf(clients) {
  const results = [];
  for (const adapter of ADAPTERS) {
    await control('reset');
    await control('clock', { reset: true });
    const text = execFileSync(execPath, [join(clients, 'run.mjs'), adapter], {
      encoding: 'utf8',
      env: { ...env, GATEWAY_URL, SANDBOX_URL, SCHEMA_FILE: join(ROOT, 'schema/schema.graphql') },
    });
    results.push(JSON.parse(text));
    for (const [feature, { failure }] of Object.entries(results.at(-1).rows)) {
      if (!failure) continue;
      console.error(`${adapter}, ${feature}: ${failure}`);
      process.exitCode = 1;
    }
  }
  return results;
}

/** The same package with the newest of each client; graphql and TypeScript stay, since they are what the gateway is built with. */
function newest() {
  const copy = join(folder, 'newest');
  cpSync(PINNED, copy, { recursive: true, filter: (path) => !/node_modules|package-lock/.test(path) });
  const manifest = JSON.parse(readFileSync(join(copy, 'package.json'), 'utf8'));
  const kept = ['graphql', 'typescript'];
  for (const name of Object.keys(manifest.dependencies))
    if (!kept.includes(name)) manifest.dependencies[name] = 'latest';
  writeFileSync(join(copy, 'package.json'), JSON.stringify(manifest));
  execFileSync('npm', ['install', '--silent', '--no-audit', '--no-fund'], { cwd: copy, stdio: 'inherit' });
  return copy;
}

function compare(pinned, latest) {
  const changes = pinned.flatMap((before, index) => {
    const after = latest[index];
    const versions = after.versions.filter((version) => !before.versions.includes(version));
    const rows = Object.keys(before.rows).filter(
      (feature) => told(before.rows[feature]) !== told(after.rows[feature]),
    );
    return [
      ...versions.map((version) => `${before.title}: ${version} is out`),
      ...rows.map(
        (feature) =>
          `${before.title}, ${feature}: ${told(before.rows[feature])} → ${told(after.rows[feature])}`,
      ),
    ];
  });
  console.log(changes.length === 0 ? 'Nothing changes with the newest clients.' : changes.join('\n'));
}

function told({ note, failure }) {
  return failure ? failure.split('\n')[0] : (note ?? '–');
}

async function control(path, body) {
  const headers = body && { 'content-type': 'application/json' };
  const response = await fetch(`${SANDBOX_URL}/sandbox/${path}`, {
    method: 'POST',
    headers,
    body: body && JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`The sandbox answered ${response.status} to ${path}.`);
}

async function ready() {
  const giveUpAt = Date.now() + WAIT_MS;
  while (Date.now() < giveUpAt && gateway.exitCode === null) {
    const answer = await fetch(`${GATEWAY_URL}/health/ready`).catch(() => null);
    if (answer?.ok) return;
    await setTimeout(100);
  }
  throw new Error('The gateway did not start.');
}
