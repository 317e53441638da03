import type { Status } from './statuses.js';

/** Why this signer can't take a signing step now; null where they can. */
export function signingObstacle(
  status: Status,
  hasSigned: boolean,
): 'NOT_APPROVED' | 'REJECTED' | 'ALREADY_SIGNED' | null {
  if (status === 'PENDING_APPROVAL') return 'NOT_APPROVED';
  if (status === 'REJECTED') return 'REJECTED';
  if (status !== 'APPROVED' && status !== 'CUSTOMER_PARTIALLY_SIGNED') return 'ALREADY_SIGNED';
  return hasSigned ? 'ALREADY_SIGNED' : null;
}

/** Where a request goes when one more of its customers has signed. */
export function statusAfterSignature(signatures: number, required: number): Status {
  return signatures >= required ? 'CUSTOMER_SIGNED' : 'CUSTOMER_PARTIALLY_SIGNED';
}
