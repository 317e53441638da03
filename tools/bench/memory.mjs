import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { slopeAnHour } from './slope.mjs';
import { ours } from './speed/contenders.mjs';
import { Load, memoryMegabytes } from './speed/load.mjs';
import { OPERATIONS } from './speed/operations.mjs';
import { median } from './speed/rounds.mjs';
import { startUpstream } from './speed/upstream-process.mjs';
import { writeTable } from './write-table.mjs';

/** What the gateway alone holds in memory: once it is warm, and over a long time of steady load. */
const { values: given } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    perSecond: { type: 'string', default: '60' },
    /** Prints only. */
    dry: { type: 'boolean', default: false },
  },
});
const minutes = Number(given.minutes);
const perSecond = Number(given.perSecond);
const PAGE = fileURLToPath(new URL('../../docs/growth.md', import.meta.url));
const PARTS = 6;
const WARM_SECONDS = 5;
const CONNECTIONS = 16;
const SAMPLE_SECONDS = 5;
/** Everybody asks for the first time, so that what is kept of callers comes and goes. */
const callerOf = (_connection, serial) => `caller-${serial}`;

const upstream = await startUpstream({ differs: true });

const rows = [];
for (const transport of ['node-fetch', 'undici']) {
  // A stall of the machine is no overload.
  const gateway = ours(transport, { UPSTREAM_HTTP_CLIENT: transport, MAX_EVENT_LOOP_DELAY_MS: '60000' });
  const served = await gateway.start(upstream.origin, null);
  const load = new Load(gateway, served);
  const atStart = memoryMegabytes(served.pid);
  for (const operation of OPERATIONS)
    await load.flatOut({ seconds: WARM_SECONDS, connections: CONNECTIONS, operation, callerOf });
  rows.push({ transport, load, served, atStart, warm: memoryMegabytes(served.pid), samples: [] });
}

await Promise.all(rows.map(playFor));
for (const { load, served } of rows) {
  await load.close();
  await served.close();
}
await upstream.close();

writeTable(
  given.dry ? null : 'memory',
  [
    'MB',
    'at its first answer',
    'after warm load',
    ...Array.from({ length: PARTS }, (_, part) => `to min. ${Math.round(((part + 1) * minutes) / PARTS)}`),
    'MB an hour, second half',
  ],
  rows.map(({ transport, atStart, warm, samples }) => [
    transport,
    Math.round(atStart),
    Math.round(warm),
    ...inParts(samples).map((part) => Math.round(median(part))),
    slopeAnHour(samples.slice(samples.length / 2), SAMPLE_SECONDS).toFixed(1),
  ]),
  PAGE,
);

/** A third of the requests each, in turns. */
async function playFor({ load, served, samples }) {
  const endAt = performance.now() + minutes * 60_000;
  for (let turn = 0; performance.now() < endAt; turn += 1) {
    const operation = OPERATIONS[turn % OPERATIONS.length];
    await load.atPace({ seconds: SAMPLE_SECONDS, perSecond, connections: CONNECTIONS, operation, callerOf });
    samples.push(memoryMegabytes(served.pid));
  }
}

function inParts(samples) {
  const size = Math.ceil(samples.length / PARTS);
  return Array.from({ length: PARTS }, (_, part) => samples.slice(part * size, (part + 1) * size));
}
