/** A limit of `calls` calls in any span of `spanMs`; `calls: 0` means no limit. */
export interface QuotaWindow {
  calls: number;
  spanMs: number;
}

/** At how many moments, at most, `waitForLoan` checks whether the others find their places. */
const MOMENTS = 16;

interface Asked {
  /** How many calls go before this one. */
  ahead?: number;
  /** How long a call in flight is expected to take. */
  expectedCallMs: number;
}

export interface Beside extends Asked {
  /** The part of each window that all kinds together may use, 0 to 1. */
  factor: number;
  /** The part of it that one of the two kinds may use at most. */
  share: number;
  /** How many more places stay free. */
  reserved?: (window: QuotaWindow) => number;
}

/**
 * Counts calls against sliding windows. A call counts from its start until one span after its end. Vlens counts the call at some moment in
 * between, so only then is it certain that Vlens no longer counts it.
 */
export class SlidingWindows {
  private inFlight = 0;
  /** When calls ended, oldest first. Calls older than the longest span are dropped. */
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

  /** How many calls count now, in the longest window. */
  counted(now: number): number {
    return this.ends.length - this.firstCounted(now, this.longestMs) + this.inFlight;
  }

  /** How many calls count now, in each window. */
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
   * Milliseconds until `ahead + 1` more calls fit; 0 if they fit now.
   * @param share the part of each window that may be used, 0 to 1
   */
  waitFor(now: number, { share, ...asked }: Asked & { share: number }): number {
    let wait = 0;
    for (const { calls, spanMs } of this.windows) {
      const allowed = atLeastOne(calls * share);
      wait = Math.max(wait, this.waitIn(now, spanMs, this.firstCounted(now, spanMs), allowed, asked));
    }
    return wait;
  }

  /**
   * As `waitFor`, but leaves the others their part of each window if they come evenly: the first place at once, each next place when it is
   * due. If many calls went at once, and so leave the window at once, the others' whole part stays free. If calls leave evenly, this kind
   * may borrow places until they are due. What the others cannot use anyway is available at once.
   * @param own counts this kind's calls only
   */
  waitBeside(now: number, own: SlidingWindows, beside: Beside): number {
    let wait = 0;
    for (const window of this.windows) {
      const untilLent = this.waitForLoan(now, window, beside);
      if (untilLent > wait)
        wait = Math.max(wait, Math.min(untilLent, own.waitForRestOf(now, window, beside)));
    }
    return wait;
  }

  /** The same, in the part that the others cannot use. */
  waitForRest(now: number, beside: Beside): number {
    let wait = 0;
    for (const window of this.windows) wait = Math.max(wait, this.waitForRestOf(now, window, beside));
    return wait;
  }

  private waitForLoan(
    now: number,
    window: QuotaWindow,
    { factor, share, reserved, ...asked }: Beside,
  ): number {
    const { calls, spanMs } = window;
    const kept = restOf(calls * factor, share);
    if (kept === 0) return 0;
    const allowed = atLeastOne(calls * factor) - (reserved?.(window) ?? 0);
    const first = this.firstCounted(now, spanMs);
    const step = Math.ceil(kept / MOMENTS);
    let wait = 0;
    for (let later = 0; later < kept; later += step) {
      const isNeededInMs = (later * spanMs) / kept;
      const isFreeInMs = this.waitIn(now, spanMs, first, Math.max(1, allowed - later - 1), asked);
      wait = Math.max(wait, isFreeInMs - isNeededInMs);
    }
    return wait;
  }

  private waitForRestOf(
    now: number,
    window: QuotaWindow,
    { factor, share, reserved, ...asked }: Beside,
  ): number {
    const { calls, spanMs } = window;
    const allowed = Math.max(1, restOf(calls * factor, share) - (reserved?.(window) ?? 0));
    return this.waitIn(now, spanMs, this.firstCounted(now, spanMs), allowed, asked);
  }

  private waitIn(
    now: number,
    spanMs: number,
    first: number,
    allowed: number,
    { ahead = 0, expectedCallMs }: Asked,
  ): number {
    const rounds = Math.floor(ahead / allowed);
    const mustLeave = this.ends.length - first + this.inFlight + (ahead % allowed) + 1 - allowed;
    const fullRounds = rounds * (spanMs + expectedCallMs);
    if (mustLeave <= 0) return fullRounds;
    const leaver = this.ends[first + mustLeave - 1];
    const leavesAt = leaver === undefined ? now + expectedCallMs + spanMs : leaver + spanMs;
    return fullRounds + leavesAt - now;
  }

  /** The index of the first end within the span. A binary search, since a large quota's minute holds many calls. */
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

/** Rounds down to whole calls, at least one. */
function atLeastOne(calls: number): number {
  return Math.max(1, Math.floor(calls));
}

/** What remains of `calls` calls if others use `share` of them. */
function restOf(calls: number, share: number): number {
  return atLeastOne(calls) - atLeastOne(calls * share);
}
