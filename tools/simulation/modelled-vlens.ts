import type { VirtualTime } from './virtual-time.js';

const SECOND_MS = 1000;
const MINUTE_MS = 60_000;

/** A quota; 0 for no limit. */
export interface Quota {
  perSecond: number;
  perMinute: number;
}

/** As Vlens publishes it. */
export const PUBLISHED_QUOTA: Quota = { perSecond: 10, perMinute: 60 };

/** Vlens as the quota sees it: it takes its time for each call, and counts for itself how many came in a second and in a minute. */
export class ModelledVlens {
  calls = 0;
  refused = 0;
  private readonly second = new Arrivals(SECOND_MS);
  private readonly minute = new Arrivals(MINUTE_MS);

  constructor(
    private readonly time: VirtualTime,
    private readonly quota: Quota,
    private readonly callMs: number,
  ) {}

  async call(): Promise<void> {
    const now = this.time.now();
    this.calls += 1;
    const inSecond = this.second.count(now);
    const inMinute = this.minute.count(now);
    if (isOver(inSecond, this.quota.perSecond) || isOver(inMinute, this.quota.perMinute)) this.refused += 1;
    await this.time.sleep(this.callMs);
  }
}

/** When calls came, as far back as one span. */
class Arrivals {
  private readonly at: number[] = [];
  private first = 0;

  constructor(private readonly spanMs: number) {}

  /** How many came within the span that ends now, this one included. */
  count(now: number): number {
    this.at.push(now);
    while ((this.at[this.first] ?? now) <= now - this.spanMs) this.first += 1;
    return this.at.length - this.first;
  }
}

function isOver(count: number, limit: number): boolean {
  return limit > 0 && count > limit;
}
