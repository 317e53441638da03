import type { RequestStatus, RequestSummary } from '../types.js';
import { filledText, integer, text } from './values.js';

/** The published names (openapi.yaml, RequestStatusCode), as `plainName` writes them. */
const STATUS_BY_NAME: ReadonlyMap<string, RequestStatus> = new Map([
  ['pendingapproval', 'PENDING_APPROVAL'],
  ['approved', 'APPROVED'],
  ['rejected', 'REJECTED'],
  ['customerpartiallysigned', 'CUSTOMER_PARTIALLY_SIGNED'],
  ['customersigned', 'CUSTOMER_SIGNED'],
  ['serviceproviderpartiallysigned', 'SERVICE_PROVIDER_PARTIALLY_SIGNED'],
  ['serviceprovidersigned', 'SERVICE_PROVIDER_SIGNED'],
  ['completed', 'COMPLETED'],
]);

/** The only two numbers that are published; the others differ between what is assumed and what may be. */
const STATUS_BY_NUMBER: ReadonlyMap<number, RequestStatus> = new Map([
  [2, 'APPROVED'],
  [4, 'CUSTOMER_SIGNED'],
]);

/**
 * A request's status: the name decides, and the number only where there is no name (openapi.yaml,
 * RequestStatusCode). Both are kept as they were sent.
 */
export function readStatus(
  sentNumber: unknown,
  sentName: unknown,
): Pick<RequestSummary, 'status' | 'statusCode' | 'statusName'> {
  const statusCode = integer(sentNumber);
  const byNumber = statusCode === null ? undefined : STATUS_BY_NUMBER.get(statusCode);
  const status = filledText(sentName) === null ? (byNumber ?? 'UNKNOWN') : statusOfName(sentName);
  return { status, statusCode, statusName: text(sentName) };
}

/** A status by its name however it is spelled ("Pending Approval", "PendingApproval"); webhooks send the latter. */
export function statusOfName(name: unknown): RequestStatus {
  return STATUS_BY_NAME.get(plainName(text(name) ?? '')) ?? 'UNKNOWN';
}

function plainName(name: string): string {
  if (/^[a-z]+$/i.test(name)) return name.toLowerCase();
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_\p{Pd}]/gu, '');
}
