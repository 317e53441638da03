import { LRUCache } from 'lru-cache';
import type { StatusHint } from '../vlens/webhook.js';

export const TAKEN_HINTS_LIMITS = { maxEntries: 1000, ttlMs: 10 * 60_000 };

export interface TakenHint {
  hint: StatusHint;
  /** Whether Redis has published it. */
  isPublished: boolean;
}

/**
 * Keeps the hints of webhooks that this replica received, which other replicas may have missed. It keeps only the last hint about each
 * request: a hint only makes the gateway read the status, so an earlier hint adds nothing.
 */
export class TakenHints {
  private readonly taken = new LRUCache<string, TakenHint>({
    max: TAKEN_HINTS_LIMITS.maxEntries,
    ttl: TAKEN_HINTS_LIMITS.ttlMs,
  });

  add(taken: TakenHint): void {
    this.taken.set(taken.hint.requestId, taken);
  }

  /** Returns a copy, since new hints arrive while these are published. */
  all(): readonly TakenHint[] {
    return [...this.taken.values()];
  }
}
