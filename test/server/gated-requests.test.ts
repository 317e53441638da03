import { once } from 'node:events';
import { ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import WebSocket from 'ws';
import { FakeUpstream } from '../support/fake-upstream.js';
import { startTestGateway } from '../support/gateway.js';
import type { TestServer } from '../support/server.js';
import { until } from '../support/until.js';
import { aServer, type Resolvers, steppingClock } from './a-server.js';

/** As if every operation took so long that it is the only one of its turn, and to read took no time. */
const SLOW = { clock: steppingClock(30), readingClock: steppingClock(0) };
const SDL = 'type Query { hello: String }';
const COUNT = 40;

let server: TestServer;
let sockets: Socket[];
beforeEach(() => {
  sockets = [];
});
afterEach(async () => {
  jest.restoreAllMocks();
  for (const socket of sockets) socket.destroy();
  await server.close();
});

const post = (query: string, { path = '/graphql', token = '' } = {}) => {
  const body = JSON.stringify({ query });
  const authorization = token && `authorization: Bearer ${token}\r\n`;
  return (
    `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n${authorization}` +
    `content-length: ${body.length}\r\n\r\n${body}`
  );
};
const GET = 'GET /graphql?query=%7Bhello%7D HTTP/1.1\r\nhost: x\r\nx-requested-with: x\r\n\r\n';

/** Connects once for each, and sends all of it in one turn. */
async function sendAtOnce(requests: string[]): Promise<() => string[]> {
  const heard = requests.map(() => '');
  for (const [at] of requests.entries()) {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1').on('error', () => {});
    socket.on('data', (bytes) => (heard[at] += String(bytes)));
    await once(socket, 'connect');
    sockets.push(socket);
  }
  for (const [at, sent] of requests.entries()) sockets[at]?.write(sent);
  return () => heard;
}

/** Counts turns of the event loop, and notes in which one each operation is executed. */
function turnsOf() {
  const executedIn: number[] = [];
  let turn = 0;
  let next = setImmediate(function count() {
    turn += 1;
    next = setImmediate(count);
  });
  const resolvers: Resolvers = {
    hello: () => {
      executedIn.push(turn);
      return 'Hello';
    },
  };
  return { executedIn, resolvers, stop: () => clearImmediate(next) };
}

describe('Operations that would all begin in one turn of the event loop begin one after the other', () => {
  it.each([
    ['by POST', post('{ hello }')],
    ['by GET', GET],
    ['as an event stream', post('{ hello }', { path: '/graphql/stream' })],
  ])('%s', async (_way, sent) => {
    const { executedIn, resolvers, stop } = turnsOf();
    server = await aServer(SDL, resolvers, undefined, {}, SLOW);
    const heard = await sendAtOnce(Array(COUNT).fill(sent));
    await until(() => heard().every((each) => each.includes('HTTP/1.1 200')));
    stop();
    expect(new Set(executedIn).size).toBe(executedIn.length);
    expect(executedIn).toHaveLength(COUNT);
  });

  it('over WebSockets', async () => {
    const { executedIn, resolvers, stop } = turnsOf();
    server = await aServer(SDL, resolvers, undefined, {}, SLOW);
    const clients: WebSocket[] = [];
    for (let n = 0; n < COUNT; n += 1) {
      const client = new WebSocket(`${server.url}/graphql`, 'graphql-transport-ws');
      await once(client, 'open');
      client.send('{"type":"connection_init"}');
      await once(client, 'message');
      clients.push(client);
    }
    const answered = Promise.all(clients.map((client) => once(client, 'message')));
    for (const client of clients)
      client.send('{"id":"1","type":"subscribe","payload":{"query":"{ hello }"}}');
    const messages = (await answered).map(([message]) => JSON.parse(String(message)));
    stop();
    for (const client of clients) client.terminate();
    expect(messages.map(({ payload }) => payload.data)).toEqual(messages.map(() => ({ hello: 'Hello' })));
    expect(new Set(executedIn).size).toBe(COUNT);
  });
});

/** Notes in which turn of the event loop each answer begins to leave. */
function turnsOfAnswers() {
  const { executedIn, resolvers, stop } = turnsOf();
  const note = () => resolvers.hello?.(null, {}, {} as never, {} as never);
  const { writeHead } = ServerResponse.prototype;
  jest.spyOn(ServerResponse.prototype, 'writeHead').mockImplementation(function (
    this: ServerResponse,
    ...args: unknown[]
  ) {
    note();
    return writeHead.apply(this, args as never);
  } as never);
  return { answeredIn: executedIn, stop };
}

const refusal = (line: string, headers = '', body = '') =>
  `${line} HTTP/1.1\r\nhost: x\r\n${headers}${body && `content-type: application/json\r\ncontent-length: ${body.length}\r\n`}\r\n${body}`;
const NOT_FOUND = refusal('GET /nowhere');

describe('Requests that are all refused begin one after the other too', () => {
  it.each([
    [404, 'at no route', NOT_FOUND],
    [404, 'at no route, with JSON', refusal('POST /nowhere', '', '{"a":1}')],
    [400, 'for a host that is none', refusal('GET /graphql', 'host: %%\r\n').replace('host: x\r\n', '')],
    [400, 'at a path that is none', refusal('GET /%')],
    [400, 'as a WebSocket without its upgrade', refusal('GET /graphql', 'sec-websocket-key: x\r\n')],
    [405, 'by their method', refusal('PUT /graphql/stream')],
    [
      413,
      'for their size',
      refusal('POST /graphql', 'content-type: application/json\r\ncontent-length: 99999999\r\n'),
    ],
    [415, 'for a coding', refusal('POST /graphql', 'content-encoding: gzip\r\n', '{}')],
    [400, 'for a header', refusal('GET /graphql', `accept: ${'a,'.repeat(1000)}\r\n`)],
  ])('with %s %s', async (status, _why, sent) => {
    server = await aServer(SDL, {}, undefined, {}, SLOW);
    const { answeredIn, stop } = turnsOfAnswers();
    const heard = await sendAtOnce(Array(COUNT).fill(sent));
    await until(() => heard().every((each) => each.includes('\r\n\r\n')));
    stop();
    expect(new Set(heard().map((each) => each.split(' ')[1]))).toEqual(new Set([`${status}`]));
    expect(new Set(answeredIn).size).toBe(COUNT);
  });

  it('where few connections send many', async () => {
    server = await aServer(SDL, {}, undefined, {}, SLOW);
    const { answeredIn, stop } = turnsOfAnswers();
    const heard = await sendAtOnce(Array(4).fill(NOT_FOUND.repeat(COUNT)));
    await until(() => heard().join().split('HTTP/1.1 404').length === 4 * COUNT + 1);
    stop();
    expect(new Set(answeredIn).size).toBe(4 * COUNT);
  });

  it('and a probe is answered before most of them', async () => {
    server = await aServer(SDL, {}, undefined, {}, SLOW);
    const probe = refusal('GET /health/live');
    const heard = await sendAtOnce([...Array(2 * COUNT).fill(NOT_FOUND), probe]);
    const [answer] = await once(sockets.at(-1) as Socket, 'data');
    expect(String(answer)).toContain('HTTP/1.1 200');
    expect(heard().filter((each) => each.includes('404')).length).toBeLessThan(COUNT);
    await until(() => heard().every((each) => each !== ''));
  });
});

describe('Messages over WebSockets begin one after the other, before they are parsed', () => {
  const MARK = 'parsed in its turn';
  const opened = async (isInitialised = true) => {
    const client = new WebSocket(`${server.url}/graphql`, 'graphql-transport-ws');
    sockets.push(client as never);
    await once(client, 'open');
    if (!isInitialised) return client;
    client.send('{"type":"connection_init"}');
    await once(client, 'message');
    return client;
  };
  const notParsing = () => {
    const { executedIn: parsedIn, resolvers, stop } = turnsOf();
    const { parse } = JSON;
    jest.spyOn(JSON, 'parse').mockImplementation((text, reviver) => {
      if (text.includes(MARK)) resolvers.hello?.(null, {}, {} as never, {} as never);
      return parse(text, reviver);
    });
    return { parsedIn, stop };
  };
  beforeEach(() => {
    sockets = [];
  });
  afterEach(() => {
    for (const client of sockets as unknown as WebSocket[]) client.terminate();
    sockets = [];
  });

  it.each([
    ['connection_init', `{"type":"connection_init","payload":{"a":"${MARK}"}}`, false],
    ['operations', `{"id":"${MARK}","type":"subscribe","payload":{"query":"{ hello }"}}`, true],
    ['what is no message', `{"type":"${MARK}"}`, true],
    ['what is no JSON', `["${MARK}"`, true],
    ['pings', `{"type":"ping","payload":{"a":"${MARK}"}}`, true],
  ])('%s', async (_what, message, isInitialised) => {
    server = await aServer(SDL, { hello: () => 'Hello' }, undefined, {}, SLOW);
    // At once: one that does not begin within 3 s is closed.
    const clients = await Promise.all(Array.from({ length: COUNT }, () => opened(isInitialised)));
    const answered = Promise.all(
      clients.map((client) => Promise.race([once(client, 'message'), once(client, 'close')])),
    );
    const { parsedIn, stop } = notParsing();
    for (const client of clients) client.send(message);
    await answered;
    stop();
    expect(parsedIn.length).toBe(COUNT);
    expect(new Set(parsedIn).size).toBe(COUNT);
  });

  it('in the order of each connection', async () => {
    server = await aServer(SDL, { hello: () => 'Hello' }, undefined, {}, SLOW);
    const clients = [];
    for (let n = 0; n < COUNT; n += 1) clients.push(await opened());
    const ids = Array.from({ length: 10 }, (_, n) => `${n}`);
    const told = clients.map((): string[] => []);
    for (const [at, client] of clients.entries())
      client.on('message', (message) => {
        const { type, id } = JSON.parse(String(message));
        if (type === 'next') told[at]?.push(id);
      });
    for (const client of clients)
      for (const id of ids)
        client.send(JSON.stringify({ id, type: 'subscribe', payload: { query: '{ hello }' } }));
    await until(() => told.every(({ length }) => length === ids.length));
    expect(told).toEqual(clients.map(() => ids));
  });
});

it('What waits when the gateway is stopped is answered, or certainly not taken', async () => {
  let closed: Promise<void> | undefined;
  let begun = 0;
  const hello = () => {
    begun += 1;
    // The others came in the turn of the first.
    if (begun === 2) closed = server.close();
    return 'Hello';
  };
  server = await aServer(SDL, { hello }, undefined, {}, SLOW);
  const heard = await sendAtOnce(Array(COUNT).fill(post('{ hello }')));
  await until(() => heard().every((each) => each.includes('\r\n\r\n')));
  await closed;
  const answered = heard().filter((each) => each.startsWith('HTTP/1.1 200 OK'));
  const refused = heard().filter((each) => /^HTTP\/1.1 503 .*retry-after: 1/s.test(each));
  expect([answered.length, answered.length + refused.length]).toEqual([begun, COUNT]);
});

it('A body that can’t be read is refused when its turn comes, as it is without a wait', async () => {
  server = await aServer(SDL, { hello: () => 'Hello' }, undefined, {}, SLOW);
  const broken = post('{ hello }').replace('{"query"', '["query"');
  const heard = await sendAtOnce(Array(COUNT).fill(broken));
  await until(() => heard().every((each) => each.includes('BAD_REQUEST')));
  expect(heard().every((each) => each.startsWith('HTTP/1.1 400'))).toBe(true);
});

it('A customer whom Vlens has taken before does not wait for all strangers of the same address', async () => {
  const upstream = await FakeUpstream.start();
  try {
    server = await startTestGateway({ vlensUrl: upstream.url, overrides: SLOW });
    const read = '{ businessRequests(first: 1) { totalCount } }';
    expect((await server.query(read, {}, { token: 'customer' })).status).toBe(200);
    const before = upstream.calls().length;
    const strangers = Array.from({ length: COUNT }, (_, n) => post(read, { token: `stranger-${n}` }));
    const step = post('{ productTypes { name } businessRequests(first: 2) { totalCount } }', {
      token: 'customer',
    });
    const heard = await sendAtOnce([...strangers, step]);
    await until(() => heard().every((each) => each.includes('HTTP/1.1')));
    const callers = upstream
      .calls()
      .slice(before)
      .map(({ headers }) => headers.authorization);
    expect(callers.length).toBeGreaterThan(COUNT);
    expect(callers.indexOf('Bearer customer')).toBeLessThan(COUNT / 2);
  } finally {
    await upstream.close();
  }
});
