import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import WebSocket from 'ws';
import { aBusinessRequest, requestIdOf } from '../support/builders.js';
import { FakeUpstream } from '../support/fake-upstream.js';
import { startTestGateway } from '../support/gateway.js';
import { held } from '../support/held.js';
import type { TestServer } from '../support/server.js';
import { until } from '../support/until.js';

const ONE = requestIdOf(1);
const STATUS = `subscription { businessRequestStatusChanged(requestId: "${ONE}") { status } }`;
const PLACES = 3;

let upstream: FakeUpstream;
let gateway: TestServer;
let open: WebSocket[];
let release: () => void;
beforeEach(async () => {
  open = [];
  upstream = await FakeUpstream.start();
  upstream.requests = [aBusinessRequest({ id: ONE })];
  const env = { MAX_SUBSCRIBERS: String(PLACES), TRUST_PROXY: '1' };
  gateway = await startTestGateway({ vlensUrl: upstream.url, env });
  const [released, letGo] = held();
  release = letGo;
  // Strangers get no status: theirs is not read yet.
  upstream.answer('listBusinessRequestIds', ({ headers }) => ({
    ...(!headers.authorization?.includes('customer') && { until: released }),
    body: { data: upstream.requests, totalCount: 1 },
  }));
  upstream.answer('checkEligibility', { until: released, body: { data: { isEligible: true } } });
});
afterEach(async () => {
  for (const socket of open) socket.terminate();
  release();
  await gateway.close();
  await upstream.close();
});

/** A WebSocket over which this is asked; resolves once it is taken, or the WebSocket refused. */
async function asking(from: string, token: string, ...queries: string[]) {
  const options = { headers: { 'x-forwarded-for': from } };
  const socket = new WebSocket(
    `${gateway.url.replace('http', 'ws')}/graphql`,
    'graphql-transport-ws',
    options,
  );
  open.push(socket);
  const told: string[] = [];
  const end = new Promise<string>((resolve) => {
    socket.on('error', ({ message }) => resolve(message)).on('close', (code) => resolve(String(code)));
  });
  socket.on('message', (text) => told.push(String(text)));
  const refusal = await Promise.race([once(socket, 'open').then(() => null), end]);
  if (refusal !== null) return { socket, told, end };
  const send = (message: object) => socket.send(JSON.stringify(message));
  send({ type: 'connection_init', payload: { Authorization: `Bearer ${token}` } });
  await until(() => told.length === 1);
  for (const [id, query] of queries.entries()) send({ id: `${id}`, type: 'subscribe', payload: { query } });
  send({ type: 'ping' });
  await until(() => told.some((text) => text.includes('pong')));
  return { socket, told, end };
}

async function strangers(count: number, ...queries: string[]) {
  const sockets = [];
  for (let number = 1; number <= count; number += 1)
    sockets.push(await asking('192.0.2.1', `invented-${number}`, ...queries));
  return sockets;
}

describe('WebSockets whose subscriptions wait for their first status', () => {
  it('make room for a newcomer elsewhere, the longest waiting first, and for none at their own address', async () => {
    const [first, second] = await strangers(PLACES, STATUS);
    expect(await (await asking('192.0.2.1', 'invented')).end).toContain('503');
    const newcomer = await asking('198.51.100.1', 'customer');
    expect(await first?.end).toBe('1013');
    newcomer.socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: STATUS } }));
    await until(() => newcomer.told.some((text) => text.includes('APPROVED')));
    // Nor does one that has a place.
    expect(await (await asking('192.0.2.1', 'invented')).end).toContain('503');
    expect([second?.socket, newcomer.socket].map((socket) => socket?.readyState)).toEqual([1, 1]);
  });

  it('stay where a status was told, or Vlens has accepted the token', async () => {
    const document = `{ businessRequest(id: "${ONE}") { status } }`;
    await gateway.query(document, {}, { token: 'customer-1' });
    const [released, letGo] = held();
    const customers = [await asking('192.0.2.1', 'customer-2', STATUS)];
    await until(() => customers[0]?.told.some((text) => text.includes('APPROVED')) ?? false);
    upstream.answer('listBusinessRequestIds', { until: released, body: { data: [], totalCount: 0 } });
    for (let more = 1; more < PLACES; more += 1)
      customers.push(await asking('192.0.2.1', 'customer-1', STATUS));
    expect(await (await asking('198.51.100.1', 'customer')).end).toContain('503');
    expect(customers.map(({ socket }) => socket.readyState)).toEqual(customers.map(() => WebSocket.OPEN));
    letGo();
  });

  it('stay while another operation is in flight on them, perhaps a step', async () => {
    const waiting = await strangers(PLACES, STATUS, '{ eligibility { isEligible } }');
    expect(await (await asking('198.51.100.1', 'customer')).end).toContain('503');
    expect(waiting.map(({ socket }) => socket.readyState)).toEqual(waiting.map(() => WebSocket.OPEN));
  });
});

describe('WebSockets of one account, a subscription over each', () => {
  const MANY = 8;
  /** Another one each time, of the same account. */
  const tokenOf = (sub: string, number: number) =>
    ['{}', JSON.stringify({ sub, number })].map((part) => Buffer.from(part).toString('base64url')).join('.') +
    '.customer';
  const holding = async (sub: string, count: number, ...queries: string[]) => {
    const sockets = [];
    for (let number = 0; number < count; number += 1) {
      const socket = await asking('192.0.2.1', tokenOf(sub, number), STATUS, ...queries);
      await until(() => socket.told.some((text) => text.includes('APPROVED')));
      sockets.push(socket);
    }
    return sockets;
  };
  const statesOf = (sockets: { socket: WebSocket }[]) => sockets.map(({ socket }) => socket.readyState);

  beforeEach(async () => {
    await gateway.close();
    const env = {
      MAX_SUBSCRIBERS: String(MANY),
      MAX_SUBSCRIPTIONS_PER_CALLER: '2',
      TRUST_PROXY: '1',
    };
    gateway = await startTestGateway({ vlensUrl: upstream.url, env });
  });

  it('make room for newcomers, the newest first, and leave it what one caller may have', async () => {
    const [first, second, ...others] = await holding('greedy', MANY);
    for (let number = 0; number < others.length; number += 1) {
      const customer = await asking('198.51.100.1', `customer-${number}`, STATUS);
      await until(() => customer.told.some((text) => text.includes('APPROVED')));
      expect(await others.at(-1 - number)?.end).toBe('1013');
    }
    expect(await (await asking('198.51.100.1', 'customer')).end).toContain('503');
    expect(statesOf([first, second].filter((each) => each !== undefined))).toEqual([1, 1]);
  });

  it('stay while another operation is in flight on them, perhaps a step', async () => {
    const sockets = await holding('greedy', MANY, '{ eligibility { isEligible } }');
    expect(await (await asking('198.51.100.1', 'customer')).end).toContain('503');
    expect(statesOf(sockets)).toEqual(sockets.map(() => WebSocket.OPEN));
  });

  it('stay where nobody holds more than that', async () => {
    const sockets = [];
    for (const sub of ['ann', 'ben', 'cid', 'dan']) sockets.push(...(await holding(sub, MANY / 4)));
    expect(await (await asking('198.51.100.1', 'customer')).end).toContain('503');
    expect(statesOf(sockets)).toEqual(sockets.map(() => WebSocket.OPEN));
  });
});
