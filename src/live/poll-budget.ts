/** The largest number of calls that may be made at once. */
export const MAX_AT_ONCE = 10;
/** The share of the quota. It is small because these polls mostly find nothing. */
const SHARE_OF_QUOTA = 0.1;

/**
 * Limits polls that mostly find nothing: repeated polls, and polls for hints about requests that no subscriber here has received. Most
 * webhooks of a tenant concern people who do not subscribe here. Such a webhook must not cost a call for each caller that does.
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

  /** Takes all of these calls, or none. Returns false if fewer than `leaving` calls would be left. */
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
