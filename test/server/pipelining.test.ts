import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { MAX_WAITING_ON_CONNECTION } from '../../src/server/pipelining.js';
import type { TestServer } from '../support/server.js';
import { until } from '../support/until.js';
import { aServer } from './a-server.js';

const SDL = 'type Query { slow: String, hello: String }';
const GET = 'GET /graphql?query=%7Bslow%7D HTTP/1.1\r\nhost: x\r\nx-requested-with: x\r\n\r\n';

let server: TestServer;
let waiting: (() => void)[];
let socket: Socket;
beforeEach(async () => {
  waiting = [];
  const slow = () => new Promise<string>((resolve) => waiting.push(() => resolve('done')));
  const env = { MAX_IN_FLIGHT_REQUESTS: `${MAX_WAITING_ON_CONNECTION}` };
  server = await aServer(SDL, { slow, hello: () => 'Hello' }, undefined, env);
  socket = connect(Number(new URL(server.url).port), '127.0.0.1').on('error', () => {});
});
afterEach(async () => {
  for (const go of waiting.splice(0)) go();
  socket.destroy();
  await server.close();
});

it('Requests that were sent without waiting are answered in their order', async () => {
  let answers = '';
  socket.on('data', (bytes) => (answers += String(bytes)));
  socket.write(GET.replace('slow', 'first:hello') + GET + GET.replace('slow', 'third:hello'));
  await until(() => waiting.length === 1);
  for (const go of waiting.splice(0)) go();
  await until(() => answers.split('HTTP/1.1 200').length === 4);
  expect(answers.match(/"(first|slow|third)"/g)).toEqual(['"first"', '"slow"', '"third"']);
});

it('Their client leaves: none of them is in flight any more, whether its answer came or not', async () => {
  for (const leaves of ['before', 'after']) {
    socket.write(GET.repeat(MAX_WAITING_ON_CONNECTION));
    await until(() => waiting.length === MAX_WAITING_ON_CONNECTION);
    if (leaves === 'before') socket.destroy();
    else socket.write(GET);
    await once(socket, 'close');
    for (const go of waiting.splice(0)) go();
    await until(async () => (await server.query('{ hello }')).status === 200);
    socket = connect(Number(new URL(server.url).port), '127.0.0.1').on('error', () => {});
  }
  expect(server.logs).not.toContainEqual(expect.objectContaining({ level: 50 }));
});

it('More of them than anybody sends end their connection, and those behind them are not looked at', async () => {
  socket.resume();
  socket.write(GET.repeat(MAX_WAITING_ON_CONNECTION));
  await until(() => waiting.length === MAX_WAITING_ON_CONNECTION);
  expect(socket.destroyed).toBe(false);
  socket.write(GET.repeat(1000));
  await until(() => socket.destroyed);
  expect(waiting.length).toBe(MAX_WAITING_ON_CONNECTION);
});

it('Any number may follow one another', async () => {
  let answers = '';
  socket.on('data', (bytes) => {
    answers += String(bytes);
    socket.emit('answered');
  });
  for (let sent = 1; sent <= 2 * MAX_WAITING_ON_CONNECTION; sent += 1) {
    const answered = new Promise((resolve) => socket.once('answered', resolve));
    socket.write(GET.replace('slow', 'hello'));
    await answered;
  }
  expect(answers.split('"Hello"').length).toBe(2 * MAX_WAITING_ON_CONNECTION + 1);
});

it('The gateway stops: all of them are answered, and their connection ends with the last', async () => {
  let answers = '';
  socket.on('data', (bytes) => (answers += String(bytes)));
  socket.write(GET.repeat(3));
  await until(() => waiting.length === 3);
  const closed = server.close();
  await until(() => server.logs.some(({ msg }) => msg === 'stopping: new work is refused'));
  for (const go of waiting.splice(0)) go();
  await closed;
  await until(() => socket.closed);
  expect(answers.match(/HTTP\/1.1 200|"slow"/g)).toEqual(Array(3).fill(['HTTP/1.1 200', '"slow"']).flat());
});
