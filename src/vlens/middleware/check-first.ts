import type { Outcome } from '../answer.js';
import type { Call, Check, Middleware, Next } from '../pipeline.js';

/** Wraps what a step's check threw. Nothing was sent. */
export class CheckFailed extends Error {
  override readonly name = 'CheckFailed';

  constructor(override readonly cause: unknown) {
    super('The check before a step ended it.');
  }
}

/**
 * Checks a step before it is sent, once for all requests with the same key. What a check reads may have changed by the next request. A
 * client that sends a key again must get the outcome of the step, not a refusal by a newer check.
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
