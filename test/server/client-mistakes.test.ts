import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FakeUpstream } from '../support/fake-upstream.js';
import { startTestGateway } from '../support/gateway.js';
import { STATUS_CHANGES, subscribeBySse, subscribeByWebSocket } from '../support/live-client.js';
import type { TestServer } from '../support/server.js';

let upstream: FakeUpstream;
let gateway: TestServer;
beforeAll(async () => {
  upstream = await FakeUpstream.start();
  gateway = await startTestGateway({ vlensUrl: upstream.url, env: { METRICS: 'true' } });
});
afterAll(async () => {
  await gateway.close();
  await upstream.close();
});

interface Told {
  message: string;
  extensions?: Record<string, unknown>;
}
const facts = (errors: readonly Told[] | undefined) =>
  (errors ?? []).map(({ message, extensions }) => ({ message, code: extensions?.code }));

async function overStream(by: typeof subscribeBySse, query: string, variables: Record<string, unknown>) {
  const subscription = by(gateway.url, 'a-token', variables, query);
  await subscription.ended();
  const { end, events } = subscription;
  await subscription.stop();
  return facts(Array.isArray(end) ? end : events.flatMap(({ errors }) => errors ?? []));
}

async function counted(outcome: string): Promise<number> {
  const text = await (await fetch(`${gateway.url}/metrics`)).text();
  const lines = text.matchAll(/^vlens_streams_ended_total\{[^}]*outcome="(\w+)"\} (\d+)$/gm);
  return [...lines].reduce((sum, [, of, count]) => sum + (of === outcome ? Number(count) : 0), 0);
}

/** The same mistake in a query, for the words over HTTP. */
const AS_QUERY = 'query ($id: UUID!) { businessRequest(id: $id) { status } }';
const AS_SUBSCRIPTION =
  'subscription ($id: UUID!) { businessRequestStatusChanged(requestId: $id) { status } }';

describe.each([
  ['WebSocket', subscribeByWebSocket],
  ['SSE', subscribeBySse],
] as const)('A client’s mistake over %s', (_, by) => {
  it.each([
    ['a variable that is none', { id: 'MARKED' }],
    ['a variable that is missing', {}],
    ['a variable that is null', { id: null }],
  ])('is told as over HTTP: %s', async (_mistake, variables) => {
    const { body } = await gateway.query(AS_QUERY, variables, { token: 'a-token' });
    const before = await counted('internal');
    expect(await overStream(by, AS_SUBSCRIPTION, variables)).toEqual(facts(body.errors));
    expect(facts(body.errors)).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
    expect(await counted('internal')).toBe(before);
    expect(await counted('client')).toBeGreaterThan(0);
  });

  it.each([
    ['a query of a field that there is not', 'query { nothing }', {}],
    [
      'a subscription to a field that there is not',
      'subscription { businessRequestStatusChanged { nothing } }',
      {},
    ],
    ['a document that can’t be read', 'subscription {', {}],
    ['a value that is none', 'query { businessRequest(id: "MARKED") { status } }', {}],
    ['a variable of a query', AS_QUERY, { id: 'MARKED' }],
  ])('is told as over HTTP: %s', async (_mistake, document, variables) => {
    const { body } = await gateway.query(document, variables, { token: 'a-token' });
    const before = await counted('internal');
    const told = await overStream(by, document, variables);
    expect(told).toEqual(facts(body.errors));
    expect(told.length).toBeGreaterThan(0);
    expect(JSON.stringify(told)).not.toMatch(/MARKED|INTERNAL/);
    expect(await counted('internal')).toBe(before);
  });
});

describe('A subscription sent like a query', () => {
  it('is a bad request that says where to send it', async () => {
    const { status, body } = await gateway.query(STATUS_CHANGES, {}, { token: 'a-token' });
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([
      { message: expect.stringContaining('/graphql/stream'), extensions: { code: 'BAD_REQUEST' } },
    ]);
    expect(upstream.calls()).toEqual([]);
  });
});

describe('What is left out', () => {
  const get = (search: Record<string, string>) =>
    fetch(`${gateway.url}/graphql?${new URLSearchParams(search)}`, {
      headers: { authorization: 'Bearer a-token' },
    }).then(async (response) => ({ status: response.status, body: await response.json() }));

  it('may be there and empty, by GET', async () => {
    const query = 'query Named { eligibility { isEligible } }';
    const { status, body } = await get({ query, operationName: '', variables: '', extensions: '' });
    expect({ status, body }).toMatchObject({ status: 200, body: { data: { eligibility: {} } } });
  });

  it('may be an empty name, by POST and over streams', async () => {
    const { body } = await gateway.query(
      'query Named { eligibility { isEligible } }',
      {},
      {
        token: 'a-token',
        operationName: '',
      },
    );
    expect(body.errors).toBeUndefined();
  });
});

describe('A stream by GET, as executor-http and EventSource ask for it', () => {
  const stream = (search: Record<string, string>, headers: Record<string, string> = {}) =>
    fetch(`${gateway.url}/graphql/stream?${new URLSearchParams(search)}`, {
      headers: { accept: 'text/event-stream', authorization: 'Bearer a-token', ...headers },
    });

  it('carries a subscription', async () => {
    const leave = new AbortController();
    const response = await fetch(
      `${gateway.url}/graphql/stream?${new URLSearchParams({ query: STATUS_CHANGES, variables: '{}', operationName: '' })}`,
      {
        headers: { accept: 'text/event-stream', authorization: 'Bearer a-token' },
        signal: leave.signal,
      },
    );
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    let seen = '';
    for await (const bytes of response.body ?? []) {
      seen += Buffer.from(bytes).toString();
      if (seen.includes('event: next')) break;
    }
    leave.abort();
    expect(seen).toContain('"businessRequestStatusChanged"');
  });

  it('is not reserved for several operations: that is said to anybody who tries', async () => {
    const response = await fetch(`${gateway.url}/graphql/stream`, { method: 'PUT' });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, POST');
    expect(await response.json()).toMatchObject({
      errors: [{ message: expect.stringContaining('leave out `singleConnection`') }],
    });
  });

  it('carries no mutation', async () => {
    const query =
      'mutation { confirmPayment(input: { requestId: "0a1b2c3d-0000-4000-8000-abcdefabcdef", geoLocation: { latitude: 30, longitude: 31 }, userDeviceUtcTime: "2026-11-28T00:00:00Z" }) { __typename } }';
    const before = upstream.calls().length;
    const text = await (await stream({ query })).text();
    expect(text).toContain('BAD_REQUEST');
    expect(upstream.calls()).toHaveLength(before);
  });

  it.each([
    ['no document', {}],
    ['variables that are no JSON', { query: STATUS_CHANGES, variables: '{' }],
  ])('says with a code what is wrong: %s', async (_, search: Record<string, string>) => {
    const response = await stream(search);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
  });
});
