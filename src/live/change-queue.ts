import type { RequestSummary } from '../vlens/types.js';

/** A request as it stands now, and since when as far as that is known. */
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
  private readonly waiting = new Map<string, StatusChange>();
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
    this.waiting.delete(change.request.id);
    this.waiting.set(change.request.id, change);
    if (this.waiting.size > this.most) {
      this.waiting.clear();
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
    while (this.waiting.size === 0 && !this.ended) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
      this.wake = null;
    }
    const [oldest] = this.waiting;
    if (oldest) {
      this.waiting.delete(oldest[0]);
      return { done: false, value: oldest[1] };
    }
    const { last } = this;
    this.last = null;
    return last ? { done: false, value: last } : { done: true, value: undefined };
  }

  async return(): Promise<IteratorResult<LiveEvent>> {
    this.waiting.clear();
    this.last = null;
    this.end();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
