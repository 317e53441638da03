import type { Clock } from '../clock.js';

/** Of the quota: openings after a restart leave the rest to anybody who signs or reads. */
const SHARE_OF_QUOTA = 0.25;
/** So many seconds' worth may open at once: on a quiet day nobody waits. */
const BURST_SECONDS = 60;

/** How long it takes until so many callers have their first status, at the most, in milliseconds. */
export function openingTakesMs(callers: number, callsPerMinute: number): number {
  if (callsPerMinute === 0) return 0;
  const burst = (callsPerMinute * SHARE_OF_QUOTA * BURST_SECONDS) / 60;
  return Math.max(0, ((callers - burst) * 60_000) / (callsPerMinute * SHARE_OF_QUOTA));
}

/**
 * Anybody who opens a subscription waits here for a turn to read the present status. After a restart everybody opens at once,
 * each with a read of their own: they get a part of the quota, one after the other, and nobody is refused. Addresses take turns, since
 * tokens can be invented: anybody who opens very many at one address delays nobody elsewhere.
 */
export class OpeningQueue<Opening> {
  /** By address, the one whose turn it is first. */
  private readonly waiting = new Map<string, Set<Opening>>();
  private readonly addresses = new Map<Opening, string>();
  private readonly perMs: number;
  private readonly burst: number;
  private turns: number;
  private countedAt: number;
  private isTimed = false;

  constructor(
    callsPerMinute: number,
    private readonly clock: Clock,
    private readonly open: (opening: Opening) => void,
  ) {
    this.perMs = (callsPerMinute * SHARE_OF_QUOTA) / 60_000;
    this.burst = Math.max(1, this.perMs * BURST_SECONDS * 1000);
    this.turns = this.burst;
    this.countedAt = clock.monotonicNow();
  }

  get length(): number {
    return this.addresses.size;
  }

  /** Opens it when its turn comes; who waits already keeps the place. */
  enter(opening: Opening, address: string): void {
    if (this.perMs === 0) this.open(opening);
    else {
      if (this.addresses.has(opening)) return;
      const there = this.waiting.get(address) ?? new Set();
      this.waiting.set(address, there.add(opening));
      this.addresses.set(opening, address);
      this.serve();
    }
  }

  /** Who waits longest at the address at which the most wait; null where that is this address, or nowhere more than one. */
  oldestOfCrowd(except: string): Opening | null {
    let crowd: [string, Set<Opening>] | null = null;
    for (const entry of this.waiting) if (entry[1].size > (crowd?.[1].size ?? 1)) crowd = entry;
    return crowd === null || crowd[0] === except ? null : ([...crowd[1]][0] ?? null);
  }

  /** It needs no turn any more. */
  leave(opening: Opening): void {
    const address = this.addresses.get(opening);
    if (address === undefined) return;
    this.addresses.delete(opening);
    const there = this.waiting.get(address);
    there?.delete(opening);
    if (there?.size === 0) this.waiting.delete(address);
  }

  private serve(): void {
    const now = this.clock.monotonicNow();
    this.turns = Math.min(this.burst, this.turns + (now - this.countedAt) * this.perMs);
    this.countedAt = now;
    while (this.turns >= 1) {
      const opening = this.next();
      if (opening === null) break;
      this.turns -= 1;
      this.leave(opening);
      this.open(opening);
    }
    if (this.waiting.size === 0 || this.isTimed) return;
    this.isTimed = true;
    this.clock.setTimeout(
      () => {
        this.isTimed = false;
        this.serve();
      },
      Math.ceil((1 - this.turns) / this.perMs),
    );
  }

  /** The address goes to the end of the row. */
  private next(): Opening | null {
    const [first] = this.waiting;
    if (first === undefined) return null;
    const [address, there] = first;
    this.waiting.delete(address);
    this.waiting.set(address, there);
    const [opening] = there;
    return opening ?? null;
  }
}
