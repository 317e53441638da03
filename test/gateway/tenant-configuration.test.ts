import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { refusal } from '../support/builders.js';
import { FakeUpstream } from '../support/fake-upstream.js';
import { startTestGateway } from '../support/gateway.js';
import type { TestServer } from '../support/server.js';

let upstream: FakeUpstream;
let gateway: TestServer;
beforeAll(async () => {
  upstream = await FakeUpstream.start();
  gateway = await startTestGateway({ vlensUrl: upstream.url });
});
afterAll(async () => {
  await gateway.close();
  await upstream.close();
});

const READ = '{ productTypes { name } }';
const ready = async () => {
  const health: unknown = await (await fetch(`${gateway.url}/health/ready`)).json();
  return health as { problems?: string[] };
};
const STEP = `mutation { confirmPayment(input: { requestId: "81f404b3-d7dc-4f08-b4fe-934853c86282",
  idempotencyKey: "2b0f2f6e-5a55-4a0e-9d39-6a4f3c2d1e0f", geoLocation: { latitude: 30, longitude: 31 },
  userDeviceUtcTime: "2026-11-23T12:00:00Z" }) { __typename } }`;

describe('A number that Vlens holds against the tenant', () => {
  it.each([4001, 4002, 4004, 4005, 4006, 4007])(
    '%i is a fault that names what an operator must mend, until Vlens answers again',
    async (code) => {
      upstream.answer('listProductTypes', { body: refusal(code, 'MARKED words of Vlens') });
      const { body } = await gateway.query(READ, {}, { token: `reader-${code}` });
      expect(body.errors?.[0]?.extensions?.code).toBe('TENANT_CONFIGURATION');
      const health = await ready();
      expect(health).toMatchObject({ status: 'degraded', upstream: { breaker: 'closed' } });
      expect(health.problems).toEqual([expect.stringMatching(/^TENANT_CONFIGURATION: listProductTypes: /)]);
      expect(JSON.stringify([body, health])).not.toContain('MARKED');
      const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
      expect(metrics).toMatch(/vlens_upstream_calls_total\{[^}]*code="TENANT_CONFIGURATION"/);
      upstream.reset();
      await gateway.query(READ, {}, { token: `reader-${code}` });
      expect(await ready()).not.toHaveProperty('problems');
    },
  );

  it('is no unknown outcome of a step, and its key may be used again', async () => {
    upstream.answer('stepValidatePayment', { body: refusal(4002) });
    const { body } = await gateway.query(STEP, {}, { token: 'signer' });
    expect(body.errors?.[0]?.extensions).toMatchObject({ code: 'TENANT_CONFIGURATION' });
    expect(body.errors?.[0]?.extensions).not.toHaveProperty('outcome');
    upstream.reset();
    expect((await gateway.query(STEP, {}, { token: 'signer' })).body.data).toMatchObject({
      confirmPayment: { __typename: 'ContractActivated' },
    });
  });

  it('is not the customer’s “too many trials”, which is a refusal', async () => {
    upstream.answer('stepValidatePayment', { body: refusal('4003') });
    const { body } = await gateway.query(
      STEP.replace('__typename', '... on Rejection { reason }').replace('2b0f', '3c0f'),
      {},
      { token: 'signer' },
    );
    expect(body.data).toEqual({ confirmPayment: { reason: 'TOO_MANY_ATTEMPTS' } });
  });
});

describe('An ApiKey that Vlens refuses', () => {
  const LOGIN = `mutation { login(input: { phoneNumber: "+201234567890", password: "wrong", deviceId: "a-device",
    geoLocation: { latitude: 30, longitude: 31 } }) { __typename } }`;
  const EXISTS = '{ accountExists(phoneNumber: "+201234567890") }';
  const refusals = async () =>
    (await ready()).problems?.filter((problem) => problem.startsWith('ApiKey refused')) ?? [];

  it('is told of calls with the ApiKey alone, which nobody raises by wrong passwords', async () => {
    upstream.answer('login', { status: 401 }).answer('checkExistence', { status: 401 });
    for (let number = 0; number < 6; number += 1) await gateway.query(LOGIN);
    expect(upstream.calls('login')).toHaveLength(6);
    expect(await refusals()).toEqual([]);
    for (let number = 0; number < 5; number += 1) await gateway.query(EXISTS);
    expect(await refusals()).toEqual([expect.stringContaining('VLENS_API_KEY')]);
    upstream.reset();
    await gateway.query(EXISTS);
    expect(await refusals()).toEqual([]);
  });
});
