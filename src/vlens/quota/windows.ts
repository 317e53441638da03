/** So many calls in any span of so long; `calls: 0` means no limit. */
export interface QuotaWindow {
  calls: number;
  spanMs: number;
}

/**
 * Counts calls against sliding windows. A call counts from its start until one span after its end: only then is it
 * certain that Vlens, whose clock sees the call somewhere in between, no longer counts it either.
 */
export class SlidingWindows {
  private underWay = 0;
  /** When calls ended, oldest first; older ones than the longest span are dropped. */
  private ends: number[] = [];

  constructor(private readonly windows: readonly QuotaWindow[]) {}

  start(): void {
    this.underWay += 1;
  }

  end(now: number): void {
    this.underWay -= 1;
    this.ends.push(now);
    const longest = Math.max(0, ...this.windows.map(({ spanMs }) => spanMs));
    const firstKept = this.ends.findIndex((end) => end + longest > now);
    if (firstKept > 0) this.ends.splice(0, firstKept);
  }

  /**
   * Milliseconds until `ahead + 1` more calls would fit, 0 where they fit now.
   * @param share the part of each window that may be used, 0 to 1
   * @param expectedCallMs how long a call under way is expected to need
   */
  waitFor(
    now: number,
    { share, ahead = 0, expectedCallMs }: { share: number; ahead?: number; expectedCallMs: number },
  ): number {
    let wait = 0;
    for (const { calls, spanMs } of this.windows) {
      if (calls === 0) continue;
      const allowed = Math.max(1, Math.floor(calls * share));
      wait = Math.max(wait, this.waitIn(now, spanMs, allowed, ahead, expectedCallMs));
    }
    return wait;
  }

  private waitIn(
    now: number,
    spanMs: number,
    allowed: number,
    ahead: number,
    expectedCallMs: number,
  ): number {
    const rounds = Math.floor(ahead / allowed);
    const counted = this.ends.filter((end) => end + spanMs > now);
    const mustLeave = counted.length + this.underWay + (ahead % allowed) + 1 - allowed;
    const fullRounds = rounds * (spanMs + expectedCallMs);
    if (mustLeave <= 0) return fullRounds;
    const leaver = counted[mustLeave - 1];
    const leavesAt = leaver === undefined ? now + expectedCallMs + spanMs : leaver + spanMs;
    return fullRounds + leavesAt - now;
  }
}
