import { EventEmitter, once } from 'node:events';
import { IncomingMessage } from 'node:http';
import { connect, Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import WebSocket from 'ws';
import { ReadsInTurn } from '../../src/server/reads-in-turn.js';
import type { TestServer } from '../support/server.js';
import { until } from '../support/until.js';
import { aServer, steppingClock } from './a-server.js';

const SDL = 'type Query { hello: String }';
const COUNT = 40;
/** What comes first begins a turn, what comes next finds that it has read for too long, and is read too. */
const MAX_READ_IN_TURN = 2;
const GET = 'GET /nowhere HTTP/1.1\r\nhost: x\r\n\r\n';
const PROBE = GET.replace('nowhere', 'health/live');
const POST =
  'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 21\r\n\r\n';

let server: TestServer;
let open: Socket[];
let turn: number;
let counting: NodeJS.Immediate;
beforeEach(async () => {
  open = [];
  turn = 0;
  counting = setImmediate(function count() {
    turn += 1;
    counting = setImmediate(count);
  });
  // As if each piece took so long to read that it is the only one of its turn, and nothing else took any time.
  const clocks = { clock: steppingClock(0), readingClock: steppingClock(50) };
  server = await aServer(SDL, { hello: () => 'Hello' }, undefined, {}, clocks);
});
afterEach(async () => {
  clearImmediate(counting);
  jest.restoreAllMocks();
  for (const socket of open) socket.destroy();
  await server.close();
});

async function connected(localAddress = '127.0.0.1'): Promise<{ socket: Socket; heard: () => string }> {
  const { port } = new URL(server.url);
  const socket = connect({ port: Number(port), host: '127.0.0.1', localAddress }).on('error', () => {});
  let heard = '';
  socket.on('data', (bytes) => (heard += String(bytes)));
  open.push(socket);
  // The system takes a connection before the gateway does.
  socket.write(GET);
  await until(() => heard.includes('HTTP/1.1 404'));
  heard = '';
  return { socket, heard: () => heard };
}

const connectedTimes = (count: number) => Promise.all(Array.from({ length: count }, () => connected()));

/** Of how many connections something was read in the turn with the most of them. */
function mostInTurn(readIn: readonly (readonly [turn: number, from: unknown])[]): number {
  const byTurn = new Map<number, Set<unknown>>();
  for (const [at, from] of readIn) byTurn.set(at, (byTurn.get(at) ?? new Set()).add(from));
  return Math.max(...[...byTurn.values()].map(({ size }) => size));
}

/** Notes in which turn something of what the gateway's connections sent is read. */
function noteRequests() {
  const readIn: [number, unknown][] = [];
  const { push } = IncomingMessage.prototype;
  jest.spyOn(IncomingMessage.prototype, 'push').mockImplementation(function (this: IncomingMessage, piece) {
    // Only what clients send has a method.
    if (this.method !== null && this.method !== undefined) readIn.push([turn, this.socket]);
    return push.call(this, piece);
  });
  return readIn;
}

describe('What many connections send at once is read in turns of the event loop', () => {
  it('many requests in one packet', async () => {
    const clients = await connectedTimes(COUNT);
    const readIn = noteRequests();
    for (const { socket } of clients) socket.write(GET.repeat(20));
    await until(() => clients.every(({ heard }) => heard().split('HTTP/1.1 404').length === 21));
    expect(new Set(readIn.map(([, from]) => from)).size).toBe(COUNT);
    expect(mostInTurn(readIn)).toBeLessThanOrEqual(MAX_READ_IN_TURN);
  });

  it('parts of bodies', async () => {
    const clients = await connectedTimes(COUNT);
    for (const { socket } of clients) socket.write(`${POST}{"query"`);
    // Answered once the first parts are read: nothing says so to their clients.
    expect((await server.query('{ hello }')).body).toEqual({ data: { hello: 'Hello' } });
    const readIn = noteRequests();
    for (const { socket } of clients) socket.write(':"{ hello }"}');
    await until(() => clients.every(({ heard }) => heard().includes('HTTP/1.1 ')));
    expect(new Set(readIn.map(([, from]) => from)).size).toBe(COUNT);
    expect(mostInTurn(readIn)).toBeLessThanOrEqual(MAX_READ_IN_TURN);
  });

  it.each([
    ['end', (socket: Socket) => socket.end()],
    ['are reset', (socket: Socket) => socket.resetAndDestroy()],
  ])('connections that %s', async (_how, leave) => {
    const clients = await connectedTimes(COUNT);
    const closedIn: [number, unknown][] = [];
    const { emit } = Socket.prototype;
    jest.spyOn(Socket.prototype, 'emit').mockImplementation(function (this: Socket, ...args: unknown[]) {
      if (args[0] === 'close' && 'server' in this && this.server) closedIn.push([turn, this]);
      return emit.apply(this, args as Parameters<typeof emit>);
    });
    for (const { socket } of clients) leave(socket);
    await until(() => closedIn.length === COUNT);
    // One may close a turn after its end was read, with those of that one.
    expect(mostInTurn(closedIn)).toBeLessThanOrEqual(2 * MAX_READ_IN_TURN);
  });

  it('messages over WebSockets', async () => {
    const clients: WebSocket[] = [];
    for (let n = 0; n < COUNT; n += 1) {
      const client = new WebSocket(`${server.url}/graphql`, 'graphql-transport-ws');
      await once(client, 'open');
      client.send('{"type":"connection_init"}');
      await once(client, 'message');
      clients.push(client);
    }
    const readIn: [number, unknown][] = [];
    const { emit } = WebSocket.prototype;
    jest.spyOn(WebSocket.prototype, 'emit').mockImplementation(function (
      this: WebSocket,
      ...args: unknown[]
    ) {
      if (args[0] === 'message' && String(args[1]).includes('"subscribe"')) readIn.push([turn, this]);
      return emit.apply(this, args as never);
    } as never);
    const answered = clients.map((client) => once(client, 'message'));
    for (const client of clients)
      client.send('{"id":"1","type":"subscribe","payload":{"query":"{ hello }"}}');
    for (const [message] of await Promise.all(answered)) expect(String(message)).toContain('"Hello"');
    for (const client of clients) client.terminate();
    expect(new Set(readIn.map(([, from]) => from)).size).toBe(COUNT);
    expect(mostInTurn(readIn)).toBeLessThanOrEqual(MAX_READ_IN_TURN);
  });
});

it('Another address is heard before most of one that has many connections', async () => {
  const clients = await connectedTimes(COUNT);
  const other = await connected('127.0.0.2');
  for (const { socket } of clients) socket.write(GET);
  other.socket.write(GET);
  await once(other.socket, 'data');
  expect(clients.filter(({ heard }) => heard() !== '').length).toBeLessThan(COUNT / 4);
  await until(() => clients.every(({ heard }) => heard() !== ''));
});

it('A connection over which a probe came last is read in every turn', async () => {
  const probe = await connected();
  probe.socket.write(PROBE);
  await until(() => probe.heard().includes('200 OK'));
  const clients = await connectedTimes(COUNT);
  for (const { socket } of clients) socket.write(GET);
  probe.socket.write(PROBE);
  await once(probe.socket, 'data');
  expect(clients.filter(({ heard }) => heard() !== '').length).toBeLessThan(COUNT / 4);
});

it('A client that leaves while its connection waits is forgotten, and an upgrade in between gets its WebSocket', async () => {
  const clients = await connectedTimes(COUNT);
  for (const { socket } of clients) socket.write(GET);
  for (const { socket } of clients.slice(COUNT / 2)) socket.destroy();
  const client = new WebSocket(`${server.url}/graphql`, 'graphql-transport-ws');
  await once(client, 'open');
  client.send('{"type":"connection_init"}');
  const [message] = await once(client, 'message');
  expect(String(message)).toContain('connection_ack');
  client.terminate();
  await until(() => clients.slice(0, COUNT / 2).every(({ heard }) => heard() !== ''));
});

/** A connection of which nothing is known but whether it is paused. */
class Connection extends EventEmitter {
  destroyed = false;
  readonly isHeld = { isPaused: false };
  /** How often somebody asked for the address. */
  looks = 0;
  private paused = false;
  constructor(private readonly address = '192.0.2.1') {
    super();
  }
  get remoteAddress() {
    this.looks += 1;
    return this.address;
  }
  pause() {
    this.paused = true;
  }
  resume() {
    this.paused = false;
    this.emit('resume');
  }
  isPaused() {
    return this.paused;
  }
}

describe('A turn that has read for too long', () => {
  let now: number;
  let turns: (() => void)[];
  let pieces: (() => void)[];
  let reads: ReadsInTurn;
  beforeEach(() => {
    now = 0;
    turns = [];
    pieces = [];
    const eventLoop = {
      nextTurn: (callback: () => void) => turns.push(callback),
      afterPiece: (callback: () => void) => pieces.push(callback),
    };
    reads = new ReadsInTurn({ monotonicNow: () => now }, eventLoop);
  });
  const nextTurn = () => {
    for (const callback of pieces.splice(0)) callback();
    for (const callback of turns.splice(0)) callback();
  };
  const connections = (...addresses: string[]) =>
    addresses.map((address) => {
      const connection = new Connection(address);
      reads.add(connection as never, connection.isHeld);
      return connection;
    });
  const readTooLong = (connection?: Connection) => {
    reads.read(connection as never);
    now += 100;
    reads.read(connection as never);
  };

  it('pauses nobody before that', () => {
    const [first, second] = connections('192.0.2.1', '192.0.2.1');
    reads.read(first as never);
    now += 39;
    reads.read(first as never);
    nextTurn();
    now += 39;
    reads.read(first as never);
    expect([first?.isPaused(), second?.isPaused(), reads.waiting]).toEqual([false, false, 0]);
  });

  it('has them read again one, two, four in a turn, address blocks in turns', () => {
    const [first, ...others] = connections(...Array(9).fill('192.0.2.1'), '198.51.100.1');
    readTooLong(first);
    const counts = [others.filter((each) => each.isPaused()).length];
    while (turns.length > 0) {
      nextTurn();
      counts.push(others.filter((each) => each.isPaused()).length);
      if (counts.length === 3) expect(others.at(-1)?.isPaused()).toBe(false);
    }
    expect(counts.slice(0, 5)).toEqual([9, 7, 5, 1, 0]);
    expect(reads.waiting).toBe(0);
  });

  it('has those of other addresses read first, however many idle ones there are', () => {
    const [flood, ...others] = connections('192.0.2.1', ...Array(1000).fill('198.51.100.1'));
    const last = others.at(-1);
    const resumed: unknown[] = [];
    for (const each of [flood, last]) each?.on('resume', () => resumed.push(each));
    let waited = 0;
    for (; waited === 0 || last?.isPaused(); waited += 1) {
      if (!flood?.isPaused()) readTooLong(flood);
      nextTurn();
    }
    expect(waited).toBe(4);
    expect(resumed).toEqual([flood, flood, flood, last, flood]);
  });

  it('looks at an address once a turn at the most, however many others are read again', () => {
    const floods = connections(...Array.from({ length: 100 }, (_, n) => `192.0.2.${n}`));
    const others = connections(...Array.from({ length: 100 }, (_, n) => `198.51.100.${n % 10}`));
    for (const flood of floods) {
      readTooLong(flood);
      nextTurn();
    }
    readTooLong(floods[0]);
    const all = [...floods, ...others];
    for (const each of all) each.looks = 0;
    nextTurn();
    expect(others.some((each) => each.isPaused())).toBe(false);
    expect(all.reduce((sum, { looks }) => sum + looks, 0)).toBeLessThanOrEqual(all.length);
  });

  it('resumes none that somebody else has paused', () => {
    const [first, before, meanwhile, again] = connections(...Array(4).fill('192.0.2.1'));
    before?.pause();
    readTooLong(first);
    // Paused twice; and resumed by somebody else, who paused it again once it was read.
    if (meanwhile) meanwhile.isHeld.isPaused = true;
    reads.read(again as never);
    for (let count = 0; count < 10; count += 1) nextTurn();
    expect([first, before, meanwhile, again].map((each) => each?.isPaused())).toEqual([
      false,
      true,
      true,
      true,
    ]);
  });

  it('leaves what became paused by what was read', () => {
    const [first] = connections('192.0.2.1');
    readTooLong(first);
    first?.pause();
    for (let count = 0; count < 10; count += 1) nextTurn();
    expect([first?.isPaused(), reads.waiting]).toEqual([true, 0]);
  });

  it('forgets those that are closed', () => {
    const [first, second] = connections('192.0.2.1', '192.0.2.1');
    readTooLong(first);
    second?.emit('close');
    nextTurn();
    nextTurn();
    expect([second?.isPaused(), reads.waiting]).toEqual([true, 0]);
  });

  it('goes on with one connection of probes of each address block, until something else comes over it', () => {
    const [first, second, third, other] = connections(...Array(3).fill('192.0.2.1'), '198.51.100.1');
    for (const each of [second, third, other]) reads.isProbe(each as never, true);
    readTooLong(first);
    expect([second, third, other].map((each) => each?.isPaused())).toEqual([true, false, false]);
    for (let count = 0; count < 10; count += 1) nextTurn();
    reads.isProbe(third as never, false);
    readTooLong(first);
    expect(third?.isPaused()).toBe(true);
  });
});
