import { describe, expect, it } from '@jest/globals';
import { AttemptLimiter } from '../../../src/vlens/attempts/attempt-limiter.js';
import { MAX_COUNTERS, ProcessAttemptStore } from '../../../src/vlens/attempts/attempt-store.js';

function aLimiter() {
  const time = { now: 1 };
  const store = new ProcessAttemptStore(() => time.now);
  const limiter = new AttemptLimiter({ failedTriesPerAddress: 200, secret: 'a-secret', store });
  const count = async (keys: Parameters<AttemptLimiter['count']>[1]) => {
    const counted = await limiter.count('login', keys);
    return 'refund' in counted ? counted : null;
  };
  return { time, store, count };
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
});
