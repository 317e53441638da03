import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv, env, execPath } from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { installTools, run } from './install-tools.mjs';

// Runs the stories of the real clients and routers in test/clients/, and writes docs/reference/clients.md.
// With --latest it also installs the newest version of each, and prints what changes.
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PINNED = join(ROOT, 'test/clients');
/** Packages that are no clients. Their versions depend on the gateway, or on the oldest Node. */
const KEPT = ['graphql', 'typescript', '@apollo/subgraph'];
const WAIT_MS = 60_000;
// Never use the synchronous function: while it blocks, a gateway may close connections, and the next request would be sent over them.
const runFile = promisify(execFile);

if (!isBuiltin('node:sqlite') && !env.NEWER_NODE) {
  console.error('Run this with Node 22.13 or newer, or name one in NEWER_NODE: Houdini’s compiler needs it.');
  process.exit(1);
}
const folder = mkdtempSync(join(tmpdir(), 'clients-'));
for (const each of ['test/clients', 'test/clients/routers', 'deploy/router']) installTools(each);
run('npm', ['--prefix', 'test/clients/houdini', 'install', '--silent', '--no-audit', '--no-fund']);
const { ADAPTERS, ROUTERS, clientsReference } = await import(join(PINNED, 'reference.mjs'));
const alone = await start();
let subgraph = null;
try {
  // The first gateway also builds, if a build is needed.
  await ready(alone);
  subgraph = await start({ FEDERATION: 'true' });
  await ready(subgraph);
  const pinned = await storiesOf(PINNED);
  if (argv.includes('--latest')) compare(pinned, await storiesOf(await newest()));
  else if (process.exitCode !== 1)
    writeFileSync(join(ROOT, 'docs/reference/clients.md'), clientsReference(pinned.clients, pinned.routers));
} finally {
  for (const { process } of [alone, subgraph].filter(Boolean)) {
    // A gateway that did not start has ended already: it would emit no second 'exit' event.
    if (process.exitCode !== null || process.signalCode !== null) continue;
    process.kill('SIGTERM');
    await once(process, 'exit');
  }
  rmSync(folder, { recursive: true });
}

/** Starts a gateway with its own sandbox. */
async function start(settings) {
  const [port, sandboxPort] = await freePorts(2);
  const process = spawn(execPath, ['scripts/start.mjs'], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...env,
      PORT: port,
      SANDBOX_PORT: sandboxPort,
      SANDBOX_DATABASE_URL: `file:${join(folder, `sandbox-${port}.db`)}`,
      STATE_FOLDER: 'memory:',
      CACHE_MAX_AGE_MS: '0',
      UPSTREAM_RATE_PER_SECOND: '0',
      UPSTREAM_RATE_PER_MINUTE: '0',
      ...settings,
    },
  });
  return { process, url: `http://localhost:${port}`, sandboxUrl: `http://localhost:${sandboxPort}` };
}

async function freePorts(count) {
  const servers = Array.from({ length: count }, () => createServer().listen(0));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => server.address().port);
  for (const server of servers) server.close();
  return ports;
}

async function storiesOf(folder) {
  return {
    clients: await resultsOf(ADAPTERS, join(folder, 'run.mjs'), alone),
    routers: await resultsOf(ROUTERS, join(folder, 'routers/run.mjs'), subgraph),
  };
}

async function resultsOf(adapters, run, { url, sandboxUrl }) {
  const results = [];
  for (const adapter of adapters) {
    await control(sandboxUrl, 'reset');
    await control(sandboxUrl, 'clock', { reset: true });
    const result = await resultOf(run, adapter, {
      ...env,
      GATEWAY_URL: url,
      SANDBOX_URL: sandboxUrl,
      SCHEMA_FILE: join(ROOT, 'schema/schema.graphql'),
      ROUTER_FOLDER: join(ROOT, 'deploy/router'),
    });
    results.push(result);
    const failures = Object.entries(result.rows).filter(([, { failure }]) => failure);
    for (const [feature, { failure }] of failures) console.error(`${adapter}, ${feature}: ${failure}`);
    if (result.broken) console.error(`${adapter}: ${result.broken}`);
    if (result.broken || failures.length > 0) process.exitCode = 1;
  }
  return results;
}

/** Returns the result of a story, or why it has none. For example, the newest version may have renamed its exports. */
async function resultOf(run, adapter, env) {
  try {
    const { stdout } = await runFile(execPath, [run, adapter], { env });
    return JSON.parse(stdout);
  } catch (error) {
    const broken = /^\w*Error.*$/m.exec(error.stderr)?.[0] ?? error.message;
    return { title: adapter, versions: [], notes: [], setUp: '', rows: {}, broken };
  }
}

/** Returns a copy of the package with the newest version of each client. The packages in KEPT keep their versions. */
async function newest() {
  const copy = join(folder, 'newest');
  cpSync(PINNED, copy, { recursive: true, filter: (path) => !/node_modules|package-lock/.test(path) });
  for (const each of [copy, join(copy, 'routers'), join(copy, 'houdini')]) {
    const manifest = JSON.parse(readFileSync(join(each, 'package.json'), 'utf8'));
    for (const packages of [manifest.dependencies, manifest.optionalDependencies ?? {}])
      for (const name of Object.keys(packages)) if (!KEPT.includes(name)) packages[name] = 'latest';
    writeFileSync(join(each, 'package.json'), JSON.stringify(manifest));
    await runFile('npm', ['install', '--loglevel=error', '--no-audit', '--no-fund'], { cwd: each });
  }
  return copy;
}

function compare(pinned, latest) {
  const after = [...latest.clients, ...latest.routers];
  const changes = [...pinned.clients, ...pinned.routers].flatMap((before, index) =>
    changesOf(before, after[index]),
  );
  console.log(
    changes.length === 0 ? 'Nothing changes with the newest clients and routers.' : changes.join('\n'),
  );
}

function changesOf(before, after) {
  if (after.broken) return [`${before.title}: ${after.broken}`];
  const versions = after.versions.filter((version) => !before.versions.includes(version));
  const rows = Object.keys(before.rows).filter(
    (feature) => cellOf(before.rows[feature]) !== cellOf(after.rows[feature]),
  );
  return [
    ...versions.map((version) => `${before.title}: ${version} is out`),
    ...rows.map(
      (feature) =>
        `${before.title}, ${feature}: ${cellOf(before.rows[feature])} → ${cellOf(after.rows[feature])}`,
    ),
  ];
}

function cellOf({ note, failure }) {
  return failure ? failure.split('\n')[0] : (note ?? '–');
}

async function control(sandboxUrl, path, body) {
  const headers = body && { 'content-type': 'application/json' };
  const response = await fetch(`${sandboxUrl}/sandbox/${path}`, {
    method: 'POST',
    headers,
    body: body && JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`The sandbox answered ${response.status} to ${path}.`);
}

async function ready({ process, url }) {
  const giveUpAt = Date.now() + WAIT_MS;
  while (Date.now() < giveUpAt && process.exitCode === null) {
    const answer = await fetch(`${url}/health/ready`).catch(() => null);
    if (answer?.ok) return;
    await setTimeout(100);
  }
  throw new Error('The gateway did not start.');
}
