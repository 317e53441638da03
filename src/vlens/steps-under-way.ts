/** The signing steps that were sent and have no answer yet: whoever stops waits for them. */
export class StepsUnderWay {
  private readonly steps = new Set<Promise<unknown>>();

  get count(): number {
    return this.steps.size;
  }

  /** Holds on to a step until it has ended. */
  hold<T>(step: Promise<T>): Promise<T> {
    this.steps.add(step);
    const over = () => this.steps.delete(step);
    step.then(over, over);
    return step;
  }

  /** Resolves when none is under way any more; each ends within its time limit. */
  async ended(): Promise<void> {
    while (this.steps.size > 0) await Promise.allSettled(this.steps);
  }
}
