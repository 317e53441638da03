/** A stream that is pinged regularly to see whether its client is still there. */
export interface Pinged {
  /** Sends a ping. Returns false if the client did not answer the last one, and the stream was closed. */
  ping(): boolean;
}

/** The streams are spread over this many slots, so that thousands are not pinged at once. */
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

  /** Adds a stream, whose first ping comes after a full round; returns a function that removes it. */
  add(stream: Pinged): () => void {
    const slot = this.slots[this.at] as Set<Pinged>;
    slot.add(stream);
    this.count += 1;
    this.timer ??= setInterval(() => this.turn(), this.roundMs / SLOTS).unref();
    return () => {
      if (slot.delete(stream)) this.removed();
    };
  }

  /** Pings the next slot. */
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
