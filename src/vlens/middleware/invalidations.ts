import { LRUCache } from 'lru-cache';

export const INVALIDATIONS_LIMITS = { maxEntries: 10_000 };

/** A business request in an answer. */
export interface AnsweredRequest {
  id: string;
  status?: string;
}

interface Announced {
  status: string | null;
  /** The generation of the last announcement, and of the last one that named another status. */
  generation: number;
  otherGeneration: number;
}

/**
 * Remembers which business requests have changed, in the order of the announcements. An answer belongs to the generation in which its read
 * began, and is outdated once a later announcement differs from it. An answer that already has the announced status is not outdated: a
 * caller's step, and the read after it, come before their webhook.
 */
export class Invalidations {
  private readonly announced: LRUCache<string, Announced>;
  private current = 0;
  private forgotten = 0;

  constructor(maxEntries = INVALIDATIONS_LIMITS.maxEntries) {
    this.announced = new LRUCache({
      max: maxEntries,
      dispose: ({ generation }, _requestId, why) => {
        if (why === 'evict') this.forgotten = Math.max(this.forgotten, generation);
      },
    });
  }

  /** The generation of a read that begins now. */
  get generation(): number {
    return this.current;
  }

  /** @param status the announced status; null if it is not known */
  invalidate(requestId: string, status: string | null = null): void {
    this.current += 1;
    const before = this.announced.peek(requestId);
    const isSame = status !== null && before?.status === status;
    const otherGeneration = isSame ? before.otherGeneration : (before?.generation ?? 0);
    this.announced.set(requestId, { status, generation: this.current, otherGeneration });
  }

  /** Whether a change of one of these requests was announced after this generation, and differs from the answer. */
  areOutdated(answered: readonly AnsweredRequest[] | 'any', generation: number): boolean {
    if (answered.length === 0 || generation === this.current) return false;
    if (answered === 'any') return true;
    if (this.forgotten > generation) return true;
    return answered.some(({ id, status }) => {
      const known = this.announced.peek(id);
      if (!known) return false;
      const isSaid = known.status !== null && known.status === status;
      return (isSaid ? known.otherGeneration : known.generation) > generation;
    });
  }
}
