import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { requestIdOf } from './counting-upstream.mjs';
import { cpuMicroseconds, memoryMegabytes } from './speed/load.mjs';
import { median } from './speed/rounds.mjs';
import { startUpstream } from './speed/upstream-process.mjs';
import { SERVERS } from './subscribers/servers.mjs';
import { announce } from './webhook.mjs';
import { writeTable } from './write-table.mjs';

/** What a subscriber costs: the memory that each holds, and the CPU of a change that those of one request hear. */
const { values: given } = parseArgs({
  options: {
    counts: { type: 'string', default: '1000,5000,10000' },
    /** After so many minutes no further measure begins; the output names what is left out. */
    minutes: { type: 'string' },
    perCaller: { type: 'string', default: '1,10' },
    /** A build to compare with: the folder of a checkout that was built. */
    before: { type: 'string' },
    only: { type: 'string' },
    /** Prints only. */
    dry: { type: 'boolean', default: false },
  },
});
const SECRET = 'the secret of the subscription';
const STATUSES = ['CustomerSigned', 'ServiceProviderSigned', 'Completed', 'Approved'];
const ROUNDS = 7;
/** Webhooks of a round, each for a request of its own. */
const CHANGES = 200;
const WARM = 200;
const SETTLES_MS = 3000;

const upstream = await startUpstream({ own: true });
const servers = SERVERS(given.before).filter(
  ({ name }) => !given.only || given.only.split(',').some((part) => name.includes(part)),
);
checkOpenFiles();
const endAt = performance.now() + Number(given.minutes ?? Number.POSITIVE_INFINITY) * 60_000;
const rows = [];
for (const count of given.counts.split(',').map(Number)) {
  for (const perCaller of given.perCaller.split(',').map(Number)) {
    for (const server of servers) {
      const what = `${server.name}: ${count.toLocaleString('en')} subscribers, ${perCaller} of each caller`;
      if (performance.now() > endAt) process.stderr.write(`left out: ${what}\n`);
      else rows.push([what, ...(await measuredOrFailed(what, server, count, perCaller))]);
    }
  }
}
await upstream.close();
writeTable(
  given.dry || given.only ? null : 'subscribers',
  ['', 'kB of each subscriber', 'MB of the process', 'CPU µs of an event', 'CPU µs to open one'],
  rows,
);

/** One contender that fails leaves the others their turn. */
async function measuredOrFailed(what, server, count, perCaller) {
  const startedAt = performance.now();
  try {
    const { kilobytes, megabytes, perEvent, openCpu } = await measure(server, count, perCaller);
    const figures = [kilobytes.toFixed(1), ...[megabytes, perEvent, openCpu].map(Math.round)];
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    process.stderr.write(`${[what, ...figures].join(' | ')} (${seconds} s)\n`);
    return figures;
  } catch (error) {
    process.exitCode = 1;
    process.stderr.write(`failed: ${what}: ${error.stack}\n`);
    return ['failed', '', '', ''];
  }
}

/** A connection is a file on both sides; Node raises its own limit as far as it may. */
function checkOpenFiles() {
  const needed = Math.max(...given.counts.split(',').map(Number)) + 1000;
  const [, hard] = /^Max open files\s+\S+\s+(\S+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
  if (Number(hard) < needed)
    throw new Error(`This takes ${needed} open files, and the limit is ${hard}: ulimit -Hn`);
}

async function measure({ start, document, over = 'ws' }, count, perCaller) {
  await upstream.configure({ status: 'Approved' });
  const served = await start(upstream.origin, { WEBHOOK_SECRET: SECRET });
  const clients = await startClients();
  try {
    const url = over === 'sse' ? served.url.replace(/\/graphql$/, served.ssePath ?? '/graphql') : served.url;
    const open = (from, to) => clients.ask({ open: { url, document, from, to, perCaller, over } });
    // While no webhook has ever come, changes are polled for.
    await announce(served.url, requestIdOf(count), SECRET);
    // What is loaded and compiled once is no subscriber's.
    await open(count, count + WARM);
    await clients.ask({ close: true });
    const before = await held(served);
    const cpuBefore = cpuMicroseconds(served.pid);
    await open(0, count);
    const openCpu = (cpuMicroseconds(served.pid) - cpuBefore) / count;
    const megabytes = await held(served);
    const costs = [];
    await changes(served, clients, { round: 0, callers: count / perCaller, perCaller });
    for (let round = 1; round <= ROUNDS; round += 1)
      costs.push(await changes(served, clients, { round, callers: count / perCaller, perCaller }));
    return {
      kilobytes: ((megabytes - before) * 1024) / count,
      megabytes,
      openCpu,
      perEvent: median(costs),
    };
  } finally {
    clients.end();
    await served.close();
  }
}

/** What it holds once it has collected its garbage, in megabytes. */
async function held({ pid }) {
  for (let round = 0; round < 3; round += 1) {
    await pause(SETTLES_MS / 3);
    process.kill(pid, 'SIGUSR2');
  }
  await pause(SETTLES_MS / 3);
  return memoryMegabytes(pid);
}

/** A change of some requests, announced by a webhook each; answers the CPU that each event of it took. */
async function changes({ url, pid }, clients, { round, callers, perCaller }) {
  const status = STATUSES[round % STATUSES.length];
  const { events } = await clients.ask({ count: true });
  await upstream.configure({ status });
  const cpuBefore = cpuMicroseconds(pid);
  const wanted = Math.min(CHANGES, callers);
  for (let change = 0; change < wanted; change += 1)
    await announce(url, requestIdOf(Math.floor((change * callers) / wanted)), SECRET, status);
  const giveUpAt = performance.now() + 60_000;
  let heard = 0;
  while (heard < wanted * perCaller) {
    await pause(20);
    heard = (await clients.ask({ count: true })).events - events;
    if (performance.now() > giveUpAt) throw new Error(`${heard} of ${wanted * perCaller} events came.`);
  }
  return (cpuMicroseconds(pid) - cpuBefore) / heard;
}

async function startClients() {
  const child = fork(fileURLToPath(new URL('subscribers/clients.mjs', import.meta.url)), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  await once(child, 'spawn');
  let answered = () => {};
  let failed = () => {};
  child.on('message', (answer) => answered(answer));
  child.on('exit', () => failed(new Error('The subscribers have ended.')));
  return {
    ask: (message) =>
      new Promise((resolve, reject) => {
        [answered, failed] = [resolve, reject];
        child.send(message);
      }),
    end: () => child.kill('SIGKILL'),
  };
}
