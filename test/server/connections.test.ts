import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import type { MonotonicClock } from '../../src/clock.js';
import { MAX_OF_NEWCOMER, MIN_IDLE_MS, MIN_IDLE_OF_PROXY_MS } from '../../src/server/connections.js';
import type { TestServer } from '../support/server.js';
import { until } from '../support/until.js';
import { aServer, steppingClock } from './a-server.js';

const MAX = 64;
/** Above three quarters, answers close their connections. */
const CROWD = 48;
/** From seven eighths on, only addresses that have few come in. */
const FULL = 56;
const HOME = '127.0.0.1';
const ELSEWHERE = '127.0.0.2';
const PROBE = 'GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n';
const SLOW = 'GET /graphql?query=%7Bslow%7D HTTP/1.1\r\nhost: x\r\nx-requested-with: x\r\n\r\n';

interface Client {
  socket: Socket;
  answers: string;
  isClosed: boolean;
}

let server: TestServer;
let clients: Client[];
let waiting: (() => void)[];
let now: number;

async function start(
  env: Record<string, string> = {},
  overrides: { readingClock?: MonotonicClock } = {},
): Promise<void> {
  const slow = () => new Promise<string>((resolve) => waiting.push(() => resolve('done')));
  const clock = { monotonicNow: () => now };
  server = await aServer(
    'type Query { slow: String, hello: String } type Mutation { step: String }',
    { slow, hello: () => 'Hello', step: slow },
    undefined,
    { METRICS: 'true', ...env },
    { maxConnections: MAX, clock, ...overrides },
  );
}
beforeEach(async () => {
  clients = [];
  waiting = [];
  now = 0;
  await start();
});
afterEach(async () => {
  for (const go of waiting.splice(0)) go();
  for (const { socket } of clients) socket.destroy();
  await server.close();
});

async function open(from = HOME): Promise<Client> {
  const socket = connect({ port: Number(new URL(server.url).port), host: HOME, localAddress: from });
  const client: Client = { socket, answers: '', isClosed: false };
  clients.push(client);
  socket
    .on('error', () => {})
    .on('close', () => {
      client.isClosed = true;
    });
  socket.on('data', (bytes) => {
    client.answers += String(bytes);
  });
  await once(socket, 'connect');
  return client;
}
async function ask(client: Client, request = PROBE): Promise<string> {
  const before = client.answers.length;
  client.socket.write(request);
  await until(() => client.isClosed || client.answers.length > before);
  return client.answers.slice(before);
}
/** Opens some that have been answered once and stay. */
async function stay(count: number, from = HOME): Promise<Client[]> {
  const opened: Client[] = [];
  for (let number = 0; number < count; number += 1) {
    const client = await open(from);
    await ask(client);
    opened.push(client);
  }
  return opened;
}
async function series(name: string): Promise<number> {
  const client = await open('127.0.0.9');
  const text = await ask(client, 'GET /metrics HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
  await until(() => client.isClosed);
  return Number(
    / (\S+)$/m.exec(client.answers.split('\n').find((line) => line.startsWith(`${name} `)) ?? text)?.[1],
  );
}

describe('Where many connections are open', () => {
  it('answers close theirs, and until then none does', async () => {
    const idle = await stay(CROWD);
    expect(idle.filter(({ answers }) => /connection: close/i.test(answers))).toEqual([]);
    const [, asking] = idle;
    const next = await open();
    expect(await ask(next)).toMatch(/200 OK[\s\S]*connection: close/i);
    await until(() => next.isClosed);
    // There is room again.
    expect(asking && (await ask(asking))).toMatch(/connection: keep-alive/i);
  });

  it('the longest idle ones of the address that has the most are closed, and others are served', async () => {
    const others = await stay(4, ELSEWHERE);
    now += 1;
    const many = await stay(CROWD - 4);
    await open();
    now += MIN_IDLE_MS;
    for (let more = 0; more < 3; more += 1) expect(await ask(await open('127.0.0.3'))).toContain('200 OK');
    await until(() => many[0]?.isClosed === true);
    expect(many.filter(({ isClosed }) => isClosed)).toEqual(many.slice(0, 2));
    expect(others.some(({ isClosed }) => isClosed)).toBe(false);
    expect(await series('vlens_connections_closed_total{reason="idle"}')).toBe(2);
    expect(server.logs).toContainEqual(expect.objectContaining({ level: 40, reason: 'idle' }));
  });

  it('none that was answered a moment ago is closed, nor a proxy’s before most proxies let go of it', async () => {
    await server.close();
    await start({ TRUST_PROXY: '1', PUBLIC_URL: 'https://gateway.example' });
    const forwarded = PROBE.replace('\r\n\r\n', '\r\nx-forwarded-for: 192.0.2.1\r\n\r\n');
    const proxys = await Promise.all(Array.from({ length: CROWD }, () => open()));
    for (const each of proxys) await ask(each, forwarded);
    await open();
    now += MIN_IDLE_OF_PROXY_MS - 1;
    await ask(await open());
    expect(proxys.some(({ isClosed }) => isClosed)).toBe(false);
    now += 1;
    await ask(await open());
    await until(() => proxys[0]?.isClosed === true);
    expect(proxys.filter(({ isClosed }) => isClosed)).toEqual(proxys.slice(0, 2));
  });

  it('a request that has reached this machine when its connection is chosen is answered', async () => {
    const idle = await stay(CROWD);
    await open();
    now += MIN_IDLE_MS;
    // Both are there in one turn of the event loop.
    const [oldest] = idle;
    oldest?.socket.write(SLOW);
    const next = open();
    await next;
    await until(() => waiting.length === 1);
    for (const go of waiting.splice(0)) go();
    await until(() => oldest?.answers.includes('"done"') === true);
  });

  it('so is one that can’t be read yet, since others are read in that turn of the event loop', async () => {
    await server.close();
    await start({}, { readingClock: steppingClock(50) });
    const idle = await stay(CROWD);
    now += 1;
    const oldest = idle.pop();
    for (const each of idle) await ask(each);
    await open();
    now += MIN_IDLE_MS;
    // Those that came before it are read before it.
    for (const { socket } of idle) socket.write(PROBE.replace('health/live', 'nowhere'));
    oldest?.socket.write(SLOW);
    await open('127.0.0.3');
    await until(() => oldest?.isClosed === true || waiting.length === 1);
    for (const go of waiting.splice(0)) go();
    await until(() => oldest?.isClosed === true || oldest?.answers.includes('"done"') === true);
    expect(oldest?.answers).toContain('"done"');
  });
});

describe('What is in use is never closed', () => {
  it('requests in flight and WebSockets are not, however many come', async () => {
    const busy = await Promise.all(Array.from({ length: 20 }, () => open()));
    for (const each of busy) each.socket.write(SLOW);
    await until(() => waiting.length === 20);
    const socket = new WebSocket(
      `${server.url.replace('http', 'ws').replace('localhost', HOME)}/graphql`,
      'graphql-transport-ws',
    );
    await once(socket, 'open');
    socket.send('{"type":"connection_init"}');
    await stay(CROWD - 20);
    now += 10 * MIN_IDLE_MS;
    for (let more = 0; more < 2 * MAX; more += 1) await ask(await open());
    expect(busy.some(({ isClosed }) => isClosed)).toBe(false);
    expect(socket.readyState).toBe(WebSocket.OPEN);
    for (const go of waiting.splice(0)) go();
    await until(() => busy.every(({ answers }) => answers.includes('"done"')));
    socket.terminate();
  });
});

describe('Where nothing can be closed', () => {
  it('an address that has many is refused with an answer, and newcomers come in', async () => {
    for (let number = 0; number < FULL; number += 1) await open();
    const refused = await open();
    const step = '{"query":"mutation { step }"}';
    const post = `POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${step.length}\r\n\r\n${step}`;
    expect(await ask(refused, post)).toMatch(/^HTTP\/1.1 503[\s\S]*retry-after/i);
    await until(() => refused.isClosed);
    expect(waiting).toHaveLength(0);
    const newcomer = await open(ELSEWHERE);
    newcomer.socket.write(post);
    await until(() => waiting.length === 1);
    for (const go of waiting.splice(0)) go();
    await until(() => newcomer.answers.includes('"done"'));
    expect(await series('vlens_connections_closed_total{reason="refused"}')).toBeGreaterThan(0);
    expect(server.logs.filter(({ reason }) => reason === 'refused')).toHaveLength(1);
  });

  it('never are more open than the bound, from however many addresses; probes are answered all the same', async () => {
    const silent = await Promise.all(
      Array.from({ length: 3 * MAX }, (_, number) => open(`127.0.1.${1 + (number % (MAX_OF_NEWCOMER - 1))}`)),
    );
    await until(() => silent.filter(({ isClosed }) => isClosed).length >= 2 * MAX);
    expect(silent.filter(({ isClosed }) => !isClosed).length).toBeLessThanOrEqual(MAX);
    expect(server.logs).toContainEqual(expect.objectContaining({ level: 40, reason: 'refused' }));
    await until(async () => (await ask(await open('127.0.2.1'))).includes('200 OK'));
    const { problems } = (await (await fetch(`${server.url}/health/ready`)).json()) as { problems: string[] };
    expect(problems).toEqual([expect.stringMatching(/^CONNECTIONS: \d+ of 64 are open/)]);
  });
});

it('A client that leaves before its answer is made leaves nothing behind that a stop would wait for', async () => {
  const client = await open();
  client.socket.write(SLOW);
  await until(() => waiting.length === 1);
  client.socket.destroy();
  await until(async () => (await series('vlens_connections')) === 1);
  for (const go of waiting.splice(0)) go();
  await until(async () => (await series('vlens_requests_in_flight')) === 0);
  const stoppedAt = performance.now();
  await server.close();
  expect(performance.now() - stoppedAt).toBeLessThan(10_000);
  await start();
});
