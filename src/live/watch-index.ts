/**
 * The watches of each request; null stands for all of a caller's requests. Finding them takes no scan, however many subscribe.
 */
export class WatchIndex<Watch extends object> {
  /** Nearly every request has one caller who watches it: a set of its own would cost more than the rest of the entry. */
  private readonly watches = new Map<string | null, Watch | Set<Watch>>();

  /** The watches of this request; a copy, since what they do may change the set. */
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

  /** Adding what is there, or deleting what is not, changes nothing. */
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

  /** How many requests are watched. */
  get size(): number {
    return this.watches.size;
  }
}
