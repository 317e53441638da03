import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { DecoderBusy, type DecodeThread, PictureDecoder } from '../../src/pictures/picture-decoder.js';
import { AttemptLimiter } from '../../src/vlens/attempts/attempt-limiter.js';
import { ProcessAttemptStore } from '../../src/vlens/attempts/attempt-store.js';
import { UNOBSERVED } from '../../src/vlens/caller.js';
import { QuotaGovernor } from '../../src/vlens/quota/governor.js';
import type { SharedQuota } from '../../src/vlens/quota/shared-quota.js';
import { FakeUpstream } from '../support/fake-upstream.js';
import { HeldClock } from '../support/held-clock.js';
import { aClient } from './a-client.js';

const FAILURE = new Error('something that nobody expects');
const fails = (): never => {
  throw FAILURE;
};
const failureOf = (promise: Promise<unknown>) => promise.then(() => null).catch((error: unknown) => error);

let upstream: FakeUpstream;
beforeAll(async () => {
  upstream = await FakeUpstream.start();
});
afterEach(() => upstream.reset());
afterAll(() => upstream.close());

describe('Where something throws that nobody expects, what was taken is given back:', () => {
  it('the turn to ask for a place in the quota that replicas share', async () => {
    const clock = new HeldClock();
    let asked = 0;
    const shared: SharedQuota = {
      part: 1,
      used: 0,
      take: async () => {
        asked += 1;
        return asked === 1 ? fails() : { kind: 'down' };
      },
    };
    const settings = { perSecond: 10, perMinute: 60, maxReadWaitMs: 2000, maxSigningWaitMs: 10_000 };
    const governor = new QuotaGovernor(settings, clock, shared);
    const admit = (caller: string) =>
      governor.admit({ caller, strangers: null, priority: 'signing', signal: new AbortController().signal });
    const [first, second] = [failureOf(admit('a')), failureOf(admit('b'))];
    await clock.advance(0);
    expect([await first, await second]).toEqual([FAILURE, null]);
    const third = failureOf(admit('a'));
    await clock.advance(0);
    expect(await third).toBeNull();
    expect(governor.waiting).toBe(0);
  });

  it.each(['accepted', 'refused'])('the place in the quota of a call that was %s', async (how) => {
    upstream.answer('checkEligibility', how === 'refused' ? { status: 500 } : {});
    let [taken, ended] = [0, 0];
    const take = async () => {
      taken += 1;
      return { kind: 'taken' as const, place: { end: () => (ended += 1), giveBack: () => {} } };
    };
    const client = aClient(upstream, {
      shared: {
        quota: { part: 1, used: 0, take },
        trust: { isAccepted: async () => true, accept: () => {}, markUnsure: () => {} },
      },
    });
    const observed = client.apiFor({ observer: { ...UNOBSERVED, call: fails } });
    expect(await failureOf(observed.checkEligibility({}))).toBe(FAILURE);
    expect([taken, ended]).toEqual([1, 1]);
    await client.close();
  });

  it('the turn of a picture, and its thread', async () => {
    let stopped = 0;
    const broken: DecodeThread = { decode: async () => fails(), stop: () => (stopped += 1) };
    const sound: DecodeThread = { decode: async () => ({ kind: 'upright' }), stop: () => {} };
    const threads = [broken, sound];
    const decoder = new PictureDecoder({
      startThread: () => threads.shift() ?? fails(),
      onFailure: fails,
    });
    const decode = () =>
      decoder.decode(
        { bytes: () => Buffer.from('x'), maxBytes: 1 },
        { address: 'a', signal: new AbortController().signal },
      );
    expect(await failureOf(decode())).toBeInstanceOf(DecoderBusy);
    expect(stopped).toBe(1);
    expect(await decode()).toEqual({ kind: 'upright' });
    decoder.close();
  });

  it('attempts that were counted for one that is not made', async () => {
    const store = new ProcessAttemptStore(() => 1);
    let added = 0;
    const failing = new Proxy(store, {
      get: (target, name) =>
        name === 'add'
          ? async (key: string, windowMs: number) => {
              added += 1;
              return added === 3 ? fails() : target.add(key, windowMs);
            }
          : Reflect.get(target, name, target),
    });
    const limiter = new AttemptLimiter({ failedAttemptsPerAddress: 200, secret: 's', store: failing });
    const keys = { phoneNumber: '+201', address: '203.0.113.1', otpRequest: '1' };
    expect(await failureOf(limiter.count('login', keys))).toBe(FAILURE);
    expect([added, store.size]).toEqual([3, 0]);
  });
});
