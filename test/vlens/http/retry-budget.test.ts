import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RetryBudget } from '../../../src/vlens/http/retry-budget.js';

describe('The retry budget', () => {
  it('grants nothing to a call that comes alone', () => {
    const budget = new RetryBudget(0.1, 60_000, () => 0);
    budget.countFirst();
    expect(budget.takeRetry()).toBe(false);
  });

  it('grants a tenth of the calls of its window, and forgets older ones', () => {
    let now = 0;
    const budget = new RetryBudget(0.1, 60_000, () => now);
    for (let call = 0; call < 20; call += 1) budget.countFirst();
    expect([1, 2, 3].map(() => budget.takeRetry())).toEqual([true, true, false]);
    now = 60_000;
    expect(budget.takeRetry()).toBe(false);
  });

  it('is never overdrawn over any whole window', () => {
    const steps = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 3000 })), { maxLength: 400 });
    fc.assert(
      fc.property(steps, fc.constantFrom(0, 0.1, 0.5, 1), (moves, share) => {
        let now = 0;
        let firsts = 0;
        let retries = 0;
        const budget = new RetryBudget(share, 60_000, () => now);
        for (const [isFirst, ms] of moves) {
          now += ms;
          if (isFirst) {
            budget.countFirst();
            firsts += 1;
          } else if (budget.takeRetry()) retries += 1;
          expect(retries).toBeLessThanOrEqual(firsts * share);
        }
      }),
    );
  });
});
