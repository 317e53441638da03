import type { Outcome, Rejection } from './answer.js';
import { type Said, say } from './messages/words.js';

/** The ways in which a call to Vlens can fail without Vlens having said yes or no. */
export type FaultCode =
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'RATE_LIMITED'
  | 'UPSTREAM_TIMEOUT'
  | 'UPSTREAM_UNAVAILABLE'
  | 'UPSTREAM_INVALID_RESPONSE'
  | 'TENANT_CONFIGURATION';

export interface FaultDetails {
  retryAfterSeconds?: number;
  /** Certain that no byte of the call reached Vlens: no connection came about, who listened was not Vlens, or we held it back. */
  unsent?: 'not connected' | 'not trusted' | 'held back';
  /** It counts as an attempt though it was not sent: its pictures were being decoded. */
  isAttempt?: true;
  /** The caller's own token is not accepted, as opposed to another secret in the input: a password, a link or a refresh token. */
  isOfToken?: boolean;
  /** A 401 to the ApiKey, or to what came with it: a wrong code may be answered with that too. */
  isOfApiKey?: true;
  /** A step that may have been taken anyway (`unknown-outcome.ts`). */
  outcome?: 'UNKNOWN';
  /** Its later answer, where a client can still find it: the call goes on (`late-answer.ts`). */
  goesOn?: Promise<Outcome>;
  cause?: unknown;
}

/**
 * A call that came to nothing. The message is ours and safe to show: it never holds anything that Vlens sent,
 * nor an address, a key or a token.
 */
export class VlensFault extends Error {
  override readonly name = 'VlensFault';

  /** The message, to be worded in its reader's language. */
  readonly said: Said;

  /** @param said ours; as a string, in English alone */
  constructor(
    readonly code: FaultCode,
    said: Said | string,
    readonly details: FaultDetails = {},
  ) {
    const worded = typeof said === 'string' ? { message: said } : said;
    super(worded.message, { cause: details.cause });
    this.said = worded;
  }
}

/** Vlens said no to a read that has no union to say so in; anybody who asked for one field learns the reason only. */
export class ReadRefused extends Error {
  override readonly name = 'ReadRefused';

  constructor(readonly rejection: Rejection) {
    super('Vlens refused to answer this read.');
  }
}

/** The caller's signal ended the call: nobody waits for its answer any more. */
export class CallAborted extends Error {
  override readonly name = 'AbortError';

  /**
   * @param goesOn the answer, where the call goes on without the caller: it may have been sent
   * @param wasOnItsWay it ended on its way: Vlens may have looked at it, or its pictures were being decoded
   */
  constructor(
    readonly goesOn: Promise<Outcome> | null = null,
    readonly wasOnItsWay = false,
  ) {
    super('The caller ended this call to Vlens.');
  }
}

/** Every operation but the login and, at some tenants, the view of a contract by its link needs a token. */
export function tokenMissing(): VlensFault {
  return ofToken('tokenMissing');
}

/** An Authorization header that holds no bearer token. */
export function authorizationUnreadable(): VlensFault {
  return ofToken('authorizationUnreadable');
}

/** HTTP 401 to what may be sent without a token: where none was sent, it is needed after all. */
export function tokenNotAcceptedOrMissing(token: string | null): VlensFault {
  return token === null ? tokenMissing() : tokenNotAccepted();
}

/** HTTP 401 to a call with a token. */
export function tokenNotAccepted(): VlensFault {
  return ofToken('tokenNotAccepted');
}

/** Nothing was sent: Vlens refused this token a moment ago, or it is not signed as Vlens signs. */
export function tokenRefusedHere(): VlensFault {
  return ofToken('tokenNotAccepted', { unsent: 'held back' });
}

function ofToken(
  key: 'tokenMissing' | 'authorizationUnreadable' | 'tokenNotAccepted',
  details: FaultDetails = {},
): VlensFault {
  return new VlensFault('UNAUTHENTICATED', say(key), { ...details, isOfToken: true });
}

/** The same failure of a call with a token that the operation itself has come by: the caller's own may be good. */
export function ofOtherToken(error: unknown): unknown {
  if (!(error instanceof VlensFault) || !error.details.isOfToken) return error;
  return new VlensFault(error.code, error.said, { ...error.details, isOfToken: false });
}

/** HTTP 401 to the exchange of a signing link, which sends no token. */
export function linkNotAccepted(): VlensFault {
  return new VlensFault('UNAUTHENTICATED', say('linkNotAccepted'));
}

/** HTTP 401 to a login, which sends no token. */
export function loginNotAccepted(): VlensFault {
  return new VlensFault('UNAUTHENTICATED', say('loginNotAccepted'));
}

/** HTTP 401 to a refresh, which sends no other token. */
export function refreshNotAccepted(): VlensFault {
  return new VlensFault('UNAUTHENTICATED', say('refreshNotAccepted'));
}

/** The tenant's name is part of what an operator logs in with. */
export function tenancyNameMissing(): VlensFault {
  return new VlensFault('TENANT_CONFIGURATION', say('tenancyNameMissing'), { unsent: 'held back' });
}

/** HTTP 403. */
export function notAllowed(): VlensFault {
  return new VlensFault('FORBIDDEN', say('notAllowed'));
}

/** HTTP 403 to what an operator's token alone may do: a customer's was sent, or an operator's without the permission. */
export function operatorNeeded(): VlensFault {
  return new VlensFault('FORBIDDEN', say('operatorNeeded'));
}

/** HTTP 429. */
export function rateLimited(retryAfterSeconds: number): VlensFault {
  return new VlensFault('RATE_LIMITED', say('rateLimited', { seconds: retryAfterSeconds }), {
    retryAfterSeconds,
  });
}

/** Nothing was sent: Vlens rate-limits this person, and nobody else. */
export function rateLimitedHere(retryAfterSeconds: number): VlensFault {
  const { code, said } = rateLimited(retryAfterSeconds);
  return new VlensFault(code, said, { retryAfterSeconds, unsent: 'held back' });
}

/** Nothing was sent: the tenant's quota at Vlens leaves no room within the time that a call may wait. */
export function quotaUsedUp(waitMs: number): VlensFault {
  const retryAfterSeconds = Math.max(1, Math.ceil(waitMs / 1000));
  return new VlensFault('RATE_LIMITED', say('quotaUsedUp', { seconds: retryAfterSeconds }), {
    retryAfterSeconds,
    unsent: 'held back',
  });
}

/**
 * Nothing was sent: too many pictures wait to be decoded here.
 * @param wasBegun this one was being decoded
 */
export function picturesWait(retryAfterSeconds: number, wasBegun: boolean): VlensFault {
  return new VlensFault('RATE_LIMITED', say('picturesWait', { seconds: retryAfterSeconds }), {
    retryAfterSeconds,
    unsent: 'held back',
    ...(wasBegun && { isAttempt: true }),
  });
}

/** Nothing was sent: there were too many wrong codes or passwords from where this one comes from. */
export function tooManyAttempts(retryAfterSeconds: number): VlensFault {
  return new VlensFault('RATE_LIMITED', say('tooManyAttempts', { seconds: retryAfterSeconds }), {
    retryAfterSeconds,
  });
}

/** Vlens refused the tenant rather than the customer: done was nothing, and an operator must help. */
export function tenantRefused(what: string, details: FaultDetails = {}): VlensFault {
  return new VlensFault('TENANT_CONFIGURATION', say('tenantRefused', { what }), details);
}

/** HTTP 401 where neither a token nor a password was sent: it is the ApiKey that Vlens refuses. */
export function apiKeyNotAccepted(): VlensFault {
  return tenantRefused('its ApiKey is not accepted', { isOfApiKey: true });
}

/** No answer came in time. */
export function timedOut(cause?: FaultCause): VlensFault {
  return new VlensFault('UPSTREAM_TIMEOUT', say('timedOut'), { cause });
}

/** No connection, or HTTP 5xx. */
export function unavailable(cause?: FaultCause, more: Omit<FaultDetails, 'cause'> = {}): VlensFault {
  const { retryAfterSeconds: seconds } = more;
  const said = seconds === undefined ? say('unavailable') : say('unavailableFor', { seconds });
  return new VlensFault('UPSTREAM_UNAVAILABLE', said, { ...more, cause });
}

/** Nothing was sent: Vlens has been down for the last calls, and is asked again after a pause. */
export function heldBack(): VlensFault {
  return new VlensFault('UPSTREAM_UNAVAILABLE', say('heldBack'), { unsent: 'held back' });
}

/** An answer that can’t be read. */
export function invalidResponse(cause?: FaultCause): VlensFault {
  return new VlensFault('UPSTREAM_INVALID_RESPONSE', say('invalidResponse'), { cause });
}

/** Nothing was sent: the process that would have sent it is being stopped. */
export function beingStopped(): VlensFault {
  return new VlensFault('RATE_LIMITED', say('beingStopped'), { retryAfterSeconds: 1, unsent: 'held back' });
}

/** Nothing was sent again: the wait for quota outlasted the time that the call had. */
export function noTimeLeft(): VlensFault {
  return unavailable(undefined, { unsent: 'held back' });
}

/** Nothing was sent: Vlens named a place for a contract that is none (`contract-hosts.ts`). */
export function notAContractsAddress(): VlensFault {
  return new VlensFault('UPSTREAM_INVALID_RESPONSE', say('notAContractsAddress'));
}

/** What a fault may reveal of its cause: the platform's error code or the HTTP status, never a message or an address. */
export interface FaultCause {
  code?: string;
  status?: number;
}
