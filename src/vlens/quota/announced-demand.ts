/** The largest part of each window that is reserved for announced reads. */
const MAX_SHARE = 0.1;
/** The announced reads of this period predict how many more will come. */
const LOOKS_BACK_MS = 5 * 60_000;

/**
 * Counts announced reads, so that other reads leave as many places free: none while no webhook arrives, at most a tenth of a window.
 * Without this reserve, other reads could use up their part at the start of a minute, and clients that wait for a change would not get it
 * before the minute ends.
 */
export class AnnouncedDemand {
  private readonly asked = new Moments();
  private readonly started = new Moments();

  constructor(private readonly isLimited: boolean) {}

  /** A caller requests an announced read, whether it gets a place or not. */
  ask(now: number): void {
    if (this.isLimited) this.asked.add(now);
  }

  start(now: number): void {
    if (this.isLimited) this.started.add(now);
  }

  /** How many places of a window with `calls` places other reads must leave free now. */
  reservedIn(now: number, calls: number, spanMs: number): number {
    if (this.asked.isEmpty) return 0;
    const expected = Math.min(Math.floor(calls * MAX_SHARE), this.asked.within(LOOKS_BACK_MS, now));
    return Math.max(0, expected - this.started.within(spanMs, now));
  }
}

/** The times of events, oldest first. */
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

  /** How many events happened within the last `ms` milliseconds. */
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
