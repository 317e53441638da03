import { InFlight } from '../../in-flight.js';
import { PassingSet } from '../../passing-set.js';
import { InFlightByAddress } from '../in-flight-by-address.js';

/**
 * The operations in flight over all transports. An operation counts from its acceptance until its outcome is stored, even if its client
 * leaves meanwhile.
 */
export class OperationsInFlight {
  private readonly giveUps = new PassingSet<() => void>();
  private readonly operations = new InFlight();
  private readonly counts = new InFlightByAddress();
  private isGivenUp = false;

  get size(): number {
    return this.counts.size;
  }

  /** How many address blocks have an operation in flight. */
  get addresses(): number {
    return this.counts.addresses;
  }

  /** How many operations an address block has in flight. */
  of(addressBlock: string): number {
    return this.counts.of(addressBlock);
  }

  /**
   * Counts an operation until it ends.
   * @param from the client's address block
   * @param lastWord the answer if this process stops waiting for the end
   */
  hold<T>(operation: Promise<T>, from: string, lastWord: () => T): Promise<T> {
    const endCount = this.counts.begin(from);
    const end = this.operations.begin();
    operation.then(endCount, endCount);
    operation.then(end, end);
    if (this.isGivenUp) return Promise.resolve(lastWord());
    return new Promise<T>((resolve, reject) => {
      const forget = this.giveUps.add(() => resolve(lastWord()));
      operation.then(resolve, reject);
      operation.then(forget, forget);
    });
  }

  /** Resolves when no operation is in flight. */
  ended(): Promise<void> {
    return this.operations.ended();
  }

  /** Sends the last word to every client that still waits. */
  giveUp(): void {
    this.isGivenUp = true;
    for (const giveUp of this.giveUps) giveUp();
    this.giveUps.clear();
  }
}
