import { InFlight } from '../../in-flight.js';
import { PassingSet } from '../../passing-set.js';

/**
 * The operations in flight over every transport: each from when it is taken until what came of it is stored, also when its
 * client has left meanwhile.
 */
export class OperationsInFlight {
  private readonly giveUps = new PassingSet<() => void>();
  private readonly operations = new InFlight();
  private isGivenUp = false;

  get size(): number {
    return this.operations.size;
  }

  /**
   * Holds an operation until it ends.
   * @param lastWord the answer instead, where this process no longer waits for the end
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

  /** Resolves when none is in flight. */
  ended(): Promise<void> {
    return this.operations.ended();
  }

  /** Every client that still waits gets its last word. */
  giveUp(): void {
    this.isGivenUp = true;
    for (const giveUp of this.giveUps) giveUp();
    this.giveUps.clear();
  }
}
