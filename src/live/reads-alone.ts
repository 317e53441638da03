import type { CallerVlens } from '../vlens/pipeline.js';

/** At most this many at once: one caller must not take a whole second of the tenant's quota (`UPSTREAM_RATE_PER_SECOND`, 10). */
const MAX_IN_FLIGHT = 4;
/** At most this many of them for requests whose last read timed out. */
const MAX_SLOW_IN_FLIGHT = 2;
/** How many such requests are remembered. */
const MAX_SLOW = 100;

interface Reads {
  /** The last one, when it is over. */
  last: Promise<void>;
  /** One that was asked for and has not begun. */
  next: Promise<void> | null;
  /** What that one reads with. */
  vlens: CallerVlens;
}

interface Turn {
  isSlow: boolean;
  begin: () => void;
}

/**
 * Reads requests that no list holds, each by its id. One that Vlens does not answer delays no other, and slow ones together take at most
 * half of the places once they are known. Reads of the same request come one after the other, so that an older answer never overwrites a
 * newer one; callers that ask meanwhile share the next read.
 */
export class ReadsAlone {
  private readonly reads = new Map<string, Reads>();
  private readonly waiting: Turn[] = [];
  private readonly slow = new Set<string>();
  private inFlight = 0;
  private slowInFlight = 0;

  /** @param read reads one, takes what comes of it, and answers whether Vlens answered in time; never fails */
  constructor(private readonly read: (id: string, vlens: CallerVlens) => Promise<boolean>) {}

  /** Those that are being read, or will be. */
  get ids(): ReadonlySet<string> {
    return new Set(this.reads.keys());
  }

  /** Resolves when a read is over that began after this. */
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

  /** Of the reads that may begin, the one that has waited longest takes the place over. */
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
