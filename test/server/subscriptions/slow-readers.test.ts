import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import WebSocket from 'ws';
import type { TestServer } from '../../support/server.js';
import { until } from '../../support/until.js';
import { aServer } from '../a-server.js';

const SDL = 'type Query { large: String, hello: String } type Mutation { step: String }';
/** More than the system holds of what nobody reads. */
const LARGE = 'a'.repeat(30_000_000);
const RESOLVERS = { large: () => LARGE, hello: () => 'Hello', step: () => 'taken' };
/** Much more than a pause of the reader's takes on a busy machine. */
const MAX_BACKLOG_MS = 2000;
/** Of a line that is slow beside how much there is to read. */
const PART = 1024 * 1024;

let server: TestServer;
const open: { terminate: () => void }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) each.terminate();
  await server.close();
});

async function start(overrides: Parameters<typeof aServer>[4]): Promise<void> {
  server = await aServer(SDL, RESOLVERS, undefined, {}, overrides);
}

async function aWebSocket(options: WebSocket.ClientOptions = {}): Promise<{
  client: WebSocket;
  ask: (id: string, query: string) => void;
  line: Socket;
}> {
  const client = new WebSocket(
    `${server.url.replace('http', 'ws')}/graphql`,
    'graphql-transport-ws',
    options,
  );
  open.push(client);
  client.on('error', () => {});
  const [[{ socket: line }]] = await Promise.all([once(client, 'upgrade'), once(client, 'open')]);
  client.send('{"type":"connection_init"}');
  await once(client, 'message');
  const ask = (id: string, query: string) =>
    client.send(JSON.stringify({ id, type: 'subscribe', payload: { query } }));
  return { client, ask, line };
}

function anEventStream(): Socket {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1').on('error', () => {});
  open.push({ terminate: () => socket.destroy() });
  socket.pause();
  socket.write(
    'GET /graphql/stream?query=%7Blarge%7D HTTP/1.1\r\nhost: x\r\naccept: text/event-stream\r\n\r\n',
  );
  return socket;
}

/** Reads with pauses, each longer than nothing and shorter than what is let be; answers once it took much longer than that. */
async function readSlowly(line: Socket, forMs: number, stepMs: number): Promise<void> {
  let read = 0;
  const count = (bytes: Buffer) => {
    read += bytes.length;
    if (read >= PART) line.pause();
  };
  line.on('data', count);
  for (let spentMs = 0; spentMs < forMs; spentMs += stepMs) {
    read = 0;
    line.pause();
    await pause(stepMs);
    line.resume();
    await until(() => read >= PART);
  }
  line.removeListener('data', count);
  line.resume();
}

describe('A WebSocket with a long answer that its client reads slowly', () => {
  it('is kept where others are let go who answer no ping, and the answer to a step behind it arrives', async () => {
    await start({ pingMs: 1500 });
    const { client, ask } = await aWebSocket();
    const told: string[] = [];
    client.on('message', (text) => told.push(String(text)));
    client.pause();
    ask('1', '{ large }');
    ask('2', 'mutation { step }');
    for (let round = 0; round < 2; round += 1) {
      const silent = await aWebSocket({ autoPong: false });
      await once(silent.client, 'close');
    }
    client.resume();
    await until(() => told.some((text) => text.includes('"taken"')));
    expect(told.find((text) => text.includes('"next"'))?.length).toBeGreaterThan(LARGE.length);
  });

  it('is kept for longer than it may read nothing', async () => {
    await start({ maxBacklogMs: MAX_BACKLOG_MS });
    const { client, ask, line } = await aWebSocket();
    const told: string[] = [];
    client.on('message', (text) => told.push(String(text)));
    ask('1', '{ large }');
    await readSlowly(line, 2.5 * MAX_BACKLOG_MS, 200);
    await until(() => told.some((text) => text.includes('"complete"')));
  });
});

it('An event stream whose long answer is read slowly is kept for longer than its reader may read nothing', async () => {
  await start({ maxBacklogMs: MAX_BACKLOG_MS });
  const line = anEventStream();
  let bytes = 0;
  let end = '';
  line.on('data', (part) => {
    bytes += part.length;
    end = String(part).slice(-60);
  });
  await readSlowly(line, 2.5 * MAX_BACKLOG_MS, 200);
  await until(() => end.includes('event: complete'));
  expect(bytes).toBeGreaterThan(LARGE.length);
});
