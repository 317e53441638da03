import { EventEmitter, once } from 'node:events';
import { IncomingMessage, ServerResponse } from 'node:http';
import { type AddressInfo, connect, Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { httpServer } from '../../src/server/http-server.js';
import { PipelinedRequests } from '../../src/server/pipelined-requests.js';
import { MAX_WAITING_ON_CONNECTION, Pipelining } from '../../src/server/pipelining.js';
import type { TestServer } from '../support/server.js';
import { until } from '../support/until.js';
import { LOSES_WHAT_FOLLOWS } from '../support/upgrades.js';
import { aServer, steppingClock } from './a-server.js';

const SDL = 'type Query { slow: String, hello: String, turn: String }';
const GET = 'GET /graphql?query=%7Bslow%7D HTTP/1.1\r\nhost: x\r\nx-requested-with: x\r\n\r\n';

let server: TestServer;
let waiting: (() => void)[];
let socket: Socket;
/** Turns of the event loop. */
let turns: number;
let counting: NodeJS.Immediate;
beforeEach(async () => {
  waiting = [];
  const slow = () => new Promise<string>((resolve) => waiting.push(() => resolve('done')));
  turns = 0;
  const count = () => {
    turns += 1;
    counting = setImmediate(count);
  };
  counting = setImmediate(count);
  const env = { MAX_IN_FLIGHT_REQUESTS: `${MAX_WAITING_ON_CONNECTION}` };
  server = await aServer(SDL, { slow, hello: () => 'Hello', turn: () => `turn ${turns}.` }, undefined, env);
  socket = connect(Number(new URL(server.url).port), '127.0.0.1').on('error', () => {});
});
afterEach(async () => {
  clearImmediate(counting);
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

it('Each begins in a turn of the event loop of its own, whatever came in one piece', async () => {
  // Here no turn takes too long, so that none of them waits for another reason.
  const fast = await aServer(
    SDL,
    { turn: () => `turn ${turns}.` },
    undefined,
    {},
    { clock: steppingClock(0) },
  );
  const client = connect(Number(new URL(fast.url).port), '127.0.0.1');
  let answers = '';
  client.on('data', (bytes) => (answers += String(bytes)));
  client.write(GET.replace('slow', 'turn').repeat(50));
  await until(() => answers.split('HTTP/1.1 200').length === 51);
  const begun = answers.match(/turn \d+/g) ?? [];
  expect(new Set(begun).size).toBe(50);
  client.destroy();
  await fast.close();
});

it('What comes behind one whose path can’t be read is answered after it', async () => {
  let answers = '';
  socket.on('data', (bytes) => (answers += String(bytes)));
  socket.write(GET.replace('/graphql', '/%').repeat(2) + GET.replace('slow', 'hello'));
  await until(() => answers.includes('"Hello"'));
  expect(answers.match(/HTTP\/1.1 \d+/g)).toEqual(['HTTP/1.1 400', 'HTTP/1.1 400', 'HTTP/1.1 200']);
});

describe('Over a server where each waits to be begun,', () => {
  let held: (() => void)[];
  let pipelined: PipelinedRequests;
  let gated: FastifyInstance;
  let clients: Client[];
  beforeEach(async () => {
    held = [];
    clients = [];
    pipelined = new PipelinedRequests(5000);
    gated = await httpServer({
      logger: pino({ enabled: false }),
      trustProxy: false,
      newRequestId: () => 'an-id',
      phase: () => 'ready',
      connections: { watch: () => {}, isCrowded: false, isRefused: () => false },
      inputLimits: { items: 1, characters: 1 },
      documentOf: () => null,
      isRefused: () => false,
      reads: { watch: () => {}, read: () => {} },
      beginInTurn: (_request, begin) => void held.push(begin),
      pipelined,
    });
    await gated.listen({ port: 0, host: '127.0.0.1' });
  });
  afterEach(async () => {
    for (const client of clients) client.socket.destroy();
    for (const begin of held.splice(0)) begin();
    await gated.close();
  });

  interface Client {
    readonly socket: Socket;
    heard: string;
  }

  function send(text: string): Client {
    const { port } = gated.server.address() as AddressInfo;
    const client = { socket: connect(port, '127.0.0.1').on('error', () => {}), heard: '' };
    client.socket.on('data', (bytes) => (client.heard += String(bytes)));
    client.socket.write(text);
    clients.push(client);
    return client;
  }

  const aFewTurns = () => {
    const from = turns;
    return until(() => turns > from + 100);
  };

  it.each([
    ['whose path can’t be read', GET.replace('/graphql', '/%'), 400],
    ['that expects what nobody knows', GET.replace('host', 'expect: something\r\nhost'), 417],
    ['that names no host', GET.replace('host', 'not-host'), 400],
  ])(
    'one %s waits for its turn as the others do: the next of its connection not beside it',
    async (_which, text, status) => {
      const client = send(text.repeat(3));
      for (let answered = 1; answered <= 3; answered += 1) {
        await until(() => held.length > 0);
        await aFewTurns();
        expect(held).toHaveLength(1);
        expect(client.heard.split('HTTP/1.1 ')).toHaveLength(answered);
        held.pop()?.();
        await until(() => client.heard.split(`HTTP/1.1 ${status}`).length === answered + 1);
      }
    },
  );

  it('those that expect what nobody knows are limited as others are, and others are answered between them', async () => {
    const client = send(GET.replace('host', 'expect: something\r\nhost').repeat(1000));
    for (let answered = 1; answered <= MAX_WAITING_ON_CONNECTION; answered += 1) {
      await until(() => held.length > 0);
      const begin = held.pop();
      if (answered === 50) {
        const other = send(GET);
        await until(() => held.length > 0);
        held.pop()?.();
        await until(() => other.heard.includes('HTTP/1.1 404'));
      }
      begin?.();
    }
    await until(() => client.socket.destroyed);
    expect(client.heard.split('HTTP/1.1 417')).toHaveLength(MAX_WAITING_ON_CONNECTION + 1);
    expect(held).toEqual([]);
  });

  it('one that expects what nobody knows is answered, and its connection ends', async () => {
    const client = send(GET.replace('host', 'expect: something\r\nhost'));
    await until(() => held.length > 0);
    held.pop()?.();
    await until(() => client.socket.destroyed);
    expect(client.heard.toLowerCase()).toContain('connection: close');
    expect(client.heard).toContain('"code":"BAD_REQUEST"');
  });

  it('no more wait behind others than may, over all connections', async () => {
    let most = 0;
    gated.server.on('request', () => (most = Math.max(most, pipelined.waiting)));
    for (let sent = 0; sent < 60; sent += 1) send(GET.repeat(1000));
    await until(() => clients.filter(({ socket }) => socket.destroyed).length >= 50);
    expect(most).toBeLessThanOrEqual(5000);
    expect(most).toBeGreaterThan(3000);
    await until(() => {
      for (const begin of held.splice(0)) begin();
      return clients.every(({ socket }) => socket.destroyed);
    });
    await until(() => pipelined.waiting === 0);
  });
});

it('One that asks for an upgrade waits for the answers before it, and gets its own', async () => {
  let answers = '';
  socket.on('data', (bytes) => (answers += String(bytes)));
  const body = '{"query":"{ third: hello }"}';
  const upgrade =
    'POST /graphql HTTP/1.1\r\nhost: x\r\nconnection: Upgrade\r\nupgrade: h2c\r\n' +
    `content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
  const last = GET.replace('slow', 'fourth:hello');
  const first = GET + GET.replace('slow', 'second:hello') + upgrade;
  socket.write(first + last);
  await until(() => waiting.length === 1);
  for (const go of waiting.splice(0)) go();
  // What came in the same packet is lost there: the connection ends, so that nobody waits for it.
  if (LOSES_WHAT_FOLLOWS) await until(() => socket.destroyed);
  else await until(() => answers.includes('"fourth"'));
  expect(answers.match(/"(slow|second|third|fourth)"/g)).toEqual(
    ['"slow"', '"second"', '"third"', '"fourth"'].slice(0, LOSES_WHAT_FOLLOWS ? 3 : 4),
  );
});

it('A WebSocket behind other requests opens once those are answered, in their order', async () => {
  let answers = '';
  socket.on('data', (bytes) => (answers += String(bytes)));
  const key = 'dGhlIHNhbXBsZSBub25jZQ==';
  const upgrade =
    'GET /graphql HTTP/1.1\r\nhost: x\r\nconnection: Upgrade\r\nupgrade: websocket\r\n' +
    `sec-websocket-version: 13\r\nsec-websocket-key: ${key}\r\nsec-websocket-protocol: graphql-transport-ws\r\n\r\n`;
  socket.write(GET.replace('slow', 'first:hello') + GET + upgrade);
  await until(() => waiting.length === 1);
  expect(answers).not.toContain('101 Switching');
  for (const go of waiting.splice(0)) go();
  await until(() => answers.includes('101 Switching Protocols'));
  expect(answers.match(/"(first|slow)"|101 Switching/g)).toEqual(['"first"', '"slow"', '101 Switching']);
  expect(socket.destroyed).toBe(false);
});

it('A connection that is reset while an upgrade waits has its error heard, which comes after the last answer', () => {
  const pipelining = new Pipelining((_request, begin) => begin());
  const http = new EventEmitter().on('request', () => {});
  pipelining.watch({ server: http, addHook: () => {} } as never);
  const connection = new Socket();
  const response = new ServerResponse(new IncomingMessage(connection));
  http.emit('request', response.req, response);
  let begun = false;
  pipelining.afterAnswers(connection, () => {
    begun = true;
  });
  connection.destroy(new Error('reset'));
  response.emit('close');
  expect([begun, connection.listenerCount('error')]).toEqual([false, 1]);
});

it('Their client leaves: none of them is in flight any more, whether its answer came or not', async () => {
  for (const leaves of ['before', 'after']) {
    socket.write(GET.repeat(MAX_WAITING_ON_CONNECTION));
    await until(() => waiting.length === MAX_WAITING_ON_CONNECTION);
    if (leaves === 'after') socket.write(GET);
    socket.destroy();
    await once(socket, 'close');
    for (const go of waiting.splice(0)) go();
    await until(async () => (await server.query('{ hello }')).status === 200);
    socket = connect(Number(new URL(server.url).port), '127.0.0.1').on('error', () => {});
  }
  expect(server.logs).not.toContainEqual(expect.objectContaining({ level: 50 }));
});

it('More of them than anybody sends end their connection once they are answered, and those behind them are not looked at', async () => {
  let answers = '';
  socket.on('data', (bytes) => (answers += String(bytes)));
  socket.write(GET.repeat(MAX_WAITING_ON_CONNECTION));
  await until(() => waiting.length === MAX_WAITING_ON_CONNECTION);
  expect(socket.destroyed).toBe(false);
  socket.write(GET.repeat(1000));
  const from = turns;
  await until(() => turns > from + 1000);
  expect([waiting.length, socket.destroyed]).toEqual([MAX_WAITING_ON_CONNECTION, false]);
  for (const go of waiting.splice(0)) go();
  await until(() => socket.destroyed);
  expect(answers.split('HTTP/1.1 200')).toHaveLength(MAX_WAITING_ON_CONNECTION + 1);
  expect(waiting).toEqual([]);
});

it('What is not looked at is let go without an error for each, whose stacks cost more than to read them', async () => {
  const http = new EventEmitter().on('request', () => {});
  new Pipelining((_request, begin) => begin()).watch({ server: http, addHook: () => {} } as never);
  const cut = new Socket();
  const requests = Array.from({ length: 1000 }, () => new IncomingMessage(cut));
  // As node:http does when a connection closes.
  cut.once('close', () => {
    for (const request of requests) request.destroy(new Error('aborted'));
  });
  for (const request of requests) http.emit('request', request, new ServerResponse(request));
  cut.destroy();
  await until(() => requests.every(({ closed }) => closed));
  expect(requests.filter(({ errored }) => errored)).toHaveLength(MAX_WAITING_ON_CONNECTION);
});

it('What is sent behind an event stream begins once that is over, and more of it is not looked at', async () => {
  const stream = GET.replace('/graphql?', '/graphql/stream?').replace(
    '\r\n\r\n',
    '\r\naccept: text/event-stream\r\n\r\n',
  );
  let answers = '';
  socket.on('data', (bytes) => (answers += String(bytes)));
  const aFewTurns = () => {
    const from = turns;
    return until(() => turns > from + 20);
  };
  socket.write(GET.replace('slow', 'hello') + stream + GET);
  await until(() => waiting.length > 0);
  await aFewTurns();
  expect(waiting).toHaveLength(1);
  waiting.pop()?.();
  await until(() => waiting.length === 1);
  waiting.pop()?.();
  await until(() => answers.match(/"slow":"done"/g)?.length === 2);
  // Here the stream is not known for one before all of them are here.
  socket.write(GET.replace('slow', 'hello') + stream + GET.repeat(2));
  for (let answered = 0; answered < 2; answered += 1) {
    await until(() => waiting.length === 1);
    // What came in its piece is looked at a turn later: were the stream over by then, all of it would begin.
    await aFewTurns();
    waiting.pop()?.();
  }
  await until(() => socket.destroyed);
  expect(answers.match(/"slow":"done"/g)).toHaveLength(4);
  expect(waiting).toEqual([]);
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

it('What comes behind an answer that closes its connection is not taken: its own answer would be lost', async () => {
  const slow = () => new Promise<string>((resolve) => waiting.push(() => resolve('done')));
  const crowded = await aServer(SDL, { slow, hello: () => 'Hello' }, undefined, {}, { maxConnections: 16 });
  const port = Number(new URL(crowded.url).port);
  const others = Array.from({ length: 13 }, () => connect(port, '127.0.0.1').on('error', () => {}));
  await until(async () => (await fetch(`${crowded.url}/health/live`)).headers.get('connection') === 'close');
  const [client] = others;
  let answers = '';
  client?.on('data', (bytes) => (answers += String(bytes)));
  client?.write(GET + GET.replace('slow', 'hello'));
  await until(() => waiting.length === 1);
  await until(() => crowded.logs.filter(({ msg }) => msg === 'operation').length === 1);
  client?.write(GET);
  const from = turns;
  await until(() => turns > from + 1000);
  expect(waiting).toHaveLength(1);
  waiting.pop()?.();
  await until(() => client?.closed ?? false);
  expect(answers.match(/"(slow|hello)"/g)).toEqual(['"slow"', '"hello"']);
  for (const other of others) other.destroy();
  await crowded.close();
});

it('More of them than may wait over all connections have connections end, and nothing that is in flight on others', async () => {
  const step = () => new Promise<string>((resolve) => waiting.push(() => resolve('done')));
  const sdl = `${SDL} type Mutation { step: String }`;
  const env = { METRICS: 'true' };
  const small = await aServer(sdl, { step, hello: () => 'Hello' }, undefined, env, { maxPipelined: 5000 });
  const port = Number(new URL(small.url).port);
  const many: Socket[] = [];
  try {
    const honest = small.query('mutation { step }');
    await until(() => waiting.length === 1);
    const post =
      'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 29\r\n\r\n' +
      '{"query":"mutation { step }"}';
    const tiny = 'GET /n HTTP/1.1\r\nhost: x\r\n\r\n';
    for (let sent = 0; sent < 60; sent += 1)
      many.push(
        connect(port, '127.0.0.1')
          .on('error', () => {})
          .on('data', () => {}),
      );
    for (const each of many) each.write(post + tiny.repeat(1000));
    await until(() => many.filter(({ destroyed }) => destroyed).length >= 50);
    // Of what was cut as it came nothing is begun.
    const closed = /vlens_connections_closed_total\{reason="pipelined"\} (\d+)/;
    const { 1: cut } = closed.exec(await (await fetch(`${small.url}/metrics`)).text()) ?? [];
    expect(Number(cut)).toBeGreaterThanOrEqual(50);
    expect(waiting.length).toBeLessThanOrEqual(1 + 60 - Number(cut));
    for (const go of waiting.splice(0)) go();
    expect((await honest).body).toEqual({ data: { step: 'done' } });
  } finally {
    for (const each of many) each.destroy();
    for (const go of waiting.splice(0)) go();
    await small.close();
  }
});
