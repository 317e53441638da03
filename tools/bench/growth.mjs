import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { requestIdOf } from './counting-upstream.mjs';
import { plotted } from './growth/plot.mjs';
import { sandboxCosts } from './growth/sandbox.mjs';
import { eventCosts, webhookCosts } from './growth/subscribers.mjs';
import { ours } from './speed/contenders.mjs';
import { Load } from './speed/load.mjs';
import { median } from './speed/rounds.mjs';
import { startUpstream } from './speed/upstream-process.mjs';
import { writeTable } from './write-table.mjs';

/** What one more of a thing costs: CPU per item, caller's request, alias and event, as there are more of them. */
const { values: given } = parseArgs({
  options: {
    seconds: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '5' },
    /** Parts of the series' names, separated by commas; the page is left alone then. */
    only: { type: 'string' },
    /** For a trial: no more of a thing than this, and the page is left alone. */
    most: { type: 'string' },
  },
});
const seconds = Number(given.seconds);
const rounds = Number(given.rounds);
const most = Number(given.most ?? Number.POSITIVE_INFINITY);
const isTrial = given.only !== undefined || given.most !== undefined;
const PAGE_OF_GROWTH = fileURLToPath(new URL('../../docs/growth.md', import.meta.url));
/** Few for the largest of these requests, which would look like overload. */
const connectionsFor = (per) => (per < 100 ? 8 : 2);
/** So many answers until the engine has compiled what it runs most. */
const WARM_ANSWERS = 1500;
const PAGE = 100;
const SECRET = 'the secret of the subscription';
const FIELDS = 'id requestNumber status statusName typeName fullName createdAt';

const upstream = await startUpstream({});

/** [how many, the document that asks for so many] */
const list = (count) =>
  count <= PAGE
    ? `{ businessRequests(first: ${count}) { nodes { ${FIELDS} } } }`
    : `{ ${Array.from({ length: count / PAGE }, (_, page) => `p${page}: businessRequests(first: ${PAGE}${page ? `, after: "${cursor(page * PAGE - 1)}"` : ''}) { nodes { ${FIELDS} } }`).join(' ')} }`;
const aliases = (count) =>
  `{ ${Array.from({ length: count }, (_, number) => `r${number}: businessRequest(id: "${requestIdOf(number)}") { ${FIELDS} }`).join(' ')} }`;
const another = (_connection, serial) => `caller-${serial}`;

const SERIES = [
  {
    name: 'lists',
    title: 'CPU per item of a list',
    across: 'items asked for (a page holds 100 at most; more are pages side by side)',
    counts: [10, 100, 1000],
    costs: (count) =>
      flatOut({ query: list(count), callerOf: another, size: Math.min(count, PAGE), per: count }),
  },
  {
    name: 'callers',
    title: 'CPU per request, each caller polling a list of 50 of their own',
    across: 'callers',
    counts: [1, 10, 100, 1000, 10_000],
    costs: (count) =>
      flatOut({ query: list(50), callerOf: (_, serial) => `caller-${serial % count}`, size: 50, per: 1 }),
  },
  {
    name: 'aliases',
    title: 'CPU per alias of an operation that asks for requests by id',
    across: 'aliases',
    counts: [1, 4, 16, 64],
    costs: (count) => flatOut({ query: aliases(count), callerOf: another, size: PAGE, per: count }),
  },
  {
    name: 'subscribers',
    title: 'CPU per event of a change that all subscribers hear',
    across: 'subscribers (100 of one caller on each WebSocket)',
    counts: [10, 100, 1000, 5000],
    costs: (count) => withSubscribers(eventCosts, count, false),
  },
  {
    name: 'webhooks',
    title: 'CPU of a webhook that one subscriber hears of, as more others subscribe',
    across: 'callers who each watch a request of their own, over a WebSocket each',
    counts: [10, 100, 1000, 5000],
    costs: (count) => withSubscribers(webhookCosts, count, true),
  },
  {
    name: 'sandbox',
    title: 'CPU of the sandbox for a customer’s list, as it holds more requests',
    across: 'customers in the sandbox, each with a request of their own',
    counts: [10, 100, 1000, 10_000],
    costs: (count) => sandboxCosts(count, { seconds, rounds }),
  },
].filter(({ name }) => !given.only || given.only.split(',').some((part) => name.includes(part)));

const rows = [];
for (const { name, title, across, counts, costs } of SERIES) {
  const points = [];
  for (const count of counts.filter((each) => each <= most)) points.push([count, median(await costs(count))]);
  rows.push([
    name,
    points.map(([count, cost]) => `${count.toLocaleString('en')}: ${Math.round(cost)}`).join(', '),
  ]);
  process.stderr.write(`${rows.at(-1).join(' | ')}\n`);
  if (isTrial) continue;
  const file = fileURLToPath(new URL(`../../docs/growth/${name}.svg`, import.meta.url));
  writeFileSync(file, plotted({ title, across, up: 'CPU µs', points }));
}
writeTable(isTrial ? null : 'growth', ['', 'CPU µs by how many'], rows, PAGE_OF_GROWTH);
await upstream.close();

/** A gateway of its own for each figure, so that none pays for what another left behind. */
async function withGateway(use) {
  // A stall of the machine is no overload.
  const gateway = ours('this gateway', { WEBHOOK_SECRET: SECRET, MAX_EVENT_LOOP_DELAY_MS: '60000' });
  const served = await gateway.start(upstream.origin, null);
  try {
    return await use(served, gateway);
  } finally {
    await served.close();
  }
}

function flatOut({ query, callerOf, size, per }) {
  return withGateway(async (served, gateway) => {
    await upstream.configure({ size, status: 'Approved', differs: true });
    const requestOf = () => ({ method: 'POST', path: '/graphql', body: JSON.stringify({ query }) });
    const load = new Load({ ...gateway, requestOf }, served);
    const how = { connections: connectionsFor(per), operation: 'growth', callerOf };
    for (let answered = 0; answered * Math.sqrt(per) < WARM_ANSWERS; )
      answered += (await load.flatOut({ ...how, seconds })).requests;
    const costs = [];
    for (let round = 0; round < rounds; round += 1)
      costs.push((await load.flatOut({ ...how, seconds })).cpuPerRequest / per);
    await load.close();
    return costs;
  });
}

/** @param own whether each caller has a request of their own */
function withSubscribers(costsOf, count, own) {
  return withGateway(async (served) => {
    await upstream.configure({ size: 1, status: 'Approved', differs: false, own });
    return costsOf(served, count, { secret: SECRET, setStatus: (status) => upstream.configure({ status }) });
  });
}

function cursor(offset) {
  return Buffer.from(`v1:${offset}`).toString('base64url');
}
