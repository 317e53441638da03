import { LRUCache } from 'lru-cache';
import type { Asker, CallEnd } from './counters.js';

export const MAX_READS_AFTER_STEPS = 10_000;
/** The read belongs to the step's own operation, or is the client's next one. */
export const READ_AFTER_STEP_MS = 5000;

/**
 * A step that was taken has a place for the read that shows what it did: without one, "signed" would stand beside the status of before. That
 * read goes with the steps, which reads of others can't crowd out, and counts as its caller's; one for each step.
 */
export class ReadsAfterSteps {
  private readonly until = new LRUCache<string, number>({ max: MAX_READS_AFTER_STEPS });

  constructor(private readonly now: () => number) {}

  ended({ priority, caller, strangers, isAfterStep }: Asker, { isAnswered }: CallEnd): void {
    if (priority === 'signing' && isAnswered && !isAfterStep && strangers === null)
      this.until.set(caller, this.now() + READ_AFTER_STEP_MS);
  }

  /** The same, or with a step's place where it is the read after one. */
  claim<Request extends Asker>(request: Request): Request {
    const until = request.priority !== 'signing' ? this.until.get(request.caller) : undefined;
    if (until === undefined) return request;
    this.until.delete(request.caller);
    return this.now() < until ? { ...request, priority: 'signing', isAfterStep: true } : request;
  }
}
