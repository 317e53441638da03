import { type Fault as ClientFault, faultOf } from '@vlens-gateway/client';
import { pause, USUAL_PAUSE_SECONDS } from '../pause';
import type { Fault } from './state/fault';

/** Reads what a call threw. What it does not know is unexpected. */
export function readFault(error: unknown): Fault {
  const fault = faultOf(error);
  if (fault.code === 'NETWORK') return ofNetwork(error);
  return fromClientFault(fault);
}

function fromClientFault({ code, outcome, retryAfterSeconds, requestId, fieldErrors }: ClientFault): Fault {
  if (outcome === 'UNKNOWN') return { kind: 'outcomeUnknown' };
  switch (code) {
    case 'UNAUTHENTICATED':
      return { kind: 'sessionOver' };
    case 'RATE_LIMITED':
      return { kind: 'rateLimited', retryAfterSeconds: pause(retryAfterSeconds) };
    case 'BAD_USER_INPUT':
      return { kind: 'badInput', fields: fieldErrors ?? [] };
    case 'UPSTREAM_UNAVAILABLE':
    case 'UPSTREAM_TIMEOUT':
    case 'UPSTREAM_INVALID_RESPONSE':
      return { kind: 'unavailable' };
    default:
      return { kind: 'unexpected', requestId: requestId ?? null };
  }
}

function ofNetwork(error: unknown): Fault {
  if (error instanceof TypeError) return { kind: 'offline' };
  // The page's own patience is over.
  if (error instanceof DOMException && error.name === 'TimeoutError') return { kind: 'unavailable' };
  return ofStatus(error);
}

/** What stands between the page and the gateway answers without GraphQL (see fetchExecute). */
function ofStatus(error: unknown): Fault {
  const status = Number(/HTTP (\d{3})/.exec(error instanceof Error ? error.message : '')?.[1]);
  if (status === 429) return { kind: 'rateLimited', retryAfterSeconds: USUAL_PAUSE_SECONDS };
  return status >= 502 ? { kind: 'unavailable' } : { kind: 'unexpected', requestId: null };
}
