import { InFlight } from '../../in-flight.js';
import { abortController } from '../abort-controller.js';

/** The steps that were sent and have no answer yet. A process that stops waits for them, or cuts them all. */
export class StepsInFlight {
  private readonly controller = abortController();
  private readonly steps = new InFlight();

  get count(): number {
    return this.steps.size;
  }

  /** Ends every step's wait for its answer. Nothing else ends it, since a step that is cut has an unknown outcome. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** From now on nothing is sent, and no step waits for its answer. */
  cut(): void {
    this.controller.abort();
  }

  /** Counts a step until it ends. */
  hold<T>(step: Promise<T>): Promise<T> {
    const end = this.steps.begin();
    step.then(end, end);
    return step;
  }

  /** Resolves when no step is in flight. Each ends within its time limit. */
  ended(): Promise<void> {
    return this.steps.ended();
  }
}
