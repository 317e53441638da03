import { EventEmitter } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AnswersInTransit } from '../../src/server/answers-in-transit.js';
import { BufferedBytes } from '../../src/server/buffered-bytes.js';
import { inFlightOn } from '../../src/server/connection-in-use.js';
import type { TestServer } from '../support/server.js';
import { until } from '../support/until.js';
import { aServer } from './a-server.js';

const SDL = 'type Query { large: String, hello: String }';
/** More than the system holds of what nobody reads. */
const LARGE = 'a'.repeat(12_000_000);
const MAX_IN_FLIGHT = 3;

let server: TestServer;
let sockets: Socket[];
beforeEach(async () => {
  sockets = [];
  const resolvers = { large: () => LARGE, hello: () => 'Hello' };
  const env = { MAX_IN_FLIGHT_REQUESTS: `${MAX_IN_FLIGHT}`, TRUST_PROXY: '1' };
  server = await aServer(SDL, resolvers, undefined, env);
});
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await server.close();
});

function ask(address: string, path: string, more = ''): Socket {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1').on('error', () => {});
  sockets.push(socket);
  socket.pause();
  socket.write(get(address, path, more));
  return socket;
}

function get(address: string, path: string, more = ''): string {
  return `GET ${path} HTTP/1.1\r\nhost: x\r\nx-requested-with: x\r\nx-forwarded-for: ${address}\r\n${more}\r\n`;
}

describe.each([
  ['/graphql', ''],
  ['/graphql/stream', 'accept: text/event-stream\r\n'],
])('Answers of %s that nobody reads', (path, accept) => {
  const large = `${path}?query=%7Blarge%7D`;

  it('keep nobody out, and the address with the most of them is let go', async () => {
    const slow = ask('192.0.2.1', large, accept);
    for (let sent = 0; sent < 10; sent += 1) {
      ask('198.51.100.7', large, accept);
      await until(async () => (await server.query('{ hello }')).status === 200);
    }
    let bytes = 0;
    slow.on('data', (part) => (bytes += part.length)).resume();
    await until(() => bytes > LARGE.length);
    let ended = 0;
    for (const socket of sockets.slice(1)) socket.on('close', () => (ended += 1)).resume();
    await until(() => ended >= 10 - MAX_IN_FLIGHT);
    expect(slow.destroyed).toBe(false);
  });
});

it('Very many of them are let go without asking again for each where the others are from', async () => {
  let asked = 0;
  let destroyed = 0;
  const answers = new AnswersInTransit(
    () => 10,
    new BufferedBytes(),
    () => {},
  );
  for (let sent = 0; sent < 100; sent += 1) {
    const request = {
      get ip() {
        asked += 1;
        return '192.0.2.1';
      },
      raw: { socket: { destroy: () => (destroyed += 1) } },
    };
    answers.begin(request as never, { raw: new EventEmitter() } as never, 'small');
  }
  await until(() => destroyed === 90);
  expect(answers.size).toBe(10);
  expect(asked).toBe(100);
});

it('They count by their bytes, of which an Arabic letter has two', () => {
  let destroyed = 0;
  const bytes = new BufferedBytes(60_000);
  const answers = new AnswersInTransit(
    () => 10,
    bytes,
    () => {},
  );
  const request = { ip: '192.0.2.1', raw: { socket: { destroy: () => (destroyed += 1) } } };
  for (let sent = 0; sent < 2; sent += 1)
    answers.begin(request as never, { raw: new EventEmitter() } as never, 'ع'.repeat(20_000));
  expect(destroyed).toBe(1);
});

describe('Answers that wait behind a request in flight on their connection', () => {
  const MANY = 20;
  const MAX_BYTES = 2.5 * LARGE.length;
  const TEXT = 'a'.repeat(MAX_BYTES / 10);
  const STEP_SDL = 'type Query { hello: String, text: String, large: String } type Mutation { step: String }';
  const BODY = '{"query":"mutation { step }"}';
  const STEP =
    'POST /graphql HTTP/1.1\r\nhost: x\r\nx-forwarded-for: 198.51.100.7\r\ncontent-type: application/json\r\n' +
    `content-length: ${BODY.length}\r\n\r\n${BODY}`;
  let steps: (() => void)[];
  let texts: number;
  let other: TestServer;
  beforeEach(async () => {
    steps = [];
    texts = 0;
    const step = () => new Promise<string>((resolve) => steps.push(() => resolve('taken')));
    const text = () => {
      texts += 1;
      return TEXT;
    };
    const env = { MAX_IN_FLIGHT_REQUESTS: `${MAX_IN_FLIGHT}`, TRUST_PROXY: '1' };
    const overrides = { maxReceivedBytes: MAX_BYTES };
    other = await aServer(
      STEP_SDL,
      { step, text, large: () => LARGE, hello: () => 'Hello' },
      undefined,
      env,
      overrides,
    );
  });
  afterEach(async () => {
    for (const go of steps) go();
    await other.close();
  });

  function open(): { socket: Socket; heard: () => string } {
    let heard = '';
    const socket = connect(Number(new URL(other.url).port), '127.0.0.1').on('error', () => {});
    socket.on('data', (bytes) => (heard += String(bytes)));
    sockets.push(socket);
    return { socket, heard: () => heard };
  }

  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

  it('have nothing cut, however many they are: the answer to the step arrives, and theirs', async () => {
    const { socket, heard } = open();
    socket.write(STEP + get('198.51.100.7', '/graphql?query=%7Bhello%7D').repeat(MANY));
    await until(() => steps.length === 1);
    for (let asked = 0; asked < 5; asked += 1) {
      await pause(50);
      expect((await other.query('{ hello }')).status).toBe(200);
    }
    expect(socket.destroyed).toBe(false);
    for (const go of steps) go();
    await until(() => heard().split('"Hello"').length === MANY + 1);
    expect(heard().indexOf('"taken"')).toBeLessThan(heard().indexOf('"Hello"'));
  });

  it('nor where one that was made before it is not read: others are let go for it', async () => {
    const { socket, heard } = open();
    socket.pause();
    socket.write(get('198.51.100.7', '/graphql?query=%7Blarge%7D') + STEP);
    await until(() => steps.length === 1);
    const others = Array.from({ length: 3 }, () => open().socket);
    let ended = 0;
    for (const each of others) {
      each.on('close', () => (ended += 1)).pause();
      each.write(get('198.51.100.7', '/graphql?query=%7Blarge%7D'));
      await pause(50);
    }
    for (const each of others) each.resume();
    await until(() => ended === 1);
    for (const each of others) each.destroy();
    await until(async () => (await other.query('{ hello }')).status === 200);
    for (const go of steps) go();
    socket.resume();
    await until(() => heard().includes('"taken"'));
  });

  it('take no more of the memory than they may: what is sent behind another request is refused then', async () => {
    const { socket, heard } = open();
    // In one piece: Node reads no more of a connection on which some kilobytes wait.
    socket.write(STEP + get('198.51.100.7', '/graphql?query=%7Btext%7D').repeat(5 * MANY - 1));
    await until(() => steps.length === 1);
    await pause(300);
    // Some had begun when it was too much.
    expect(texts).toBeLessThan(10 + 2 * MAX_IN_FLIGHT + 2);
    expect((await other.query('{ hello }')).status).toBe(200);
    expect(socket.destroyed).toBe(false);
    for (const go of steps) go();
    await until(() => heard().includes('"taken"'));
    await until(async () => (await other.query('{ text }')).status === 200);
  });
});

it('Many answers of which some may not go have only as many of the others let go as are too many', async () => {
  const destroyed: number[] = [];
  const answers = new AnswersInTransit(
    () => 10,
    new BufferedBytes(),
    () => {},
  );
  const requestOf = (number: number, ip: string) => ({
    ip,
    raw: { socket: { destroy: () => destroyed.push(number) } },
  });
  const inUse = requestOf(0, '198.51.100.7');
  const isMade = inFlightOn(inUse.raw.socket as never);
  const begin = (request: object) =>
    answers.begin(request as never, { raw: new EventEmitter() } as never, '');
  for (let sent = 0; sent < 50; sent += 1) begin(inUse);
  for (let number = 1; number <= 12; number += 1) begin(requestOf(number, '192.0.2.1'));
  await until(() => destroyed.length >= 2);
  expect(destroyed).toEqual([1, 2]);
  isMade();
  begin(requestOf(13, '192.0.2.1'));
  await until(() => answers.size === 10);
  expect(destroyed).toContain(0);
});
