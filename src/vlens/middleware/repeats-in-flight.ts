import type { Outcome } from '../answer.js';
import type { CountedAttempt, TooManyAttempts } from '../attempts/attempt-limiter.js';
import { VlensFault } from '../faults.js';
import { inTheEnd } from '../late-answer.js';

/** A step that this process takes. */
export interface StepInFlight {
  /** What those who wait must have in common with the one who takes the step, so that a refusal is theirs too. */
  readonly of: string;
  /** Whether the step may have been sent. */
  isSent: boolean;
  /** Why Vlens turned the step away, without looking at it. */
  refusal: VlensFault | null;
}

/** What requests with the same idempotency key share at one process while they are in flight. */
export class RepeatsInFlight {
  private readonly counting = new Map<string, Promise<CountedAttempt | TooManyAttempts>>();
  private readonly steps = new Map<string, StepInFlight>();

  /**
   * Counts an input that is no guess, and takes it back. Those who send the same input at the same moment are counted once: otherwise each
   * would be a guess beside the others, until they are taken back.
   */
  countOnce(
    by: string,
    count: () => Promise<CountedAttempt | TooManyAttempts>,
  ): Promise<CountedAttempt | TooManyAttempts> {
    const known = this.counting.get(by);
    if (known) return known;
    const counted = (async () => {
      const attempt = await count();
      if ('refund' in attempt) await attempt.refund();
      return attempt;
    })().finally(() => this.counting.delete(by));
    this.counting.set(by, counted);
    return counted;
  }

  /** The step that is in flight here under this key. */
  get(id: string): StepInFlight | null {
    return this.steps.get(id) ?? null;
  }

  /** Begins to take a step. */
  begin(id: string, of: string): StepInFlight {
    const step: StepInFlight = { of, isSent: false, refusal: null };
    this.steps.set(id, step);
    return step;
  }

  /**
   * Notes how a step ends. Those who wait for one that Vlens turned away would else send it one after the other, each of them an attempt,
   * and the last would be refused because of the first.
   */
  follow(id: string, step: StepInFlight, taken: Promise<Outcome>): void {
    const over = (error?: unknown) => {
      if (step.isSent && isRefusal(error)) step.refusal = error;
      if (this.steps.get(id) === step) this.steps.delete(id);
    };
    inTheEnd(taken).then(() => over(), over);
  }
}

/** A status such as 401 or 429, and no fault that leaves open whether Vlens took the step, or after which it was certainly not sent. */
function isRefusal(error: unknown): error is VlensFault {
  return error instanceof VlensFault && !error.details.unsent && error.details.outcome !== 'UNKNOWN';
}
