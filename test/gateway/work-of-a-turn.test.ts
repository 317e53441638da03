import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import WebSocket from 'ws';
import { aBusinessRequest, aFormField, envelope, REQUEST_ID } from '../support/builders.js';
import { FakeUpstream } from '../support/fake-upstream.js';
import { CompiledGateway, type GatewayProcess } from '../support/gateway-process.js';
import { until } from '../support/until.js';
import { aDelivery, deliver, WEBHOOK_SECRET } from '../support/webhook.js';

const MAX_TIME_MS = 120_000;
/** The one who floods has another address than everybody else. */
const FLOODED_FROM = '127.0.0.2';
const CONNECTIONS = 100;
const PER_CONNECTION = 2;
const WEBSOCKETS = 100;
const PER_WEBSOCKET = 2;
/** As many operations as a probe may wait for; a turn in which all connections begin one is several times as long. */
const MAX_WAIT_IN_OPERATIONS = 50;
/** As many operations wait for one answer. */
const WAITING = 400;
/** A probe may wait for as many of them. */
const MAX_WAIT_FOR_ANSWERS = 20;

/** As costly as an operation may be; nobody's token is needed for it. */
const COSTLY = `{${Array.from({ length: 190 }, (_, n) => `a${n}: businessRequests(first: 1, after: "${n}") { totalCount }`).join(' ')}}`;
const BODY = JSON.stringify({ query: COSTLY });
const POST =
  'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n' +
  `content-length: ${Buffer.byteLength(BODY)}\r\n\r\n${BODY}`;

const FORM = Array.from({ length: 50 }, (_, order) => aFormField({ order }));
const FRAGMENT =
  'fragment F on BusinessRequest { formFields { key kind label labelAr order typeName value } }';
/** The same read for all, and the same fields of it thirty times: what it costs comes after the answer. */
const manyOf = (field: string, number: number) =>
  Array.from({ length: 30 }, (_, n) => `a${number}_${n}: ${field} { ...F }`).join(' ');
const costlyAfterwards = (number: number) =>
  JSON.stringify({ query: `{ ${manyOf(`businessRequest(id: "${REQUEST_ID}")`, number)} } ${FRAGMENT}` });

let compiled: CompiledGateway;
let upstream: FakeUpstream;
let gateway: GatewayProcess;
let costMs: number;
beforeAll(async () => {
  compiled = await CompiledGateway.build();
  upstream = await FakeUpstream.start();
  gateway = await compiled.start({
    VLENS_API_URL: upstream.url,
    VLENS_API_KEY: 'k',
    STATE_FOLDER: 'memory:',
    UPSTREAM_RATE_PER_SECOND: '0',
    UPSTREAM_RATE_PER_MINUTE: '0',
    WEBHOOK_SECRET,
    // What is asked here is who is served, not how fast the machine is.
    MAX_EVENT_LOOP_DELAY_MS: '60000',
  });
  costMs = await costOfOne();
}, MAX_TIME_MS);
afterAll(async () => {
  await gateway.stop('SIGKILL');
  await compiled.remove();
  await upstream.close();
});

const agent = new Agent({ keepAlive: true });
async function ask(path: string, body?: string, token?: string, localAddress?: string) {
  const startedAt = performance.now();
  const asked = request(`${gateway.url}${path}`, {
    ...(localAddress === undefined ? { agent } : { localAddress }),
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
  }).end(body);
  const [response] = await once(asked, 'response');
  return { status: response.statusCode, body: await text(response), ms: performance.now() - startedAt };
}

/** The median of some, once the code is compiled. */
async function costOfOne(body = () => BODY, token?: string): Promise<number> {
  const costs: number[] = [];
  for (let n = 0; n < 60; n += 1) costs.push((await ask('/graphql', body(), token)).ms);
  return costs.slice(40).sort((a, b) => a - b)[10] ?? Number.NaN;
}

/** What a customer and a probe meet while something else goes on. */
async function meanwhile(flood: () => Promise<void>) {
  let isOver = false;
  const each = async (asking: () => ReturnType<typeof ask>) => {
    const answers: Awaited<ReturnType<typeof ask>>[] = [];
    while (!isOver) {
      answers.push(await asking());
      await delay(20);
    }
    return answers;
  };
  const read = JSON.stringify({ query: '{ businessRequests(first: 1) { totalCount } }' });
  const probes = each(() => ask('/health/live'));
  const reads = each(() => ask('/graphql', read, 'a-customer'));
  await delay(100);
  await flood();
  isOver = true;
  return { probes: await probes, reads: await reads };
}

function expectServed(
  { probes, reads }: Awaited<ReturnType<typeof meanwhile>>,
  cost = costMs,
  mostForProbes = MAX_WAIT_IN_OPERATIONS,
) {
  expect(probes.map(({ status }) => status)).toEqual(probes.map(() => 200));
  expect(reads.map(({ body }) => JSON.parse(body))).toEqual(
    reads.map(() => ({ data: { businessRequests: { totalCount: expect.any(Number) } } })),
  );
  const longest = (answers: { ms: number }[]) => Math.max(...answers.map(({ ms }) => ms));
  expect(longest(probes) / cost).toBeLessThan(mostForProbes);
  expect(longest(reads) / cost).toBeLessThan(MAX_WAIT_IN_OPERATIONS);
}

describe('While one address sends costly operations over many connections at once', () => {
  it(
    'probes and customers are answered, and so is each of them, or certainly not taken',
    async () => {
      let answers = '';
      const sockets: Socket[] = [];
      for (let n = 0; n < CONNECTIONS; n += 1) {
        const socket = connect({
          port: Number(new URL(gateway.url).port),
          host: '127.0.0.1',
          localAddress: FLOODED_FROM,
        });
        await once(socket, 'connect');
        sockets.push(socket.setEncoding('latin1').on('data', (bytes) => (answers += bytes)));
      }
      const statuses = () => answers.match(/HTTP\/1\.1 \d+/g) ?? [];
      const met = await meanwhile(async () => {
        for (const socket of sockets) socket.write(POST.repeat(PER_CONNECTION));
        await until(() => statuses().length === CONNECTIONS * PER_CONNECTION);
      });
      for (const socket of sockets) socket.destroy();
      expectServed(met);
      const refused = statuses().filter((status) => status.endsWith('503'));
      expect(statuses().filter((status) => status.endsWith('200'))).toHaveLength(
        CONNECTIONS * PER_CONNECTION - refused.length,
      );
      expect(answers.match(/^retry-after: 1/gm) ?? []).toHaveLength(refused.length);
      expect(answers.match(/"code":"RATE_LIMITED"/g) ?? []).toHaveLength(refused.length);
    },
    MAX_TIME_MS,
  );

  it(
    'over WebSockets too',
    async () => {
      const sockets: WebSocket[] = [];
      let answers = 0;
      for (let n = 0; n < WEBSOCKETS; n += 1) {
        const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
          localAddress: FLOODED_FROM,
        });
        await once(socket, 'open');
        socket.send('{"type":"connection_init"}');
        await once(socket, 'message');
        socket.on('message', (message) => {
          if (/"type":"(?:next|error)"/.test(String(message))) answers += 1;
        });
        sockets.push(socket);
      }
      const met = await meanwhile(async () => {
        for (const socket of sockets)
          for (let n = 0; n < PER_WEBSOCKET; n += 1)
            socket.send(JSON.stringify({ id: `${n}`, type: 'subscribe', payload: { query: COSTLY } }));
        await until(() => answers === WEBSOCKETS * PER_WEBSOCKET);
      });
      for (const socket of sockets) socket.terminate();
      expectServed(met);
    },
    MAX_TIME_MS,
  );
});

describe('While hundreds of operations of one caller wait for one answer of Vlens', () => {
  let number = 0;
  const body = () => {
    number += 1;
    return costlyAfterwards(number);
  };

  it(
    'probes and customers are answered when it has come',
    async () => {
      upstream.requests = [aBusinessRequest({ requestFields: FORM })];
      const cost = await costOfOne(body, 'many-readers');
      let answer = () => {};
      const answered = new Promise<void>((resolve) => {
        answer = resolve;
      });
      upstream.answer('getBusinessRequestById', {
        until: answered,
        body: envelope(upstream.requests[0]),
      });
      const before = upstream.calls('getBusinessRequestById').length;
      const met = await meanwhile(async () => {
        const asked = Array.from({ length: WAITING }, () => ask('/graphql', body(), 'others', FLOODED_FROM));
        await until(() => upstream.calls('getBusinessRequestById').length > before);
        await delay(1000);
        answer();
        for (const { status } of await Promise.all(asked)) expect([200, 503]).toContain(status);
      });
      // Most have waited for the same answer; it is out of date for those that came late.
      expect(upstream.calls('getBusinessRequestById').length - before).toBeLessThan(50);
      expectServed(met, cost, MAX_WAIT_FOR_ANSWERS);
    },
    MAX_TIME_MS,
  );

  it(
    'nor does a change keep them waiting that a hundred subscriptions wait for',
    async () => {
      upstream.reset();
      upstream.requests = [aBusinessRequest({ requestFields: FORM })];
      const cost = await costOfOne(body, 'many-readers');
      const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
        localAddress: FLOODED_FROM,
      });
      await once(socket, 'open');
      socket.send('{"type":"connection_init","payload":{"authorization":"Bearer many-subscribers"}}');
      await once(socket, 'message');
      let events = 0;
      socket.on('message', (message: Buffer) => {
        if (message.includes('"type":"next"')) events += 1;
      });
      for (let id = 0; id < 100; id += 1) {
        const query = `subscription { businessRequestStatusChanged { ${manyOf('businessRequest', id)} } } ${FRAGMENT}`;
        socket.send(JSON.stringify({ id: `${id}`, type: 'subscribe', payload: { query } }));
      }
      await until(() => events === 100);
      const signed = { requeststatus: 3, requestStatusName: 'Customer Signed' };
      upstream.requests = [aBusinessRequest({ requestFields: FORM, ...signed })];
      const met = await meanwhile(async () => {
        expect(await deliver(gateway.url, aDelivery(REQUEST_ID, signed.requestStatusName))).toBe(200);
        await until(() => events === 200);
      });
      socket.terminate();
      expectServed(met, cost, MAX_WAIT_FOR_ANSWERS);
    },
    MAX_TIME_MS,
  );
});
