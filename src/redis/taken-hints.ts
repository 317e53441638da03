import { LRUCache } from 'lru-cache';
import type { StatusHint } from '../vlens/webhook.js';

export const TAKEN_HINTS_LIMITS = { maxEntries: 1000, ttlMs: 10 * 60_000 };

export interface TakenHint {
  hint: StatusHint;
  /** Whether Redis has published it. */
  isPublished: boolean;
}

/**
 * Hints whose webhooks came in here, the last one about each request: what another replica may have missed. A hint only says where to
 * look, so that one before it is worth no look of its own.
 */
export class TakenHints {
  private readonly taken = new LRUCache<string, TakenHint>({
    max: TAKEN_HINTS_LIMITS.maxEntries,
    ttl: TAKEN_HINTS_LIMITS.ttlMs,
  });

  add(taken: TakenHint): void {
    this.taken.set(taken.hint.requestId, taken);
  }

  /** A copy: more come in while these are published. */
  all(): readonly TakenHint[] {
    return [...this.taken.values()];
  }
}
