import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Tracing } from '../../src/tracing/span.js';
import { aBusinessRequest, REQUEST_ID, requestIdOf } from '../support/builders.js';
import { Collector, type SentSpan } from '../support/collector.js';
import { FakeUpstream } from '../support/fake-upstream.js';
import { startTestGateway } from '../support/gateway.js';
import { held } from '../support/held.js';
import { HeldClock } from '../support/held-clock.js';
import { subscribeBySse, subscribeByWebSocket } from '../support/live-client.js';
import type { TestServer } from '../support/server.js';
import { until } from '../support/until.js';

const SERVER = 2;
const CLIENT = 3;
const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const CALLER = `00-${TRACE_ID}-b7ad6b7169203331-01`;
const MOMENT = 'geoLocation: { latitude: 30, longitude: 31 }, userDeviceUtcTime: "2026-11-23T12:00:00Z"';

let upstream: FakeUpstream;
let collector: Collector;
let tracing: Tracing;
let gateway: TestServer;
beforeEach(async () => {
  upstream = await FakeUpstream.start();
  collector = await Collector.start();
  tracing = collector.tracing();
  gateway = await startTestGateway({ vlensUrl: upstream.url, env: { CACHE_MAX_AGE_MS: '0' }, tracing });
});
afterEach(async () => {
  await gateway.close();
  await tracing.close();
  await collector.close();
  await upstream.close();
});

const settled = () => new Promise((resolve) => setImmediate(resolve));
const ask = (document: string, headers: Record<string, string> = {}) =>
  gateway.query(document, {}, { token: 'a-token', headers });
/** The whole trace, once its request has ended. */
async function traceOf(act: () => Promise<unknown>, isRoot = (span: SentSpan) => span.kind === SERVER) {
  await act();
  const root = await collector.span(isRoot);
  const spans = collector.spans().filter(({ traceId }) => traceId === root.traceId);
  return { root, spans, named: (name: string) => spans.find((span) => span.name === name) };
}

describe('A request is a trace', () => {
  it('of the request, its operation, what its fields waited for, and the calls to Vlens', async () => {
    upstream.requests = [1, 2, 3].map((number) => aBusinessRequest({ id: requestIdOf(number) }));
    const { root, spans, named } = await traceOf(() =>
      ask('query Anything { businessRequests { nodes { status productType { name } } } }'),
    );
    expect(root).toMatchObject({
      name: 'POST /graphql',
      attributes: {
        'http.request.method': 'POST',
        'http.route': '/graphql',
        'http.response.status_code': 200,
      },
      failed: false,
    });
    const operation = named('query businessRequests');
    expect(operation).toMatchObject({
      parentSpanId: root.spanId,
      attributes: {
        'graphql.operation.type': 'query',
        'graphql.operation.name': 'businessRequests',
        'gateway.outcome': 'ok',
      },
    });
    for (const endpoint of ['listBusinessRequestIds', 'listProductTypes']) {
      expect(named(`Vlens ${endpoint}`)).toMatchObject({
        parentSpanId: operation?.spanId,
        kind: CLIENT,
        attributes: {
          'vlens.endpoint': endpoint,
          'vlens.outcome': 'accepted',
          'vlens.code': 'OK',
          'vlens.sent': true,
        },
      });
    }
    expect(named('Query.businessRequests')?.attributes).toMatchObject({ 'gateway.times': 1 });
    expect(named('BusinessRequest.productType')?.attributes).toMatchObject({ 'gateway.times': 3 });
    expect(spans).toHaveLength(6);
  });

  it('has no span for a field that waited for nothing', async () => {
    const { spans } = await traceOf(() => ask('{ __typename }'));
    expect(spans.map(({ name }) => name).sort()).toEqual(['POST /graphql', 'query __typename']);
  });

  it('shows each attempt of a read that is made again, and why the first failed', async () => {
    const retrying = await startTestGateway({
      vlensUrl: upstream.url,
      env: { UPSTREAM_RETRY_PERCENT: '100' },
      tracing,
    });
    upstream.answer('checkEligibility', { cut: 'headers' }, { body: { data: { isEligible: true } } });
    const { spans } = await traceOf(() =>
      retrying.query('{ eligibility { isEligible } }', {}, { token: 'a-token' }),
    );
    await retrying.close();
    const calls = spans.filter(({ name }) => name === 'Vlens checkEligibility');
    expect(calls.map(({ failed, attributes }) => [failed, attributes['vlens.code']])).toEqual([
      [true, 'UPSTREAM_UNAVAILABLE'],
      [false, 'OK'],
    ]);
  });

  it('says of a step whether nobody knows what became of it', async () => {
    upstream.answer('stepValidatePayment', { cut: 'headers' });
    const { named } = await traceOf(() =>
      ask(`mutation { confirmPayment(input: { requestId: "${REQUEST_ID}", ${MOMENT} }) { __typename } }`),
    );
    expect(named('mutation confirmPayment')).toMatchObject({
      failed: true,
      attributes: { 'gateway.outcome': 'unknown', 'error.type': 'unknown' },
    });
  });

  it('says of a call that waited in vain for quota that it was not sent', async () => {
    const short = await startTestGateway({
      vlensUrl: upstream.url,
      env: { UPSTREAM_RATE_PER_MINUTE: '2', UPSTREAM_MAX_WAIT_MS: '20', CACHE_MAX_AGE_MS: '0' },
      tracing,
    });
    for (let time = 0; time < 3; time += 1)
      await short.query('{ eligibility { isEligible } }', {}, { token: 'a-token' });
    const unsent = await collector.span(({ attributes }) => attributes['vlens.sent'] === false);
    await short.close();
    expect(unsent).toMatchObject({ failed: true, attributes: { 'vlens.code': 'RATE_LIMITED' } });
  });

  it('of a contract’s download warns no operator of a leak: what listens to its answer is allowed for', async () => {
    const spare: number[] = [];
    const count = (message: unknown) => {
      const { response } = message as { response: ServerResponse };
      spare.push(response.getMaxListeners() - response.listenerCount('close'));
    };
    subscribe('http.server.response.finish', count);
    upstream.answer('viewContractPdf', { headers: { 'content-type': 'application/pdf' }, body: '%PDF-1.7' });
    const path = `/contracts/${REQUEST_ID}.pdf?securityHash=hash-1`;
    const { root } = await traceOf(async () => (await fetch(gateway.url + path)).arrayBuffer());
    unsubscribe('http.server.response.finish', count);
    expect(root.attributes).toMatchObject({ 'http.response.status_code': 200 });
    expect(Math.min(...spare)).toBeGreaterThanOrEqual(0);
  });

  it('is none for health and metrics', async () => {
    for (const path of ['/health/live', '/metrics']) await (await fetch(gateway.url + path)).text();
    await ask('{ __typename }');
    await collector.span(({ kind }) => kind === SERVER);
    expect(collector.text).not.toMatch(/health|metrics/);
  });
});

describe('W3C Trace Context', () => {
  it('is taken up from the caller and handed on to Vlens', async () => {
    const { root, spans } = await traceOf(() =>
      ask('{ eligibility { isEligible } }', { traceparent: CALLER }),
    );
    expect(root).toMatchObject({ traceId: TRACE_ID, parentSpanId: 'b7ad6b7169203331' });
    const call = spans.find(({ kind }) => kind === CLIENT);
    const { headers } = upstream.lastCall('checkEligibility');
    expect(headers.traceparent).toBe(`00-${TRACE_ID}-${call?.spanId}-01`);
  });

  it('hands nothing on that its sender may have written anything into', async () => {
    await ask('{ eligibility { isEligible } }', {
      traceparent: CALLER,
      tracestate: 'vendor=MARKED',
      baggage: 'user=MARKED',
    });
    const { headers } = upstream.lastCall('checkEligibility');
    expect(headers).not.toHaveProperty('tracestate');
    expect(headers).not.toHaveProperty('baggage');
    await collector.span(({ kind }) => kind === SERVER);
    expect(collector.text).not.toContain('MARKED');
  });

  it('begins again where what came is none', async () => {
    const { root } = await traceOf(() => ask('{ __typename }', { traceparent: '00-zz-b7-01' }));
    expect(root.parentSpanId ?? '').toBe('');
    expect(root.traceId).toMatch(/^[0-9a-f]{32}$/);
  });

  it('is handed on unsampled where the caller’s is', async () => {
    await ask('{ eligibility { isEligible } }', { traceparent: CALLER.replace(/01$/, '00') });
    expect(upstream.lastCall('checkEligibility').headers.traceparent).toMatch(/-00$/);
  });

  it('is not sent to Vlens where nothing is traced', async () => {
    const untraced = await startTestGateway({ vlensUrl: upstream.url });
    await untraced.query(
      '{ eligibility { isEligible } }',
      {},
      { token: 'a', headers: { traceparent: CALLER } },
    );
    await untraced.close();
    expect(upstream.lastCall('checkEligibility').headers).not.toHaveProperty('traceparent');
  });
});

describe('A stream', () => {
  it.each([
    ['websocket', subscribeByWebSocket],
    ['sse', subscribeBySse],
  ])('over %s is a span that ends with it', async (transport, subscribe) => {
    const stream = subscribe(gateway.url, 'a-token', { requestId: REQUEST_ID });
    await stream.atLeast(1);
    await stream.stop();
    const span = await collector.span(({ name }) => name === `stream ${transport}`);
    expect(span.attributes).toMatchObject({ 'gateway.events': 1, 'gateway.outcome': 'ok' });
    await collector.span(({ name }) => name === 'Vlens listBusinessRequestIds');
  });
});

describe('The log', () => {
  it('names the trace of an operation', async () => {
    await ask('{ eligibility { isEligible } }', { traceparent: CALLER });
    expect(gateway.logs.find(({ msg }) => msg === 'operation')).toMatchObject({ traceId: TRACE_ID });
  });
});

describe('A collector that is away', () => {
  it('costs no request anything, and the end no more than seconds', async () => {
    const gone = await Collector.start();
    const lost = gone.tracing();
    await gone.close();
    const server = await startTestGateway({ vlensUrl: upstream.url, tracing: lost });
    const { body } = await server.query('{ eligibility { isEligible } }', {}, { token: 'a-token' });
    expect(body.errors).toBeUndefined();
    await server.close();
    await lost.close();
  });

  it('or takes the spans and does not answer is waited for no longer than the end has time', async () => {
    const [answered, answer] = held();
    const silent = await Collector.start(answered);
    const clock = new HeldClock();
    const waiting = silent.tracing(1, { clock });
    waiting.begin('a span', 'server').end();
    await until(() => silent.text !== '');
    let isClosed = false;
    const closed = waiting.close(1000).then(() => {
      isClosed = true;
    });
    await clock.advance(999);
    await settled();
    const wasClosed = isClosed;
    await clock.advance(1);
    await settled();
    const isClosedNow = isClosed;
    answer();
    await closed;
    await silent.close();
    expect([wasClosed, isClosedNow]).toEqual([false, true]);
  });
});
