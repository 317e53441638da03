import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { CONTENDERS } from './busy-hour/contenders.mjs';
import { CoreWaits } from './busy-hour/core-waits.mjs';
import { BusyHour } from './busy-hour/load.mjs';
import { barsOf } from './busy-hour/picture.mjs';
import { startWorld } from './busy-hour/world.mjs';
import { startProcess } from './contenders/process.mjs';
import { cpuMicroseconds } from './speed/load.mjs';
import { writeTable } from './write-table.mjs';

/**
 * An hour in which 2,000 customers of one tenant wait, look around and sign, in ten minutes, or 90 s with `--short`: the quota of
 * the hour, 60 calls a minute, is there in that time too. The contenders take turns, each with the same sandbox, new each time.
 */
const { values: given } = parseArgs({
  options: {
    'busy-hour': { type: 'boolean', default: true },
    short: { type: 'boolean', default: false },
    only: { type: 'string' },
    /** For a trial: so much of the customers and of the quota, in so many seconds. */
    share: { type: 'string', default: '1' },
    seconds: { type: 'string' },
    /** What this printed of contenders that have not changed since, on the same machine: they are not run again. */
    with: { type: 'string' },
  },
});
const seconds = Number(given.seconds ?? (given.short ? 90 : 600));
const share = Number(given.share);
const QUOTA = { perSecond: 10, perMinute: 60 };
const faster = (3600 / seconds) * share;
const quota = { perSecond: QUOTA.perSecond * faster, perMinute: QUOTA.perMinute * faster };
const CUSTOMERS = { watching: 1500 * share, looking: 400 * share, signing: 100 * share };
const CHANGES = 300 * share;
const SECRET = 'the secret of the subscription';
const API_KEY = 'sandbox-api-key';
const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

const isPinned = availableParallelism() > 1;
if (isPinned) execFileSync('taskset', ['-acp', '0', String(process.pid)], { stdio: 'ignore' });
// What it starts ends with this process, also where a signal ends that.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
const results = [];
const before = given.with
  ? readFileSync(given.with, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
  : [];
for (const contender of CONTENDERS) {
  const known = before.find(({ name }) => name === contender.name);
  if (known) {
    results.push(known);
    continue;
  }
  if (given.only && !given.only.split(',').some((part) => contender.name.includes(part))) continue;
  const result = await hourAt(contender);
  results.push(result);
  process.stderr.write(`${JSON.stringify(result)}\n`);
}
// The pages say that the hour was played in ten minutes.
const isWhole = !given.only && !given.short && !given.seconds && share === 1;
writeTable(isWhole ? 'busy-hour' : null, ...tableOf(results));
writeTable(isWhole ? 'busy-hour' : null, ...summaryOf(results), path('../../README.md'));
if (isWhole) {
  for (const [file, title, unit, of] of PICTURES())
    writeFileSync(
      path(`../../docs/busy-hour/${file}.svg`),
      barsOf({ title, unit, bars: results.map((each) => [each.name, of(each)]) }),
    );
}

async function hourAt(contender) {
  const away = isPinned ? 0 : null;
  const world = await startWorld({ ...CUSTOMERS, quota, cpu: away });
  const meter = await startProcess(() => [path('busy-hour/meter.mjs')], {
    cpu: away,
    path: '',
    env: { UPSTREAM_URL: world.url },
    isUp: (url) =>
      fetch(`${url}/meter`).then(
        ({ ok }) => ok,
        () => false,
      ),
  });
  const vlens = { url: meter.url, apiKey: API_KEY, secret: SECRET, quota };
  const served = await contender.start(vlens, isPinned ? 1 : null);
  try {
    if (contender.subscription)
      await world.control('webhooks', { url: new URL('/webhooks/vlens', served.url).href, secret: SECRET });
    const before = await counted(meter);
    const cpuBefore = cpuMicroseconds(served.pid);
    const hour = new BusyHour({ contender, served, world, seconds, changes: CHANGES });
    const waits = new CoreWaits({ contender: served.pid, vlens: world.pid, customers: process.pid });
    await hour.play();
    waits.end();
    const after = await counted(meter);
    const whole = waits.between(hour.startedAt, hour.endAt);
    return resultOf(
      contender,
      { ...hour, slowest: slowestOf(hour, waits) },
      {
        coreWaitSeconds: whole.contender / 1000,
        cpuSeconds: (cpuMicroseconds(served.pid) - cpuBefore) / 1e6,
        megabytes: peakMegabytes(served.pid),
        calls: after.calls - before.calls,
        refused: after.refused - before.refused,
      },
    );
  } finally {
    await served.close();
    await meter.close();
    await world.close();
  }
}

function resultOf({ name, subscription }, { reads, steps, lateness, causes, slowest }, cost) {
  const right = reads.right + steps.done;
  const asked = reads.right + reads.wrong + reads.failed + steps.wanted;
  return {
    name,
    right,
    rightShare: right / asked,
    stepsDone: steps.done,
    stepsWanted: steps.wanted,
    stepP99: percentile(steps.waits, 0.99),
    ...cost,
    callsPerRight: cost.calls / right,
    cpuPerRight: (cost.cpuSeconds * 1e6) / right,
    received: subscription ? lateness.subscribers.length : 0,
    receivedP50: percentile(lateness.subscribers, 0.5),
    receivedP99: percentile(lateness.subscribers, 0.99),
    polledP50: percentile(lateness.pollers, 0.5),
    polledP99: percentile(lateness.pollers, 0.99),
    receivedSlowest: slowest[0]?.lateMs,
    slowest,
    load: loadavg()[0],
    causes: [...causes].sort(([, a], [, b]) => b - a).slice(0, 5),
  };
}

/** The changes that subscribers received latest, each with how long the processes involved waited for a processor meanwhile. */
function slowestOf({ received, startedAt }, waits) {
  const [...late] = received.sort((a, b) => b.lateMs - a.lateMs).slice(0, 5);
  return late.map(({ lateMs, at }) => ({
    lateMs,
    atMs: Math.round(at - startedAt),
    waitedForCoreMs: waits.between(at, at + lateMs),
  }));
}

function tableOf(all) {
  const rows = [
    ['answered rightly', ({ rightShare }) => `${(100 * rightShare).toFixed(1)} %`],
    ['signing steps done', ({ stepsDone, stepsWanted }) => `${stepsDone} of ${stepsWanted}`],
    ['slowest hundredth of the steps, ms', ({ stepP99 }) => whole(stepP99)],
    ['429s from Vlens', ({ refused }) => refused],
    ['upstream calls', ({ calls }) => calls],
    ['upstream calls for each right answer', ({ callsPerRight }) => callsPerRight.toFixed(3)],
    ['CPU, s', ({ cpuSeconds }) => cpuSeconds.toFixed(1)],
    ['CPU for each right answer, µs', ({ cpuPerRight }) => whole(cpuPerRight)],
    ['peak memory, MB', ({ megabytes }) => whole(megabytes)],
    ['subscribers who received a change', ({ received }) => received],
    [
      'received after, ms: p50, p99, the slowest',
      ({ received, receivedP50, receivedP99, receivedSlowest }) =>
        received ? `${whole(receivedP50)}, ${whole(receivedP99)}, ${whole(receivedSlowest)}` : 'none',
    ],
    ['polled after, ms: p50, p99', ({ polledP50, polledP99 }) => `${whole(polledP50)}, ${whole(polledP99)}`],
    ['waited for its core, s', ({ coreWaitSeconds }) => coreWaitSeconds.toFixed(1)],
    ['the machine’s load in its turn, of two cores', ({ load }) => load.toFixed(1)],
  ];
  return [['', ...all.map(({ name }) => name)], rows.map(([title, of]) => [title, ...all.map(of)])];
}

/** What the README shows of it. */
function summaryOf(all) {
  const [names, rows] = tableOf(all);
  const shown = ['answered', 'signing', '429s', 'upstream calls', 'CPU, s', 'peak', 'received after'];
  const short = (name) =>
    name
      .replace('UPSTREAM_HTTP_CLIENT=', '')
      .replace('Apollo Server, type-graphql, dataloader', 'Apollo Server');
  return [
    names.map(short),
    rows.filter(([title]) => shown.some((each) => title.startsWith(each)) && !title.includes('each right')),
  ];
}

function PICTURES() {
  return [
    ['answered-rightly', 'Answered rightly', '%', ({ rightShare }) => 100 * rightShare],
    ['steps', 'Signing steps done', '', ({ stepsDone }) => stepsDone],
    ['calls', 'Upstream calls for each right answer', '', ({ callsPerRight }) => callsPerRight],
    ['cpu', 'CPU for each right answer', 'µs', ({ cpuPerRight }) => cpuPerRight],
    ['memory', 'Peak memory', 'MB', ({ megabytes }) => megabytes],
  ];
}

function peakMegabytes(pid) {
  return Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
}

async function counted({ url }) {
  return (await fetch(`${url}/meter`)).json();
}

function percentile(values, part) {
  const sorted = [...values].sort((a, b) => a - b);
  // The nearest rank: of a hundred, 99 are not above the 99th of them.
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)];
}

function whole(value) {
  return value === undefined ? 'none' : Math.round(value);
}
