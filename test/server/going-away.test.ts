import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from '@jest/globals';
import fastify from 'fastify';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { health } from '../../src/server/health.js';
import { gracePeriodMs, storingTimeMs } from '../../src/server/shutdown/shutdown.js';
import type { VlensCaller } from '../../src/vlens/caller.js';
import type { TestServer } from '../support/server.js';
import { until } from '../support/until.js';
import { aServer, type TestContext, vlensWith } from './a-server.js';

const SDL = 'type Query { slow: String } type Mutation { step: String }';

const CONTRACT = '/contracts/7d0f1c5e-2b7a-4c3e-9a51-0c2d3e4f5a6b.pdf?securityHash=h';

const SOON = { shutdownTimeoutMs: 20 };

/** An upstream call that goes on until the test ends it, or the caller's signal does. */
function anEndlessCall() {
  let started: (signal: AbortSignal) => void = () => {};
  let finish = () => {};
  const underWay = new Promise<AbortSignal>((resolve) => {
    started = resolve;
  });
  const vlens = vlensWith(({ signal }: VlensCaller) => ({
    listProductTypes: () =>
      new Promise((resolve, reject) => {
        finish = () => resolve({ kind: 'accepted', value: [] });
        signal.addEventListener('abort', () => reject(new Error('aborted')));
        started(signal);
      }),
  }));
  return { vlens, underWay, finish: () => finish() };
}

const resolvers = {
  slow: async (_root: unknown, _args: unknown, { vlens }: TestContext) => {
    await vlens.listProductTypes({});
    return 'finished';
  },
};

let server: TestServer | undefined;
afterEach(() => server?.close());

describe('a client that waits longer than a connection may be silent', () => {
  /** What goes over the connection of the next request, before and after Node finds that nothing has moved on it for long enough. */
  const nextSocket = async (ask: () => Promise<unknown>) => {
    const sockets: Socket[] = [];
    const note = (message: unknown) => sockets.push((message as { socket: Socket }).socket);
    subscribe('http.server.request.start', note);
    await ask();
    unsubscribe('http.server.request.start', note);
    expect(sockets).toHaveLength(1);
    return sockets[0] as Socket;
  };

  it.each(['/graphql', '/graphql/stream'])('gets its answer all the same: %s', async (path) => {
    const call = anEndlessCall();
    server = await aServer(SDL, { slow: resolvers.slow, step: resolvers.slow }, call.vlens);
    let asked: Promise<string> | undefined;
    const socket = await nextSocket(() => {
      asked = fetch(`${server?.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: 'mutation { step }' }),
      }).then((answer) => answer.text());
      return call.underWay;
    });
    socket.emit('timeout');
    await new Promise(setImmediate);
    expect(socket.destroyed).toBe(false);
    call.finish();
    expect(await asked).toContain('{"step":"finished"}');
  });

  it('is gone where it reads nothing of what it was sent', async () => {
    const body = new PassThrough();
    const vlens = vlensWith({
      viewContractPdf: async () => ({
        kind: 'accepted',
        value: { kind: 'bytes', body, contentLength: null },
      }),
    });
    server = await aServer(SDL, {}, vlens);
    const { port } = new URL(server.url);
    let client: Socket | undefined;
    const socket = await nextSocket(async () => {
      client = connect(Number(port), '127.0.0.1').pause();
      client.write(`GET ${CONTRACT} HTTP/1.1\r\nhost: x\r\n\r\n`);
      while (body.readableFlowing === null) await new Promise(setImmediate);
    });
    // More than the system holds of what nobody reads.
    while (socket.writableLength === 0) {
      body.write(Buffer.alloc(1024 * 1024));
      await new Promise(setImmediate);
    }
    socket.emit('timeout');
    await until(() => socket.destroyed);
    client?.destroy();
  });
});

describe('a client that goes away', () => {
  it.each(['query { slow }', 'mutation { step }'])(
    'takes its upstream call with it: %s',
    async (document) => {
      const call = anEndlessCall();
      server = await aServer(SDL, { slow: resolvers.slow, step: resolvers.slow }, call.vlens);
      const client = new AbortController();
      const asked = server.query(document, {}, { signal: client.signal });
      const signal = await call.underWay;
      expect(signal.aborted).toBe(false);
      client.abort();
      await expect(asked).rejects.toThrow();
      if (!signal.aborted)
        await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      while (!server.logs.some(({ msg }) => msg === 'operation')) await new Promise(setImmediate);
      expect(server.logs).toEqual([
        expect.objectContaining({ msg: 'operation', clientLeft: true, errors: ['CLIENT_CLOSED'] }),
      ]);
      const metrics = await (await fetch(`${server.url}/metrics`)).text();
      expect(metrics).toMatch(/^vlens_operations_total\{.*outcome="client_closed"\} 1$/m);
      expect(metrics).not.toMatch(/^vlens_operations_total\{.*outcome="internal"\} [^0]/m);
    },
  );

  it('is not one that has its answer and keeps the connection', async () => {
    const signals: AbortSignal[] = [];
    const vlens = vlensWith(({ signal }) => {
      signals.push(signal);
      return { listProductTypes: async () => ({ kind: 'accepted', value: [] }) };
    });
    server = await aServer(SDL, resolvers, vlens);
    await server.query('{ slow }');
    await server.query('{ slow }');
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, false]);
  });
});

describe('a gateway that is told to stop', () => {
  it('answers what is under way, then closes even a kept connection', async () => {
    const call = anEndlessCall();
    const stopping = await aServer(SDL, resolvers, call.vlens);
    server = undefined;
    const asked = stopping.query('{ slow }');
    await call.underWay;
    const closed = stopping.close();
    call.finish();
    expect((await asked).body).toEqual({ data: { slow: 'finished' } });
    await closed;
    await expect(stopping.query('{ slow }')).rejects.toThrow();
  });

  it('turns away, as at any time, what arrives when it is all but closed', async () => {
    const stopping = await aServer(SDL, resolvers, vlensWith({}));
    server = undefined;
    const socket = connect(Number(new URL(stopping.url).port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write('POST /graphql HTTP/1.1\r\nhost: localhost\r\n');
    await stopping.query('{ __typename }');
    const closed = stopping.close();
    await new Promise(setImmediate);
    socket.write('content-type: application/json\r\ncontent-length: 2\r\n\r\n{}');
    const answer = await text(socket);
    await closed;
    expect(answer).toMatch(/^HTTP\/1.1 503 [\s\S]*\r\nretry-after: 1\r\n/i);
    expect(answer).toContain('"code":"RATE_LIMITED"');
  });

  it('answers what still comes until nothing comes any more: a kept connection or a listener that closes would cut it', async () => {
    const stopping = await aServer(SDL, resolvers, vlensWith({}), {}, { quietMs: 2000 });
    server = undefined;
    await stopping.query('{ __typename }');
    const closed = stopping.close();
    // Over the kept connection, which that ends, and over a new one.
    for (let request = 0; request < 2; request += 1) {
      const { status, headers } = await stopping.query('mutation { step }');
      expect([status, headers.get('retry-after'), headers.get('connection')]).toEqual([503, '1', 'close']);
    }
    await closed;
    await expect(stopping.query('{ slow }')).rejects.toThrow();
  });

  it('reads what has come before it closes a kept connection, also where it had no CPU for all that time', async () => {
    const stopping = await aServer(SDL, resolvers, vlensWith({}), {}, { quietMs: 1 });
    server = undefined;
    const port = Number(new URL(stopping.url).port);
    const kept = connect(port, '127.0.0.1');
    await once(kept, 'connect');
    const head = 'POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n';
    kept.write(`${head}content-length: 27\r\n\r\n{"query":"{ __typename }"} `);
    await once(kept, 'data');
    const closed = stopping.close();
    const isListening = () => {
      const probe = connect(port, '127.0.0.1');
      return once(probe, 'connect').then(
        () => probe.destroy() !== null,
        () => false,
      );
    };
    while (await isListening());
    const answer = text(kept);
    kept.write(`${head}content-length: 2\r\n\r\n{}`);
    await new Promise(setImmediate);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000);
    expect(await answer).toMatch(/^HTTP\/1.1 503 [\s\S]*"code":"RATE_LIMITED"/);
    await closed;
  });

  it.each([
    ['mutation { step }', { code: 'UPSTREAM_TIMEOUT', outcome: 'UNKNOWN' }],
    ['query { slow }', { code: 'RATE_LIMITED', retryAfterSeconds: 1 }],
  ])('answers what never ends when its time is over: %s', async (document, extensions) => {
    const call = anEndlessCall();
    const stopping = await aServer(SDL, { slow: resolvers.slow, step: resolvers.slow }, call.vlens, {}, SOON);
    server = undefined;
    const asked = stopping.query(document);
    await call.underWay;
    await stopping.close();
    const { status, headers, body } = await asked;
    expect([status, headers.get('connection')]).toEqual([200, 'close']);
    expect(body).toMatchObject({ data: null, errors: [{ extensions }] });
    expect(Object.keys(body.errors?.[0]?.extensions ?? {}).sort()).toEqual(
      [...Object.keys(extensions), 'hint', 'requestId'].sort(),
    );
  });

  it.each([
    ['a WebSocket', 'mutation { step }', { code: 'UPSTREAM_TIMEOUT', outcome: 'UNKNOWN' }],
    ['a WebSocket', 'query { slow }', { code: 'RATE_LIMITED', retryAfterSeconds: 1 }],
    ['an event stream', 'mutation { step }', { code: 'UPSTREAM_TIMEOUT', outcome: 'UNKNOWN' }],
    ['an event stream', 'query { slow }', { code: 'RATE_LIMITED', retryAfterSeconds: 1 }],
  ])('says the same over %s: %s', async (over, query, extensions) => {
    const call = anEndlessCall();
    const stopping = await aServer(SDL, { slow: resolvers.slow, step: resolvers.slow }, call.vlens, {}, SOON);
    server = undefined;
    const overStream = async () => {
      const response = await fetch(`${stopping.url}/graphql/stream`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
        body: JSON.stringify({ query }),
      });
      const [, data = ''] = /^data: (.+)$/m.exec(await response.text()) ?? [];
      return JSON.parse(data);
    };
    const overSocket = async () => {
      const client = createClient({
        url: `${stopping.url}/graphql`.replace('http', 'ws'),
        webSocketImpl: WebSocket,
      });
      const { value } = await client.iterate({ query }).next();
      await client.dispose();
      return value;
    };
    const asked = over === 'a WebSocket' ? overSocket() : overStream();
    await call.underWay;
    await stopping.close();
    expect(await asked).toMatchObject({ errors: [{ extensions }] });
  });

  it('tells who is still sending when its time is over that nothing was taken', async () => {
    const stopping = await aServer(SDL, resolvers, vlensWith({}), {}, SOON);
    server = undefined;
    const socket = connect(Number(new URL(stopping.url).port), '127.0.0.1');
    socket.write('POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n');
    socket.write('content-length: 100\r\n\r\n{"query":');
    // Its headers have been read when this one's have.
    await stopping.query('{ __typename }');
    const [answer] = await Promise.all([text(socket), stopping.close()]);
    expect(answer).toMatch(/^HTTP\/1.1 503 [\s\S]*\r\nconnection: close\r\n/i);
    expect(answer).toContain('"code":"RATE_LIMITED"');
  });

  it('cuts a download that does not end in its time, and that is no mistake of ours', async () => {
    const body = new PassThrough();
    const vlens = vlensWith({
      viewContractPdf: async () => ({
        kind: 'accepted',
        value: { kind: 'bytes', body, contentLength: null },
      }),
    });
    const stopping = await aServer(SDL, {}, vlens, {}, SOON);
    server = undefined;
    body.write('%PDF-1.7');
    const response = await fetch(`${stopping.url}${CONTRACT}`);
    await Promise.all([expect(response.text()).rejects.toThrow(), stopping.close()]);
    expect(stopping.logs.filter(({ level }) => Number(level) >= 50)).toEqual([]);
  });

  it('sees what it does for a client that has left to its end', async () => {
    let finish = () => {};
    let hasBegun = false;
    const step = () =>
      new Promise((resolve) => {
        hasBegun = true;
        finish = () => resolve('done');
      });
    const stopping = await aServer(SDL, { step });
    server = undefined;
    const leaving = new AbortController();
    const asked = stopping.query('mutation { step }', {}, { signal: leaving.signal }).catch(() => 'left');
    while (!hasBegun) await new Promise(setImmediate);
    leaving.abort();
    await asked;
    let isClosed = false;
    const closed = stopping.close().then(() => (isClosed = true));
    await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 100))]);
    expect(isClosed).toBe(false);
    finish();
    await closed;
  });

  it('is not ready, from before it listens until it has stopped', async () => {
    let phase: 'starting' | 'ready' | 'stopping' = 'starting';
    const http = fastify();
    health(http, () => phase, { breakerState: () => 'closed' });
    const statuses = [];
    for (phase of ['starting', 'ready', 'stopping'] as const) {
      statuses.push([
        phase,
        (await http.inject('/health/ready')).statusCode,
        (await http.inject('/health/live')).statusCode,
      ]);
    }
    expect(statuses).toEqual([
      ['starting', 503, 200],
      ['ready', 200, 200],
      ['stopping', 503, 200],
    ]);
    await http.close();
  });
});

it('A gateway that stops has the rest of its time for a store that is away, 10 s at the most and a second at least', () => {
  const parts = { shutdownTimeoutMs: 20_000 };
  const left = [1000, 20_000, 24_000].map((stoppingForMs) => storingTimeMs(parts, stoppingForMs));
  expect(left).toEqual([10_000, 4500, 1000]);
  expect(24_000 + storingTimeMs(parts, 24_000)).toBe(gracePeriodMs(parts));
});
