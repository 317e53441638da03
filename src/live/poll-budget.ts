/** So many calls may be made at once. */
export const MAX_AT_ONCE = 10;
/** Of the quota: these polls are mostly in vain. */
const SHARE_OF_QUOTA = 0.1;

/**
 * How many calls may be made for hints at requests that nobody here knows: a tenant's webhooks are mostly for people who
 * do not subscribe here, and must not cost everyone who does a call each.
 */
export class PollBudget {
  private left = MAX_AT_ONCE;
  private countedAt: number;

  constructor(
    private readonly callsPerMinute: number,
    private readonly now: () => number,
  ) {
    this.countedAt = now();
  }

  /** Whether so many may be made now, and so many are left for others; all of them or none. */
  take(calls: number, leaving = 0): boolean {
    if (this.callsPerMinute === 0) return calls <= MAX_AT_ONCE;
    const now = this.now();
    const earned = ((now - this.countedAt) / 60_000) * this.callsPerMinute * SHARE_OF_QUOTA;
    this.left = Math.min(MAX_AT_ONCE, this.left + earned);
    this.countedAt = now;
    if (calls > this.left - leaving) return false;
    this.left -= calls;
    return true;
  }
}
