import type { Outcome } from '../answer.js';
import type { UpstreamCall } from '../caller.js';
import { CallAborted, VlensFault } from '../faults.js';

/** What a call came to, for logs and metrics: nothing of what Vlens said. */
export type CallOutcome = Pick<UpstreamCall, 'outcome' | 'code'>;

const OF_ANSWERS: Record<Exclude<Outcome['kind'], 'rejection'>, CallOutcome> = {
  accepted: { outcome: 'accepted', code: 'OK' },
  livenessNeeded: { outcome: 'rejected', code: 'LIVENESS_NEEDED' },
  identityCheckFailed: { outcome: 'rejected', code: 'IDENTITY_CHECK_FAILED' },
};

/** Of a call that Vlens answered with yes or no. */
export function outcomeOf(answer: Outcome): CallOutcome {
  return answer.kind === 'rejection' ? { outcome: 'rejected', code: answer.reason } : OF_ANSWERS[answer.kind];
}

/** Of a call without such an answer. */
export function outcomeOfFailure(error: unknown): CallOutcome {
  if (error instanceof CallAborted) return { outcome: 'aborted', code: 'ABORTED' };
  return { outcome: 'fault', code: error instanceof VlensFault ? error.code : 'INTERNAL' };
}
