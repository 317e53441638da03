import { abortController } from '../abort-controller.js';

/** The steps that were sent and have no answer yet: anybody who stops waits for them, or ends the wait for all. */
export class StepsInFlight {
  private readonly controller = abortController();
  private steps = 0;
  private whenNone: (() => void)[] = [];

  get count(): number {
    return this.steps;
  }

  /** Ends every step's wait for its answer: nothing else does, since a step that is cut has an unknown outcome. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** From now on nothing is sent, and what was sent is waited for no longer. */
  cut(): void {
    this.controller.abort();
  }

  /** Counts a step until it has ended. */
  hold<T>(step: Promise<T>): Promise<T> {
    this.steps += 1;
    step.then(this.end, this.end);
    return step;
  }

  /** Resolves when none is in flight any more; each ends within its time limit. */
  async ended(): Promise<void> {
    if (this.steps > 0) await new Promise<void>((resolve) => this.whenNone.push(resolve));
  }

  private readonly end = (): void => {
    this.steps -= 1;
    if (this.steps > 0) return;
    for (const resolve of this.whenNone.splice(0)) resolve();
  };
}
