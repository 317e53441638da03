import type { CallerVlens } from '../vlens/pipeline.js';

/** Reads in flight of one caller, which must not use a whole second of the tenant's quota (`UPSTREAM_RATE_PER_SECOND`, 10). */
const MAX_IN_FLIGHT = 4;
/** The part of these for requests whose last read was not answered in time. */
const MAX_SLOW_IN_FLIGHT = 2;
/** How many such requests are remembered. */
const MAX_SLOW = 100;

interface Reads {
  /** Resolves when the last read is over. */
  last: Promise<void>;
  /** A read that was requested but has not begun. */
  next: Promise<void> | null;
  /** What the next read uses to call Vlens. */
  vlens: CallerVlens;
}

interface Turn {
  isSlow: boolean;
  begin: () => void;
}

/**
 * Reads requests that no list contains, each separately by its id. A request that Vlens does not answer for delays no other. Once such
 * requests are known, they use at most half of the places. Reads of the same request come one after another, so that an older answer never
 * overwrites a newer one. All callers that ask during a read share the next one.
 */
export class ReadsAlone {
  private readonly reads = new Map<string, Reads>();
  private readonly waiting: Turn[] = [];
  private readonly slow = new Set<string>();
  private inFlight = 0;
  private slowInFlight = 0;

  /** @param read reads one request, handles the result, and resolves to whether Vlens answered in time; it never rejects */
  constructor(private readonly read: (id: string, vlens: CallerVlens) => Promise<boolean>) {}

  /** The requests that are being read, or will be. */
  get ids(): ReadonlySet<string> {
    return new Set(this.reads.keys());
  }

  /** Resolves when a read is over that began after this call. */
  ask(id: string, vlens: CallerVlens): Promise<void> {
    const reads = this.reads.get(id) ?? { last: Promise.resolve(), next: null, vlens };
    this.reads.set(id, reads);
    reads.vlens = vlens;
    reads.next ??= this.afterLast(id, reads);
    return reads.next;
  }

  private async afterLast(id: string, reads: Reads): Promise<void> {
    await reads.last;
    const isSlow = this.slow.has(id);
    await this.turn(isSlow);
    reads.next = null;
    reads.last = this.read(id, reads.vlens).then((isAnswered) => this.note(id, isAnswered));
    await reads.last;
    this.endTurn(isSlow);
    if (reads.next === null) this.reads.delete(id);
  }

  private note(id: string, isAnswered: boolean): void {
    this.slow.delete(id);
    if (!isAnswered) this.slow.add(id);
    const [first] = this.slow;
    if (this.slow.size > MAX_SLOW && first !== undefined) this.slow.delete(first);
  }

  private async turn(isSlow: boolean): Promise<void> {
    if (this.mayBegin({ isSlow })) this.count(isSlow, 1);
    else await new Promise<void>((begin) => this.waiting.push({ isSlow, begin }));
  }

  /** Gives the place to the read that has waited longest, of those that may begin. */
  private endTurn(isSlow: boolean): void {
    this.count(isSlow, -1);
    const at = this.waiting.findIndex((turn) => this.mayBegin(turn));
    const [next] = at < 0 ? [] : this.waiting.splice(at, 1);
    if (!next) return;
    this.count(next.isSlow, 1);
    next.begin();
  }

  private mayBegin({ isSlow }: Pick<Turn, 'isSlow'>): boolean {
    return this.inFlight < MAX_IN_FLIGHT && (!isSlow || this.slowInFlight < MAX_SLOW_IN_FLIGHT);
  }

  private count(isSlow: boolean, change: 1 | -1): void {
    this.inFlight += change;
    if (isSlow) this.slowInFlight += change;
  }
}
