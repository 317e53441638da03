/** Of each window: the most that is kept for announced reads. */
const MAX_SHARE = 0.1;
/** The announced reads of this period predict how many will come. */
const LOOKS_BACK_MS = 5 * 60_000;

/**
 * How many announced reads come, so that other reads leave as many places free: none where no webhook comes, and a tenth of a window at
 * the most. Without it, reads that fill their part at the beginning of a minute would keep changes from anybody who waits for them to its end.
 */
export class AnnouncedDemand {
  private readonly asked = new Moments();
  private readonly started = new Moments();

  constructor(private readonly isLimited: boolean) {}

  /** Counts a read that was asked for, whether it gets a place or not. */
  ask(now: number): void {
    if (this.isLimited) this.asked.add(now);
  }

  start(now: number): void {
    if (this.isLimited) this.started.add(now);
  }

  /** Places of a window of so many calls that other reads leave free now. */
  reservedIn(now: number, calls: number, spanMs: number): number {
    if (this.asked.isEmpty) return 0;
    const expected = Math.min(Math.floor(calls * MAX_SHARE), this.asked.within(LOOKS_BACK_MS, now));
    return Math.max(0, expected - this.started.within(spanMs, now));
  }
}

/** When something happened, oldest first. */
class Moments {
  private readonly times: number[] = [];

  get isEmpty(): boolean {
    return this.times.length === 0;
  }

  add(now: number): void {
    this.times.push(now);
    const gone = this.times.length - this.within(LOOKS_BACK_MS, now);
    if (gone * 2 > this.times.length) this.times.splice(0, gone);
  }

  /** How often within so many milliseconds. */
  within(ms: number, now: number): number {
    let from = 0;
    let to = this.times.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((this.times[middle] ?? now) + ms > now) to = middle;
      else from = middle + 1;
    }
    return this.times.length - from;
  }
}
