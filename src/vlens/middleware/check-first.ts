import type { Outcome } from '../answer.js';
import type { Call, Check, Middleware, Next } from '../pipeline.js';

/** The error of a step's check: nothing was sent. */
export class CheckFailed extends Error {
  override readonly name = 'CheckFailed';

  constructor(override readonly cause: unknown) {
    super('The check before a step ended it.');
  }
}

/**
 * Checks a step before it is sent, once for all that come with the same key: what a check reads may be another thing the next time, and
 * who sends a key again must hear what came of the step, not that it would be refused now.
 */
export const checkFirst: Middleware = (call, next) =>
  call.check ? checked(call, call.check, next) : next(call);

async function checked(call: Call, check: Check, next: Next): Promise<Outcome> {
  try {
    await check();
  } catch (error) {
    throw new CheckFailed(error);
  }
  return next(call);
}
