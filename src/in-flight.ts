/** Counts work in flight, and notifies waiters when there is none. */
export class InFlight {
  private count = 0;
  private waiting: (() => void)[] = [];

  get size(): number {
    return this.count;
  }

  /** Counts one more. Returns a function that ends it, which has an effect only once. */
  begin(): () => void {
    this.count += 1;
    return once(() => {
      this.count -= 1;
      if (this.count === 0) for (const resolve of this.waiting.splice(0)) resolve();
    });
  }

  /** Resolves when nothing is in flight. */
  async ended(): Promise<void> {
    if (this.count > 0) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }
}

/** Wraps a function so that only its first call has an effect. */
export function once(end: () => void): () => void {
  let isOver = false;
  return () => {
    if (isOver) return;
    isOver = true;
    end();
  };
}
