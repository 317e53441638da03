import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { aBusinessRequest, REQUEST_ID } from '../support/builders.js';
import { FakeUpstream } from '../support/fake-upstream.js';
import { startTestGateway } from '../support/gateway.js';
import { held, requestsInFlight } from '../support/held.js';
import type { TestServer } from '../support/server.js';
import { until } from '../support/until.js';

let upstream: FakeUpstream;
let gateway: TestServer;
beforeEach(async () => {
  upstream = await FakeUpstream.start();
  // However slow the machine, what is cached stays so for the whole of a test.
  gateway = await startTestGateway({ vlensUrl: upstream.url, env: { CACHE_MAX_AGE_MS: '600000' } });
});
afterEach(async () => {
  await gateway.close();
  await upstream.close();
});

const STATUS = `{ businessRequest(id: "${REQUEST_ID}") { status } }`;
const MOMENT = 'geoLocation: { latitude: 30, longitude: 31 }, userDeviceUtcTime: "2026-11-23T12:00:00Z"';
const CONFIRM = `mutation { confirmPayment(input: { requestId: "${REQUEST_ID}", ${MOMENT} }) {
  ... on ContractActivated { businessRequest { status } } } }`;

const ask = (document: string, token = 'ann') => gateway.query(document, {}, { token });
const costOf = async (document: string) => (await ask(document)).extensions?.upstream;

describe('Operations of one caller', () => {
  it('that ask the same at the same time cost one call', async () => {
    const [released, release] = held();
    upstream.answer('listBusinessRequestIds', { until: released, body: { data: [], totalCount: 0 } });
    const asked = Array.from({ length: 20 }, () => ask('{ businessRequests { totalCount } }'));
    await until(async () => (await requestsInFlight(gateway)) >= asked.length);
    release();
    await Promise.all(asked);
    expect(upstream.calls()).toHaveLength(1);
  });

  it('that poll cost one call for as long as its answer is fresh, and say so', async () => {
    expect(await costOf(STATUS)).toEqual({
      calls: 1,
      shared: 0,
      cached: 0,
      waitedMs: expect.any(Number),
      endpoints: { listBusinessRequestIds: 1 },
    });
    expect(await costOf(STATUS)).toEqual({ calls: 0, shared: 0, cached: 1, waitedMs: 0, endpoints: {} });
  });

  it.each<[string, Record<string, string>, (text: string) => Buffer]>([
    ['UTF-8', { 'content-type': 'application/json' }, (text) => Buffer.from(text)],
    [
      'the charset that it says',
      { 'content-type': 'application/json; charset=utf-16le' },
      (text) => Buffer.from(text, 'utf16le'),
    ],
    [
      'the charset of its mark',
      { 'content-type': 'application/json' },
      (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
    ],
  ])('are answered by what is kept as they were by what came, in %s', async (_which, headers, encoded) => {
    const text = JSON.stringify({
      data: [{ ...aBusinessRequest(), fullName: 'سارة Élise 🖋' }],
      totalCount: 1,
    });
    upstream.answer('listBusinessRequests', { headers, body: encoded(text) });
    const list = (name: string) =>
      ask(`query ${name} { businessRequests { nodes { fullName formFields { key value } createdAt } } }`);
    const [asked, kept] = [await list('First'), await list('Second')];
    expect(asked.body.data).toMatchObject({ businessRequests: { nodes: [{ fullName: 'سارة Élise 🖋' }] } });
    expect(kept.body.data).toEqual(asked.body.data);
    expect(kept.extensions?.upstream).toMatchObject({ calls: 0, cached: 1 });
  });

  it('see what a mutation changed, in its own answer and after it', async () => {
    await ask(STATUS);
    upstream.requests = upstream.requests.map((request) => ({
      ...request,
      requeststatus: 4,
      requestStatusName: 'Customer Signed',
    }));
    expect((await ask(CONFIRM)).body.data).toEqual({
      confirmPayment: { businessRequest: { status: 'CUSTOMER_SIGNED' } },
    });
    expect((await ask(STATUS)).body.data).toEqual({ businessRequest: { status: 'CUSTOMER_SIGNED' } });
  });

  it('share no signing step, however alike', async () => {
    await Promise.all([ask(CONFIRM), ask(CONFIRM), ask(CONFIRM)]);
    expect(upstream.calls('stepValidatePayment')).toHaveLength(3);
  });

  it('share nothing with those of another caller', async () => {
    await ask(STATUS, 'ann');
    await ask(STATUS, 'ben');
    expect(upstream.calls().map(({ headers }) => headers.authorization)).toEqual([
      'Bearer ann',
      'Bearer ben',
    ]);
  });

  it('are asked again where a refusal or a fault was the answer', async () => {
    upstream.answer('checkEligibility', { status: 500, body: 'down' });
    await ask('{ eligibility { isEligible } }');
    upstream.reset();
    expect((await ask('{ eligibility { isEligible } }')).body.data).toEqual({
      eligibility: { isEligible: true },
    });
  });

  it('are counted for the operator', async () => {
    await ask(STATUS);
    await ask(STATUS);
    const text = await (await fetch(`${gateway.url}/metrics`)).text();
    expect(text).toContain(
      'vlens_upstream_calls_total{endpoint="listBusinessRequestIds",outcome="accepted",code="OK"} 1',
    );
    expect(text).toContain('vlens_upstream_saved_total{endpoint="listBusinessRequestIds",origin="cached"} 1');
  });
});
