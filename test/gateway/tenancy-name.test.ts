import { afterEach, expect, it } from '@jest/globals';
import { FakeUpstream } from '../support/fake-upstream.js';
import { startTestGateway } from '../support/gateway.js';
import type { TestServer } from '../support/server.js';

let upstream: FakeUpstream;
let gateway: TestServer;
afterEach(async () => {
  await gateway.close();
  await upstream.close();
});

const start = async (env: Record<string, string>) => {
  upstream = await FakeUpstream.start();
  gateway = await startTestGateway({ vlensUrl: upstream.url, env });
  await gateway.query('{ productTypes { id } eligibility { isEligible } }', {}, { token: 'user-token' });
  const calls = upstream.calls();
  expect(calls.length).toBeGreaterThan(1);
  return calls.map(({ headers }) => headers.tenancyname);
};

it('The name of the tenant goes along with every call', async () => {
  expect(new Set(await start({ VLENS_TENANCY_NAME: 'tenant-1' }))).toEqual(new Set(['tenant-1']));
});

it('Without it no such header is sent', async () => {
  expect(new Set(await start({}))).toEqual(new Set([undefined]));
});
