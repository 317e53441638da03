import { CombinedGraphQLErrors, ServerError } from '@apollo/client/errors';

/** What stood in the way that was nobody's answer: a GraphQL error, or no answer at all. */
export type Fault =
  | { kind: 'offline' }
  | { kind: 'sessionExpired' }
  | { kind: 'rateLimited'; retryAfterSeconds: number }
  | { kind: 'unavailable' }
  | { kind: 'outcomeUnknown' }
  | { kind: 'unexpected'; requestId: string | null };

const USUAL_PAUSE_SECONDS = 5;

/** Reads what an operation threw. What it does not know is unexpected. */
export function readFault(error: unknown): Fault {
  if (CombinedGraphQLErrors.is(error)) return faultOfExtensions(error.errors[0]?.extensions ?? {});
  if (ServerError.is(error)) return faultOfStatus(error.statusCode);
  // What fetch throws where nobody answered.
  if (error instanceof TypeError) return { kind: 'offline' };
  return { kind: 'unexpected', requestId: null };
}

/** `extensions.code` and what comes with it: see the gateway's README. */
function faultOfExtensions(extensions: Record<string, unknown>): Fault {
  const { code, outcome, retryAfterSeconds, requestId } = extensions;
  if (outcome === 'UNKNOWN') return { kind: 'outcomeUnknown' };
  switch (code) {
    case 'UNAUTHENTICATED':
      return { kind: 'sessionExpired' };
    case 'RATE_LIMITED':
      return { kind: 'rateLimited', retryAfterSeconds: pause(retryAfterSeconds) };
    case 'UPSTREAM_UNAVAILABLE':
    case 'UPSTREAM_TIMEOUT':
    case 'UPSTREAM_INVALID_RESPONSE':
      return { kind: 'unavailable' };
    default:
      return { kind: 'unexpected', requestId: typeof requestId === 'string' ? requestId : null };
  }
}

function faultOfStatus(status: number): Fault {
  if (status === 401) return { kind: 'sessionExpired' };
  if (status === 429) return { kind: 'rateLimited', retryAfterSeconds: USUAL_PAUSE_SECONDS };
  return status >= 502 ? { kind: 'unavailable' } : { kind: 'unexpected', requestId: null };
}

function pause(seconds: unknown): number {
  return typeof seconds === 'number' && seconds > 0 ? Math.ceil(seconds) : USUAL_PAUSE_SECONDS;
}
