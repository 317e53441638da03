import type { Status } from './statuses.js';

/**
 * Every move that a business request may make. A customer's step may leave it in Customer Partially Signed while
 * others must still sign; what the customer has signed in full can no longer be rejected.
 */
const MOVES: Record<Status, readonly Status[]> = {
  PENDING_APPROVAL: ['APPROVED', 'REJECTED'],
  APPROVED: ['REJECTED', 'CUSTOMER_PARTIALLY_SIGNED', 'CUSTOMER_SIGNED'],
  CUSTOMER_PARTIALLY_SIGNED: ['REJECTED', 'CUSTOMER_PARTIALLY_SIGNED', 'CUSTOMER_SIGNED'],
  CUSTOMER_SIGNED: ['SERVICE_PROVIDER_PARTIALLY_SIGNED', 'SERVICE_PROVIDER_SIGNED'],
  SERVICE_PROVIDER_PARTIALLY_SIGNED: ['SERVICE_PROVIDER_SIGNED'],
  SERVICE_PROVIDER_SIGNED: ['COMPLETED'],
  REJECTED: [],
  COMPLETED: [],
};

/** Whether a request in `from` may move to `to`. */
export function mayMove(from: Status, to: Status): boolean {
  return MOVES[from].includes(to);
}
