/**
 * The operations in flight over every transport: each from when it is taken until what came of it is stored, also when its
 * client has left meanwhile.
 */
export class OperationsInFlight {
  private readonly giveUps = new Set<() => void>();
  private whenNone: (() => void)[] = [];
  private count = 0;
  private isGivenUp = false;

  get size(): number {
    return this.count;
  }

  /**
   * Holds an operation until it ends.
   * @param lastWord what its client is told instead where this process waits for the end no longer
   */
  hold<T>(operation: Promise<T>, lastWord: () => T): Promise<T> {
    this.count += 1;
    operation.then(this.over, this.over);
    if (this.isGivenUp) return Promise.resolve(lastWord());
    return new Promise<T>((resolve, reject) => {
      const giveUp = () => resolve(lastWord());
      const forget = () => this.giveUps.delete(giveUp);
      this.giveUps.add(giveUp);
      operation.then(resolve, reject);
      operation.then(forget, forget);
    });
  }

  /** Resolves when none is in flight. */
  async ended(): Promise<void> {
    if (this.count > 0) await new Promise<void>((resolve) => this.whenNone.push(resolve));
  }

  /** Every client that still waits gets its last word. */
  giveUp(): void {
    this.isGivenUp = true;
    for (const giveUp of this.giveUps) giveUp();
    this.giveUps.clear();
  }

  private readonly over = (): void => {
    this.count -= 1;
    if (this.count > 0) return;
    for (const resolve of this.whenNone.splice(0)) resolve();
  };
}
