import { InFlight } from '../../in-flight.js';
import { abortController } from '../abort-controller.js';

/** The steps that were sent and have no answer yet: anybody who stops waits for them, or ends the wait for all. */
export class StepsInFlight {
  private readonly controller = abortController();
  private readonly steps = new InFlight();

  get count(): number {
    return this.steps.size;
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
    const end = this.steps.begin();
    step.then(end, end);
    return step;
  }

  /** Resolves when none is in flight any more; each ends within its time limit. */
  ended(): Promise<void> {
    return this.steps.ended();
  }
}
