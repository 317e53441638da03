import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { REQUEST_ID } from '../support/builders.js';
import { FakeUpstream } from '../support/fake-upstream.js';
import { startTestGateway } from '../support/gateway.js';
import type { TestServer } from '../support/server.js';

let upstream: FakeUpstream;
let gateway: TestServer;
beforeEach(async () => {
  upstream = await FakeUpstream.start();
});
afterEach(async () => {
  await gateway.close();
  await upstream.close();
});

async function start(env: Record<string, string>): Promise<void> {
  gateway = await startTestGateway({ vlensUrl: upstream.url, env });
}

const read = (token: string) => gateway.query('{ eligibility { isEligible } }', {}, { token });
const step = (token: string) =>
  gateway.query(
    `mutation { requestActivationOtp(input: { requestId: "${REQUEST_ID}", geoLocation: { latitude: 30, longitude: 31 },
      userDeviceUtcTime: "2026-11-23T12:00:00Z" }) { __typename } }`,
    {},
    { token },
  );
const codesOf = (answers: Awaited<ReturnType<typeof read>>[]) =>
  answers.map(({ body }) => body.errors?.[0]?.extensions.code ?? 'answered');

describe('The tenant’s quota', () => {
  it('is kept for all callers together; a read without room is RATE_LIMITED and says for how long', async () => {
    await start({ UPSTREAM_RATE_PER_SECOND: '0', UPSTREAM_RATE_PER_MINUTE: '10' });
    const answers = await Promise.all(Array.from({ length: 30 }, (_, caller) => read(`caller-${caller}`)));
    expect(codesOf(answers).filter((code) => code === 'answered')).toHaveLength(8);
    const refused = answers.find(({ body }) => body.errors)?.body.errors?.[0];
    expect(refused?.extensions.code).toBe('RATE_LIMITED');
    // Half a minute later steps that come evenly leave one of their two places.
    expect(refused?.extensions.retryAfterSeconds).toBeGreaterThan(20);
    expect(refused?.extensions.retryAfterSeconds).toBeLessThanOrEqual(61);
    expect(upstream.calls()).toHaveLength(8);
  });

  it('has room for a signing step when reads have used up theirs', async () => {
    await start({ UPSTREAM_RATE_PER_SECOND: '0', UPSTREAM_RATE_PER_MINUTE: '10' });
    await Promise.all(Array.from({ length: 30 }, (_, caller) => read(`caller-${caller}`)));
    expect((await step('signer')).body).toMatchObject({
      data: { requestActivationOtp: { __typename: 'ActivationOtpSent' } },
    });
  });

  it('is what Vlens says it is: after a 429 nothing is asked until its Retry-After is over', async () => {
    await start({ UPSTREAM_RATE_PER_SECOND: '100', UPSTREAM_RATE_PER_MINUTE: '1000' });
    upstream.answer('checkEligibility', { status: 429, headers: { 'retry-after': '30' }, body: {} });
    expect(codesOf([await read('first')])).toEqual(['RATE_LIMITED']);
    const second = await read('second');
    expect(codesOf([second])).toEqual(['RATE_LIMITED']);
    expect(second.body.errors?.[0]?.extensions.retryAfterSeconds).toBeGreaterThan(25);
    expect(upstream.calls()).toHaveLength(1);
  });
});
