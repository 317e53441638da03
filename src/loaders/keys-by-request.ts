import { LRUCache } from 'lru-cache';

/** For so many requests it is remembered when they were dropped last, for answers that were on their way then. */
const REMEMBERED_DROPS = 10_000;

/** Which kept answers tell of which business request. */
export class KeysByRequest {
  private readonly keys = new Map<string, Set<string>>();
  private readonly requests = new Map<string, string[]>();
  private readonly droppedAt = new LRUCache<string, number>({ max: REMEMBERED_DROPS });

  add(key: string, requestIds: string[]): void {
    this.remove(key);
    if (requestIds.length === 0) return;
    this.requests.set(key, requestIds);
    for (const id of requestIds) {
      const keys = this.keys.get(id);
      if (keys) keys.add(key);
      else this.keys.set(id, new Set([key]));
    }
  }

  remove(key: string): void {
    for (const id of this.requests.get(key) ?? []) {
      const keys = this.keys.get(id);
      keys?.delete(key);
      if (keys?.size === 0) this.keys.delete(id);
    }
    this.requests.delete(key);
  }

  /** The keys of all answers that tell of this request; what was asked before now is outdated from now on. */
  dropped(requestId: string, now: number): string[] {
    this.droppedAt.set(requestId, now);
    return [...(this.keys.get(requestId) ?? [])];
  }

  /** Whether one of these requests was dropped after the answer that tells of them was asked for. */
  isOutdated(requestIds: string[], askedAt: number): boolean {
    return requestIds.some((id) => (this.droppedAt.get(id) ?? Number.NEGATIVE_INFINITY) >= askedAt);
  }
}
