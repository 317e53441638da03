import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { redisLines } from '../src/upstream.js';
import { UpstreamWatch } from '../src/upstream-watch.js';
import { CallAborted } from '../src/vlens/faults.js';
import { exchange } from '../src/vlens/http/exchange.js';
import type { HttpRequest, HttpResponse, Transport } from '../src/vlens/http/transport.js';
import { NodeFetchTransport } from '../src/vlens/transports/node-fetch.js';
import { UndiciTransport } from '../src/vlens/transports/undici.js';

const REQUEST: HttpRequest = {
  method: 'GET',
  url: 'https://vlens.example/api/MARKED',
  headers: { ApiKey: 'key' },
  isApiKeyAlone: true,
  signal: new AbortController().signal,
};

/** A watch over a transport whose next answers are these: a status, or the code of a failure. */
function watching(...answers: (number | string)[]) {
  const lines: Record<string, unknown>[] = [];
  const watch = new UpstreamWatch(pino({ level: 'warn' }, { write: (line) => lines.push(JSON.parse(line)) }));
  const transport: Transport = {
    async send() {
      const answer = answers.shift();
      if (typeof answer === 'string') throw Object.assign(new Error('MARKED'), { code: answer });
      return { status: answer } as HttpResponse;
    },
    close: () => {},
  };
  const { send } = watch.over(transport);
  const sendAll = async (request = REQUEST) => {
    while (answers.length > 0) await send(request).catch(() => {});
  };
  return { lines, watch, sendAll };
}

const answering: Transport = { send: async () => ({ status: 200 }) as HttpResponse, close: () => {} };

/** Takes connections, and never says anything. */
async function silentPort() {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => sockets.add(socket.on('error', () => {}).resume())).listen(0);
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    reached: once(server, 'connection'),
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

describe('An operator is told', () => {
  it('once that Vlens cannot be reached and by which code, and once that it answers again', async () => {
    const { lines, watch, sendAll } = watching('ECONNREFUSED', 'ECONNREFUSED', 'ENOTFOUND', 200, 200);
    await sendAll();
    expect(lines).toMatchObject([
      { level: 50, code: 'ECONNREFUSED' },
      { level: 50, code: 'ENOTFOUND' },
      { level: 40, msg: 'Vlens answers again' },
    ]);
    expect(watch.isReachable).toBe(true);
    expect(JSON.stringify(lines)).not.toContain('MARKED');
  });

  it('that the ApiKey is refused, where five calls in a row are; not where a caller’s token is', async () => {
    const { lines, watch, sendAll } = watching(401, 401, 401, 401, 200, 401, 401, 401, 401, 401, 401);
    await sendAll();
    expect(lines).toMatchObject([{ level: 50, msg: expect.stringContaining('VLENS_API_KEY') }]);
    expect(watch.isApiKeyRefused).toBe(true);
    expect(watch.problem).toMatch(/^ApiKey refused: .*VLENS_API_KEY/);
  });

  it.each([
    ['invented tokens that are refused', { headers: { ApiKey: 'key', Authorization: 'Bearer invented' } }],
    ['wrong passwords, or links, that are refused', {}],
    ['a store of contracts on Vlens’s own host, which never gets the ApiKey', { headers: {} }],
  ])('nothing of %s', async (_what, changed) => {
    const { lines, watch, sendAll } = watching(401, 401, 401, 401, 401, 401);
    await sendAll({ ...REQUEST, isApiKeyAlone: false, ...changed });
    expect(lines).toEqual([]);
    expect(watch.isApiKeyRefused).toBe(false);
    expect(watch.problem).toBeNull();
  });

  it.each([
    ['node-fetch', NodeFetchTransport],
    ['undici', UndiciTransport],
  ])(
    'that Vlens cannot be reached where a call waits for it in vain, unless another is answered meanwhile: %s',
    async (_, Client) => {
      const silent = await silentPort();
      const lines: Record<string, unknown>[] = [];
      const watch = new UpstreamWatch(
        pino({ level: 'warn' }, { write: (line) => lines.push(JSON.parse(line)) }),
      );
      const transport = new Client();
      const { send } = watch.over(transport);
      const ask = (timeoutMs: number, caller = new AbortController().signal) =>
        exchange(
          { transport: { send, close: () => {} }, timeoutMs },
          caller,
          { method: 'GET', url: `${silent.url}/api`, headers: {} },
          async () => 'answered',
        ).catch((error: unknown) => error);
      try {
        const leaving = new AbortController();
        const left = ask(60_000, leaving.signal);
        await silent.reached;
        leaving.abort();
        expect(await left).toBeInstanceOf(CallAborted);
        expect([watch.isReachable, lines]).toEqual([true, []]);
        expect(await ask(20)).toMatchObject({ code: 'UPSTREAM_TIMEOUT' });
        expect(watch.isReachable).toBe(false);
        expect(lines).toMatchObject([{ level: 50, code: 'TIMEOUT' }]);
        const slow = ask(100);
        await watch.over(answering).send(REQUEST);
        expect(await slow).toMatchObject({ code: 'UPSTREAM_TIMEOUT' });
        expect(watch.isReachable).toBe(true);
      } finally {
        transport.close();
        silent.close();
      }
    },
  );

  it('nothing where a caller left, nor of a contract’s own host', async () => {
    const left = watching('ABORT_ERR');
    await left.sendAll({ ...REQUEST, signal: AbortSignal.abort() });
    const elsewhere = watching('ECONNREFUSED', 401, 401, 401, 401, 401);
    await elsewhere.sendAll({ ...REQUEST, mustBePublic: true });
    expect([left.lines, elsewhere.lines]).toEqual([[], []]);
    expect(elsewhere.watch.isReachable).toBe(true);
  });

  it('what is wrong with Redis in the line itself, once, and as loudly that it is mended', () => {
    const lines: Record<string, unknown>[] = [];
    const logger = pino({ level: 'warn' }, { write: (line) => lines.push(JSON.parse(line)) });
    const tell = redisLines(logger);
    const full = ['down: OOM; give Redis more memory'];
    for (const problems of [[], full, full, [], []]) tell({ problems });
    expect(lines).toMatchObject([
      { level: 40, msg: 'Redis: down: OOM; give Redis more memory' },
      { level: 40, msg: 'Redis: all is well' },
    ]);
  });

  it('that the breaker opens and closes, and that steps are not kept on disk, once each', () => {
    const { lines, watch } = watching();
    const health = {
      breaker: 'closed' as 'closed' | 'open' | 'half-open',
      problem: null as string | null,
    };
    let look = () => {};
    const setTimer = ((callback: () => void) => {
      look = callback;
      return setInterval(() => {}, 1_000_000);
    }) as typeof setInterval;
    const end = watch.followStates(
      { breakerState: () => health.breaker, storeProblem: () => health.problem },
      setTimer,
    );
    for (const breaker of ['open', 'open', 'half-open', 'open', 'closed', 'closed'] as const) {
      health.breaker = breaker;
      look();
    }
    for (const problem of [
      'STATE_FOLDER refuses writes: forgotten.',
      'STATE_FOLDER refuses writes: forgotten.',
      null,
    ]) {
      health.problem = problem;
      look();
    }
    end();
    expect(lines.map(({ level, msg }) => [level, String(msg).split(':')[0]])).toEqual([
      [50, 'the circuit breaker opened'],
      [40, 'the circuit breaker closed'],
      [40, 'STATE_FOLDER refuses writes'],
      [40, 'STATE_FOLDER is well again'],
    ]);
  });
});
