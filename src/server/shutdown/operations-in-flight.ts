import { InFlight } from '../../in-flight.js';
import { PassingSet } from '../../passing-set.js';
import { type Client, InFlightByClient } from '../in-flight-by-client.js';

/**
 * The operations in flight over all transports. An operation counts from its acceptance until its outcome is stored, even if its client
 * leaves meanwhile.
 */
export class OperationsInFlight {
  private readonly giveUps = new PassingSet<() => void>();
  private readonly operations = new InFlight();
  private readonly counts = new InFlightByClient();
  private isGivenUp = false;

  get size(): number {
    return this.counts.size;
  }

  /** How many clients divide what may be in flight. */
  clientsFor(client: Client): number {
    return this.counts.clientsFor(client);
  }

  /** How many operations a client has in flight. */
  of(client: Client): number {
    return this.counts.of(client);
  }

  /**
   * Counts an operation until it ends.
   * @param from the client
   * @param lastWord the answer if this process stops waiting for the end
   */
  hold<T>(operation: Promise<T>, from: Client, lastWord: () => T): Promise<T> {
    const endCount = this.counts.begin(from);
    const endOperation = this.operations.begin();
    const end = () => {
      endCount();
      endOperation();
    };
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
