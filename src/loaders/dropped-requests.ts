import { LRUCache } from 'lru-cache';

/** So many drops are remembered; what was asked before one that was forgotten is taken for outdated. */
const REMEMBERED_DROPS = 10_000;

/** Stands for whichever request: an answer that depends on all of the caller's tells of this one. */
export const ANY_REQUEST = 'any request';

/** When business requests were dropped: what was asked about them before is outdated. */
export class DroppedRequests {
  private readonly droppedAt: LRUCache<string, number>;
  private lastAt = Number.NEGATIVE_INFINITY;
  private forgottenAt = Number.NEGATIVE_INFINITY;

  constructor(remembered = REMEMBERED_DROPS) {
    this.droppedAt = new LRUCache({
      max: remembered,
      dispose: (at, _id, why) => {
        if (why === 'evict') this.forgottenAt = Math.max(this.forgottenAt, at);
      },
    });
  }

  drop(requestId: string, now: number): void {
    this.lastAt = now;
    this.droppedAt.set(requestId, now);
    this.droppedAt.set(ANY_REQUEST, now);
  }

  /** Whether anything at all was dropped since then: where webhooks seldom come, the answer for most. */
  sinceThen(askedAt: number): boolean {
    return this.lastAt >= askedAt;
  }

  /** Whether one of these requests was dropped since then. */
  includes(requestIds: string[], askedAt: number): boolean {
    if (requestIds.length === 0) return false;
    if (this.forgottenAt >= askedAt) return true;
    return requestIds.some((id) => (this.droppedAt.peek(id) ?? Number.NEGATIVE_INFINITY) >= askedAt);
  }
}
