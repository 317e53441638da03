import type { RejectionReason } from '../generated/graphql.js';
import type { SigningProblem } from './types.js';

/** What is asked of a `Rejection`. */
export interface Refusal {
  message: string;
  reason: RejectionReason;
  fieldErrors?: SigningProblem['fieldErrors'];
  retryAfterSeconds?: number | null;
}

/** A refusal as the host gets it, with all that helps its customer. */
export function problemOf({ message, reason, fieldErrors, retryAfterSeconds }: Refusal): SigningProblem {
  return {
    message,
    reason,
    ...(fieldErrors?.length ? { fieldErrors } : {}),
    ...(typeof retryAfterSeconds === 'number' ? { retryAfterSeconds } : {}),
  };
}
