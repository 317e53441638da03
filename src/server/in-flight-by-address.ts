import { once } from '../in-flight.js';

/** Counts what is in flight: in total, and for each address block. */
export class InFlightByAddress {
  private readonly counts = new Map<string, number>();
  private total = 0;

  get size(): number {
    return this.total;
  }

  /** How many address blocks have something in flight. */
  get addresses(): number {
    return this.counts.size;
  }

  /** How much an address block has in flight. */
  of(addressBlock: string): number {
    return this.counts.get(addressBlock) ?? 0;
  }

  /** Counts one more. Returns a function that ends it, which has an effect only once. */
  begin(addressBlock: string): () => void {
    this.add(addressBlock, 1);
    return once(() => this.add(addressBlock, -1));
  }

  private add(addressBlock: string, count: number): void {
    this.total += count;
    const own = this.of(addressBlock) + count;
    if (own > 0) this.counts.set(addressBlock, own);
    else this.counts.delete(addressBlock);
  }
}
