import { InFlight } from '../../in-flight.js';
import { PassingSet } from '../../passing-set.js';

/**
 * The operations in flight over all transports. An operation counts from its acceptance until its outcome is stored, even if its client
 * leaves meanwhile.
 */
export class OperationsInFlight {
  private readonly giveUps = new PassingSet<() => void>();
  private readonly operations = new InFlight();
  private isGivenUp = false;

  get size(): number {
    return this.operations.size;
  }

  /**
   * Counts an operation until it ends.
   * @param lastWord the answer if this process stops waiting for the end
   */
  hold<T>(operation: Promise<T>, lastWord: () => T): Promise<T> {
    const end = this.operations.begin();
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
