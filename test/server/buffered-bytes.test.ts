import { EventEmitter, once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FastifyRequest } from 'fastify';
import { parse } from 'graphql';
import WebSocket from 'ws';
import { systemClock } from '../../src/clock.js';
import { UNCOUNTED } from '../../src/metrics/index.js';
import { BodiesInTransit } from '../../src/server/bodies-in-transit.js';
import { BufferedBytes, HeldBytes } from '../../src/server/buffered-bytes.js';
import { ReadsInTurn } from '../../src/server/reads-in-turn.js';
import { MAX_FRAGMENTS } from '../../src/server/subscriptions/arriving-message.js';
import { KnownSubscriptions } from '../../src/server/subscriptions/known-subscriptions.js';
import type { OpenedBy } from '../../src/server/subscriptions/opened-by.js';
import { StreamedRequest } from '../../src/server/subscriptions/streamed-request.js';
import {
  BYTES_OF_A_ROUND,
  WebSocketConnection,
} from '../../src/server/subscriptions/web-socket-connection.js';
import type { TestServer } from '../support/server.js';
import { until } from '../support/until.js';
import { aServer } from './a-server.js';

const SDL = 'type Query { slow: String, hello: String, large: String } type Mutation { step: String }';
const MAX_BYTES = 1_000_000;
const PART = 300_000;
const [STEP, ANOTHER_STEP] = [{}, {}];

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

it('A body that comes byte by byte takes what its pieces need, and ends with its connection', async () => {
  const socket = connected();
  socket.write('POST /graphql HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n');
  socket.write('content-type: application/json\r\n\r\n');
  for (let sent = 0; sent < 20 && !socket.destroyed; sent += 1) {
    socket.write('1\r\na\r\n'.repeat(MAX_BYTES / 2500));
    await server.query('{ hello }');
  }
  expect(socket.destroyed).toBe(true);
});

it('A body ends with its connection, whatever room there is, where it comes in more pieces than any', () => {
  const bodyOf = (pieceBytes: number) => {
    const raw = Object.assign(new PassThrough(), {
      complete: false,
      headers: { 'transfer-encoding': 'chunked' },
      socket: { destroy: () => raw.destroy() },
    });
    const bodies = new BodiesInTransit(
      () => 10,
      new BufferedBytes(),
      () => {},
    );
    const request = { raw, ip: '192.0.2.1' } as unknown as FastifyRequest;
    bodies.begin(request);
    bodies.count(request);
    for (let sent = 0; sent < 20_000; sent += 1) raw.emit('data', Buffer.alloc(pieceBytes));
    return raw;
  };
  expect([1, 30, 100].map((pieceBytes) => bodyOf(pieceBytes).destroyed)).toEqual([true, true, false]);
});

it.each([100, 1400])('A body of nearly 4 MB is taken in pieces of %s bytes', async (pieceBytes) => {
  const roomy = await aServer(SDL, { hello: () => 'Hello' });
  try {
    const body = '{"query":"{ hello }"}'.padStart(4_000_000);
    const socket = connect(Number(new URL(roomy.url).port), '127.0.0.1');
    open.push(socket);
    let answer = '';
    socket.on('error', () => {}).on('data', (bytes) => (answer += String(bytes)));
    socket.write('POST /graphql HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n');
    socket.write('content-type: application/json\r\n\r\n');
    const piece = (at: number) => body.slice(at, at + pieceBytes);
    for (let at = 0; at < body.length; at += pieceBytes)
      socket.write(`${piece(at).length.toString(16)}\r\n${piece(at)}\r\n`);
    socket.write('0\r\n\r\n');
    await until(() => socket.destroyed || answer.includes('Hello'));
    expect(answer).toContain('"Hello"');
  } finally {
    await roomy.close();
  }
});

/** The head of a message over a WebSocket, or of one of its fragments, whose mask changes nothing. */
function frame(bytes: number, first = 0x81): Buffer {
  const head = Buffer.alloc(14);
  head[0] = first;
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

/** A message in fragments of one byte each. */
function inFragments(text: string): Buffer {
  const last = text.length - 1;
  return Buffer.concat(
    [...text].flatMap((letter, at) => [
      frame(1, (at === last ? 0x80 : 0) + (at === 0 ? 1 : 0)),
      Buffer.from(letter),
    ]),
  );
}

describe('A message over a WebSocket that is cut in fragments of a byte', () => {
  it.each([
    ['is taken where they are no more than any client’s', MAX_FRAGMENTS, 'connection_ack'],
    ['ends its connection where they are, with 1008', MAX_FRAGMENTS + 1, '\x88\x02\x03\xf0'],
  ])('%s', async (_what, length, answer) => {
    const socket = await upgraded();
    let heard = '';
    socket.on('data', (bytes: Buffer) => (heard += bytes.toString('latin1')));
    socket.write(inFragments('{"type":"connection_init"}'.padStart(length)));
    await until(() => socket.destroyed || socket.readableEnded || heard !== '');
    expect(heard).toContain(answer);
  });
});

/** One whose client reads when the test says so. */
function aConnection(
  address: string,
  buffered: { arriving: BufferedBytes; unread: BufferedBytes },
  onRead = () => {},
  reads = new ReadsInTurn(systemClock),
) {
  const unread: (() => void)[] = [];
  const events = new EventEmitter();
  const socket = Object.assign(events, {
    OPEN: 1,
    readyState: 1,
    isPaused: false,
    pause: () => (socket.isPaused = true),
    resume: () => (socket.isPaused = false),
    send: (_text: string, wasRead: () => void) => unread.push(wasRead),
    ping: () => {},
    close: (code: number) => (socket.closedWith = code),
    closedWith: 0,
    terminate() {
      socket.readyState = 3;
      events.emit('close');
    },
  });
  const stream = Object.assign(new PassThrough(), { setTimeout: () => {} }) as unknown as Socket;
  const all = { ...buffered, reads, maxBacklogMs: 1000, onRead };
  const connection = new WebSocketConnection(socket as never, { address } as OpenedBy, stream, all);
  const read = () => {
    for (const wasRead of unread.splice(0)) wasRead();
  };
  return { connection, socket, stream, read };
}

describe('What arrives over a WebSocket', () => {
  const all = () => ({ arriving: new BufferedBytes(MAX_BYTES, 0), unread: new BufferedBytes(MAX_BYTES) });

  it('counts with what its pieces need, and ends with its connection', () => {
    const { connection, stream } = aConnection('192.0.2.1', all());
    for (let sent = 0; sent < MAX_BYTES / 400; sent += 1) stream.emit('data', Buffer.from('a'));
    expect(connection.isOpen).toBe(false);
  });

  it('counts with what its fragments may need, which is many times their bytes, until it is whole', () => {
    const buffered = all();
    const connections = Array.from({ length: 20 }, () => aConnection('192.0.2.1', buffered));
    for (const { stream } of connections) stream.emit('data', Buffer.alloc(7 * MAX_FRAGMENTS));
    const kept = connections.filter(({ connection }) => connection.isOpen);
    expect(kept.length).toBeLessThan(8);
    const whole = kept.at(-1);
    whole?.connection.waits();
    expect(whole?.connection.arriving.bufferedBytes).toBeLessThan(8 * MAX_FRAGMENTS);
  });

  it('counts too where it came in one piece with a whole message', () => {
    const buffered = all();
    const connections = Array.from({ length: 10 }, () => aConnection('192.0.2.1', buffered));
    for (const { connection, stream } of connections) {
      stream.emit('data', Buffer.alloc(PART));
      connection.tookMessage(100);
    }
    expect(connections.filter(({ connection }) => connection.isOpen)).toHaveLength(2);
  });

  it('counts for nothing where a client answers pings for hours, or sends one message after the other', () => {
    const { connection, socket, stream } = aConnection('192.0.2.1', all());
    for (let hour = 0; hour < MAX_BYTES / 100; hour += 1) {
      stream.emit('data', Buffer.alloc(6));
      socket.emit('pong', Buffer.alloc(0));
      stream.emit('data', Buffer.alloc(300));
      connection.tookMessage(290);
    }
    expect([connection.isOpen, connection.arriving.bufferedBytes]).toEqual([true, 0]);
  });
});

it('What arrives behind a step in flight has the WebSocket read no more until that is answered', () => {
  const withFragments = MAX_BYTES + 128 * MAX_FRAGMENTS;
  const all = { arriving: new BufferedBytes(withFragments, 0), unread: new BufferedBytes(MAX_BYTES) };
  const { connection, socket, stream } = aConnection('192.0.2.1', all);
  const [idle, paused] = [aConnection('192.0.2.2', all), aConnection('192.0.2.3', all)];
  connection.begin(STEP);
  paused.connection.begin(STEP);
  for (let sent = 0; sent < 3; sent += 1) stream.emit('data', Buffer.alloc(PART));
  expect(socket.isPaused).toBe(false);
  idle.stream.emit('data', Buffer.alloc(PART));
  stream.emit('data', Buffer.alloc(PART));
  paused.stream.emit('data', Buffer.alloc(1));
  expect([socket, paused.socket, idle.socket].map(({ isPaused }) => isPaused)).toEqual([true, true, false]);
  // Its pong can't be read.
  for (let round = 0; round < 3; round += 1) expect(connection.ping()).toBe(true);
  expect([connection, paused.connection, idle.connection].every(({ isOpen }) => isOpen)).toBe(true);
  connection.settle(STEP);
  expect([socket.isPaused, paused.socket.isPaused]).toEqual([false, true]);
  stream.emit('data', Buffer.alloc(PART));
  expect([connection.isOpen, idle.connection.isOpen]).toEqual([false, true]);
  paused.connection.settle(STEP);
  expect([paused.connection.isOpen, paused.socket.isPaused]).toEqual([true, false]);
});

it('A WebSocket that is paused for several reasons is read once none of them is left, in whatever order they go', () => {
  const orders = [0, 1, 2].flatMap((first) => [
    [first, (first + 1) % 3, (first + 2) % 3],
    [first, (first + 2) % 3, (first + 1) % 3],
  ]);
  for (const order of orders) {
    const all = { arriving: new BufferedBytes(MAX_BYTES, 0), unread: new BufferedBytes(MAX_BYTES) };
    const { connection, socket, stream, read } = aConnection('192.0.2.1', all);
    connection.begin(STEP);
    for (let sent = 0; sent < 5; sent += 1) stream.emit('data', Buffer.alloc(PART));
    connection.waits();
    void connection.send('a'.repeat(PART));
    const ends = [() => connection.settle(STEP), () => connection.waitsNoMore(), read];
    const wasPaused = order.map((reason) => {
      const { isPaused } = socket;
      ends[reason]?.();
      return isPaused;
    });
    expect([order, ...wasPaused, socket.isPaused]).toEqual([order, true, true, true, false]);
  }
});

it('A WebSocket that is not read is there, though its pong waits: its messages wait for their turn, or others are read', () => {
  const all = { arriving: new BufferedBytes(MAX_BYTES, 0), unread: new BufferedBytes(MAX_BYTES) };
  let now = 0;
  let endTurn = () => {};
  const eventLoop = { nextTurn: (callback: () => void) => (endTurn = callback), afterPiece: () => {} };
  const reads = new ReadsInTurn({ monotonicNow: () => (now += 50) }, eventLoop);
  const [held, waiting] = [0, 1].map(() => aConnection('192.0.2.1', all, () => {}, reads));
  const pings = () => [held, waiting].map((each) => each?.connection.ping());
  waiting?.connection.waits();
  for (let count = 0; count < 2; count += 1) reads.read(waiting?.stream as Socket);
  for (let round = 0; round < 3; round += 1) expect(pings()).toEqual([true, true]);
  endTurn();
  // It is read again from now on, and was not yet.
  expect([held?.stream.isPaused(), held?.connection.ping(), held?.connection.ping()]).toEqual([
    false,
    true,
    true,
  ]);
  endTurn();
  waiting?.connection.waitsNoMore();
  expect([pings(), pings()]).toEqual([
    [true, true],
    [false, false],
  ]);
});

it('A WebSocket over which a message arrives slowly is there, though its pong waits behind that', () => {
  const all = { arriving: new BufferedBytes(MAX_BYTES, 0), unread: new BufferedBytes(MAX_BYTES) };
  const { connection, stream } = aConnection('192.0.2.1', all);
  for (let round = 0; round < 3; round += 1) {
    expect(connection.ping()).toBe(true);
    stream.emit('data', Buffer.alloc(10));
  }
  connection.ping();
  expect([connection.ping(), connection.isOpen]).toEqual([false, false]);
});

it('What a piece costs is the same however many connections there are, also where none may go', () => {
  const COUNT = 1000;
  let looked = 0;
  let paused = 0;
  let gone = 0;
  const buffered = new BufferedBytes(COUNT * 1000, 0);
  const all = (mayGo: boolean) =>
    Array.from({ length: COUNT }, (_, number) => ({
      from: `192.0.2.${number % 200}`,
      bufferedBytes: 0,
      get mayGo() {
        looked += 1;
        return mayGo;
      },
      pause: () => (paused += 1),
      letGo: () => (gone += 1),
    }));
  for (const mayGo of [false, true])
    for (const each of all(mayGo)) for (let piece = 0; piece < 20; piece += 1) buffered.add(each, 100);
  expect(paused).toBe(COUNT * 10);
  expect(gone).toBeGreaterThan(0.4 * COUNT);
  // Of 40,000 pieces.
  expect(looked).toBeLessThan(100_000);
});

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

it('A WebSocket with a step in flight is not let go for what it does not read, nor others for it', () => {
  const all = { arriving: new BufferedBytes(MAX_BYTES), unread: new BufferedBytes(MAX_BYTES) };
  const [greedy, other] = [1, 2].map((number) => aConnection(`192.0.2.${number}`, all).connection);
  greedy?.begin(STEP);
  for (let sent = 0; sent < 5; sent += 1) void greedy?.send('a'.repeat(PART));
  void other?.send('a'.repeat(PART));
  expect([greedy?.isOpen, other?.isOpen]).toEqual([true, true]);
  greedy?.settle(STEP);
  void greedy?.send('a'.repeat(PART));
  expect([greedy?.isOpen, other?.isOpen]).toEqual([false, true]);
});

it('A WebSocket whose token has expired is not closed before the answer to what has just begun on it', async () => {
  const all = { arriving: new BufferedBytes(MAX_BYTES), unread: new BufferedBytes(MAX_BYTES) };
  const { connection, socket } = aConnection('192.0.2.1', all);
  connection.begin(STEP);
  connection.tokenExpired(null);
  connection.settle(STEP);
  connection.begin(ANOTHER_STEP);
  await new Promise(setImmediate);
  expect(socket.closedWith).toBe(0);
  connection.settle(ANOTHER_STEP);
  await new Promise(setImmediate);
  expect(socket.closedWith).toBe(4403);
});

it('nor before its client has read what it was told', async () => {
  const all = { arriving: new BufferedBytes(MAX_BYTES), unread: new BufferedBytes(MAX_BYTES) };
  let wasRead = 0;
  const { connection, socket, read } = aConnection('192.0.2.1', all, () => (wasRead += 1));
  connection.begin(STEP);
  void connection.send('a'.repeat(PART));
  connection.tokenExpired(null);
  connection.settle(STEP);
  await new Promise(setImmediate);
  expect([socket.closedWith, connection.isIdle(), wasRead]).toEqual([0, false, 0]);
  read();
  await new Promise(setImmediate);
  expect([socket.closedWith, connection.isIdle(), wasRead]).toEqual([4403, true, 1]);
});

describe('Pings of a WebSocket', () => {
  const all = () => ({ arriving: new BufferedBytes(MAX_BYTES), unread: new BufferedBytes(MAX_BYTES) });
  const rounds = (connection: WebSocketConnection) => {
    let count = 0;
    while (connection.ping()) count += 1;
    return count;
  };

  it('that are not answered end it with the next one', () => {
    expect(rounds(aConnection('192.0.2.1', all()).connection)).toBe(1);
  });

  it('have as many rounds more as what was sent before them takes over a slow line', () => {
    const { connection, socket, read } = aConnection('192.0.2.1', all());
    void connection.send('a'.repeat(5 * BYTES_OF_A_ROUND));
    read();
    connection.ping();
    socket.emit('pong', Buffer.alloc(0));
    void connection.send('a'.repeat(5 * BYTES_OF_A_ROUND));
    read();
    expect(rounds(connection)).toBe(6);
  });

  it('are not sent while it has not read what it was told, and one that was counts again then', () => {
    const { connection, read } = aConnection('192.0.2.1', all());
    connection.ping();
    void connection.send('a'.repeat(PART));
    for (let round = 0; round < 10; round += 1) expect(connection.ping()).toBe(true);
    read();
    expect(rounds(connection)).toBe(1);
  });
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

  it.each(['"id":"1","type":"subscribe"', '"type" : "subscribe" , "id" : "1"'])(
    'with very many values is refused before it is parsed, and its connection stays: %s',
    async (head) => {
      const client = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
      await once(client, 'open');
      client.send('{"type":"connection_init"}');
      await once(client, 'message');
      // It has no end: parsed, it would be no message at all.
      client.send(`{${head},"payload":{"query":"{ hello }","variables":{${'"k":1,'.repeat(20_100)}`);
      const [told] = await Promise.race([once(client, 'message'), once(client, 'close')]);
      expect(JSON.parse(String(told))).toMatchObject({
        ...{ id: '1', type: 'error' },
        payload: [{ extensions: { code: 'BAD_USER_INPUT' } }],
      });
      client.send('{"id":"1","type":"subscribe","payload":{"query":"{ hello }"}}');
      const [next] = await once(client, 'message');
      expect(JSON.parse(String(next))).toMatchObject({ id: '1', payload: { data: { hello: 'Hello' } } });
      client.close();
    },
  );
});

describe('Large operations that wait for their answers', () => {
  const step = (address: string) =>
    fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
      // It counts twice: as it came, and as it goes on.
      body: JSON.stringify({ query: 'mutation { step }', variables: { text: 'a'.repeat(PART / 2) } }),
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

it('What is held of a stream that has ended by then is given back at once', () => {
  const logger = { info: () => {} };
  const parts = { logger, clock: { monotonicNow: () => 0 }, metrics: UNCOUNTED, tracing: null };
  const openedBy = { id: 'r', address: '192.0.2.1', language: 'en' } as OpenedBy;
  const streamed = new StreamedRequest(parts as never, openedBy, 'sse');
  let given = 0;
  streamed.end();
  expect(streamed.holds(() => (given += 1))).toBe(true);
  expect(given).toBe(1);
});
