import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import type { TestServer } from '../support/server.js';
import { until } from '../support/until.js';
import { LOSES_WHAT_FOLLOWS } from '../support/upgrades.js';
import { aServer } from './a-server.js';

const SDL = 'type Query { slow: String, hello(name: String): String } type Mutation { step: String }';

let server: TestServer;
let waiting: (() => void)[];
const hold = () => new Promise<string>((resolve) => waiting.push(() => resolve('done')));
beforeEach(async () => {
  waiting = [];
  const hello = (_root: unknown, { name }: Record<string, unknown>) => `Hello ${name}`;
  server = await aServer(SDL, { slow: hold, step: hold, hello }, undefined, { MAX_REQUESTS_UNDER_WAY: '2' });
});
afterEach(async () => {
  letGo();
  await server.close();
});

function letGo(): void {
  for (const go of waiting.splice(0)) go();
}

const inFlight = (count: number) => until(() => waiting.length >= count);

const stream = (query: string, path = '/graphql/stream') =>
  fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query }),
  });

/** All that the server answers to these bytes, until it closes or has said enough. */
async function rawAnswer(parts: (string | Buffer)[], isEnough: RegExp): Promise<string> {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  let answer = '';
  socket.setMaxListeners(100);
  const read = new Promise<void>((resolve, reject) => {
    socket.on('error', reject).on('close', () => resolve());
    socket.on('data', (bytes) => {
      answer += String(bytes);
      if (isEnough.test(answer)) resolve();
    });
  });
  for (const part of parts) if (!socket.write(part)) await Promise.race([once(socket, 'drain'), read]);
  await read;
  socket.destroy();
  return answer;
}

describe('Operations that come over /graphql/stream', () => {
  it('end a connection that its client, or a proxy, wants closed', async () => {
    const body = '{"query":"{ hello }"}';
    const head = `POST /graphql/stream HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json`;
    const answer = await rawAnswer(
      [`${head}\r\nContent-Length: ${body.length}\r\n\r\n${body}`],
      /event: complete/,
    );
    expect(answer).toMatch(/\r\nconnection: close\r\n/i);
    expect(answer).not.toMatch(/keep-alive/i);
  });

  it.each(['/graphql/stream', '/graphql/%73tream', '/graphql/stream?x=1'])(
    'count as requests in flight, as %s too',
    async (path) => {
      const answers = Array.from({ length: 5 }, () => stream('mutation { step }', path));
      await inFlight(5);
      expect((await stream('mutation { step }', path)).status).toBe(503);
      expect((await server.query('mutation { step }')).status).toBe(503);
      letGo();
      for (const answer of answers) expect(await (await answer).text()).toContain('"step":"done"');
    },
  );
});

describe('Operations that come over WebSocket', () => {
  it('count as requests in flight, and are refused where no request is taken', async () => {
    const client = createClient({
      url: `${server.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
    });
    const results: unknown[] = [];
    const send = () =>
      client.subscribe(
        { query: 'mutation { step }' },
        { next: (result) => results.push(result), error: (error) => results.push(error), complete: () => {} },
      );
    for (let sent = 0; sent < 5; sent += 1) send();
    await inFlight(5);
    expect((await server.query('mutation { step }')).status).toBe(503);
    send();
    await until(() => results.length > 0);
    expect(results).toMatchObject([
      { errors: [{ extensions: { code: 'RATE_LIMITED', retryAfterSeconds: 1 } }] },
    ]);
    letGo();
    await until(() => results.length >= 6);
    expect(results.slice(1)).toMatchObject(Array(5).fill({ data: { step: 'done' } }));
    await client.dispose();
  });
});

describe('A step whose client has left', () => {
  it('is in flight until its end', async () => {
    const leaving = new AbortController();
    const body = JSON.stringify({ query: 'mutation { step }' });
    const headers = { 'content-type': 'application/json' };
    const steps = Array.from({ length: 5 }, () =>
      fetch(`${server.url}/graphql`, { method: 'POST', headers, body, signal: leaving.signal }).catch(
        () => 'left',
      ),
    );
    await inFlight(5);
    leaving.abort();
    expect(await Promise.all(steps)).toEqual(Array(5).fill('left'));
    expect((await server.query('mutation { step }')).status).toBe(503);
    letGo();
    await until(async () => (await server.query('{ hello }')).status === 200);
  });
});

describe('A WebSocket at another path than /graphql', () => {
  it.each(['/graphql/stream', '/health/live', '/sign', '/nothing'])(
    'is refused at once: %s',
    async (path) => {
      const refused = Array.from({ length: 6 }, async () => {
        const socket = new WebSocket(`${server.url.replace('http', 'ws')}${path}`, 'graphql-transport-ws');
        return String((await once(socket, 'error'))[0]);
      });
      for (const answer of refused) expect(await answer).toContain('Unexpected server response: 404');
      expect((await server.query('{ hello }')).status).toBe(200);
    },
  );
});

describe('A request with an Upgrade header', () => {
  const body = JSON.stringify({ query: '{ hello(name: "curl") }' });
  const request = (headers: string, sent = body) =>
    `POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n${headers}` +
    `content-length: ${Buffer.byteLength(sent)}\r\n\r\n${sent}`;
  const H2C =
    'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\r\n';

  it('for HTTP/2, as curl --http2 and Java send it, is an ordinary POST', async () => {
    expect(await rawAnswer([request(H2C)], /Hello curl/)).toMatch(/^HTTP\/1\.1 200 /);
  });

  const itWhereNothingIsLost = LOSES_WHAT_FOLLOWS ? it.skip : it;
  const why = LOSES_WHAT_FOLLOWS ? ' (left out: this Node loses what comes in the same packet)' : '';
  itWhereNothingIsLost(`may be followed by the next on the same connection${why}`, async () => {
    const answer = await rawAnswer([request(H2C) + request('')], /Hello curl[\s\S]*Hello curl/);
    expect(answer.match(/HTTP\/1\.1 200 /g)).toHaveLength(2);
  });

  it('may have a body of several packets', async () => {
    const long = JSON.stringify({
      query: 'query ($name: String) { hello(name: $name) }',
      variables: { name: 'x'.repeat(300_000) },
    });
    const text = request(H2C, long);
    const answer = await rawAnswer([text.slice(0, 200), text.slice(200, 70_000), text.slice(70_000)], /x"\}/);
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  });

  it.each(['h2c', 'websocket', 'TLS/1.0'])('for %s counts as a request in flight', async (protocol) => {
    const answers = Array.from({ length: 5 }, () => server.query('mutation { step }'));
    await inFlight(5);
    const headers = `Connection: Upgrade\r\nUpgrade: ${protocol}\r\n`;
    expect(await rawAnswer([request(headers)], /RATE_LIMITED/)).toMatch(/^HTTP\/1\.1 503 /);
    letGo();
    await Promise.all(answers);
  });
});

describe('A refusal while the body is still on its way', () => {
  const BYTES = 3_000_000;
  const head = (length: number) =>
    `POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n`;

  it('for too many requests is read by a client that sends all of it first', async () => {
    const answers = Array.from({ length: 5 }, () => server.query('mutation { step }'));
    await inFlight(5);
    for (let round = 0; round < 5; round += 1) {
      const answer = await rawAnswer([head(BYTES), Buffer.alloc(BYTES, ' ')], /never/);
      expect(answer).toMatch(/^HTTP\/1\.1 503 [\s\S]*connection: close[\s\S]*RATE_LIMITED/);
    }
    letGo();
    await Promise.all(answers);
  });

  it('for a body that is too large is, too, and the gateway reads no more than some megabytes of it', async () => {
    const large = 10_000_000;
    const answer = await rawAnswer([head(large), Buffer.alloc(large, ' ')], /never/);
    expect(answer).toMatch(/^HTTP\/1\.1 413 [\s\S]*4 MB/);
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1').on('error', () => {});
    const closed = new Promise((resolve) => socket.once('close', resolve));
    const piece = Buffer.alloc(1_000_000, ' ');
    socket.resume().write(head(1000 * piece.length));
    let sent = 0;
    for (; sent < 1000 && !socket.destroyed; sent += 1)
      if (!socket.write(piece)) await Promise.race([closed, new Promise((go) => socket.once('drain', go))]);
    // With what the system holds of what nobody reads.
    expect(sent).toBeLessThan(60);
    await closed;
  });
});

describe('WebSockets over which nothing is asked', () => {
  const sockets: WebSocket[] = [];
  const opened = async (query?: string) => {
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    sockets.push(socket);
    const messages: string[] = [];
    socket.on('message', (message) => {
      messages.push(String(message));
      if (query && messages.length === 1)
        socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }));
    });
    const end = new Promise<unknown>((resolve) => {
      socket.on('close', resolve).on('error', ({ message }) => resolve(message));
    });
    socket.on('open', () => socket.send('{"type":"connection_init"}'));
    await Promise.race([once(socket, 'message'), end]);
    return { messages, end, socket };
  };
  beforeEach(async () => {
    await server.close();
    server = await aServer(SDL, { hello: () => 'Hello', slow: hold, step: hold }, undefined, {
      MAX_SUBSCRIBERS: '3',
    });
  });
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.terminate();
  });

  it('make room for those who ask, the longest idle first', async () => {
    const [first, second] = [await opened(), await opened(), await opened()];
    const newcomer = await opened('{ hello }');
    await until(() => newcomer.messages.length > 1);
    expect(newcomer.messages[1]).toContain('"hello":"Hello"');
    expect(await first?.end).toBe(1013);
    expect(second?.socket.readyState).toBe(WebSocket.OPEN);
  });

  it('are not read any more once told so: graphql-ws asks again what crossed that, over its next connection', async () => {
    const first = await opened();
    first.socket.pause();
    await opened();
    await opened();
    await opened('{ hello }');
    // It has not read yet that it is to go.
    first.socket.send(
      JSON.stringify({ id: '1', type: 'subscribe', payload: { query: 'mutation { step }' } }),
    );
    first.socket.resume();
    // Its closing is answered behind what it sent.
    expect(await first.end).toBe(1013);
    expect(waiting).toHaveLength(0);
  });

  it('do so alone: where all carry an operation, a newcomer is turned away', async () => {
    await opened('{ slow }');
    await opened('{ slow }');
    await opened('{ slow }');
    await inFlight(3);
    expect(await (await opened()).end).toContain('503');
  });

  it('are told where there are none at all, so that nobody tries again', async () => {
    await server.close();
    server = await aServer(SDL, { hello: () => 'Hello' }, undefined, { MAX_SUBSCRIBERS: '0' });
    expect(await (await opened()).end).toContain('403');
    expect((await server.query('{ hello }')).body.data).toEqual({ hello: 'Hello' });
  });
});
