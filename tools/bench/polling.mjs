import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Pool } from 'undici';
import { startProcess } from './contenders/process.mjs';
import { requestIdOf } from './counting-upstream.mjs';
import { cpuMicroseconds, memoryMegabytes } from './speed/load.mjs';
import { startUpstream } from './speed/upstream-process.mjs';
import { announce } from './webhook.mjs';
import { writeTable } from './write-table.mjs';

/**
 * Ten thousand callers who poll the status of a request of their own every 5 s, in turns, beside an upstream that takes 20 ms: what a poll
 * waits, what it costs, and whether memory grows. Webhooks announce that a request has changed meanwhile.
 */
const { values: given } = parseArgs({
  options: {
    callers: { type: 'string', default: '10000' },
    everyMs: { type: 'string', default: '5000' },
    minutes: { type: 'string', default: '10' },
    clients: { type: 'string', default: 'undici,node-fetch' },
    /** Prints only. */
    dry: { type: 'boolean', default: false },
  },
});
const callers = Number(given.callers);
const everyMs = Number(given.everyMs);
const SECRET = 'the secret of the subscription';
const API_PATH = '/graphql';
const CONNECTIONS = 64;
const UPSTREAM_MS = 20;
/** A change each second. */
const CHANGES_EVERY_MS = 1000;
const QUERY = 'query Status($id: UUID!) { businessRequest(id: $id) { status } }';

const upstream = await startUpstream({ own: true, latencyMs: UPSTREAM_MS });
const rows = [];
for (const client of given.clients.split(',')) {
  rows.push([client, ...(await measure(client))]);
  process.stderr.write(`${rows.at(-1).join(' | ')}\n`);
}
await upstream.close();
writeTable(
  given.dry ? null : 'polling',
  [
    '',
    'polls',
    'failed',
    'p50 ms',
    'p99 ms',
    'CPU µs of a poll',
    'of one core',
    'MB after its first minute',
    'MB at the end',
  ],
  rows,
);

async function measure(client) {
  const dist = new URL('../../dist/gateway/main.js', import.meta.url).pathname;
  const served = await startProcess(() => [dist], {
    env: {
      NODE_ENV: 'production',
      STATE_FOLDER: mkdtempSync(join(tmpdir(), 'state-')),
      VLENS_API_URL: upstream.origin,
      VLENS_API_KEY: 'bench',
      UPSTREAM_HTTP_CLIENT: client,
      UPSTREAM_RATE_PER_SECOND: '0',
      UPSTREAM_RATE_PER_MINUTE: '0',
      STATUS_MAX_AGE_MS: '600000',
      MAX_EVENT_LOOP_DELAY_MS: '60000',
      WEBHOOK_SECRET: SECRET,
    },
  });
  const pool = new Pool(new URL(served.url).origin, { connections: CONNECTIONS, pipelining: 1 });
  try {
    const round = { waits: [], failed: 0, sent: 0 };
    // Everybody's first poll is a call.
    await poll(pool, everyMs * 3, { waits: [], failed: 0, sent: 0 });
    const cpuBefore = cpuMicroseconds(served.pid);
    const startedAt = performance.now();
    const ms = Number(given.minutes) * 60_000;
    let early = memoryMegabytes(served.pid);
    const looksEarly = setTimeout(
      () => {
        early = memoryMegabytes(served.pid);
      },
      Math.min(60_000, ms / 2),
    );
    let number = 0;
    const changes = setInterval(() => {
      number = (number + 7919) % callers;
      announce(served.url, requestIdOf(number), SECRET, 'CustomerSigned').catch(() => {
        round.failed += 1;
      });
    }, CHANGES_EVERY_MS);
    await poll(pool, ms, round);
    clearInterval(changes);
    clearTimeout(looksEarly);
    const cpu = cpuMicroseconds(served.pid) - cpuBefore;
    const tookMs = performance.now() - startedAt;
    const sorted = Float64Array.from(round.waits).sort();
    const at = (part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))].toFixed(1);
    return [
      round.sent,
      round.failed,
      at(0.5),
      at(0.99),
      Math.round(cpu / round.sent),
      `${((cpu / 1000 / tookMs) * 100).toFixed(0)} %`,
      Math.round(early),
      Math.round(memoryMegabytes(served.pid)),
    ];
  } finally {
    await pool.destroy();
    await served.close();
  }
}

/** At its pace, whatever the answers take: a poll that is late counts from when it was due. */
async function poll(pool, ms, round) {
  const perMs = callers / everyMs;
  const startedAt = performance.now();
  const inFlight = new Set();
  for (let sent = 0; sent < ms * perMs; sent += 1) {
    const dueAt = startedAt + sent / perMs;
    if (dueAt > performance.now()) await pause(dueAt - performance.now());
    const asked = ask(pool, sent % callers)
      .then(
        () => round.waits.push(performance.now() - dueAt),
        () => {
          round.failed += 1;
        },
      )
      .finally(() => inFlight.delete(asked));
    inFlight.add(asked);
    round.sent += 1;
  }
  await Promise.all(inFlight);
}

async function ask(pool, caller) {
  const { statusCode, body } = await pool.request({
    method: 'POST',
    path: API_PATH,
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      authorization: `Bearer caller-${caller}`,
    },
    body: JSON.stringify({ query: QUERY, variables: { id: requestIdOf(caller) } }),
  });
  const text = await body.text();
  if (statusCode !== 200 || !text.includes('"status":"')) throw new Error(text.slice(0, 200));
}
