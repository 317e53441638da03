/** A business request's statuses: numbers and names as in `vlens.yaml`, RequestStatusCode. */
export const STATUSES = {
  PENDING_APPROVAL: { code: 1, name: 'Pending Approval' },
  APPROVED: { code: 2, name: 'Approved' },
  REJECTED: { code: 3, name: 'Rejected' },
  CUSTOMER_SIGNED: { code: 4, name: 'Customer Signed' },
  SERVICE_PROVIDER_SIGNED: { code: 5, name: 'Service Provider Signed' },
  CUSTOMER_PARTIALLY_SIGNED: { code: 6, name: 'Customer Partially Signed' },
  SERVICE_PROVIDER_PARTIALLY_SIGNED: { code: 7, name: 'Service Provider Partially Signed' },
  COMPLETED: { code: 8, name: 'Completed' },
} as const;

export type Status = keyof typeof STATUSES;

/** While one of these, a request is its creator's pending one (CheckEligibility, `hasPendingRequest`). */
export const OPEN_STATUSES: readonly Status[] = ['PENDING_APPROVAL', 'APPROVED', 'CUSTOMER_PARTIALLY_SIGNED'];
