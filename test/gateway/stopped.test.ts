import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createClient } from 'graphql-ws';
import WebSocket, { type CloseEvent } from 'ws';
import { envelope, REQUEST_ID } from '../support/builders.js';
import { Collector } from '../support/collector.js';
import { FakeUpstream } from '../support/fake-upstream.js';
import { CompiledGateway, type GatewayProcess } from '../support/gateway-process.js';
import { held } from '../support/held.js';
import { until } from '../support/until.js';

let compiled: CompiledGateway;
let upstream: FakeUpstream;
beforeAll(async () => {
  compiled = await CompiledGateway.build();
  upstream = await FakeUpstream.start();
}, 120_000);
afterEach(() => upstream.reset());
afterAll(async () => {
  await compiled.remove();
  await upstream.close();
});

const environment = () => ({ VLENS_API_URL: upstream.url, VLENS_API_KEY: 'test-api-key' });
const start = (preload?: string, env: Record<string, string> = {}) =>
  compiled.start({ ...environment(), ...env }, preload);
const STEP = `mutation { validateActivationOtp(input: { requestId: "${REQUEST_ID}", otpRequestId: "o-1", otpCode: "123456",
  geoLocation: { latitude: 30, longitude: 31 }, userDeviceUtcTime: "2026-11-23T12:00:00Z" }) { __typename } }`;
const send = (url: string, query: string, signal?: AbortSignal) =>
  fetch(url.endsWith('/stream') ? url : `${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer user-token' },
    body: JSON.stringify({ query }),
    signal,
  });

/** Has Vlens answer a step when the test says so. */
const heldStep = () => {
  const [released, release] = held();
  upstream.answer('stepValidateOtp', { until: released, body: envelope('Done.') });
  return release;
};
/** Resolves when the gateway has begun to stop. */
const stopping = (gateway: GatewayProcess) => until(() => gateway.printed().includes('"msg":"stopping'));

describe('A gateway that gets SIGTERM', () => {
  it('in the middle of a signing step lets it end, turns new work away, and exits with 0', async () => {
    const gateway = await start();
    const release = heldStep();
    const step = send(gateway.url, STEP);
    await upstream.called('stepValidateOtp');
    const stopped = gateway.stop('SIGTERM');
    await stopping(gateway);
    expect((await fetch(`${gateway.url}/health/ready`)).status).toBe(503);
    const refused = await send(gateway.url, '{ eligibility { isEligible } }');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    // graphql-ws connects again after 1012; a refused upgrade would end its subscriptions.
    const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    expect((await once(socket, 'close'))[0]).toBe(1012);
    release();
    expect(await (await step).json()).toEqual({
      data: { validateActivationOtp: { __typename: 'ActivationOtpValidated' } },
    });
    expect(await stopped).toMatchObject({ code: 0 });
    expect(upstream.calls('stepValidateOtp')).toHaveLength(1);
  });

  it('or SIGHUP, since its terminal was closed, lets a step end too, however often it comes', async () => {
    const gateway = await start();
    const release = heldStep();
    const step = send(gateway.url, STEP);
    await upstream.called('stepValidateOtp');
    gateway.signal('SIGHUP');
    await stopping(gateway);
    for (const again of ['SIGHUP', 'SIGTERM'] as const) gateway.signal(again);
    release();
    expect(await (await step).json()).toMatchObject({ data: { validateActivationOtp: {} } });
    await gateway.ended;
    expect(gateway.printed()).toContain('"msg":"stopped"');
  });

  it('ends with 1 and a line for each part that fails to stop, after it has stopped the others', async () => {
    const collector = await Collector.start();
    const preload = `
      import { Agent } from 'node:http';
      import { Server } from 'node:net';
      const failsOnce = (of, name, code) => {
        const close = of[name];
        of[name] = () => {
          of[name] = close;
          throw Object.assign(new Error('MARKED'), { code });
        };
      };
      failsOnce(Server.prototype, 'close', 'E_OURS');
      // Of the connections to Vlens, which end later.
      failsOnce(Agent.prototype, 'destroy', 'E_OTHER');
    `;
    const gateway = await start(preload, { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
    await (await send(gateway.url, '{ __typename }')).text();
    expect(await gateway.stop('SIGTERM')).toEqual({ code: 1 });
    await gateway.ended;
    const failures = gateway
      .printed()
      .split('\n')
      .filter((line) => line.includes('"E_O'));
    const failure = { level: 50, msg: 'a part of the gateway failed to stop' };
    expect(failures.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({ ...failure, error: expect.objectContaining({ code: 'E_OURS' }) }),
      expect.objectContaining({ ...failure, error: expect.objectContaining({ code: 'E_OTHER' }) }),
    ]);
    expect(gateway.printed()).not.toContain('MARKED');
    // Spans are told last, when everything that they are of has ended.
    expect(collector.spans().length).toBeGreaterThan(0);
    await collector.close();
  });

  it('does not cut a step whose client has left', async () => {
    const gateway = await start();
    const release = heldStep();
    const leaving = new AbortController();
    const left = send(gateway.url, STEP, leaving.signal).catch(() => undefined);
    const call = await upstream.called('stepValidateOtp');
    leaving.abort();
    await left;
    const stopped = gateway.stop('SIGTERM');
    await stopping(gateway);
    release();
    expect(await stopped).toMatchObject({ code: 0 });
    expect(await call.closed).toBe('answered');
  });

  it('answers a step that outlasts its time, with an unknown outcome, before it ends', async () => {
    const gateway = await start('', { SHUTDOWN_TIMEOUT_MS: '300' });
    upstream.answer('stepValidateOtp', { stall: 'headers' });
    const step = send(gateway.url, STEP);
    await upstream.called('stepValidateOtp');
    const stopped = gateway.stop('SIGTERM');
    const answer = await step;
    expect([answer.status, answer.headers.get('connection')]).toEqual([200, 'close']);
    expect(await answer.json()).toMatchObject({
      data: null,
      errors: [{ extensions: { code: 'UPSTREAM_TIMEOUT', outcome: 'UNKNOWN' } }],
    });
    expect(await stopped).toMatchObject({ code: 0 });
    expect(gateway.printed()).toContain('the time to stop is over');
  });

  it('answers a step over WebSocket, then has its client connect again elsewhere', async () => {
    const gateway = await start();
    const release = heldStep();
    const closes: unknown[] = [];
    const client = createClient({
      url: `${gateway.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: 'Bearer user-token' },
      lazy: false,
      retryAttempts: 0,
      on: { closed: (event) => closes.push((event as CloseEvent).code) },
      onNonLazyError: () => {},
    });
    const results: unknown[] = [];
    const step = new Promise<void>((complete, error) =>
      client.subscribe({ query: STEP }, { next: (result) => results.push(result), error, complete }),
    );
    await upstream.called('stepValidateOtp');
    const stopped = gateway.stop('SIGTERM');
    await stopping(gateway);
    const late = await new Promise<unknown>((error) =>
      client.subscribe({ query: STEP }, { next: error, error, complete: () => error('completed') }),
    );
    // Nobody has begun it: it may be sent again.
    expect(late).toMatchObject([{ extensions: { code: 'RATE_LIMITED', retryAfterSeconds: 1 } }]);
    release();
    await step;
    expect(results).toEqual([{ data: { validateActivationOtp: { __typename: 'ActivationOtpValidated' } } }]);
    expect(await stopped).toMatchObject({ code: 0 });
    expect(closes).toEqual([1012]);
  });

  it('answers a step over server-sent events', async () => {
    const gateway = await start();
    const release = heldStep();
    const step = send(`${gateway.url}/graphql/stream`, STEP);
    await upstream.called('stepValidateOtp');
    const stopped = gateway.stop('SIGTERM');
    await stopping(gateway);
    release();
    expect(await (await step).text()).toMatch(
      /event: next\ndata: {"data".*ActivationOtpValidated.*event: complete/s,
    );
    expect(await stopped).toMatchObject({ code: 0 });
  });

  it('sees a step over WebSocket to its end whose client has left', async () => {
    const gateway = await start();
    const release = heldStep();
    const client = createClient({
      url: `${gateway.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: 'Bearer user-token' },
    });
    client.subscribe({ query: STEP }, { next: () => {}, error: () => {}, complete: () => {} });
    const call = await upstream.called('stepValidateOtp');
    client.terminate();
    await client.dispose();
    const stopped = gateway.stop('SIGTERM');
    await stopping(gateway);
    release();
    expect(await stopped).toMatchObject({ code: 0 });
    expect(await call.closed).toBe('answered');
  });

  it('cuts nobody who goes on sending steps, over kept connections and new ones', async () => {
    const gateway = await start('', { SHUTDOWN_TIMEOUT_MS: '1000' });
    const agent = new Agent({ keepAlive: true });
    const statuses = new Set<number>();
    const cuts: string[] = [];
    /** Answers whether somebody listens. */
    const sendStep = (over: Agent | false) =>
      new Promise<boolean>((resolve) => {
        const headers = { 'content-type': 'application/json', authorization: 'Bearer user-token' };
        const step = request(`${gateway.url}/graphql`, { method: 'POST', agent: over, headers });
        step.on('response', (response) => {
          statuses.add(response.statusCode ?? 0);
          response.resume().on('close', () => resolve(true));
        });
        step.on('error', ({ code }: NodeJS.ErrnoException) => {
          if (code !== 'ECONNREFUSED') cuts.push(String(code));
          resolve(false);
        });
        step.end(JSON.stringify({ query: STEP }));
      });
    const clients = [agent, false, agent, false, agent, false, agent, false].map(async (over) => {
      while (await sendStep(over as Agent | false)) await new Promise(setImmediate);
    });
    await upstream.called('stepValidateOtp');
    expect(await gateway.stop('SIGTERM')).toEqual({ code: 0 });
    await Promise.all(clients);
    agent.destroy();
    expect([...statuses].sort()).toEqual([200, 503]);
    expect(cuts).toEqual([]);
  });

  it('with nothing to do waits for nothing', async () => {
    // Were the time to stop waited for, this test would never end.
    const gateway = await start('', { SHUTDOWN_TIMEOUT_MS: '600000' });
    expect(await gateway.stop('SIGTERM')).toEqual({ code: 0 });
  });
});

describe('A gateway under npm start', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'ends a step before itself when %s comes to npm, its shell and the gateway alike',
    async (signal) => {
      const gateway = await compiled.startWithNpm(environment());
      const release = heldStep();
      const step = send(gateway.url, STEP);
      await upstream.called('stepValidateOtp');
      gateway.signalGroup(signal);
      // By then scripts/stop-with-npm.mjs has seen that the shell is gone, and has sent its own.
      await gateway.ranOn(signal, 1500);
      release();
      expect(await (await step).json()).toEqual({
        data: { validateActivationOtp: { __typename: 'ActivationOtpValidated' } },
      });
      await gateway.ended;
      expect(upstream.calls('stepValidateOtp')).toHaveLength(1);
      expect(gateway.printed()).toContain('"msg":"stopped"');
    },
  );

  it('is forced to end by a second Ctrl-C alone, answers what that cuts, and says so', async () => {
    const gateway = await compiled.startWithNpm(environment());
    upstream.answer('stepValidateOtp', { stall: 'headers' });
    const step = send(gateway.url, STEP);
    await upstream.called('stepValidateOtp');
    gateway.signalGroup('SIGINT');
    // Sooner it would pass for the same press.
    await gateway.ranOn('SIGINT', 2100);
    gateway.signalGroup('SIGINT');
    expect(await (await step).json()).toMatchObject({ errors: [{ extensions: { outcome: 'UNKNOWN' } }] });
    await gateway.ended;
    expect(gateway.printed()).toContain(
      'Forced to end: 1 in flight; a step among them gets outcome UNKNOWN.',
    );
  });
});

describe('A rejection that nobody waits for', () => {
  it('is logged without what it says, and the gateway goes on', async () => {
    const gateway = await start(`process.on('SIGUSR2', () => void Promise.reject(new TypeError('MARKED')));`);
    gateway.signal('SIGUSR2');
    await until(() => gateway.printed().includes('unhandled rejection'));
    expect(gateway.printed()).toContain('TypeError');
    expect(gateway.printed()).not.toContain('MARKED');
    const response = await send(gateway.url, '{ eligibility { isEligible } }');
    expect(await response.json()).toEqual({ data: { eligibility: { isEligible: true } } });
    await gateway.stop('SIGTERM');
  });
});
