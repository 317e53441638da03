const BUCKETS = 12;

/**
 * How many calls may be made again: at most a share of those that were sent for the first time within the same window,
 * so that an upstream in trouble is not troubled more. A caller who comes alone earns no retry.
 */
export class RetryBudget {
  private readonly bucketMs: number;
  /** By the number of their span of time, oldest first. */
  private buckets: { span: number; firsts: number; retries: number }[] = [];

  constructor(
    /** 0 to 1. */
    private readonly share: number,
    windowMs: number,
    /** Milliseconds that only go forward. */
    private readonly now: () => number,
  ) {
    this.bucketMs = windowMs / BUCKETS;
  }

  /** A call is sent for the first time. */
  countFirst(): void {
    this.current().firsts += 1;
  }

  /** Whether one more call may be made again; it is counted then. */
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
