import type { RequestSummary } from '../vlens/types.js';

/** A request as it is now, and when it changed, as far as that is known. All subscribers of a caller get the same object. */
export interface StatusChange {
  request: RequestSummary;
  changedAt: Date;
}

/** What a subscriber receives: changes, and at the end perhaps the reason why it ends. */
export type LiveEvent = StatusChange | Error;

/**
 * The changes that wait for one subscriber. Only the newest change of each request waits. A subscriber with too many waiting changes is
 * dropped. So memory stays bounded, however slowly a client reads.
 */
export class ChangeQueue implements AsyncIterableIterator<LiveEvent> {
  /** Null while no change waits, which is nearly always. */
  private waiting: Map<string, StatusChange> | null = null;
  private last: Error | null = null;
  private ended = false;
  private wake: ((event: IteratorResult<LiveEvent>) => void) | null = null;

  constructor(
    private readonly most: number,
    private readonly tooSlow: () => Error,
    private readonly whenEnded: () => void,
  ) {}

  get isOver(): boolean {
    return this.ended;
  }

  push(change: StatusChange): void {
    if (this.ended) return;
    this.waiting ??= new Map();
    this.waiting.delete(change.request.id);
    this.waiting.set(change.request.id, change);
    if (this.waiting.size > this.most) {
      this.waiting = null;
      this.end(this.tooSlow());
    }
    this.wakeUp();
  }

  /** Accepts no more changes. Those that wait are still delivered, and after them the reason, if there is one. */
  end(reason: Error | null = null): void {
    if (this.ended) return;
    this.ended = true;
    this.last = reason;
    this.whenEnded();
    this.wakeUp();
  }

  /** A waiting subscriber costs only one promise, since there are thousands of subscribers. */
  next(): Promise<IteratorResult<LiveEvent>> {
    if (this.waiting !== null || this.ended) return Promise.resolve(this.take());
    return new Promise((resolve) => {
      this.wake = resolve;
    });
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

  private wakeUp(): void {
    const { wake } = this;
    if (wake === null) return;
    this.wake = null;
    wake(this.take());
  }

  private take(): IteratorResult<LiveEvent> {
    const oldest = this.takeOldest();
    if (oldest) return { done: false, value: oldest };
    const { last } = this;
    this.last = null;
    return last ? { done: false, value: last } : { done: true, value: undefined };
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
