import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { AttemptLimiter } from '../../../src/vlens/attempts/attempt-limiter.js';
import {
  type AttemptStore,
  MAX_COUNTERS,
  ProcessAttemptStore,
} from '../../../src/vlens/attempts/attempt-store.js';

function aLimiter(changed: Partial<AttemptStore> = {}) {
  const time = { now: 1 };
  const store = Object.assign(new ProcessAttemptStore(() => time.now), changed);
  const limiter = new AttemptLimiter({ failedAttemptsPerAddress: 200, secret: 'a-secret', store });
  const count = async (keys: Parameters<AttemptLimiter['count']>[1]) => {
    const counted = await limiter.count('login', keys);
    return 'refund' in counted ? counted : null;
  };
  return { time, store, limiter, count };
}

describe('Counters of attempts', () => {
  it('that count nothing are gone: attempts taken back leave nothing behind', async () => {
    const { store, count } = aLimiter();
    for (let number = 0; number < 1000; number += 1) {
      const counted = await count({
        phoneNumber: `+20${number}`,
        address: '203.0.113.1',
        otpRequest: `${number}`,
      });
      await counted?.refund();
    }
    expect(store.size).toBe(0);
  });

  it('neither do those that a limit refused', async () => {
    const { store, count } = aLimiter();
    const keys = { phoneNumber: '+201', address: '203.0.113.1' };
    for (let number = 0; number < 10; number += 1) expect(await count(keys)).not.toBeNull();
    const before = store.size;
    for (let number = 0; number < 50; number += 1) expect(await count(keys)).toBeNull();
    expect(store.size).toBe(before);
  });

  it('are forgotten after a quarter of an hour', async () => {
    const { time, count } = aLimiter();
    const keys = { phoneNumber: '+201', address: '203.0.113.1' };
    for (let number = 0; number < 11; number += 1) await count(keys);
    expect(await count(keys)).toBeNull();
    time.now += 15 * 60_000;
    expect(await count(keys)).not.toBeNull();
  });

  it('are bounded', async () => {
    const { store } = aLimiter();
    for (let number = 0; number < MAX_COUNTERS + 10; number += 1) await store.add(`${number}`, 1000);
    expect(store.size).toBe(MAX_COUNTERS);
  });

  describe('of passwords', () => {
    const tryFrom = (addresses: number, times: number) =>
      Array.from({ length: addresses * times }, (_, number) => `203.0.113.${number % addresses}`);
    const all = (keys: { phoneNumber?: string; account?: string }, isPassword: boolean) => {
      const { count } = aLimiter();
      return async (addresses: string[]) => {
        let made = 0;
        for (const address of addresses)
          made += (await count({ ...keys, address, ...(isPassword && { isPassword }) })) ? 1 : 0;
        return made;
      };
    };

    it.each([{ phoneNumber: '+201' }, { account: 'ahmed' }])(
      'anybody who is guessed at has three from a new address, also after fifty wrong ones: %o',
      async (keys) => {
        const made = all(keys, true);
        expect(await made(tryFrom(5, 20))).toBe(50);
        expect(await made(Array(10).fill('198.51.100.1'))).toBe(3);
      },
    );

    it('guessers from everywhere have 300 in all, and those at a code fifty', async () => {
      expect(await all({ phoneNumber: '+201' }, true)(tryFrom(200, 10))).toBe(300);
      expect(await all({ phoneNumber: '+201' }, false)(tryFrom(200, 10))).toBe(50);
    });
  });

  describe('of codes that are sent through here', () => {
    const OWNER = { phoneNumber: '+201', account: 'a@example.com' };
    /** From ever new addresses, each with its own id unless one is given. */
    const made = async (
      { count }: ReturnType<typeof aLimiter>,
      times: number,
      keys: object = OWNER,
      otpRequest?: string,
    ) => {
      let number = 0;
      for (let at = 0; at < times; at += 1) {
        const id = otpRequest ?? `made-up-${at}`;
        const guess = { ...keys, isSentCode: true as const, otpRequest: id, address: `a-${at}` };
        if (await count(guess)) number += 1;
      }
      return number;
    };

    it('count for whom the code was sent to, in whatever spelling; guesses without one count for their address', async () => {
      const limit = aLimiter();
      const ids = Array.from({ length: 6 }, () => randomUUID());
      for (const id of ids) await limit.limiter.codeSent(id.toUpperCase(), { phoneNumber: '+20 1' });
      expect(await made(limit, 500)).toBe(500);
      // To another phone.
      for (const id of ids.slice(0, 4)) expect(await made(limit, 10, { phoneNumber: '+202' }, id)).toBe(10);
      expect(await made(limit, 11, OWNER, ids[4])).toBe(10);
      expect(await made(limit, 11, OWNER, ids[5])).toBe(10);
    });

    it('are fifty for one person, with whichever codes', async () => {
      const limit = aLimiter();
      let all = 0;
      for (let number = 0; number < 10; number += 1) {
        await limit.limiter.codeSent(`sent-${number}`, { phoneNumber: '+201' });
        all += await made(limit, 10, OWNER, `sent-${number}`);
      }
      expect(all).toBe(50);
    });

    it.each([
      ['nobody can tell whether it was', { remembers: async () => null }, OWNER],
      ['it is no such code', {}, { ...OWNER, isSentCode: undefined }],
      ['its sender has no address', {}, { ...OWNER, address: undefined }],
    ])('are fifty where %s', async (_why, changed, keys) => {
      const { count } = aLimiter(changed);
      let all = 0;
      for (let at = 0; at < 60; at += 1)
        all += (await count({
          isSentCode: true,
          address: `a-${at % 10}`,
          otpRequest: `made-up-${at}`,
          ...keys,
        }))
          ? 1
          : 0;
      expect(all).toBe(50);
    });

    it('beyond fifty are three at each further address, and 150 in all', async () => {
      const limit = aLimiter();
      let all = 0;
      for (let at = 0; at < 150; at += 1) {
        await limit.limiter.codeSent(`sent-${at}`, OWNER);
        const guess = { ...OWNER, isSentCode: true as const, otpRequest: `sent-${at}`, address: `b-${at}` };
        let here = 0;
        for (let number = 0; number < 11; number += 1) here += (await limit.count(guess)) ? 1 : 0;
        if (at >= 5 && all < 150) expect(here).toBe(Math.min(3, 150 - all));
        all += here;
      }
      expect(all).toBe(150);
    });

    it('are forgotten a day after the code was sent', async () => {
      const limit = aLimiter();
      const ids = Array.from({ length: 6 }, (_, number) => `sent-${number}`);
      for (const id of ids) await limit.limiter.codeSent(id, { phoneNumber: '+201' });
      limit.time.now += 24 * 3_600_000 + 1;
      let all = 0;
      for (const id of ids) all += await made(limit, 10, OWNER, id);
      expect(all).toBe(60);
    });
  });

  describe('of hashes of one request’s link', () => {
    const LINK = { request: 'r-1', link: 'a-guess' };

    it('beyond sixty allow one at each further address, and 300 in all', async () => {
      const { count } = aLimiter();
      const made: unknown[] = [];
      for (let number = 0; number < 60; number += 1)
        made.push(await count({ ...LINK, address: `a-${number % 5}` }));
      expect(made).not.toContain(null);
      expect(await count({ ...LINK, address: 'a-0' })).toBeNull();
      for (let number = 0; number < 240; number += 1) {
        expect(await count({ ...LINK, address: `b-${number}` })).not.toBeNull();
        expect(await count({ ...LINK, address: `b-${number}` })).toBeNull();
      }
      expect(await count({ ...LINK, address: 'another' })).toBeNull();
      expect(await count({ ...LINK, address: 'another', request: 'r-2' })).not.toBeNull();
      expect(await count({ ...LINK, address: 'another', caller: 'one with a token' })).not.toBeNull();
    });

    it('do not count one that was right before', async () => {
      const { count } = aLimiter();
      const right = { ...LINK, link: 'the-right-one', address: 'owner' };
      await (await count(right))?.succeeded();
      for (let number = 0; number < 400; number += 1) await count({ ...LINK, address: `a-${number}` });
      expect(await count({ ...LINK, address: 'new' })).toBeNull();
      expect(await count(right)).not.toBeNull();
      expect(await count({ ...right, address: 'another' })).not.toBeNull();
    });
  });
});
