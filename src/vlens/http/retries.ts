import { setTimeout as pause } from 'node:timers/promises';
import { VlensFault } from '../faults.js';
import type { Operation } from '../operation.js';
import type { RetryBudget } from './retry-budget.js';
import { TimeLimit } from './time-limit.js';

export interface RetrySettings {
  budget: RetryBudget;
  /** For all attempts of one call together, in milliseconds from the first one's sending. */
  timeoutMs: number;
  /** Milliseconds that only go forward. */
  now: () => number;
  /** 0 to 1. */
  random: () => number;
}

const MAX_ATTEMPTS = 3;
const FIRST_PAUSE_MS = 100;

/**
 * Makes a call, and makes it again where that may help and can do no harm: a read that found Vlens unavailable, within
 * the budget; a step only where no connection came about, before a byte was sent.
 */
export class Retries {
  constructor(private readonly settings: RetrySettings) {}

  async run<T>(
    effect: Operation['effect'],
    signal: AbortSignal,
    attempt: (limit: TimeLimit) => Promise<T>,
  ): Promise<T> {
    const { budget, timeoutMs, now, random } = this.settings;
    const limit = new TimeLimit(timeoutMs, now, budget);
    for (let made = 1; ; made += 1) {
      try {
        return await attempt(limit);
      } catch (error) {
        const pauseMs = random() * FIRST_PAUSE_MS * 2 ** made;
        if (made >= MAX_ATTEMPTS || pauseMs >= limit.leftMs() || !this.mayHelp(effect, error)) throw error;
        await pause(pauseMs, undefined, { signal }).catch(() => undefined);
        if (signal.aborted) throw error;
      }
    }
  }

  private mayHelp(effect: Operation['effect'], error: unknown): boolean {
    if (!(error instanceof VlensFault) || error.code !== 'UPSTREAM_UNAVAILABLE') return false;
    const { unsent, retryAfterSeconds } = error.details;
    if (effect === 'step') return unsent === 'not connected';
    return retryAfterSeconds === undefined && unsent !== 'held back' && this.settings.budget.takeRetry();
  }
}
