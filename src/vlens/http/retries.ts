import { setTimeout as pause } from 'node:timers/promises';
import { VlensFault } from '../faults.js';
import type { Operation } from '../operation.js';
import type { RetryBudget } from './retry-budget.js';
import { TimeLimit } from './time-limit.js';

export interface RetrySettings {
  /** Two budgets, because strangers can make Vlens fail as often as they like and must not use up the customers' retries. */
  budgets: { customers: RetryBudget; strangers: RetryBudget };
  /** The limit of all attempts of one call together, in milliseconds from the first sending. */
  timeoutMs: number;
  /** A monotonic clock, in milliseconds. */
  now: () => number;
  /** A random number from 0 to 1. */
  random: () => number;
}

const MAX_ATTEMPTS = 3;
const FIRST_PAUSE_MS = 100;

/**
 * Makes a call, and repeats it where that may help and is safe. A read is repeated if Vlens was unavailable, within the budget. A step is
 * repeated only if no connection was established, so that no byte was sent.
 */
export class Retries {
  constructor(private readonly settings: RetrySettings) {}

  /** @param whose the budget for repeating a read */
  async run<T>(
    effect: Operation['effect'],
    whose: keyof RetrySettings['budgets'],
    signal: AbortSignal,
    attempt: (limit: TimeLimit) => Promise<T>,
  ): Promise<T> {
    const { budgets, timeoutMs, now, random } = this.settings;
    const budget = budgets[whose];
    const limit = new TimeLimit(timeoutMs, now, budget);
    for (let made = 1; ; made += 1) {
      try {
        return await attempt(limit);
      } catch (error) {
        const pauseMs = random() * FIRST_PAUSE_MS * 2 ** made;
        if (made >= MAX_ATTEMPTS || pauseMs >= limit.leftMs() || !mayHelp(effect, budget, error)) throw error;
        await pause(pauseMs, undefined, { signal }).catch(() => undefined);
        if (signal.aborted) throw error;
      }
    }
  }
}

function mayHelp(effect: Operation['effect'], budget: RetryBudget, error: unknown): boolean {
  if (!(error instanceof VlensFault) || error.code !== 'UPSTREAM_UNAVAILABLE') return false;
  const { unsent, retryAfterSeconds } = error.details;
  if (effect === 'step') return unsent === 'not connected';
  return retryAfterSeconds === undefined && unsent !== 'held back' && budget.takeRetry();
}
