import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { LoadShedder } from '../../src/server/load-shedder.js';
import type { TestServer } from '../support/server.js';
import { until } from '../support/until.js';
import { aServer } from './a-server.js';

const SDL = 'type Query { slow: String } type Mutation { step: String }';

/** Resolvers that wait until the test lets go of all. */
function heldResolvers() {
  const waiting: (() => void)[] = [];
  const hold = () => new Promise<string>((resolve) => waiting.push(() => resolve('done')));
  return {
    resolvers: { slow: hold, step: hold },
    letGo: () => {
      for (const go of waiting.splice(0)) go();
    },
    underWay: (count: number) => until(() => waiting.length >= count),
  };
}

let server: TestServer | undefined;
afterEach(() => server?.close());

const metricsOf = async ({ url }: TestServer) => (await fetch(`${url}/metrics`)).text();

const codeOf = ({ status, body }: Awaited<ReturnType<TestServer['query']>>) => [
  status,
  body.errors?.[0]?.extensions.code,
];

describe('With too many requests under way', () => {
  it('reads are turned away with 503 and Retry-After, signing steps are taken, the operator is answered', async () => {
    const held = heldResolvers();
    server = await aServer(SDL, held.resolvers, undefined, { MAX_IN_FLIGHT_REQUESTS: '3' });
    const reads = Array.from({ length: 3 }, () => server?.query('{ slow }'));
    await held.underWay(3);
    const shed = await server.query('{ slow }');
    expect(codeOf(shed)).toEqual([503, 'RATE_LIMITED']);
    expect(shed.headers.get('retry-after')).toBe('1');
    expect(shed.body.errors?.[0]?.extensions.retryAfterSeconds).toBe(1);
    const step = server.query('mutation { step }');
    await held.underWay(4);
    expect((await fetch(`${server.url}/health/ready`)).status).toBe(200);
    held.letGo();
    expect((await step).body.data).toEqual({ step: 'done' });
    for (const read of reads) expect((await read)?.body.data).toEqual({ slow: 'done' });
    const afterwards = server.query('{ slow }');
    await held.underWay(1);
    held.letGo();
    expect((await afterwards).body.data).toEqual({ slow: 'done' });
  });

  it('as many as the settings allow when they are read again are let in', async () => {
    const held = heldResolvers();
    server = await aServer(SDL, held.resolvers, undefined, { MAX_IN_FLIGHT_REQUESTS: '1' });
    const first = server.query('{ slow }');
    await held.underWay(1);
    expect((await server.query('{ slow }')).status).toBe(503);
    Object.assign(server.config.traffic, { maxRequests: 3 });
    const more = [server.query('{ slow }'), server.query('{ slow }')];
    await held.underWay(3);
    expect((await server.query('{ slow }')).status).toBe(503);
    held.letGo();
    for (const read of [first, ...more]) expect((await read).status).toBe(200);
  });

  it('bodies that never come to their end keep nobody out: the oldest are let go', async () => {
    const resolvers = { slow: async () => 'done', step: async () => 'done' };
    server = await aServer(SDL, resolvers, undefined, { MAX_IN_FLIGHT_REQUESTS: '5' });
    const port = Number(new URL(server.url).port);
    const sockets = Array.from({ length: 20 }, () => connect(port, '127.0.0.1'));
    let ended = 0;
    for (const socket of sockets) {
      socket.on('close', () => (ended += 1)).on('error', () => {});
      const head = 'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n';
      socket.write(`${head}content-length: 1000\r\n\r\n{`);
    }
    await until(() => ended === 15);
    expect((await server.query('{ slow }')).body.data).toEqual({ slow: 'done' });
    expect((await server.query('mutation { step }')).body.data).toEqual({ step: 'done' });
    expect(server.logs).not.toContainEqual(expect.objectContaining({ level: 50 }));
    for (const socket of sockets) socket.destroy();
  });

  it('nor do they end a slow upload of somebody else: they are let go themselves', async () => {
    const resolvers = { slow: async () => 'done', step: async () => 'done' };
    const env = { MAX_IN_FLIGHT_REQUESTS: '5', TRUST_PROXY: '1' };
    server = await aServer(SDL, resolvers, undefined, env);
    const port = Number(new URL(server.url).port);
    const body = JSON.stringify({ query: 'mutation { step }' });
    const begin = (address: string) => {
      const socket = connect(port, '127.0.0.1').on('error', () => {});
      const head = `POST /graphql HTTP/1.1\r\nhost: x\r\nconnection: close\r\nx-forwarded-for: ${address}\r\n`;
      socket.write(`${head}content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n{`);
      return socket;
    };
    const upload = begin('192.0.2.1');
    let answer = '';
    let isOver = false;
    upload.on('data', (bytes) => (answer += String(bytes))).on('close', () => (isOver = true));
    await once(upload, 'connect');
    let ended = 0;
    const sockets = Array.from({ length: 20 }, () => begin('198.51.100.7').on('close', () => (ended += 1)));
    await until(() => ended >= 15);
    upload.write(body.slice(1));
    await until(() => isOver);
    for (const socket of sockets) socket.destroy();
    expect(answer).toContain('{"data":{"step":"done"}');
  });

  it('what was being sent when they came is not even parsed', async () => {
    const held = heldResolvers();
    server = await aServer(SDL, held.resolvers, undefined, { MAX_IN_FLIGHT_REQUESTS: '2' });
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    socket.write('POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n');
    socket.write('content-length: 8\r\n\r\nno ');
    // Its headers have been read when this one's have.
    await fetch(`${server.url}/health/live`);
    const steps: unknown[] = [];
    // One after the other: of many bodies at once the oldest would be let go.
    while (steps.length < 5) {
      steps.push(server.query('mutation { step }'));
      await held.underWay(steps.length);
    }
    socket.write('JSON.');
    const answer = await text(socket);
    expect(answer).toMatch(/^HTTP\/1.1 503 [\s\S]*\r\nretry-after: 1\r\n/i);
    held.letGo();
    await Promise.all(steps);
  });

  it('and twice as many, everything is, before its body is read', async () => {
    const held = heldResolvers();
    server = await aServer(SDL, held.resolvers, undefined, { MAX_IN_FLIGHT_REQUESTS: '2' });
    const steps = Array.from({ length: 5 }, () => server?.query('mutation { step }'));
    await held.underWay(5);
    expect(codeOf(await server.query('mutation { step }'))).toEqual([503, 'RATE_LIMITED']);
    held.letGo();
    await Promise.all(steps);
  });
});

describe('With an address that holds all places', () => {
  const from = (address: string) => ({ headers: { 'x-forwarded-for': address } });
  const greedy = from('198.51.100.7');
  const other = from('192.0.2.1');
  const aHeldServer = async (max: number) => {
    const held = heldResolvers();
    server = await aServer(SDL, held.resolvers, undefined, {
      MAX_IN_FLIGHT_REQUESTS: String(max),
      TRUST_PROXY: '1',
    });
    return { ...held, server };
  };

  it('others still read, and take their steps', async () => {
    const { letGo, underWay, server } = await aHeldServer(4);
    const reads = Array.from({ length: 4 }, () => server.query('{ slow }', {}, greedy));
    await underWay(4);
    expect(codeOf(await server.query('{ slow }', {}, greedy))).toEqual([503, 'RATE_LIMITED']);
    const steps = Array.from({ length: 5 }, () => server.query('mutation { step }', {}, greedy));
    await underWay(9);
    expect(codeOf(await server.query('mutation { step }', {}, greedy))).toEqual([503, 'RATE_LIMITED']);
    const others = [server.query('{ slow }', {}, other)];
    await underWay(10);
    others.push(server.query('mutation { step }', {}, other));
    await underWay(11);
    letGo();
    for (const answer of await Promise.all([...reads, ...steps, ...others])) expect(answer.status).toBe(200);
  });

  it('others have no more than their share', async () => {
    const { letGo, underWay, server } = await aHeldServer(4);
    const reads = Array.from({ length: 4 }, () => server.query('{ slow }', {}, greedy));
    await underWay(4);
    reads.push(server.query('{ slow }', {}, other), server.query('{ slow }', {}, other));
    await underWay(6);
    // Of four places, each of two addresses has two.
    expect(codeOf(await server.query('{ slow }', {}, other))).toEqual([503, 'RATE_LIMITED']);
    letGo();
    await Promise.all(reads);
  });

  it('over WebSockets too, of which one carries many operations', async () => {
    const { letGo, underWay, server } = await aHeldServer(4);
    const socket = new WebSocket(
      `${server.url.replace('http', 'ws')}/graphql`,
      'graphql-transport-ws',
      greedy,
    );
    await once(socket, 'open');
    const answers: { id: string; type: string; payload: unknown }[] = [];
    socket.on('message', (data) => answers.push(JSON.parse(String(data))));
    const send = (message: object) => socket.send(JSON.stringify(message));
    send({ type: 'connection_init' });
    for (let id = 0; id < 10; id += 1)
      send({ id: String(id), type: 'subscribe', payload: { query: 'mutation { step }' } });
    // One beyond twice as many as the settings allow.
    await underWay(9);
    await until(() => answers.some(({ payload }) => JSON.stringify(payload ?? {}).includes('RATE_LIMITED')));
    const read = server.query('{ slow }', {}, other);
    await underWay(10);
    letGo();
    expect((await read).status).toBe(200);
    socket.close();
  });

  it('and if it leaves, its steps still count as its own', async () => {
    const { letGo, underWay, server } = await aHeldServer(4);
    const left = new AbortController();
    const options = { ...greedy, signal: left.signal };
    const steps = Array.from({ length: 9 }, () => server.query('mutation { step }', {}, options));
    await underWay(9);
    left.abort();
    await Promise.allSettled(steps);
    await until(async () => /^vlens_requests_in_flight 0$/m.test(await metricsOf(server)));
    expect(codeOf(await server.query('mutation { step }', {}, greedy))).toEqual([503, 'RATE_LIMITED']);
    const step = server.query('mutation { step }', {}, other);
    await underWay(10);
    letGo();
    expect((await step).status).toBe(200);
  });
});

describe('With one client that holds all places from ever new addresses', () => {
  const MAX = 8;
  const everywhere = (number: number, token?: string) => ({
    headers: {
      'x-forwarded-for': `2001:db8:0:${number.toString(16)}::1`,
      ...(token && { authorization: `Bearer ${token}` }),
    },
  });
  const customer = { headers: { 'x-forwarded-for': '192.0.2.1', authorization: 'Bearer customer' } };
  const newcomer = { headers: { 'x-forwarded-for': '192.0.2.2' } };

  it.each([
    ['with one token', 'greedy', [customer, newcomer]],
    // Who has no token cannot be told from those, and customers can.
    ['without a token', undefined, [customer]],
  ])('others are served: %s', async (_, token, others) => {
    const held = heldResolvers();
    server = await aServer(SDL, held.resolvers, undefined, {
      MAX_IN_FLIGHT_REQUESTS: String(MAX),
      TRUST_PROXY: '1',
    });
    const flood = [];
    for (let number = 0; number < 4 * MAX; number += 1) {
      const query = number <= MAX ? '{ slow }' : 'mutation { step }';
      flood.push(server.query(query, {}, everywhere(number, token)));
    }
    await held.underWay(2 * MAX + 1);
    const answers = [];
    for (const [number, other] of others.entries()) {
      answers.push(server.query('{ slow }', {}, other), server.query('mutation { step }', {}, other));
      await held.underWay(2 * MAX + 1 + 2 * (number + 1));
    }
    held.letGo();
    for (const { status } of await Promise.all(answers)) expect(status).toBe(200);
    const served = (await Promise.all(flood)).filter(({ status }) => status === 200);
    expect(served).toHaveLength(2 * MAX + 1);
  });
});

describe('When the process runs late', () => {
  it.each([
    [0, 'accept all'],
    [501, 'shed reads'],
    [1001, 'shed all'],
  ])('by %d ms, the pressure is: %s', (delayMs, pressure) => {
    const loadShedder = new LoadShedder({ maxRequests: 10, maxDelayMs: 500 }, () => delayMs);
    expect(loadShedder.pressureFor(() => ({ address: '192.0.2.1', token: null }))).toBe(pressure);
  });
});

describe('A gateway that is told to stop', () => {
  it('turns new work away politely while what is under way ends', async () => {
    const held = heldResolvers();
    const stopping = await aServer(SDL, held.resolvers);
    server = undefined;
    const asked = stopping.query('mutation { step }');
    await held.underWay(1);
    const closed = stopping.close();
    const refused = await stopping.query('{ slow }');
    expect(codeOf(refused)).toEqual([503, 'RATE_LIMITED']);
    expect(refused.headers.get('connection')).toBe('close');
    expect((await fetch(`${stopping.url}/health/ready`)).status).toBe(503);
    held.letGo();
    expect((await asked).body.data).toEqual({ step: 'done' });
    await closed;
  });
});
