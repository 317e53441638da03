import {
  invalidResponse,
  notAllowed,
  operatorNeeded,
  rateLimited,
  timedOut,
  unavailable,
  type VlensFault,
} from '../faults.js';
import type { Operation } from '../operation.js';
import { longestRetryAfterSeconds } from '../quota/person-limits.js';
import type { HttpResponse } from './transport.js';

/** How long to wait if Vlens rate-limits without saying for how long. */
const DEFAULT_RETRY_AFTER_SECONDS = 1;

/** The fault for an HTTP status; null if the body decides. An envelope under 401 and 403 may tell what they are about. */
export function faultOfStatus(
  { unauthorized, limits, mayCall }: Pick<Operation, 'unauthorized' | 'limits' | 'mayCall'>,
  { status, header }: Pick<HttpResponse, 'status' | 'header'>,
  now: number,
  token: string | null,
): VlensFault | null {
  const believed = () => {
    const seconds = retryAfterSeconds(header('retry-after'), sentAt(header('date'), now));
    return Math.min(seconds, longestRetryAfterSeconds(limits));
  };
  switch (status) {
    case 401:
      return unauthorized(token);
    case 403:
      return mayCall === 'admin token' ? operatorNeeded() : notAllowed();
    case 408:
      return timedOut({ status });
    case 429:
      return rateLimited(believed());
    case 503:
      return header('retry-after') === null
        ? null
        : unavailable({ status }, { retryAfterSeconds: believed() });
    default:
      return status < 200 || isRedirect(status) ? invalidResponse({ status }) : null;
  }
}

/** Redirects are never followed, because the ApiKey and the caller's token would be sent along. */
export function isRedirect(status: number): boolean {
  return status >= 300 && status < 400;
}

/** Retry-After is a number of seconds or a date (RFC 9110, section 10.2.3). */
export function retryAfterSeconds(header: string | null, now: number): number {
  const value = header?.trim() ?? '';
  if (/^\d{1,9}(?:\.\d+)?$/.test(value)) return Math.ceil(Number(value));
  const until = /[a-z]/i.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(until) ? DEFAULT_RETRY_AFTER_SECONDS : Math.max(0, Math.ceil((until - now) / 1000));
}

/** The time of Vlens's clock if the answer has it, since the two clocks may differ. */
function sentAt(header: string | null, now: number): number {
  const date = header === null ? Number.NaN : Date.parse(header);
  return Number.isNaN(date) ? now : date;
}
