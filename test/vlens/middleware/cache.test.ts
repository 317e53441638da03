import { Readable } from 'node:stream';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Accepted } from '../../../src/vlens/answer.js';
import { UNOBSERVED } from '../../../src/vlens/caller.js';
import type { CallerKey } from '../../../src/vlens/caller-keys.js';
import { createUpstream } from '../../../src/vlens/http/upstream.js';
import { VlensHttp } from '../../../src/vlens/http/vlens-http.js';
import { cacheReads } from '../../../src/vlens/middleware/cache.js';
import { CallerCache } from '../../../src/vlens/middleware/caller-cache.js';
import { Pipeline } from '../../../src/vlens/pipeline.js';
import { aRead } from '../../support/a-read.js';
import { envelope } from '../../support/builders.js';
import { HeldClock } from '../../support/held-clock.js';
import { operationsOf } from '../../support/vlens-operations.js';
import { PAYMENT, someSettings } from '../a-client.js';

it('asks the settings as they are now whether a read that was cached is still good', async () => {
  const time = { now: 1 };
  const freshness = { requestsMaxAgeMs: 60_000, statusMaxAgeMs: 60_000, productsMaxAgeMs: 60_000 };
  const read = cacheReads(new CallerCache({ monotonicNow: () => time.now }), freshness);
  const { call, saved } = aRead('listBusinessRequestIds', { skipCount: 0, maxResultCount: 1 });
  const answer = (): Accepted<unknown> => ({ kind: 'accepted', value: [] });
  const next = async () => ({ ...answer(), source: { text: '[]', readAgain: answer } });
  await read(call, next);
  await read(call, next);
  const isCurrent = () => saved.map((each) => each.origin === 'cached' && each.entry.isCurrent());
  time.now += 5000;
  expect(isCurrent()).toEqual([true]);
  freshness.requestsMaxAgeMs = 1000;
  freshness.statusMaxAgeMs = 1000;
  expect(isCurrent()).toEqual([false]);
});

describe('A read that another of the same caller joins', () => {
  const MAX_READ_WAIT_MS = 500;
  const NO_CACHE = { requestsMaxAgeMs: 0, statusMaxAgeMs: 0, productsMaxAgeMs: 0 };
  let clock: HeldClock;
  let sent: { path: string; answer(): void }[];
  let pipeline: Pipeline;

  /** One call a second goes to Vlens, and has its answer when the test lets it. */
  beforeEach(async () => {
    clock = new HeldClock();
    sent = [];
    const body = Buffer.from(JSON.stringify(envelope({ isEligible: true })));
    const transport = {
      send: ({ url }: { url: string }) =>
        new Promise<{ status: number; header: () => null } & ReturnType<typeof bodyOf>>((resolve) => {
          const answer = () => resolve({ status: 200, header: () => null, ...bodyOf(body) });
          sent.push({ path: new URL(url).pathname, answer });
        }),
      close: () => {},
    };
    const quota = { perSecond: 1, perMinute: 0, maxReadWaitMs: MAX_READ_WAIT_MS };
    const upstream = createUpstream({ ...someSettings('http://vlens.invalid'), quota }, transport, clock);
    pipeline = new Pipeline({
      cache: cacheReads(new CallerCache(clock), NO_CACHE, false, { clock, maxReadWaitMs: MAX_READ_WAIT_MS }),
      send: new VlensHttp(upstream).send,
    });
    void asked(vlens('ann').listProductTypes({}));
    await answered(1);
  });

  const bodyOf = (bytes: Buffer) => ({
    body: Readable.from([bytes]),
    bytes: async () => bytes,
    whenOver: (callback: () => void) => callback(),
  });
  const vlens = (token: string, isPatient = false, isAnnounced = false) =>
    operationsOf(
      pipeline.for({
        token,
        key: token as CallerKey,
        signal: new AbortController().signal,
        observer: UNOBSERVED,
        isPatient,
        isAnnounced,
      }),
    );
  /** What came of it, once something has. */
  const asked = (call: Promise<unknown>) => {
    const now: { outcome?: string } = {};
    call.then(
      () => Object.assign(now, { outcome: 'answered' }),
      ({ code }: { code: string }) => Object.assign(now, { outcome: code }),
    );
    return now;
  };
  /** Lets this one of the calls be answered, which has been sent. */
  const answered = async (number: number) => {
    await clock.advance(0);
    expect(sent).toHaveLength(number);
    sent[number - 1]?.answer();
    await settled();
  };
  const settled = async () => {
    for (let turn = 0; turn < 10; turn += 1) await clock.advance(0);
  };

  it('for a subscriber, who waits long, keeps nobody at a connection longer than a read of their own would', async () => {
    const subscribers = asked(vlens('ann', true).checkEligibility({}));
    const own = asked(vlens('ann').checkEligibility({}));
    await clock.advance(MAX_READ_WAIT_MS - 1);
    expect(own).toEqual({});
    await clock.advance(1);
    expect(own).toEqual({ outcome: 'RATE_LIMITED' });
    await clock.advance(1000 - MAX_READ_WAIT_MS);
    await answered(2);
    expect(subscribers).toEqual({ outcome: 'answered' });
  });

  it('and that has its place by then is waited for to its end', async () => {
    void vlens('ann', true).checkEligibility({});
    await clock.advance(600);
    const own = asked(vlens('ann').checkEligibility({}));
    await clock.advance(1000);
    expect(own).toEqual({});
    await answered(2);
    expect(own).toEqual({ outcome: 'answered' });
  });

  it('and that is refused is made again by a subscriber, who waits longer', async () => {
    await clock.advance(600);
    const own = asked(vlens('ann').checkEligibility({}));
    const subscribers = asked(vlens('ann', true).checkEligibility({}));
    void asked(vlens('ann').stepValidatePayment(PAYMENT));
    await clock.advance(MAX_READ_WAIT_MS);
    await settled();
    expect(sent.map(({ path }) => path).at(-1)).toContain('StepValidatePayment');
    expect([own, subscribers]).toEqual([{ outcome: 'RATE_LIMITED' }, {}]);
    await answered(2);
    await clock.advance(1000);
    await answered(3);
    expect(subscribers).toEqual({ outcome: 'answered' });
  });

  describe('and that a webhook has announced', () => {
    /** Reads of others, which go before another read. */
    const others = () => {
      for (const token of ['bob', 'eve']) void asked(vlens(token, true).listProductTypes({}));
    };

    it('goes before other reads, though a plain one of the same caller waits already, and is one call with it', async () => {
      // A customer whom Vlens has accepted.
      void asked(vlens('ann', true).checkEligibility({}));
      await clock.advance(1000);
      await answered(2);
      others();
      const plain = asked(vlens('ann', true).checkEligibility({}));
      const announced = asked(vlens('ann', true, true).checkEligibility({}));
      await clock.advance(1000);
      await answered(3);
      expect([plain, announced]).toEqual([{ outcome: 'answered' }, { outcome: 'answered' }]);
      for (const number of [4, 5]) {
        await clock.advance(1000);
        await answered(number);
      }
      await clock.advance(5000);
      expect(sent).toHaveLength(5);
    });

    it('joins one that has its place', async () => {
      const plain = asked(vlens('ann', true).checkEligibility({}));
      await clock.advance(1000);
      const announced = asked(vlens('ann', true, true).checkEligibility({}));
      await answered(2);
      expect([plain, announced]).toEqual([{ outcome: 'answered' }, { outcome: 'answered' }]);
      await clock.advance(5000);
      expect(sent).toHaveLength(2);
    });

    it('keeps nobody at a connection longer than a read of their own would', async () => {
      await clock.advance(600);
      const plain = asked(vlens('ann').checkEligibility({}));
      await clock.advance(200);
      void asked(vlens('ann').stepValidatePayment(PAYMENT));
      const announced = asked(vlens('ann', true, true).checkEligibility({}));
      await clock.advance(300);
      await settled();
      expect([plain, announced]).toEqual([{ outcome: 'RATE_LIMITED' }, {}]);
    });

    it('nor where the announced one came later, also from a connection', async () => {
      await clock.advance(600);
      const plain = asked(vlens('ann').checkEligibility({}));
      await clock.advance(300);
      const announced = asked(vlens('ann', false, true).checkEligibility({}));
      await settled();
      void asked(vlens('ann').stepValidatePayment(PAYMENT));
      await clock.advance(MAX_READ_WAIT_MS - 300);
      await settled();
      expect([plain, announced]).toEqual([{ outcome: 'RATE_LIMITED' }, {}]);
    });
  });
});
