interface Call {
  key: string;
  /** When the call ended; infinite while it is in flight. */
  end: number;
}

/** A call that counts against a share from its start. */
export interface SharedOut {
  /** @param countsFor the key that the call counts for from now on; null if it no longer counts */
  end(now: number, countsFor: string | null): void;
}

/** How much a key may use, relative to what it leaves free for the others. */
const USED_PER_FREE = 2 / 3;
/** How much of the whole a key may use beyond its share where that is allowed, at least one call. */
const BEYOND_SHARE = 1 / 20;
/** How much of the whole a key may always use while anything is left, whatever the others have used. */
const SURE_PART = 1 / 5;

/**
 * Divides the calls of a span between keys. A key may use two thirds of what it leaves free, and always a fifth of the whole. A single key
 * gets two fifths, and less beside others, so that the next key always finds something left. Turns alone would be fair only among keys that
 * wait at the same time.
 */
export class FairShare {
  private readonly inFlight = new Set<Call>();
  /** Calls in the order in which they ended. */
  private readonly ended: Call[] = [];
  /** How many calls of each key count, so that the usual case need not walk through the calls. */
  private readonly counts = new Map<string, number>();

  constructor(
    /** Calls per span; 0 for no limit, and then nothing is counted. */
    private readonly allowed: number,
    private readonly spanMs: number,
    /** Whether a call that is in flight is expected to count after its end too. */
    private readonly countsOn = true,
    /** The part of `allowed` that this process may use now. */
    private readonly part: (now: number) => number = () => 1,
  ) {}

  start(key: string): SharedOut {
    if (this.allowed === 0) return UNCOUNTED;
    const call = { key, end: Number.POSITIVE_INFINITY };
    this.inFlight.add(call);
    this.add(key, 1);
    return {
      end: (now, countsFor) => {
        if (!this.inFlight.delete(call)) return;
        this.add(key, -1);
        if (countsFor === null) return;
        this.add(countsFor, 1);
        this.ended.push({ key: countsFor, end: now });
        this.forget(now);
      },
    };
  }

  /** How many calls of all keys count now. */
  used(now: number): number {
    this.forget(now);
    return this.ended.length + this.inFlight.size;
  }

  /** Milliseconds until the next call stops counting; infinite if no call counts. */
  nextLeavesIn(now: number, expectedCallMs: number): number {
    const [oldest] = this.ended;
    const ofEnded = oldest ? oldest.end + this.spanMs - now : Number.POSITIVE_INFINITY;
    if (this.inFlight.size === 0) return ofEnded;
    return Math.min(ofEnded, this.countsOn ? expectedCallMs + this.spanMs : expectedCallMs);
  }

  /**
   * Whether this key may use one more call now.
   * @param isBeyond whether it may go a little beyond its share
   */
  hasRoom(now: number, key: string, isBeyond = false): boolean {
    if (this.allowed === 0) return true;
    this.forget(now);
    const allowed = partOf(this.allowed, this.part(now));
    const free = allowed - this.ended.length - this.inFlight.size;
    return isLittle(this.ownOf(key, allowed, isBeyond), free, allowed);
  }

  /**
   * Milliseconds until this key may use one more call; 0 if it may now.
   * @param expectedCallMs how long a call in flight is expected to take
   * @param isBeyond whether it may go a little beyond its share
   */
  waitFor(now: number, key: string, expectedCallMs: number, isBeyond = false): number {
    if (this.hasRoom(now, key, isBeyond)) return 0;
    const allowed = partOf(this.allowed, this.part(now));
    let own = this.ownOf(key, allowed, isBeyond);
    let free = allowed - this.ended.length - this.inFlight.size;
    let wait = 0;
    const leave = (call: Call, at: number) => {
      wait = at - now;
      free += 1;
      if (call.key === key) own -= 1;
      return isLittle(own, free, allowed);
    };
    const endsAt = now + expectedCallMs;
    if (!this.countsOn) for (const call of this.inFlight) if (leave(call, endsAt)) return wait;
    for (const call of this.ended) if (leave(call, call.end + this.spanMs)) return wait;
    if (this.countsOn) for (const call of this.inFlight) if (leave(call, endsAt + this.spanMs)) return wait;
    return wait;
  }

  /** How many calls of this key count against its share. */
  private ownOf(key: string, allowed: number, isBeyond: boolean): number {
    return (this.counts.get(key) ?? 0) - (isBeyond ? partOf(allowed, BEYOND_SHARE) : 0);
  }

  private add(key: string, change: number): void {
    const count = (this.counts.get(key) ?? 0) + change;
    if (count > 0) this.counts.set(key, count);
    else this.counts.delete(key);
  }

  /** Drops calls that no longer count. */
  private forget(now: number): void {
    let gone = 0;
    for (const { key, end } of this.ended) {
      if (end + this.spanMs > now) break;
      gone += 1;
      this.add(key, -1);
    }
    if (gone > 0) this.ended.splice(0, gone);
  }
}

function isLittle(own: number, free: number, allowed: number): boolean {
  return free > 0 && own < Math.max(free * USED_PER_FREE, Math.floor(allowed * SURE_PART));
}

/** This part of a number of calls, at least one; 0 stays "no limit". */
export function partOf(calls: number, part: number): number {
  return calls === 0 ? 0 : Math.max(1, Math.floor(calls * part));
}

const UNCOUNTED: SharedOut = { end: () => undefined };
