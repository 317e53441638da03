import { type Fault as ClientFault, faultOf } from '@vlens-gateway/client';
import { pause, USUAL_PAUSE_SECONDS } from '../pause';

/** What stood in the way that was nobody's answer: a GraphQL error, or no answer at all. */
export type Fault =
  | { kind: 'offline' }
  | { kind: 'sessionExpired' }
  | { kind: 'rateLimited'; retryAfterSeconds: number }
  | { kind: 'unavailable' }
  | { kind: 'outcomeUnknown' }
  | { kind: 'unexpected'; requestId: string | null };

/** Reads what an operation threw. What it does not know is unexpected. */
export function readFault(error: unknown): Fault {
  const status = statusOf(error);
  if (status !== null) return faultOfStatus(status);
  const fault = faultOf(error);
  // What fetch throws where nobody answered is a TypeError.
  if (fault.code === 'NETWORK' && !(error instanceof TypeError))
    return { kind: 'unexpected', requestId: null };
  return fromClientFault(fault);
}

/** From a fault that the client package has read. */
export function fromClientFault({ code, outcome, retryAfterSeconds, requestId }: ClientFault): Fault {
  if (outcome === 'UNKNOWN') return { kind: 'outcomeUnknown' };
  switch (code) {
    case 'NETWORK':
      return { kind: 'offline' };
    case 'UNAUTHENTICATED':
      return { kind: 'sessionExpired' };
    case 'RATE_LIMITED':
      return { kind: 'rateLimited', retryAfterSeconds: pause(retryAfterSeconds) };
    case 'UPSTREAM_UNAVAILABLE':
    case 'UPSTREAM_TIMEOUT':
    case 'UPSTREAM_INVALID_RESPONSE':
      return { kind: 'unavailable' };
    default:
      return { kind: 'unexpected', requestId: requestId ?? null };
  }
}

/** Where no GraphQL came, Apollo Client names the status in one way (`ServerError`), and the client's own `fetch` in another (`NoGraphQL`). */
function statusOf(error: unknown): number | null {
  const { statusCode, status } = Object(error) as { statusCode?: unknown; status?: unknown };
  const found = statusCode ?? status;
  return typeof found === 'number' ? found : null;
}

function faultOfStatus(status: number): Fault {
  if (status === 401) return { kind: 'sessionExpired' };
  if (status === 429) return { kind: 'rateLimited', retryAfterSeconds: USUAL_PAUSE_SECONDS };
  return status >= 502 ? { kind: 'unavailable' } : { kind: 'unexpected', requestId: null };
}
