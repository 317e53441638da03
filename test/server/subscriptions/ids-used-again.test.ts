import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import WebSocket from 'ws';
import { aBusinessRequest, requestIdOf } from '../../support/builders.js';
import { FakeUpstream } from '../../support/fake-upstream.js';
import { startTestGateway } from '../../support/gateway.js';
import { held } from '../../support/held.js';
import type { TestServer } from '../../support/server.js';
import { until } from '../../support/until.js';
import { aServer } from '../a-server.js';

const SDL = 'type Query { slow: String, hello: String } type Mutation { step: String }';
const MAX_BYTES = 1_000_000;
const [ONE, TWO] = [requestIdOf(1), requestIdOf(2)];

let server: TestServer;
/** What the resolvers wait for, in the order of their operations. */
let waiting: (() => void)[];
let open: WebSocket[];
beforeEach(() => {
  waiting = [];
  open = [];
});
afterEach(async () => {
  for (const go of waiting.splice(0)) go();
  for (const socket of open) socket.terminate();
  await server.close();
});

async function startServer(env: Record<string, string> = {}): Promise<void> {
  const hold = () => new Promise<string>((resolve) => waiting.push(() => resolve('done')));
  const resolvers = { slow: hold, step: hold, hello: () => 'Hello' };
  server = await aServer(SDL, resolvers, undefined, env, { maxReceivedBytes: MAX_BYTES });
}

interface Told {
  id?: string;
  type: string;
  payload?: unknown;
}

async function aWebSocket(token?: string) {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  open.push(socket);
  const told: Told[] = [];
  socket.on('message', (text) => told.push(JSON.parse(String(text))));
  await once(socket, 'open');
  const send = (message: object) => socket.send(JSON.stringify(message));
  send({ type: 'connection_init', ...(token && { payload: { Authorization: `Bearer ${token}` } }) });
  await until(() => told.length === 1);
  told.pop();
  return {
    socket,
    told,
    subscribe: (id: string, query: string, more: object = {}) =>
      send({ id, type: 'subscribe', payload: { query, ...more } }),
    complete: (id: string) => send({ id, type: 'complete' }),
    /** Resolves when all that was sent before has been taken. */
    async taken() {
      const before = told.length;
      send({ type: 'ping' });
      await until(() => told.slice(before).some(({ type }) => type === 'pong'));
    },
  };
}

const next = (id: string, data: object) => ({ id, type: 'next', payload: { data } });
const withoutPongs = (told: Told[]) => told.filter(({ type }) => type !== 'pong');

describe('An operation that has the id of one that its client completed before it ended', () => {
  it('gets its own answer, and nothing of the other one', async () => {
    await startServer();
    const { told, subscribe, complete, taken } = await aWebSocket();
    subscribe('1', '{ slow }');
    await until(() => waiting.length === 1);
    complete('1');
    subscribe('1', 'mutation { step }');
    await until(() => waiting.length === 2);
    waiting[0]?.();
    await taken();
    expect(withoutPongs(told)).toEqual([]);
    waiting[1]?.();
    await until(() => withoutPongs(told).length === 2);
    expect(withoutPongs(told)).toMatchObject([next('1', { step: 'done' }), { id: '1', type: 'complete' }]);
  });

  it('may end first', async () => {
    await startServer();
    const { told, subscribe, complete, taken } = await aWebSocket();
    subscribe('1', '{ slow }');
    await until(() => waiting.length === 1);
    complete('1');
    subscribe('1', '{ hello }');
    await until(() => told.some(({ type }) => type === 'complete'));
    subscribe('1', 'mutation { step }');
    await until(() => waiting.length === 2);
    waiting[0]?.();
    await taken();
    waiting[1]?.();
    await until(() => withoutPongs(told).length === 4);
    expect(withoutPongs(told)).toMatchObject([
      next('1', { hello: 'Hello' }),
      { id: '1', type: 'complete' },
      next('1', { step: 'done' }),
      { id: '1', type: 'complete' },
    ]);
  });

  it('gives back with its end what it took of the memory, and so does the other one', async () => {
    await startServer();
    const { subscribe, complete } = await aWebSocket();
    const large = { extensions: { text: 'a'.repeat(MAX_BYTES / 20) } };
    for (let sent = 1; sent <= 5; sent += 1) {
      subscribe('1', '{ slow }', large);
      await until(() => waiting.length === sent);
      complete('1');
    }
    for (const go of waiting) go();
    const tooLargeBeside = { extensions: { text: 'a'.repeat(MAX_BYTES / 2 - 2000) } };
    await until(async () => {
      const answers = await aWebSocket();
      answers.subscribe('1', '{ hello }', tooLargeBeside);
      await until(() => answers.told.length > 0);
      answers.socket.terminate();
      return answers.told[0]?.type === 'next';
    });
  });
});

it('What its client completed counts among the operations of a WebSocket for as long as it goes on', async () => {
  await startServer({ MAX_OPERATIONS_PER_CONNECTION: '3' });
  const { told, subscribe, complete } = await aWebSocket();
  for (const id of ['1', '1', '2']) {
    const before = waiting.length;
    subscribe(id, '{ slow }');
    await until(() => waiting.length > before);
    complete(id);
  }
  subscribe('3', '{ hello }');
  await until(() => told.length === 1);
  expect(told).toMatchObject([
    { id: '3', type: 'error', payload: [{ extensions: { code: 'BAD_USER_INPUT' } }] },
  ]);
  for (const go of waiting) go();
  await until(async () => {
    told.splice(0);
    subscribe('4', '{ hello }');
    await until(() => told.length > 0);
    return told[0]?.type === 'next';
  });
});

describe('A subscription that has the id of one whose event was being read', () => {
  const CHANGES = (id: string, fields: string) =>
    `subscription { businessRequestStatusChanged(requestId: "${id}") { requestId ${fields} } }`;
  let upstream: FakeUpstream;
  beforeEach(async () => {
    upstream = await FakeUpstream.start();
    upstream.requests = [ONE, TWO].map((id) => aBusinessRequest({ id }));
    server = await startTestGateway({ vlensUrl: upstream.url, env: { MAX_SUBSCRIPTIONS_PER_CALLER: '2' } });
  });
  afterEach(() => upstream.close());
  const subscribers = async () => {
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    return Number(/^vlens_live_subscribers (\d+)/m.exec(metrics)?.[1]);
  };

  it('hears of its own request, and leaves no place taken', async () => {
    const [released, release] = held();
    upstream.answer('getBusinessRequestById', { until: released, status: 500 });
    const { socket, told, subscribe, complete, taken } = await aWebSocket('user-token');
    subscribe('1', CHANGES(ONE, 'businessRequest { formFields { key } }'));
    await upstream.called('getBusinessRequestById');
    complete('1');
    subscribe('1', CHANGES(TWO, 'status'));
    const present = { businessRequestStatusChanged: { requestId: TWO, status: 'APPROVED' } };
    await until(() => told.length === 1);
    release();
    await taken();
    expect(withoutPongs(told)).toEqual([next('1', present)]);
    expect(await subscribers()).toBe(1);
    complete('1');
    await until(async () => (await subscribers()) === 0);
    subscribe('1', CHANGES(TWO, 'status'));
    await until(() => withoutPongs(told).length === 2);
    socket.close();
    await until(async () => (await subscribers()) === 0);
  });
});
