import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { eventCosts } from './growth/subscribers.mjs';
import { before, CONTENDERS, VARIANTS } from './speed/contenders.mjs';
import { Load, memoryMegabytes } from './speed/load.mjs';
import { OPERATIONS } from './speed/operations.mjs';
import { median } from './speed/rounds.mjs';
import { BEFORE_HEAD, beforeRows, costRows, REACH_HEAD, ratioRows } from './speed/tables.mjs';
import { startUpstream } from './speed/upstream-process.mjs';
import { writeTable } from './write-table.mjs';

const { values: given } = parseArgs({
  options: {
    seconds: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '7' },
    /** Parts of the contenders' names, separated by commas; docs/benchmarks.md is left alone then. */
    only: { type: 'string' },
    /** Likewise of the measures' names. */
    measures: { type: 'string' },
    /** A build to compare with: the folder of a checkout that was built. */
    before: { type: 'string' },
  },
});
const seconds = Number(given.seconds);
const rounds = Number(given.rounds);
const chosen = (list, name) => !list || list.split(',').some((part) => name.includes(part));

/**
 * So many answers to each operation come before the first that is measured, the same for all: in the first thousands a
 * contender costs several times as much as ever after.
 */
const WARM_UP = { answers: 4000, mostSeconds: 30 };
const WARM_SECONDS = 1;
const CONNECTIONS = 32;
const PACE = 100;
const POLLING_CONNECTIONS = 200;
const LATE_MS = 20;
const SUBSCRIBERS = 1000;
const SECRET = 'the secret of the subscription';

/** Everybody asks for the first time. */
const another = (_connection, serial) => `caller-${serial}`;
/** As many callers as connections, who ask the same again and again. */
const eachTheirOwn = (connection) => `caller-${connection}`;
const one = () => 'ann';

const hasOurSchema = ({ hasOurSchema }) => hasOurSchema;
const cpu = (how) => ({
  play: (load, seconds) => load.flatOut({ seconds, connections: CONNECTIONS, callerOf: another, ...how }),
});

/** What is measured, of which server, and with which upstream. */
const MEASURES = [
  ...OPERATIONS.map((operation) => ({
    name: `cold ${operation}`,
    upstream: { differs: true },
    ...cpu({ operation }),
  })),
  ...['one', 'step'].map((operation) => ({
    name: `inlined ${operation}`,
    upstream: { differs: true },
    of: hasOurSchema,
    ...cpu({ operation, isInlined: true }),
  })),
  ...['list', 'one'].map((operation) => ({
    name: `repeated ${operation}`,
    upstream: { differs: false },
    withVariants: 'repeated',
    ...cpu({ operation, callerOf: eachTheirOwn, isRepeated: true }),
  })),
  {
    name: 'polls',
    upstream: { latencyMs: LATE_MS },
    withVariants: 'polls',
    play: (load, seconds) =>
      load.flatOut({ seconds, connections: POLLING_CONNECTIONS, operation: 'list', callerOf: one }),
  },
  {
    name: 'pace',
    upstream: { latencyMs: LATE_MS, differs: true },
    play: (load, seconds) =>
      load.atPace({
        seconds,
        perSecond: PACE,
        connections: CONNECTIONS,
        operation: 'list',
        callerOf: another,
      }),
  },
].filter(({ name }) => chosen(given.measures, name));
const FAN_OUT = 'fan-out';

const pinned = availableParallelism() > 1 && hasTaskset();
if (pinned) execFileSync('taskset', ['-acp', '0', String(process.pid)], { stdio: 'ignore' });

const upstream = await startUpstream({}, { cpu: pinned ? 0 : null });

const contenders = CONTENDERS.concat(given.before ? [before(given.before)] : [], VARIANTS).filter(
  ({ name }) => chosen(given.only, name),
);
const running = [];
for (const contender of contenders) {
  const starts = [];
  for (let start = 0; start < Math.min(3, rounds); start += 1) {
    const served = await contender.start(upstream.origin, pinned ? 1 : null);
    starts.push(served.startMs);
    if (start + 1 < Math.min(3, rounds)) await served.close();
    else
      running.push({
        contender,
        served,
        load: new Load(contender, served),
        startMs: median(starts),
        results: {},
      });
  }
  say(`${contender.name}: starts in ${Math.round(median(starts))} ms`);
}

for (const { contender, load } of running) {
  await upstream.configure({ latencyMs: 0, differs: true });
  for (const operation of OPERATIONS)
    await load.warmUp({ ...WARM_UP, connections: CONNECTIONS, operation, callerOf: another });
  say(`${contender.name}: warm`);
}

for (const measure of MEASURES) {
  await upstream.configure({ latencyMs: 0, differs: false, ...measure.upstream });
  const measured = running.filter(({ contender }) => takesPart(contender, measure));
  for (const { load } of measured) {
    for (const operation of OPERATIONS) await load.check(operation, {});
    await measure.play(load, WARM_SECONDS);
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const { load, results } of rotated(measured, round)) {
      results[measure.name] ??= [];
      results[measure.name].push(await measure.play(load, seconds));
    }
  }
  for (const { contender, results } of measured) {
    const of = (key) => results[measure.name].map((result) => Math.round(result[key]));
    const shown = results[measure.name][0].cpuPerRequest ? ['cpuPerRequest', 'perSecond'] : ['p50', 'p99'];
    say(
      `${measure.name} | ${contender.name} | ${shown.map((key) => `${key} ${median(of(key))} of ${of(key).join(' ')}`).join(' | ')}`,
    );
  }
}

for (const each of chosen(given.measures, FAN_OUT) ? running : []) {
  const { hasSubscriptions, variantFor, name } = each.contender;
  if (!hasSubscriptions || variantFor) continue;
  each.results[FAN_OUT] = await fanOut(each);
  say(`${FAN_OUT} | ${name} | ${each.results[FAN_OUT].map((result) => Math.round(result.cpuPerRequest))}`);
}

for (const each of running) each.megabytes = memoryMegabytes(each.served.pid);
for (const { load, served } of running) {
  await load.close();
  await served.close();
}
await upstream.close();

const isWhole = !given.only && !given.measures && !given.before;
const costs = costRows(running);
writeTable(isWhole ? 'speed' : null, costs.head, costs.rows);
writeTable(isWhole ? 'speed-ratios' : null, REACH_HEAD, ratioRows(running));
if (given.before) writeTable(given.measures ? null : 'speed-before', BEFORE_HEAD, beforeRows(running));

/** What a change costs for each who hears of it, in a process of its own: the others take no webhooks. */
async function fanOut({ contender }) {
  await upstream.configure({ latencyMs: 0, size: 1, status: 'Approved', differs: false });
  const served = await contender.start(upstream.origin, pinned ? 1 : null, { WEBHOOK_SECRET: SECRET });
  const setStatus = (status) => upstream.configure({ status });
  try {
    const costs = await eventCosts(served, SUBSCRIBERS, { secret: SECRET, setStatus });
    return costs.map((cpuPerRequest) => ({ cpuPerRequest }));
  } finally {
    await served.close();
  }
}

function takesPart(contender, { of = () => true, withVariants }) {
  return contender.variantFor ? contender.variantFor.includes(withVariants) : of(contender);
}

/** Another one begins each round, so that none is always measured after the same one. */
function rotated(list, by) {
  const at = by % list.length;
  return [...list.slice(at), ...list.slice(0, at)];
}

function hasTaskset() {
  try {
    execFileSync('taskset', ['-V'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function say(line) {
  process.stderr.write(`${line}\n`);
}
