import type { RejectionReason } from '../answer.js';
import type { UpstreamCall } from '../caller.js';
import { CallAborted, VlensFault } from '../faults.js';

/** What a call came to, for logs and metrics: nothing of what Vlens said. */
export type CallOutcome = Pick<UpstreamCall, 'outcome' | 'code'>;

/** Of a call that Vlens answered with yes or no. */
export function outcomeOf({ kind, reason }: { kind: string; reason?: RejectionReason }): CallOutcome {
  if (kind === 'rejection') return { outcome: 'rejected', code: reason ?? 'OTHER' };
  if (kind === 'livenessNeeded') return { outcome: 'rejected', code: 'LIVENESS_NEEDED' };
  if (kind === 'identityCheckFailed') return { outcome: 'rejected', code: 'IDENTITY_CHECK_FAILED' };
  return { outcome: 'accepted', code: 'OK' };
}

/** Of a call without such an answer. */
export function outcomeOfFailure(error: unknown): CallOutcome {
  if (error instanceof CallAborted) return { outcome: 'aborted', code: 'ABORTED' };
  return { outcome: 'fault', code: error instanceof VlensFault ? error.code : 'INTERNAL' };
}
