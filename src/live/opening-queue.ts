import type { Clock } from '../clock.js';

/** Of the quota: openings after a restart leave the rest to whoever signs or reads. */
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
 * Whoever opens a subscription waits here for a turn to read the present status. After a restart everybody opens at once,
 * each with a read of their own: they get a part of the quota, one after the other, and nobody is refused.
 */
export class OpeningQueue<Opening> {
  private readonly waiting = new Set<Opening>();
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
    return this.waiting.size;
  }

  /** Opens it when its turn comes; who waits already keeps the place. */
  enter(opening: Opening): void {
    if (this.perMs === 0) this.open(opening);
    else {
      this.waiting.add(opening);
      this.serve();
    }
  }

  /** It needs no turn any more. */
  leave(opening: Opening): void {
    this.waiting.delete(opening);
  }

  private serve(): void {
    const now = this.clock.monotonicNow();
    this.turns = Math.min(this.burst, this.turns + (now - this.countedAt) * this.perMs);
    this.countedAt = now;
    for (const opening of this.waiting) {
      if (this.turns < 1) break;
      this.turns -= 1;
      this.waiting.delete(opening);
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
}
