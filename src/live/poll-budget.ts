/** The burst: this many calls may be made at once. */
export const MAX_AT_ONCE = 10;
/** The share of the quota: most of these polls find nothing. */
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

  /** Takes this many calls, all or none, if as many as given stay reserved for others. */
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
