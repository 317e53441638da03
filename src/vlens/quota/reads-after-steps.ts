import { LRUCache } from 'lru-cache';
import type { Asker, CallEnd } from './counters.js';

export const MAX_READS_AFTER_STEPS = 10_000;
/** Long enough for a read in the step's own GraphQL operation, or for the client's next request. */
export const READ_AFTER_STEP_MS = 5000;

/**
 * Reserves a place, after each step that Vlens answered, for the read that shows what the step did. Otherwise "signed" could stand beside
 * the status from before. That read has the priority of a step, so that other reads cannot crowd it out. It counts as its caller's
 * and may go a little beyond their share. Each step reserves one read.
 */
export class ReadsAfterSteps {
  private readonly until = new LRUCache<string, number>({ max: MAX_READS_AFTER_STEPS });

  constructor(private readonly now: () => number) {}

  ended({ priority, caller, strangers, isAfterStep }: Asker, { isAnswered }: CallEnd): void {
    if (priority === 'signing' && isAnswered && !isAfterStep && strangers === null)
      this.until.set(caller, this.now() + READ_AFTER_STEP_MS);
  }

  /** Returns the request, raised to a step's place if it is the read after a step. */
  claim<Request extends Asker>(request: Request): Request {
    const until = request.priority !== 'signing' ? this.until.get(request.caller) : undefined;
    if (until === undefined) return request;
    this.until.delete(request.caller);
    return this.now() < until ? { ...request, priority: 'signing', isAfterStep: true } : request;
  }
}
