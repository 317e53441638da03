import { EventEmitter, once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import WebSocket from 'ws';
import { BufferedBytes, HeldBytes } from '../../src/server/received-bytes.js';
import { KnownSubscriptions } from '../../src/server/subscriptions/known-subscriptions.js';
import type { OpenedBy } from '../../src/server/subscriptions/opened-by.js';
import { WebSocketConnection } from '../../src/server/subscriptions/web-socket-connection.js';
import type { TestServer } from '../support/server.js';
import { until } from '../support/until.js';
import { aServer } from './a-server.js';

const SDL = 'type Query { slow: String, hello: String, large: String } type Mutation { step: String }';
const MAX_BYTES = 1_000_000;
const PART = 300_000;

let server: TestServer;
let waiting: (() => void)[];
let open: Socket[];
/** Queries with a large answer. */
let answered: number;
beforeEach(async () => {
  waiting = [];
  open = [];
  const hold = () => new Promise<string>((resolve) => waiting.push(() => resolve('done')));
  answered = 0;
  const large = () => {
    answered += 1;
    return 'a'.repeat(1_000_000);
  };
  const resolvers = { slow: hold, step: hold, hello: () => 'Hello', large };
  server = await aServer(SDL, resolvers, undefined, { TRUST_PROXY: '1' }, { maxReceivedBytes: MAX_BYTES });
});
afterEach(async () => {
  for (const go of waiting.splice(0)) go();
  for (const socket of open) socket.destroy();
  await server.close();
});

function connected(): Socket {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1').on('error', () => {});
  // Its end is seen by anybody who reads.
  socket.resume();
  open.push(socket);
  return socket;
}

const whole = JSON.stringify({ query: 'mutation { step }', variables: { text: 'a'.repeat(PART) } });

function begin(address: string, bytes: number): Socket {
  const socket = connected();
  const head = `POST /graphql HTTP/1.1\r\nhost: x\r\nconnection: close\r\nx-forwarded-for: ${address}\r\n`;
  socket.write(`${head}content-type: application/json\r\ncontent-length: ${whole.length}\r\n\r\n`);
  socket.write(whole.slice(0, bytes));
  return socket;
}

describe('Bodies that arrive and do not end', () => {
  it('take no more of the memory than they may, also where no further one begins', async () => {
    const slow = begin('192.0.2.1', 1000);
    await once(slow, 'connect');
    const greedy = Array.from({ length: 10 }, () => begin('198.51.100.7', 100));
    await until(() => greedy.every(({ connecting }) => !connecting));
    for (const socket of greedy) socket.write(whole.slice(100, PART));
    await until(() => greedy.filter(({ destroyed }) => destroyed).length >= 7);
    expect(slow.destroyed).toBe(false);
    slow.write(whole.slice(1000));
    await until(() => waiting.length === 1);
  });
});

/** The head of a message over a WebSocket, whose mask changes nothing. */
function frame(bytes: number): Buffer {
  const head = Buffer.alloc(14);
  head[0] = 0x81;
  head[1] = 0xff;
  head.writeBigUInt64BE(BigInt(bytes), 2);
  return head;
}

async function upgraded(): Promise<Socket> {
  const socket = connected();
  const key = Buffer.alloc(16, 1).toString('base64');
  socket.write(
    'GET /graphql HTTP/1.1\r\nhost: x\r\nupgrade: websocket\r\nconnection: Upgrade\r\nsec-websocket-version: 13\r\n' +
      `sec-websocket-protocol: graphql-transport-ws\r\nsec-websocket-key: ${key}\r\n\r\n`,
  );
  await once(socket, 'data');
  return socket;
}

describe('Messages over WebSockets that do not end', () => {
  it('take no more either, and whole ones beside them are answered', async () => {
    const client = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    const told: string[] = [];
    client.on('message', (message) => told.push(String(message)));
    await once(client, 'open');
    client.send('{"type":"connection_init"}');
    const greedy = await Promise.all(Array.from({ length: 10 }, upgraded));
    for (const socket of greedy) {
      socket.write(frame(2 * PART));
      socket.write(Buffer.alloc(PART, 'a'));
    }
    await until(() => greedy.filter(({ destroyed }) => destroyed).length >= 7);
    const payload = { query: '{ hello }', variables: { text: 'a'.repeat(PART) } };
    for (let round = 0; round < 5; round += 1)
      client.send(JSON.stringify({ id: `${round}`, type: 'subscribe', payload }));
    await until(() => told.filter((text) => text.includes('Hello')).length === 5);
    client.terminate();
  });
});

/** One whose client reads when the test says so. */
function aConnection(address: string, all: { arriving: BufferedBytes; unread: BufferedBytes }) {
  const unread: (() => void)[] = [];
  const events = new EventEmitter();
  const socket = Object.assign(events, {
    OPEN: 1,
    readyState: 1,
    isPaused: false,
    pause: () => (socket.isPaused = true),
    resume: () => (socket.isPaused = false),
    send: (_text: string, wasRead: () => void) => unread.push(wasRead),
    close: (code: number) => (socket.closedWith = code),
    closedWith: 0,
    terminate() {
      socket.readyState = 3;
      events.emit('close');
    },
  });
  const stream = new PassThrough() as unknown as Socket;
  const connection = new WebSocketConnection(socket as never, { address } as OpenedBy, stream, all);
  const read = () => {
    for (const wasRead of unread.splice(0)) wasRead();
  };
  return { connection, socket, read };
}

describe('Answers over a WebSocket that its client does not read', () => {
  // More than the system holds by itself.
  const OPERATIONS = 60;

  it('have the gateway read no more from it until it reads, and none is lost', async () => {
    const greedy = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    await once(greedy, 'open');
    greedy.send('{"type":"connection_init"}');
    await once(greedy, 'message');
    greedy.pause();
    for (let number = 0; number < OPERATIONS; number += 1) {
      const payload = { query: '{ large }' };
      greedy.send(JSON.stringify({ id: `${number}`, type: 'subscribe', payload }));
      await server.query('{ hello }');
    }
    expect(answered).toBeLessThan(OPERATIONS);
    const told: string[] = [];
    greedy.on('message', (message) => told.push(String(message).slice(0, 60)));
    greedy.resume();
    await until(() => told.filter((text) => text.includes('"complete"')).length === OPERATIONS);
    expect(answered).toBe(OPERATIONS);
    greedy.terminate();
  });

  it('take no more of the memory than they may', () => {
    const all = { arriving: new BufferedBytes(MAX_BYTES), unread: new BufferedBytes(MAX_BYTES) };
    const connections = Array.from({ length: 10 }, (_, number) => aConnection(`192.0.2.${number % 3}`, all));
    for (const { connection } of connections) void connection.send('a'.repeat(PART));
    const open = connections.filter(({ connection }) => connection.isOpen);
    expect([open.length, open.every(({ socket }) => socket.isPaused)]).toEqual([3, true]);
    for (const { read } of connections) read();
    expect(open.some(({ socket }) => socket.isPaused)).toBe(false);
    const others = [1, 2].map((number) => aConnection(`192.0.2.${number}`, all));
    for (const { connection } of others) void connection.send('a'.repeat(MAX_BYTES / 2));
    expect(others.every(({ connection }) => connection.isOpen)).toBe(true);
  });
});

it('A WebSocket whose token has expired is not closed before the answer to what has just begun on it', async () => {
  const all = { arriving: new BufferedBytes(MAX_BYTES), unread: new BufferedBytes(MAX_BYTES) };
  const { connection, socket } = aConnection('192.0.2.1', all);
  connection.begin('1');
  connection.tokenExpired(null);
  connection.settle('1');
  connection.begin('2');
  await new Promise(setImmediate);
  expect(socket.closedWith).toBe(0);
  connection.settle('2');
  await new Promise(setImmediate);
  expect(socket.closedWith).toBe(4403);
});

describe('A message over WebSocket that no client sends', () => {
  it.each([
    ['with very many arrays', `{"type":"ping","payload":{"a":[${'[],'.repeat(20_001)}[]]}}`],
    ['with a very long id', `{"type":"subscribe","id":"${'a'.repeat(300)}","payload":{"query":"{ hello }"}}`],
  ])('%s ends its connection', async (_what, message) => {
    const client = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    await once(client, 'open');
    client.send('{"type":"connection_init"}');
    await once(client, 'message');
    client.send(message);
    const [code] = await once(client, 'close');
    expect(code).toBe(4400);
  });
});

describe('Large operations that wait for their answers', () => {
  const step = (address: string) =>
    fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
      body: whole,
    });

  it('are refused beyond what may be held, unless their address holds none; small ones go on', async () => {
    const taken = [];
    for (let number = 1; number <= 3; number += 1) {
      taken.push(step('198.51.100.7'));
      await until(() => waiting.length === number);
    }
    const refused = await step('198.51.100.7');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    taken.push(step('192.0.2.1'));
    await until(() => waiting.length === 4);
    expect((await server.query('{ hello }')).body.data).toEqual({ hello: 'Hello' });
    for (const go of waiting.splice(0)) go();
    for (const answer of taken) expect(await (await answer).json()).toMatchObject({ data: { step: 'done' } });
    const again = step('198.51.100.7');
    await until(() => waiting.length === 1);
    for (const go of waiting.splice(0)) go();
    expect(await (await again).json()).toMatchObject({ data: { step: 'done' } });
  });

  it('and subscriptions, by their documents, once for all who sent the same', () => {
    const known = new KnownSubscriptions();
    const held = new HeldBytes(MAX_BYTES);
    const keep = (number: number) => {
      const text = `subscription { a${number} }`.padEnd(2000);
      return known.keep(text, null, parse(text));
    };
    const shared = keep(0);
    const holders = Array.from({ length: 100 }, () => known.hold(shared, 'one', held));
    const others = Array.from({ length: 10 }, (_, number) => known.hold(keep(number + 1), 'one', held));
    expect([holders, others].map((each) => each.filter(Boolean).length)).toEqual([100, 2]);
    for (const giveBack of holders) giveBack?.();
    expect(known.hold(keep(99), 'one', held)).not.toBeNull();
  });
});
