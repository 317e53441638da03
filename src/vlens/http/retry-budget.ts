const BUCKETS = 12;

/**
 * How many calls may be repeated: at most a share of the calls that were first sent in the same window, so that retries do not burden a
 * failing upstream further. A few calls alone earn no retry.
 */
export class RetryBudget {
  private readonly bucketMs: number;
  /** By the index of their time span, oldest first. */
  private buckets: { span: number; firsts: number; retries: number }[] = [];

  constructor(
    /** From 0 to 1. */
    private readonly share: number,
    windowMs: number,
    /** A monotonic clock, in milliseconds. */
    private readonly now: () => number,
  ) {
    this.bucketMs = windowMs / BUCKETS;
  }

  /** Counts a call that is sent for the first time. */
  countFirst(): void {
    this.current().firsts += 1;
  }

  /** Whether one more call may be repeated. If so, counts the retry. */
  takeRetry(): boolean {
    const current = this.current();
    const sum = (count: 'firsts' | 'retries') => this.buckets.reduce((all, each) => all + each[count], 0);
    if (sum('retries') + 1 > sum('firsts') * this.share) return false;
    current.retries += 1;
    return true;
  }

  private current() {
    const span = Math.floor(this.now() / this.bucketMs);
    const last = this.buckets.at(-1);
    if (last?.span === span) return last;
    this.buckets = this.buckets.filter((bucket) => bucket.span > span - BUCKETS);
    const bucket = { span, firsts: 0, retries: 0 };
    this.buckets.push(bucket);
    return bucket;
  }
}
