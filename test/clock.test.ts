import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { systemClock } from '../src/clock.js';

const DAY_MS = 24 * 60 * 60_000;

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

describe('A timer that is longer than Node takes', () => {
  it('calls back when its time is over, and no sooner', () => {
    let calls = 0;
    systemClock.setTimeout(() => (calls += 1), 60 * DAY_MS);
    jest.advanceTimersByTime(60 * DAY_MS - 1);
    expect(calls).toBe(0);
    jest.advanceTimersByTime(1);
    expect(calls).toBe(1);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('is cancelled in each of its parts', () => {
    let calls = 0;
    const cancel = systemClock.setTimeout(() => (calls += 1), 60 * DAY_MS);
    jest.advanceTimersByTime(30 * DAY_MS);
    cancel();
    expect(jest.getTimerCount()).toBe(0);
    const cancelEndless = systemClock.setTimeout(() => (calls += 1), Number.POSITIVE_INFINITY);
    jest.advanceTimersByTime(60 * DAY_MS);
    cancelEndless();
    expect([calls, jest.getTimerCount()]).toEqual([0, 0]);
  });
});
