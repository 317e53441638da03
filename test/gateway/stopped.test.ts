import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { envelope, REQUEST_ID } from '../support/builders.js';
import { FakeUpstream } from '../support/fake-upstream.js';
import { CompiledGateway } from '../support/gateway-process.js';

let compiled: CompiledGateway;
let upstream: FakeUpstream;
beforeAll(async () => {
  compiled = await CompiledGateway.build();
  upstream = await FakeUpstream.start();
}, 60_000);
afterEach(() => upstream.reset());
afterAll(async () => {
  await compiled.remove();
  await upstream.close();
});

const start = (preload?: string) =>
  compiled.start({ VLENS_API_URL: upstream.url, VLENS_API_KEY: 'test-api-key' }, preload);
const STEP = `mutation { validateActivationOtp(input: { requestId: "${REQUEST_ID}", otpRequestId: "o-1", otpCode: "123456",
  geoLocation: { latitude: 30, longitude: 31 }, userDeviceUtcTime: "2026-11-23T12:00:00Z" }) { __typename } }`;
const send = (url: string, query: string, signal?: AbortSignal) =>
  fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer user-token' },
    body: JSON.stringify({ query }),
    signal,
  });

describe('A gateway that gets SIGTERM', () => {
  it('in the middle of a signing step lets it end, turns new work away, and exits with 0', async () => {
    const gateway = await start();
    upstream.answer('stepValidateOtp', { delayMs: 1200, body: envelope('Done.') });
    const step = send(gateway.url, STEP);
    await upstream.called('stepValidateOtp');
    const stopped = gateway.stop('SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect((await fetch(`${gateway.url}/health/ready`)).status).toBe(503);
    const refused = await send(gateway.url, '{ eligibility { isEligible } }');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await (await step).json()).toEqual({
      data: { validateActivationOtp: { __typename: 'ActivationOtpValidated' } },
    });
    const { code, ms } = await stopped;
    expect(code).toBe(0);
    expect(ms).toBeLessThan(12_000);
    expect(upstream.calls('stepValidateOtp')).toHaveLength(1);
  });

  it('does not cut a step whose client has left', async () => {
    const gateway = await start();
    upstream.answer('stepValidateOtp', { delayMs: 1000, body: envelope('Done.') });
    const leaving = new AbortController();
    const left = send(gateway.url, STEP, leaving.signal).catch(() => undefined);
    const call = await upstream.called('stepValidateOtp');
    leaving.abort();
    await left;
    expect(await gateway.stop('SIGTERM')).toMatchObject({ code: 0 });
    expect(await call.closed).toBe('answered');
  });

  it('with nothing to do exits at once', async () => {
    const gateway = await start();
    const { code, ms } = await gateway.stop('SIGTERM');
    expect(code).toBe(0);
    expect(ms).toBeLessThan(3000);
  });
});

describe('A rejection that nobody waits for', () => {
  it('is logged without what it says, and the gateway goes on', async () => {
    const gateway = await start(`setTimeout(() => void Promise.reject(new TypeError('MARKED')), 1500);`);
    const giveUpAt = Date.now() + 8000;
    while (!gateway.printed().includes('unhandled rejection') && Date.now() < giveUpAt) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(gateway.printed()).toContain('unhandled rejection');
    expect(gateway.printed()).toContain('TypeError');
    expect(gateway.printed()).not.toContain('MARKED');
    const response = await send(gateway.url, '{ eligibility { isEligible } }');
    expect(await response.json()).toEqual({ data: { eligibility: { isEligible: true } } });
    await gateway.stop('SIGTERM');
  });
});
