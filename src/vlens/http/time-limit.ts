import type { RetryBudget } from './retry-budget.js';

/** The time that a call has, all its attempts together: it runs from the first sending, not from the wait for quota. */
export class TimeLimit {
  private endsAt: number | null = null;

  constructor(
    private readonly limitMs: number,
    private readonly now: () => number,
    /** Counts the call when it is sent for the first time: what is held back earns nobody a retry. */
    private readonly budget: Pick<RetryBudget, 'countFirst'>,
  ) {}

  /** Starts the time where it does not run yet, and answers how much of it is left. */
  start(): number {
    if (this.endsAt === null) {
      this.endsAt = this.now() + this.limitMs;
      this.budget.countFirst();
    }
    return this.leftMs();
  }

  leftMs(): number {
    return this.endsAt === null ? this.limitMs : Math.max(0, this.endsAt - this.now());
  }
}
