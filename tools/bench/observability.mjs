import { once } from 'node:events';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ours } from './speed/contenders.mjs';
import { Load } from './speed/load.mjs';
import { OPERATIONS } from './speed/operations.mjs';
import { median, ratio, ratioText } from './speed/rounds.mjs';
import { startUpstream } from './speed/upstream-process.mjs';
import { writeTable } from './write-table.mjs';

/** What logs, metrics and traces cost: the same load with none of them, some of them and all of them. */
const { values: given } = parseArgs({
  options: {
    seconds: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '9' },
    /** Prints only. */
    dry: { type: 'boolean', default: false },
  },
});
const seconds = Number(given.seconds);
const rounds = Number(given.rounds);
const PAGE = fileURLToPath(new URL('../../docs/observability.md', import.meta.url));
const CONNECTIONS = 16;
const WARM_SECONDS = 6;
const READ_EVERY_MS = 1000;
const TITLES = { list: 'list of 50', one: 'one full request', step: 'activation OTP' };

const upstream = await startUpstream({ differs: true });
const collector = await startCollector();

const NOTHING = { LOG_LEVEL: 'silent', METRICS: 'false' };
const WAYS = [
  ours('nothing', NOTHING),
  ours('log', { METRICS: 'false' }),
  ours('log and metrics, as shipped'),
  ours('log, metrics and traces', { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url }),
];

const running = [];
for (const way of WAYS) {
  const served = await way.start(upstream.origin, null);
  running.push({ way, served, load: new Load(way, served), costs: {}, stopReading: readMetrics(served.url) });
}
for (const operation of OPERATIONS) {
  for (const { load } of running) {
    await load.check(operation, {});
    await play(load, operation, WARM_SECONDS);
  }
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < running.length; turn += 1) {
      const { load, costs } = running[(turn + round) % running.length];
      costs[operation] ??= [];
      costs[operation].push((await play(load, operation, seconds)).cpuPerRequest);
    }
  }
}
for (const { load, served, stopReading } of running) {
  stopReading();
  await load.close();
  await served.close();
}
await upstream.close();
await collector.close();
if (collector.bytes() === 0) throw new Error('No span came: this measured nothing.');

const [{ costs: bare }] = running;
writeTable(
  given.dry ? null : 'observability',
  ['CPU µs per request', ...OPERATIONS.map((operation) => TITLES[operation])],
  running.map(({ way, costs }, place) => [
    way.name,
    ...OPERATIONS.map((operation) => {
      const cost = Math.round(median(costs[operation]));
      return place === 0 ? cost : `${cost} (${ratioText(ratio(costs[operation], bare[operation]))})`;
    }),
  ]),
  PAGE,
);

function play(load, operation, forSeconds) {
  const callerOf = (_connection, serial) => `caller-${serial}`;
  return load.flatOut({ seconds: forSeconds, connections: CONNECTIONS, operation, callerOf });
}

/** As Prometheus would; where there are none the page is not there, which costs next to nothing. */
function readMetrics(url) {
  const read = () =>
    fetch(new URL('/metrics', url)).then(
      (response) => response.text(),
      () => undefined,
    );
  const timer = setInterval(read, READ_EVERY_MS);
  return () => clearInterval(timer);
}

async function startCollector() {
  let bytes = 0;
  const server = createServer((request, response) => {
    request.on('data', (chunk) => {
      bytes += chunk.length;
    });
    request.on('end', () => response.setHeader('content-type', 'application/json').end('{}'));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    bytes: () => bytes,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
