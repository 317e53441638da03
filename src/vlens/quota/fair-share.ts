/** A caller may have used at most so many times what is still free, so that whoever comes next finds something left. */
const USED_PER_FREE = 3;

interface Call {
  caller: string;
  end: number;
}

/**
 * How much of a minute's reads each caller has had. Taking turns is fair among those who wait at the same time; this
 * keeps one caller from using up the minute before the others come: alone it gets three quarters of it, with others less.
 */
export class FairShare {
  private readonly underWay = new Set<Call>();
  /** In the order in which they ended. */
  private readonly ended: Call[] = [];
  /** How many calls of each caller are counted, so that the usual case looks at no other call. */
  private readonly counts = new Map<string, number>();

  constructor(
    /** Reads that a minute has, 0 for no limit: then nothing is counted. */
    private readonly allowed: number,
    private readonly spanMs: number,
  ) {}

  /** Counts a call from its start on; `end` says when it was over. */
  start(caller: string): { end(now: number): void } {
    if (this.allowed === 0) return UNCOUNTED;
    const call = { caller, end: Number.POSITIVE_INFINITY };
    this.underWay.add(call);
    this.counts.set(caller, this.countOf(caller) + 1);
    return {
      end: (now) => {
        if (!this.underWay.delete(call)) return;
        call.end = now;
        this.ended.push(call);
        this.forget(now);
      },
    };
  }

  /**
   * Milliseconds until this caller has used little enough, 0 where it has.
   * @param expectedCallMs how long a call under way is expected to need
   */
  waitFor(now: number, caller: string, expectedCallMs: number): number {
    if (this.allowed === 0) return 0;
    this.forget(now);
    let own = this.countOf(caller);
    let free = this.allowed - this.ended.length - this.underWay.size;
    if (isLittle(own, free)) return 0;
    const leavesAt = ({ end }: Call) => Math.min(end, now + expectedCallMs) + this.spanMs;
    let wait = 0;
    for (const call of [...this.ended, ...this.underWay].sort((a, b) => leavesAt(a) - leavesAt(b))) {
      if (isLittle(own, free)) break;
      wait = leavesAt(call) - now;
      free += 1;
      if (call.caller === caller) own -= 1;
    }
    return wait;
  }

  private countOf(caller: string): number {
    return this.counts.get(caller) ?? 0;
  }

  /** Lets go of the calls that are not counted any more. */
  private forget(now: number): void {
    let gone = 0;
    for (const { caller, end } of this.ended) {
      if (end + this.spanMs > now) break;
      gone += 1;
      const left = this.countOf(caller) - 1;
      if (left > 0) this.counts.set(caller, left);
      else this.counts.delete(caller);
    }
    if (gone > 0) this.ended.splice(0, gone);
  }
}

function isLittle(own: number, free: number): boolean {
  return own <= USED_PER_FREE * Math.max(0, free - 1);
}

const UNCOUNTED = { end: () => undefined };
