import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type Client, createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { envelope, requestIdOf } from '../support/builders.js';
import { type Endpoint, FakeUpstream } from '../support/fake-upstream.js';
import { startTestGateway } from '../support/gateway.js';
import { type Seen, STATUS_CHANGES } from '../support/live-client.js';
import type { TestServer } from '../support/server.js';
import { until } from '../support/until.js';

const FORBIDDEN = 4403;
const READ = '{ eligibility { isEligible } }';
const STEP = `mutation { confirmPayment(input: { requestId: "${requestIdOf(1)}",
  geoLocation: { latitude: 30, longitude: 31 }, userDeviceUtcTime: "2026-11-28T10:00:00Z" }) { __typename } }`;

const PLACE = 'geoLocation: { latitude: 30, longitude: 31 }';
const REFRESH = 'mutation { refreshSession(input: { refreshToken: "r-0" }) { __typename } }';
const LOGIN = `mutation { login(input: { phoneNumber: "+201234567890", password: "p", deviceId: "d", ${PLACE} }) { __typename } }`;
const LINK = `mutation { openSigningSession(input: { requestId: "${requestIdOf(1)}", securityHash: "h" }) {
  ... on SigningSession { businessRequest { documents { title } } } } }`;

let upstream: FakeUpstream;
let gateway: TestServer;
let client: Client;
let token = '';
let asked = 0;
let closed: number[] = [];
beforeAll(async () => {
  upstream = await FakeUpstream.start();
  gateway = await startTestGateway({ vlensUrl: upstream.url, env: { CACHE_MAX_AGE_MS: '0' } });
});
afterEach(async () => {
  await client.dispose();
  upstream.reset();
});
afterAll(async () => {
  await gateway.close();
  await upstream.close();
});

let tokens = 0;
function connect(options: { lazy?: boolean } = {}): void {
  tokens += 1;
  token = `old-token-${tokens}`;
  asked = 0;
  const ownClosed: number[] = [];
  closed = ownClosed;
  client = createClient({
    url: `${gateway.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 3,
    retryWait: async () => {},
    shouldRetry: () => true,
    connectionParams: () => {
      asked += 1;
      return { authorization: `Bearer ${token}` };
    },
    on: { closed: (event) => ownClosed.push((event as { code: number }).code) },
    ...options,
  });
}
function send(query: string) {
  const seen: Seen[] = [];
  const sent = { seen, end: null as unknown };
  client.subscribe(
    { query },
    {
      next: (event) => seen.push(event as Seen),
      error: (error) => (sent.end = error),
      complete: () => (sent.end ??= 'complete'),
    },
  );
  return sent;
}
const codes = ({ seen }: { seen: Seen[] }) => seen.map(({ errors }) => errors?.[0]?.extensions?.code ?? 'ok');

describe('An expired token on a WebSocket', () => {
  it.each([true, false])(
    'lets a subscription go on with a new one, as graphql-ws connects again (lazy: %s)',
    async (lazy) => {
      connect({ lazy });
      upstream.answer('listBusinessRequestIds', { status: 401 });
      const subscription = send(STATUS_CHANGES);
      await until(() => subscription.seen.length > 0);
      token = 'new-token';
      upstream.reset();
      await until(() => codes(subscription).includes('ok') || subscription.end !== null);
      expect(codes(subscription)[0]).toBe('UNAUTHENTICATED');
      expect(codes(subscription).at(-1)).toBe('ok');
      expect(closed[0]).toBe(FORBIDDEN);
      expect(asked).toBeGreaterThan(1);
    },
  );

  it('is told to a query, which is over then and not sent again', async () => {
    connect();
    upstream.answer('checkEligibility', { status: 401 });
    const query = send(READ);
    await until(() => closed.length > 0);
    expect(codes(query)).toEqual(['UNAUTHENTICATED']);
    expect(query.end).toBe('complete');
    expect(closed).toEqual([FORBIDDEN]);
    expect(upstream.calls('checkEligibility')).toHaveLength(1);
  });

  it('leaves a step on the same connection its answer', async () => {
    connect({ lazy: false });
    let release: (value?: unknown) => void = () => {};
    const released = new Promise((resolve) => {
      release = resolve;
    });
    upstream.answer('stepValidatePayment', { until: released, body: envelope(null) });
    upstream.answer('checkEligibility', { status: 401 });
    const step = send(STEP);
    await upstream.called('stepValidatePayment');
    const query = send(READ);
    await until(() => query.end !== null);
    expect(closed).toEqual([]);
    release();
    await until(() => step.end !== null && closed.length > 0);
    expect(codes(step)).toEqual(['ok']);
    expect(upstream.calls('stepValidatePayment')).toHaveLength(1);
    expect(closed[0]).toBe(FORBIDDEN);
  });

  it.each<[string, string, Endpoint]>([
    ['refresh token', REFRESH, 'refreshToken'],
    ['login', LOGIN, 'login'],
    ['signing link', LINK, 'openSigningSession'],
    ['token that a signing link gave', LINK, 'getBusinessRequestById'],
  ])('is no %s that Vlens refuses there: the connection goes on', async (_what, document, endpoint) => {
    connect({ lazy: false });
    upstream.answer(endpoint, { status: 401 });
    const refused = send(document);
    await until(() => refused.end !== null);
    expect(codes(refused)).toEqual(['UNAUTHENTICATED']);
    const query = send(READ);
    await until(() => query.end !== null);
    expect(codes(query)).toEqual(['ok']);
    expect(closed).toEqual([]);
    expect(asked).toBe(1);
  });
});
