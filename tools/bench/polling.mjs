import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Pool } from 'undici';
import { startProcess } from './contenders/process.mjs';
import { requestIdOf } from './counting-upstream.mjs';
import { slopeAnHour } from './slope.mjs';
import { cpuMicroseconds, memoryMegabytes } from './speed/load.mjs';
import { startUpstream } from './speed/upstream-process.mjs';
import { announce } from './webhook.mjs';
import { writeTable } from './write-table.mjs';

/**
 * Ten thousand callers who poll the status of a request of their own every 5 s, in turns, beside an upstream that takes 20 ms: what a poll
 * waits, what it costs, and whether memory grows; after that, what a GET costs that brings the tag of its last answer. Webhooks announce that a request has
 * changed meanwhile. Each transport takes its minutes and two more.
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
const minutes = Number(given.minutes);
const SECRET = 'the secret of the subscription';
const API_PATH = '/graphql';
const CONNECTIONS = 64;
const UPSTREAM_MS = 20;
/** A change each second. */
const CHANGES_EVERY_MS = 1000;
const SAMPLE_SECONDS = 5;
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
    'MB an hour, second half',
    'GET that comes to 304: p99 ms',
    'CPU µs',
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
    // Everybody's first poll is a call; the second one's answer is kept.
    await poll(served, askByPost(pool), everyMs * 3);
    const posted = await poll(served, askByPost(pool), minutes * 60_000);
    const tags = new Map();
    await poll(served, askByGet(pool, tags), everyMs * 2);
    let notModified = 0;
    const ask = askByGet(pool, tags, () => {
      notModified += 1;
    });
    const gotten = await poll(served, ask, Math.min(1, minutes) * 60_000);
    if (notModified < 0.9 * gotten.sent)
      throw new Error(`Of ${gotten.sent} GETs ${notModified} came to 304: this measured something else.`);
    const { sent, failed, p50, p99, cpu, ofCore, samples } = posted;
    return [
      sent,
      failed + gotten.failed,
      p50,
      p99,
      cpu,
      ofCore,
      Math.round(samples[Math.min(samples.length - 1, 60 / SAMPLE_SECONDS)]),
      Math.round(samples.at(-1)),
      slopeAnHour(samples.slice(samples.length / 2), SAMPLE_SECONDS).toFixed(1),
      gotten.p99,
      gotten.cpu,
    ];
  } finally {
    await pool.destroy();
    await served.close();
  }
}

/** At its pace, whatever the answers take: a poll that is late counts from when it was due. Requests change meanwhile. */
async function poll({ pid, url }, ask, ms) {
  const round = { waits: [], failed: 0, sent: 0, samples: [memoryMegabytes(pid)] };
  const failed = () => {
    round.failed += 1;
  };
  let changed = 0;
  const timers = [
    setInterval(() => round.samples.push(memoryMegabytes(pid)), SAMPLE_SECONDS * 1000),
    setInterval(() => {
      changed = (changed + 7919) % callers;
      announce(url, requestIdOf(changed), SECRET, 'CustomerSigned').catch(failed);
    }, CHANGES_EVERY_MS),
  ];
  const perMs = callers / everyMs;
  const cpuBefore = cpuMicroseconds(pid);
  const startedAt = performance.now();
  const inFlight = new Set();
  for (let sent = 0; sent < ms * perMs; sent += 1) {
    const dueAt = startedAt + sent / perMs;
    const earlyMs = dueAt - performance.now();
    if (earlyMs > 0) await pause(earlyMs);
    const asked = ask(sent % callers)
      .then(() => round.waits.push(performance.now() - dueAt), failed)
      .finally(() => inFlight.delete(asked));
    inFlight.add(asked);
    round.sent += 1;
  }
  await Promise.all(inFlight);
  for (const timer of timers) clearInterval(timer);
  round.samples.push(memoryMegabytes(pid));
  return { ...round, ...summaryOf(round, cpuMicroseconds(pid) - cpuBefore, performance.now() - startedAt) };
}

function summaryOf({ waits, sent }, cpu, tookMs) {
  const sorted = Float64Array.from(waits).sort();
  const at = (part) => sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)]?.toFixed(1) ?? 'none';
  return {
    p50: at(0.5),
    p99: at(0.99),
    cpu: Math.round(cpu / sent),
    ofCore: `${(cpu / 10 / tookMs).toFixed(0)} %`,
  };
}

function askByPost(pool) {
  return async (caller) => {
    const body = JSON.stringify({ query: QUERY, variables: { id: requestIdOf(caller) } });
    const headers = { 'content-type': 'application/json', ...headersOf(caller) };
    const answer = await pool.request({ method: 'POST', path: API_PATH, headers, body });
    await statusIn(answer);
  };
}

/** With the tag of the last answer: 304 where nothing has changed. */
function askByGet(pool, tags, onNotModified = () => {}) {
  return async (caller) => {
    const variables = JSON.stringify({ id: requestIdOf(caller) });
    const path = `${API_PATH}?${new URLSearchParams({ query: QUERY, variables })}`;
    const known = tags.get(caller);
    const headers = { ...headersOf(caller), ...(known ? { 'if-none-match': known } : {}) };
    const answer = await pool.request({ method: 'GET', path, headers });
    tags.set(caller, answer.headers.etag);
    if (answer.statusCode !== 304) return statusIn(answer);
    onNotModified();
    await answer.body.text();
  };
}

function headersOf(caller) {
  return { accept: 'application/json', authorization: `Bearer caller-${caller}` };
}

async function statusIn({ statusCode, body }) {
  const text = await body.text();
  if (statusCode !== 200 || !text.includes('"status":"')) throw new Error(text.slice(0, 200));
}
