import type { Outcome } from '../answer.js';
import type { UpstreamCall } from '../caller.js';
import { CallAborted, VlensFault } from '../faults.js';
import type { Operation } from '../operation.js';

/** The outcome of a call for logs and metrics, without any of Vlens's content. */
export type CallOutcome = Pick<UpstreamCall, 'outcome' | 'code'>;

const OF_ANSWERS: Record<Exclude<Outcome['kind'], 'rejection'>, CallOutcome> = {
  accepted: { outcome: 'accepted', code: 'OK' },
  livenessNeeded: { outcome: 'rejected', code: 'LIVENESS_NEEDED' },
  identityCheckFailed: { outcome: 'rejected', code: 'IDENTITY_CHECK_FAILED' },
};

/** The outcome of a call that Vlens accepted or refused. */
export function outcomeOf(answer: Outcome): CallOutcome {
  return answer.kind === 'rejection' ? { outcome: 'rejected', code: answer.reason } : OF_ANSWERS[answer.kind];
}

/**
 * The outcome of a call without such an answer.
 * @param limits whom a 429 limits: one for a person does not mean that the tenant sends too much
 */
export function outcomeOfFailure(error: unknown, limits: Operation['limits'] = 'the tenant'): CallOutcome {
  if (error instanceof CallAborted) return { outcome: 'aborted', code: 'ABORTED' };
  if (!(error instanceof VlensFault)) return { outcome: 'fault', code: 'INTERNAL' };
  const isOfPerson = error.code === 'RATE_LIMITED' && limits === 'the person';
  return { outcome: 'fault', code: isOfPerson ? 'PERSON_RATE_LIMITED' : error.code };
}
