import type { CallerVlens } from '../vlens/pipeline.js';

/** So many at once: one caller must not take a whole second of the tenant's quota (`UPSTREAM_RATE_PER_SECOND`, 10). */
const MAX_IN_FLIGHT = 4;

interface Reads {
  /** The last one, when it is over. */
  last: Promise<void>;
  /** One that was asked for and has not begun. */
  next: Promise<void> | null;
  /** What that one reads with. */
  vlens: CallerVlens;
}

/**
 * Requests that no list holds, each read by its id and by itself: one that Vlens does not answer for holds up no other. Reads of the same
 * request come one after the other, so that an older answer never overwrites a newer one, and who asks meanwhile shares the next one.
 */
export class ReadsAlone {
  private readonly reads = new Map<string, Reads>();
  private readonly waiting: (() => void)[] = [];
  private inFlight = 0;

  /** @param read reads one, and takes what comes of it; never fails */
  constructor(private readonly read: (id: string, vlens: CallerVlens) => Promise<void>) {}

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
    await this.turn();
    reads.next = null;
    reads.last = this.read(id, reads.vlens);
    await reads.last;
    this.endTurn();
    if (reads.next === null) this.reads.delete(id);
  }

  private async turn(): Promise<void> {
    if (this.inFlight < MAX_IN_FLIGHT) this.inFlight += 1;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  /** Whoever waits longest takes the place over. */
  private endTurn(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.inFlight -= 1;
  }
}
