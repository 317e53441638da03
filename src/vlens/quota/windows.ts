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
  private inFlight = 0;
  /** When calls ended, oldest first; older ones than the longest span are dropped. */
  private readonly ends: number[] = [];
  private readonly windows: readonly QuotaWindow[];
  private readonly longestMs: number;

  constructor(windows: readonly QuotaWindow[]) {
    this.windows = windows.filter(({ calls }) => calls > 0);
    this.longestMs = Math.max(0, ...this.windows.map(({ spanMs }) => spanMs));
  }

  start(): void {
    this.inFlight += 1;
  }

  /** How many calls count now, against the longest window. */
  counted(now: number): number {
    return this.ends.length - this.firstCounted(now, this.longestMs) + this.inFlight;
  }

  /** How many calls count now, window by window. */
  use(now: number): { seconds: number; limit: number; used: number }[] {
    return this.windows.map(({ calls, spanMs }) => ({
      seconds: spanMs / 1000,
      limit: calls,
      used: this.ends.length - this.firstCounted(now, spanMs) + this.inFlight,
    }));
  }

  end(now: number): void {
    this.inFlight -= 1;
    if (this.windows.length === 0) return;
    this.ends.push(now);
    const firstKept = this.firstCounted(now, this.longestMs);
    if (firstKept > 0) this.ends.splice(0, firstKept);
  }

  /**
   * Milliseconds until `ahead + 1` more calls would fit, 0 where they fit now.
   * @param share the part of each window that may be used, 0 to 1
   * @param expectedCallMs how long a call in flight is expected to need
   * @param reserved places of a window's part that are left to others
   */
  waitFor(
    now: number,
    {
      share,
      ahead = 0,
      expectedCallMs,
      reserved,
    }: {
      share: number;
      ahead?: number;
      expectedCallMs: number;
      reserved?: (window: QuotaWindow) => number;
    },
  ): number {
    let wait = 0;
    for (const window of this.windows) {
      const { calls, spanMs } = window;
      const allowed = Math.max(1, Math.floor(calls * share) - (reserved?.(window) ?? 0));
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
    const first = this.firstCounted(now, spanMs);
    const mustLeave = this.ends.length - first + this.inFlight + (ahead % allowed) + 1 - allowed;
    const fullRounds = rounds * (spanMs + expectedCallMs);
    if (mustLeave <= 0) return fullRounds;
    const leaver = this.ends[first + mustLeave - 1];
    const leavesAt = leaver === undefined ? now + expectedCallMs + spanMs : leaver + spanMs;
    return fullRounds + leavesAt - now;
  }

  /** Where those begin that ended within the span: looked for by halves, since a large quota's minute holds many. */
  private firstCounted(now: number, spanMs: number): number {
    let from = 0;
    let to = this.ends.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((this.ends[middle] ?? now) + spanMs > now) to = middle;
      else from = middle + 1;
    }
    return from;
  }
}
