import type { NextStep } from '../schema/business-request-status.js';
import type { RequestStatus } from '../src/vlens/types.js';

/**
 * What the customer can do next, by the status alone (`NextStep`). After a rejection there is nothing to do, and for an unknown status
 * nothing can be promised.
 */
const NEXT_STEPS: Record<RequestStatus, NextStep> = {
  PENDING_APPROVAL: 'WAIT_FOR_APPROVAL',
  APPROVED: 'SIGN',
  REJECTED: 'NONE',
  CUSTOMER_PARTIALLY_SIGNED: 'SIGN_UNLESS_SIGNED',
  CUSTOMER_SIGNED: 'WAIT_FOR_COUNTERSIGNATURE',
  SERVICE_PROVIDER_PARTIALLY_SIGNED: 'WAIT_FOR_COUNTERSIGNATURE',
  SERVICE_PROVIDER_SIGNED: 'DONE',
  COMPLETED: 'DONE',
  UNKNOWN: 'NONE',
};

/** The next step in this status. */
export function nextStepAfter(status: RequestStatus): NextStep {
  return NEXT_STEPS[status];
}
