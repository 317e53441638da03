import type { RetryBudget } from './retry-budget.js';

/** The time limit of a call, for all its attempts together. It runs from the first sending, so the wait for quota does not count. */
export class TimeLimit {
  private endsAt: number | null = null;

  constructor(
    private readonly limitMs: number,
    private readonly now: () => number,
    /** Counts the call when it is first sent. A call that is held back earns no retry. */
    private readonly budget: Pick<RetryBudget, 'countFirst'>,
  ) {}

  /** Starts the time unless it runs already, and returns how much is left. */
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
