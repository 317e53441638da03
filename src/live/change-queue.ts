import type { RequestSummary } from '../vlens/types.js';

/** A request as it stands now, and since when as far as that is known. One object for all of a caller's subscribers. */
export interface StatusChange {
  request: RequestSummary;
  changedAt: Date;
}

/** What a subscriber gets: changes, and at the end perhaps why there are no more. */
export type LiveEvent = StatusChange | Error;

/**
 * What waits for one subscriber. Of each request only the newest waits, and a subscriber who lets too many wait is
 * dropped: memory stays bounded however slowly somebody reads.
 */
export class ChangeQueue implements AsyncIterableIterator<LiveEvent> {
  /** Null while nothing waits, which is nearly always. */
  private waiting: Map<string, StatusChange> | null = null;
  private last: Error | null = null;
  private ended = false;
  private wake: (() => void) | null = null;

  constructor(
    private readonly most: number,
    private readonly tooSlow: () => Error,
    private readonly whenEnded: () => void,
  ) {}

  push(change: StatusChange): void {
    if (this.ended) return;
    this.waiting ??= new Map();
    this.waiting.delete(change.request.id);
    this.waiting.set(change.request.id, change);
    if (this.waiting.size > this.most) {
      this.waiting = null;
      this.end(this.tooSlow());
    }
    this.wake?.();
  }

  /** No more changes come; what waits is still delivered, then the reason, if one. */
  end(reason: Error | null = null): void {
    if (this.ended) return;
    this.ended = true;
    this.last = reason;
    this.whenEnded();
    this.wake?.();
  }

  async next(): Promise<IteratorResult<LiveEvent>> {
    while (this.waiting === null && !this.ended) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
      this.wake = null;
    }
    const oldest = this.takeOldest();
    if (oldest) return { done: false, value: oldest };
    const { last } = this;
    this.last = null;
    return last ? { done: false, value: last } : { done: true, value: undefined };
  }

  async return(): Promise<IteratorResult<LiveEvent>> {
    this.waiting = null;
    this.last = null;
    this.end();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  private takeOldest(): StatusChange | null {
    for (const [id, change] of this.waiting ?? []) {
      this.waiting?.delete(id);
      if (this.waiting?.size === 0) this.waiting = null;
      return change;
    }
    return null;
  }
}
