import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SignJWT } from 'jose';
import { aBusinessRequest, requestIdOf } from '../support/builders.js';
import { defaultAnswers } from '../support/fake-answers.js';
import { FakeUpstream } from '../support/fake-upstream.js';
import { startTestGateway } from '../support/gateway.js';
import { HeldClock } from '../support/held-clock.js';
import { type LiveSubscription, subscribeBySse } from '../support/live-client.js';
import type { TestServer } from '../support/server.js';
import { until } from '../support/until.js';

const SECRET = 'the-secret-that-vlens-signs-tokens-with';
const STRANGERS = 40;
/** As published, but for the second: the clock stands still. */
const QUOTA = { UPSTREAM_RATE_PER_SECOND: '0', UPSTREAM_RATE_PER_MINUTE: '60' };

const genuine = () =>
  new SignJWT({ sub: '7' })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(SECRET));

let upstream: FakeUpstream;
let clock: HeldClock;
let gateway: TestServer;
let subscriptions: LiveSubscription[];
beforeEach(async () => {
  upstream = await FakeUpstream.start();
  upstream.requests = [aBusinessRequest({ id: requestIdOf(1) })];
  // What strangers ask is not answered meanwhile: they have the turns that they took.
  upstream.answer('listBusinessRequestIds', (call) =>
    call.headers.authorization?.includes('invented')
      ? { stall: 'headers' }
      : defaultAnswers(upstream).listBusinessRequestIds(call),
  );
  clock = new HeldClock();
  subscriptions = [];
});
afterEach(async () => {
  for (const subscription of subscriptions) await subscription.stop();
  await gateway.close();
  await upstream.close();
});

/** Each from an address of its own; the clock stands still, so that there are the turns that may be taken at once and no more. */
async function start(env: Record<string, string> = {}) {
  gateway = await startTestGateway({
    vlensUrl: upstream.url,
    env: { ...QUOTA, TRUST_PROXY: '1', ...env },
    clock,
  });
}
const subscribe = (token: string, number: number) => {
  const subscription = subscribeBySse(gateway.url, token, {}, undefined, {
    'x-forwarded-for': `203.0.113.${number}`,
  });
  subscriptions.push(subscription);
  return subscription;
};
const strangersWait = async () => {
  const strangers = Array.from({ length: STRANGERS }, (_, number) => subscribe(`invented-${number}`, number));
  await until(async () =>
    (await (await fetch(`${gateway.url}/metrics`)).text()).includes(
      `\nvlens_live_subscribers ${STRANGERS}\n`,
    ),
  );
  return strangers;
};
const ask = (token: string) =>
  gateway.query(
    '{ businessRequests { totalCount } }',
    {},
    { token, headers: { 'x-forwarded-for': '198.51.100.1' } },
  );
const codeOf = ({ events }: LiveSubscription) => events[0]?.errors?.[0]?.extensions?.code;

describe('A turn to read the first status', () => {
  it('is taken by no token that VLENS_TOKEN_KEY refuses: each is told at once', async () => {
    await start({ VLENS_TOKEN_KEY: SECRET });
    const strangers = Array.from({ length: STRANGERS }, (_, number) =>
      subscribe(`invented-${number}`, number),
    );
    await until(() => strangers.every((stranger) => codeOf(stranger) === 'UNAUTHENTICATED'));
    const customer = subscribe(await genuine(), STRANGERS);
    await customer.atLeast(1);
    expect(customer.events[0]?.data).toBeTruthy();
    expect(upstream.calls()).toHaveLength(1);
  });

  it('is left to a customer whom Vlens took before, where strangers of as many addresses hold all places', async () => {
    await start({ MAX_SUBSCRIBERS: String(STRANGERS) });
    expect((await ask('known')).body.errors).toBeUndefined();
    await strangersWait();
    const customer = subscribe('known', STRANGERS);
    await customer.atLeast(1);
    expect(customer.events[0]?.data).toBeTruthy();
  });

  it('is left to a customer whom Vlens took before, however many strangers wait', async () => {
    await start();
    expect((await ask('known')).body.errors).toBeUndefined();
    await strangersWait();
    const customer = subscribe('known', STRANGERS);
    await customer.atLeast(1);
    expect(customer.events[0]?.data).toBeTruthy();
  });
});
