/** A caller may have used at most so many times what is still free, so that whoever comes next finds something left. */
const USED_PER_FREE = 3;

/**
 * How much of a minute's reads each caller has had. Taking turns is fair among those who wait at the same time; this
 * keeps one caller from using up the minute before the others come: alone it gets three quarters of it, with others less.
 */
export class CallerShares {
  private calls: { caller: string; end: number }[] = [];

  constructor(
    private readonly allowed: number,
    private readonly spanMs: number,
  ) {}

  /** Counts a call from its start on; `end` says when it was over. */
  start(caller: string): { end(now: number): void } {
    const call = { caller, end: Number.POSITIVE_INFINITY };
    this.calls.push(call);
    return {
      end: (now) => {
        call.end = now;
        this.calls = this.calls.filter(({ end }) => end + this.spanMs > now);
      },
    };
  }

  /**
   * Milliseconds until this caller has used little enough, 0 where it has.
   * @param expectedCallMs how long a call under way is expected to need
   */
  waitFor(now: number, caller: string, expectedCallMs: number): number {
    if (this.allowed === 0) return 0;
    const counted = this.calls
      .map((call) => ({ ...call, leavesAt: Math.min(call.end, now + expectedCallMs) + this.spanMs }))
      .filter(({ leavesAt }) => leavesAt > now)
      .sort((a, b) => a.leavesAt - b.leavesAt);
    let own = counted.filter((call) => call.caller === caller).length;
    let free = this.allowed - counted.length;
    let wait = 0;
    for (const call of counted) {
      if (own <= USED_PER_FREE * Math.max(0, free - 1)) break;
      wait = call.leavesAt - now;
      free += 1;
      if (call.caller === caller) own -= 1;
    }
    return wait;
  }
}
