/** A stream that is asked from time to time whether its client is still there. */
export interface Pinged {
  /** Asks; false where it has not answered since it was asked last, and is let go. */
  ping(): boolean;
}

/** The streams are spread over so many turns, so that thousands are not pinged at once. */
const SLOTS = 12;

/** Pings each stream once a round, with one timer for all of them. */
export class PingWheel {
  private readonly slots: Set<Pinged>[] = Array.from({ length: SLOTS }, () => new Set());
  private at = 0;
  private count = 0;
  private timer: NodeJS.Timeout | null = null;

  /** @param roundMs how often each stream is pinged, and how long its client may take to answer */
  constructor(private readonly roundMs: number) {}

  get size(): number {
    return this.count;
  }

  /** From now on, first in a whole round; answers how to end that. */
  add(stream: Pinged): () => void {
    const slot = this.slots[this.at] as Set<Pinged>;
    slot.add(stream);
    this.count += 1;
    this.timer ??= setInterval(() => this.turn(), this.roundMs / SLOTS).unref();
    return () => {
      if (slot.delete(stream)) this.removed();
    };
  }

  /** The next slot's turn. */
  turn(): void {
    this.at = (this.at + 1) % SLOTS;
    const slot = this.slots[this.at] as Set<Pinged>;
    for (const stream of slot) if (!stream.ping() && slot.delete(stream)) this.removed();
  }

  private removed(): void {
    this.count -= 1;
    if (this.count > 0 || !this.timer) return;
    clearInterval(this.timer);
    this.timer = null;
  }
}
