import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { post, startProcess } from './contenders/process.mjs';
import { requestIdOf, startCountingUpstream } from './counting-upstream.mjs';
import { announce } from './webhook.mjs';
import { writeTable } from './write-table.mjs';

const MAIN = fileURLToPath(new URL('../../dist/gateway/main.js', import.meta.url));
const CLIENTS = 1000;
const CALLERS = 50;
const SECONDS = 60;
const CHANGES = 20;
const SECRET = 'the secret of the subscription';
/**
 * What each run is started with, and how old a status may be then: webhooks off, on as they are by default, and on with a
 * status good for the whole run.
 */
const RUNS = [
  ['without webhooks', {}, 1000],
  ['with webhooks', { WEBHOOK_SECRET: SECRET }, 30_000],
  ['with webhooks, STATUS_MAX_AGE_MS=60000', { WEBHOOK_SECRET: SECRET, STATUS_MAX_AGE_MS: '60000' }, 60_000],
];
/** A read per caller each time that a status has grown too old, and one per change. */
const mostCalls = (maxAgeMs) => CALLERS * Math.ceil((SECONDS * 1000) / maxAgeMs) + CHANGES;

/** Each caller's own request, polled each second by all of the caller's clients, while some of the requests move on. */
async function measure(env) {
  const upstream = await startCountingUpstream(null, true);
  const gateway = await startProcess(() => [MAIN], {
    env: {
      NODE_ENV: 'production',
      VLENS_API_URL: upstream.url,
      VLENS_API_KEY: 'bench',
      LOG_LEVEL: 'silent',
      UPSTREAM_RATE_PER_SECOND: '0',
      UPSTREAM_RATE_PER_MINUTE: '0',
      ...env,
    },
  });
  const before = upstream.calls;
  const answers = [];
  const clients = Array.from({ length: CLIENTS }, async (_, client) => {
    const caller = client % CALLERS;
    await pause((client / CLIENTS) * 1000);
    const startedAt = performance.now();
    for (let second = 0; second < SECONDS; second += 1) {
      await pause(Math.max(0, startedAt + second * 1000 - performance.now()));
      const { body } = await post(
        gateway.url,
        `{ businessRequest(id: "${requestIdOf(caller)}") { status } }`,
        `caller-${caller}`,
      );
      answers.push(body.data?.businessRequest?.status ?? 'failed');
    }
  });
  const changes = (async () => {
    for (let change = 0; change < CHANGES; change += 1) {
      await pause((SECONDS * 1000) / (CHANGES + 1));
      upstream.move(change);
      if (env.WEBHOOK_SECRET) await announce(gateway.url, requestIdOf(change), SECRET);
    }
  })();
  await Promise.all([...clients, changes]);
  const result = {
    calls: upstream.calls - before,
    polls: answers.length,
    failed: answers.filter((each) => each === 'failed').length,
  };
  await gateway.close();
  upstream.close();
  return result;
}

const rows = [];
for (const [title, env, maxAgeMs] of RUNS) {
  const { calls, polls, failed } = await measure(env);
  rows.push([title, polls, failed, mostCalls(maxAgeMs), calls]);
  process.stderr.write(`${rows.at(-1).join(' | ')}\n`);
  if (calls > mostCalls(maxAgeMs) || failed > 0) process.exitCode = 1;
}
writeTable('live', ['', 'polls', 'failed', 'upstream calls at most', 'upstream calls'], rows);
