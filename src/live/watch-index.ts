/**
 * Maps each request to the callers that watch it. Null stands for all requests of a caller. A lookup does not go through other callers,
 * however many subscribe.
 */
export class WatchIndex<Watch extends object> {
  /** Nearly every request is watched by one caller, which is stored without a set: the set would need more memory than the entry. */
  private readonly watches = new Map<string | null, Watch | Set<Watch>>();

  /** Returns the callers that watch a request. It is a copy, since they may change the index while they handle a change. */
  of(requestId: string | null): readonly Watch[] {
    const known = this.watches.get(requestId);
    if (known === undefined) return [];
    return known instanceof Set ? [...known] : [known];
  }

  countOf(requestId: string | null): number {
    const known = this.watches.get(requestId);
    if (known === undefined) return 0;
    return known instanceof Set ? known.size : 1;
  }

  /** Adding an entry twice, or deleting one that does not exist, changes nothing. */
  add(requestId: string | null, watch: Watch): void {
    const known = this.watches.get(requestId);
    if (known === undefined) this.watches.set(requestId, watch);
    else if (known instanceof Set) known.add(watch);
    else if (known !== watch) this.watches.set(requestId, new Set([known, watch]));
  }

  delete(requestId: string | null, watch: Watch): void {
    const known = this.watches.get(requestId);
    if (known instanceof Set) known.delete(watch);
    if (known === watch || (known instanceof Set && known.size === 0)) this.watches.delete(requestId);
  }

  /** The number of watched requests. */
  get size(): number {
    return this.watches.size;
  }
}
