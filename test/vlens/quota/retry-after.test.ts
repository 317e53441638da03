import { describe, expect, it } from '@jest/globals';
import { beingStopped, rateLimited, unavailable } from '../../../src/vlens/faults.js';
import { ModelledCallers } from '../../support/modelled-callers.js';

const ADDRESS = '198.51.100.1';
const SIGNER = { token: 'good-signer', address: ADDRESS };
const loginOf = (phoneNumber: string) => ({ phoneNumber, password: 'guess', deviceId: 'device' });

/** A Vlens that took the signer once, and then says so until it is told to take calls again. */
async function aLimitedVlens(fault: () => Error) {
  const state = { isLimited: false };
  const callers = new ModelledCallers(() => {
    if (state.isLimited) throw fault();
    return { kind: 'accepted' };
  });
  const ask = async (...args: Parameters<ModelledCallers['call']>) => {
    const answer = callers.call(...args);
    await callers.clock.advance(100);
    return answer;
  };
  await ask('checkEligibility', SIGNER);
  state.isLimited = true;
  callers.sent.length = 0;
  return { state, callers, ask };
}

describe('A Retry-After', () => {
  it('of a login holds that phone number back alone', async () => {
    const { callers, ask } = await aLimitedVlens(() => rateLimited(900));
    const anonymous = { token: null, address: ADDRESS };
    expect(await ask('login', anonymous, loginOf('+201000000001'))).toBe('RATE_LIMITED');
    expect(await ask('login', anonymous, loginOf('+20 100 0000001'))).toBe('RATE_LIMITED');
    expect(callers.sent).toHaveLength(1);
    expect(callers.governor.use.heldForMs).toBe(0);
    await ask('login', anonymous, loginOf('+201000000002'));
    await ask('checkEligibility', SIGNER);
    expect(callers.sent).toHaveLength(3);
  });

  it('of a code holds that caller’s codes back, and nobody’s reads', async () => {
    const { state, callers, ask } = await aLimitedVlens(() => rateLimited(900));
    expect(await ask('stepRequestOtp', SIGNER)).toBe('RATE_LIMITED');
    state.isLimited = false;
    expect(await ask('stepRequestOtp', SIGNER)).toBe('RATE_LIMITED');
    expect(await ask('checkEligibility', SIGNER)).toBe('accepted');
    expect(await ask('stepRequestOtp', { ...SIGNER, token: 'good-other' })).toBe('accepted');
    expect(callers.sent).toHaveLength(3);
  });

  it('of a login holds back no device that has logged in before: it asks for itself', async () => {
    const { state, callers, ask } = await aLimitedVlens(() => rateLimited(900));
    const anonymous = { token: null, address: ADDRESS };
    const owners = { ...loginOf('+201000000001'), deviceId: 'the-owners' };
    state.isLimited = false;
    expect(await ask('login', anonymous, owners)).toBe('accepted');
    state.isLimited = true;
    expect(await ask('login', anonymous, loginOf('+201000000001'))).toBe('RATE_LIMITED');
    state.isLimited = false;
    expect(await ask('login', anonymous, loginOf('+201000000001'))).toBe('RATE_LIMITED');
    expect(await ask('login', anonymous, owners)).toBe('accepted');
    expect(callers.sent).toHaveLength(3);
  });

  it.each([
    ['checkExistence', { phoneNumber: '+201000000001' }],
    ['createAuthSession', { email: 'somebody@example.com' }],
    ['viewContractPdf', { requestId: 'r-1', securityHash: 'guess' }],
  ] as const)('of what anybody may ask without a token holds no customer back: %s', async (name, input) => {
    const { state, callers, ask } = await aLimitedVlens(() => rateLimited(60));
    const anonymous = { token: null, address: ADDRESS };
    expect(await ask(name, anonymous, input)).toBe('RATE_LIMITED');
    expect(callers.governor.use.heldForMs).toBe(0);
    state.isLimited = false;
    expect(await ask('checkEligibility', SIGNER)).toBe('accepted');
    expect(await ask(name, anonymous, input)).toBe('RATE_LIMITED');
    expect(callers.sent).toHaveLength(2);
    await callers.clock.advance(60_000);
    expect(await ask(name, anonymous, input)).toBe('accepted');
  });

  it.each([
    ['429', () => rateLimited(60)],
    ['503', () => unavailable({ status: 503 }, { retryAfterSeconds: 999_999_999 })],
  ])(
    'of anything else (%s) holds the tenant back for a minute at the most, with a probe every ten seconds',
    async (_status, fault) => {
      const { callers, ask } = await aLimitedVlens(fault);
      await ask('checkEligibility', SIGNER);
      expect(callers.governor.use.heldForMs).toBeGreaterThan(55_000);
      expect(callers.governor.use.heldForMs).toBeLessThanOrEqual(60_000);
      for (let second = 0; second < 58; second += 1) {
        await ask('checkEligibility', SIGNER);
        await callers.clock.advance(900);
      }
      expect(callers.sent.length).toBeGreaterThanOrEqual(5);
      expect(callers.sent.length).toBeLessThanOrEqual(7);
    },
  );

  it('of our own, to what was held back since this process stops, holds nobody back: Vlens said nothing', async () => {
    const { callers, ask } = await aLimitedVlens(beingStopped);
    expect(await ask('stepValidatePayment', SIGNER)).toBe('RATE_LIMITED');
    expect(callers.governor.use.heldForMs).toBe(0);
    expect(await ask('checkEligibility', SIGNER)).toBe('RATE_LIMITED');
    expect(callers.sent).toHaveLength(2);
  });

  it('is over as soon as a probe is answered', async () => {
    const { state, callers, ask } = await aLimitedVlens(() => rateLimited(60));
    await ask('checkEligibility', SIGNER);
    state.isLimited = false;
    expect(await ask('checkEligibility', SIGNER)).toBe('RATE_LIMITED');
    await callers.clock.advance(10_000);
    expect(await ask('checkEligibility', SIGNER)).toBe('accepted');
    expect(callers.governor.use.heldForMs).toBe(0);
    expect(await ask('createBusinessRequest', SIGNER)).toBe('accepted');
  });
});
