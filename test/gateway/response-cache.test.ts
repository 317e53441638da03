import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { REQUEST_ID } from '../support/builders.js';
import { FakeUpstream } from '../support/fake-upstream.js';
import { startTestGateway } from '../support/gateway.js';
import type { TestServer } from '../support/server.js';
import { ShiftedClock } from '../support/shifted-clock.js';

const FIELDS = 'id requestNumber status createdAt';
const STATUS = `{ businessRequest(id: "${REQUEST_ID}") { status } }`;
const LIST = `query Polled($first: Int!) { businessRequests(first: $first) { totalCount nodes { ${FIELDS} } } }`;
const MOMENT = 'geoLocation: { latitude: 30, longitude: 31 }, userDeviceUtcTime: "2026-11-23T12:00:00Z"';
const CONFIRM = `mutation { confirmPayment(input: { requestId: "${REQUEST_ID}", ${MOMENT} }) { __typename } }`;

let upstream: FakeUpstream;
let gateway: TestServer;
beforeEach(async () => {
  upstream = await FakeUpstream.start();
  gateway = await startTestGateway({ vlensUrl: upstream.url, env: { CACHE_MAX_AGE_MS: '10000' } });
});
afterEach(async () => {
  await gateway.close();
  await upstream.close();
});

const ask = (document = LIST, token = 'ann', variables: Record<string, unknown> = { first: 5 }) =>
  gateway.query(document, document === LIST ? variables : {}, { token });
const becomes = (requestStatusName: string) => {
  upstream.requests = upstream.requests.map((request) => ({ ...request, requestStatusName }));
};
/** What was asked before is answered from what is kept by now, and the fourth time without being executed. */
async function polled(...asked: Parameters<typeof ask>) {
  const answers = [];
  for (let time = 0; time < 4; time += 1) answers.push(await ask(...asked));
  return answers;
}

describe('A query that is asked again while all its reads are kept', () => {
  it('is answered word for word as before, at the cost of one call, and noted as often as it was asked', async () => {
    const [first, ...others] = await polled();
    for (const { status, headers, body } of others) {
      expect({ status, body }).toEqual({ status: 200, body: first?.body });
      expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
      expect(headers.get('cache-control')).toBe('no-store');
    }
    expect(new Set(others.map(({ headers }) => headers.get('x-request-id'))).size).toBe(3);
    expect(upstream.calls()).toHaveLength(1);
    const lines = gateway.logs.filter(({ msg }) => msg === 'operation');
    expect(lines).toHaveLength(4);
    for (const line of lines.slice(1))
      expect(line).toMatchObject({
        operation: 'Polled',
        kind: 'query',
        errors: [],
        upstream: { calls: 0, shared: 0, cached: 1, waitedMs: 0, endpoints: {} },
      });
    const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
    expect(metrics).toContain(
      'vlens_upstream_saved_total{endpoint="listBusinessRequestIds",origin="cached"} 3',
    );
    expect(metrics).toMatch(
      /vlens_operations_total\{operation="businessRequests",kind="query",outcome="ok"\} 4/,
    );
  });

  it('by GET is not sent again to who has it, until it is another', async () => {
    const poll = (tag?: string, token = 'ann') =>
      fetch(`${gateway.url}/graphql?query=${encodeURIComponent(STATUS)}`, {
        headers: { authorization: `Bearer ${token}`, ...(tag ? { 'if-none-match': `"x", W/${tag}` } : {}) },
      });
    // In development the first one tells of its call.
    await poll();
    const first = await poll();
    const tag = first.headers.get('etag') ?? '';
    expect(await first.json()).toMatchObject({ data: { businessRequest: { status: 'APPROVED' } } });
    for (let time = 0; time < 3; time += 1) {
      const again = await poll(tag);
      expect([again.status, again.headers.get('etag'), await again.text()]).toEqual([304, tag, '']);
      expect(again.headers.get('content-type')).toBeNull();
      expect(again.headers.get('cache-control')).toBe('no-store');
    }
    expect(upstream.calls()).toHaveLength(1);
    becomes('Completed');
    const confirm = { query: CONFIRM };
    await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer ann' },
      body: JSON.stringify(confirm),
    });
    const changed = await poll(tag);
    expect(changed.status).toBe(200);
    expect(await changed.json()).toMatchObject({ data: { businessRequest: { status: 'COMPLETED' } } });
  });

  it('costs no call in another document over the same reads', async () => {
    await ask(STATUS);
    await ask(`{ businessRequest(id: "${REQUEST_ID}") { statusName id } }`);
    expect(upstream.calls()).toHaveLength(1);
  });

  it('is another one for another caller, other variables and another document', async () => {
    await polled();
    await ask(LIST, 'ben');
    expect(upstream.calls().map(({ headers }) => headers.authorization)).toEqual([
      'Bearer ann',
      'Bearer ben',
    ]);
    const one = await ask(LIST, 'ann', { first: 1 });
    expect(one.body.data?.businessRequests).toMatchObject({ nodes: { length: 1 } });
    expect(
      (await ask('{ businessRequests(first: 5) { nodes { id } } }')).body.data?.businessRequests,
    ).toMatchObject({
      nodes: [{ id: REQUEST_ID }],
    });
  });

  it('is executed again after a mutation of its caller', async () => {
    await polled(STATUS);
    becomes('Customer Signed');
    await ask(CONFIRM);
    expect((await ask(STATUS)).body.data).toEqual({ businessRequest: { status: 'CUSTOMER_SIGNED' } });
  });

  it('is executed again when its reads are too old', async () => {
    await gateway.close();
    const clock = new ShiftedClock();
    gateway = await startTestGateway({ vlensUrl: upstream.url, env: { CACHE_MAX_AGE_MS: '60000' }, clock });
    await polled(STATUS);
    becomes('Customer Signed');
    expect((await ask(STATUS)).body.data).toEqual({ businessRequest: { status: 'APPROVED' } });
    clock.advance(60_000);
    expect((await ask(STATUS)).body.data).toEqual({ businessRequest: { status: 'CUSTOMER_SIGNED' } });
  });

  it('is executed again where it is asked for in another form', async () => {
    await polled();
    const answer = await gateway.query(
      LIST,
      { first: 5 },
      {
        token: 'ann',
        headers: { accept: 'application/graphql-response+json' },
      },
    );
    expect(answer.headers.get('content-type')).toContain('application/graphql-response+json');
  });
});

describe('Nothing else is answered again', () => {
  it('mutations: each is sent', async () => {
    await polled(CONFIRM);
    expect(upstream.calls('stepValidatePayment')).toHaveLength(4);
  });

  it('errors: each names its own request', async () => {
    await ask('{ eligibility { isEligible } }');
    const failing = '{ eligibility { isEligible } businessRequests(first: 500) { totalCount } }';
    const ids = (await polled(failing)).map(({ body }) => body.errors?.[0]?.extensions.requestId);
    expect(new Set(ids).size).toBe(4);
  });

  it('queries that ask for more than reads that are kept', async () => {
    upstream.answer('getFormFields', { status: 500, body: 'down' });
    const document = '{ productTypes { id formFields { key } } }';
    await polled(document);
    upstream.reset();
    expect((await ask(document)).body.errors).toBeUndefined();
  });
});
