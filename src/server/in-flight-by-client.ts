import { once } from '../in-flight.js';

/** The client of a request, by whom it is counted while in flight. */
export interface Client {
  /** The client's address block. */
  readonly address: string;
  /** The token that the client sent; null if there is none. */
  readonly token: string | null;
}

/**
 * Counts what is in flight: in total, for each address block, and for each token. One caller may come from thousands of address blocks, and
 * one address block may send any number of invented tokens.
 */
export class InFlightByClient {
  private readonly addresses = new Counts();
  private readonly tokens = new Counts();
  private readonly addressesWithoutToken = new Counts();
  private total = 0;

  get size(): number {
    return this.total;
  }

  /** How much a client has in flight, by its address block or its token, whichever has more. */
  of({ address, token }: Client): number {
    return Math.max(this.addresses.of(address), token === null ? 0 : this.tokens.of(token));
  }

  /**
   * How many clients divide what may be in flight: the address blocks, or the callers if they are fewer. For a caller with a token, all
   * callers without one are one, since they cost nothing to make up.
   */
  clientsFor({ token }: Client): number {
    const anonymous = this.addressesWithoutToken.size;
    const callers = this.tokens.size + (token === null ? anonymous : Math.min(1, anonymous));
    return Math.min(this.addresses.size, callers);
  }

  /** Counts one more. Returns a function that ends it, which has an effect only once. */
  begin({ address, token }: Client): () => void {
    const caller = token === null ? this.addressesWithoutToken : this.tokens;
    const add = (count: number) => {
      this.total += count;
      this.addresses.add(address, count);
      caller.add(token ?? address, count);
    };
    add(1);
    return once(() => add(-1));
  }
}

/** Counts by key. A key that counts nothing is dropped. */
class Counts {
  private readonly counts = new Map<string, number>();

  get size(): number {
    return this.counts.size;
  }

  of(key: string): number {
    return this.counts.get(key) ?? 0;
  }

  add(key: string, count: number): void {
    const sum = this.of(key) + count;
    if (sum > 0) this.counts.set(key, sum);
    else this.counts.delete(key);
  }
}
