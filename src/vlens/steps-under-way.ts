/** The signing steps that were sent and have no answer yet: whoever stops waits for them. */
export class StepsUnderWay {
  private steps = 0;
  private toldOfTheLast: (() => void)[] = [];

  get count(): number {
    return this.steps;
  }

  /** Counts a step until it has ended. */
  hold<T>(step: Promise<T>): Promise<T> {
    this.steps += 1;
    step.then(this.over, this.over);
    return step;
  }

  /** Resolves when none is under way any more; each ends within its time limit. */
  async ended(): Promise<void> {
    if (this.steps > 0) await new Promise<void>((resolve) => this.toldOfTheLast.push(resolve));
  }

  private readonly over = (): void => {
    this.steps -= 1;
    if (this.steps > 0) return;
    for (const told of this.toldOfTheLast.splice(0)) told();
  };
}
