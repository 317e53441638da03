import { LRUCache } from 'lru-cache';

export const INVALIDATIONS_LIMITS = { maxEntries: 10_000 };

/**
 * Which business requests have changed, in the order in which that was announced. An answer is asked for in a generation;
 * whatever of it was invalidated in a later one is outdated.
 */
export class Invalidations {
  private readonly generations: LRUCache<string, number>;
  private current = 0;
  private forgotten = 0;

  constructor(maxEntries = INVALIDATIONS_LIMITS.maxEntries) {
    this.generations = new LRUCache({
      max: maxEntries,
      dispose: (generation, _requestId, why) => {
        if (why === 'evict') this.forgotten = Math.max(this.forgotten, generation);
      },
    });
  }

  /** The generation of what is asked for now. */
  get generation(): number {
    return this.current;
  }

  invalidate(requestId: string): void {
    this.current += 1;
    this.generations.set(requestId, this.current);
  }

  /** Whether one of these requests was invalidated after this generation. */
  areOutdated(requestIds: readonly string[] | 'any', generation: number): boolean {
    if (requestIds.length === 0 || generation === this.current) return false;
    if (requestIds === 'any') return true;
    if (this.forgotten > generation) return true;
    return requestIds.some((id) => (this.generations.peek(id) ?? 0) > generation);
  }
}
