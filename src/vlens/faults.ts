import type { Outcome, Rejection } from './answer.js';
import { type Said, say } from './messages/words.js';

/** The ways in which a call to Vlens can fail without an acceptance or a refusal by Vlens. */
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
  /**
   * Set if certainly no byte of the call reached Vlens: there was no connection, the server was not Vlens, or the gateway held the call
   * back.
   */
  unsent?: 'not connected' | 'not trusted' | 'held back';
  /** The call counts as an attempt although it was not sent: a decoder had begun with its pictures. */
  isAttempt?: true;
  /** Vlens refused the caller's own token, and not something else in the call (a password, a link or a refresh token). */
  isOfToken?: boolean;
  /**
   * Vlens refused the token by a code in its answer, and not by the HTTP status, which is set before anybody looks at the call. So the code
   * may be about a wrong OTP.
   */
  isByCode?: true;
  /** A 401 to the ApiKey or to the call's content: Vlens may answer a wrong code with the same 401. */
  isOfApiKey?: true;
  /** The step may have been taken in spite of the fault (`unknown-outcome.ts`). */
  outcome?: 'UNKNOWN';
  /** The later outcome of a call that goes on, if a client can still get it (`late-answer.ts`). */
  goesOn?: Promise<Outcome>;
  cause?: unknown;
}

/**
 * A call that failed. The message is the gateway's own and safe to show: it never contains an address, a key, a token or anything that
 * Vlens sent.
 */
export class VlensFault extends Error {
  override readonly name = 'VlensFault';

  /** The message in a form that can be worded in the reader's language. */
  readonly said: Said;

  /** @param said the gateway's own message; a string is in English only */
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

/** Vlens refused a read whose field has no union for a refusal. A client that requested one field learns only the reason. */
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
   * @param goesOn the outcome, if the call goes on without the caller: it may have been sent
   * @param wasOnItsWay the call may have reached Vlens, or a decoder had begun with its pictures
   */
  constructor(
    readonly goesOn: Promise<Outcome> | null = null,
    readonly wasOnItsWay = false,
  ) {
    super('The caller ended this call to Vlens.');
  }
}

/** The call has no token. All operations need one but the login and, at some tenants, viewing a contract by its link. */
export function tokenMissing(): VlensFault {
  return ofToken('tokenMissing');
}

/** The Authorization header holds no bearer token. */
export function authorizationUnreadable(): VlensFault {
  return ofToken('authorizationUnreadable');
}

/** HTTP 401 to a call that may be sent without a token. If none was sent, Vlens needs one after all. */
export function tokenNotAcceptedOrMissing(token: string | null): VlensFault {
  return token === null ? tokenMissing() : tokenNotAccepted();
}

/** HTTP 401 to a call with a token. */
export function tokenNotAccepted(): VlensFault {
  return ofToken('tokenNotAccepted');
}

/** Nothing was sent: Vlens refused this token a moment ago, or its signature is not Vlens's. */
export function tokenRefusedHere(): VlensFault {
  return ofToken('tokenNotAccepted', { unsent: 'held back' });
}

function ofToken(
  key: 'tokenMissing' | 'authorizationUnreadable' | 'tokenNotAccepted',
  details: FaultDetails = {},
): VlensFault {
  return new VlensFault('UNAUTHENTICATED', say(key), { ...details, isOfToken: true });
}

/** The same fault, if it is a code in the answer and not the HTTP status. */
export function byCode(fault: VlensFault): VlensFault {
  return new VlensFault(fault.code, fault.said, { ...fault.details, isByCode: true });
}

/** The same fault for a token that the operation itself obtained: the caller's own token may be valid. */
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

/** HTTP 401 to a refresh, which sends only the refresh token. */
export function refreshNotAccepted(): VlensFault {
  return new VlensFault('UNAUTHENTICATED', say('refreshNotAccepted'));
}

/** An operator's login needs the tenant's name too. */
export function tenancyNameMissing(): VlensFault {
  return new VlensFault('TENANT_CONFIGURATION', say('tenancyNameMissing'), { unsent: 'held back' });
}

/** HTTP 403. */
export function notAllowed(): VlensFault {
  return new VlensFault('FORBIDDEN', say('notAllowed'));
}

/** HTTP 403 to a call that needs an operator's token. The call had a customer's token, or an operator's without the permission. */
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

/** Nothing was sent: the tenant's quota at Vlens has no room within the time that a call may wait. */
export function quotaUsedUp(waitMs: number): VlensFault {
  const retryAfterSeconds = Math.max(1, Math.ceil(waitMs / 1000));
  return new VlensFault('RATE_LIMITED', say('quotaUsedUp', { seconds: retryAfterSeconds }), {
    retryAfterSeconds,
    unsent: 'held back',
  });
}

/**
 * Nothing was sent: too many pictures wait for the decoder.
 * @param wasBegun the decoder had begun with this call's pictures
 */
export function picturesWait(retryAfterSeconds: number, wasBegun: boolean): VlensFault {
  return new VlensFault('RATE_LIMITED', say('picturesWait', { seconds: retryAfterSeconds }), {
    retryAfterSeconds,
    unsent: 'held back',
    ...(wasBegun && { isAttempt: true }),
  });
}

/** Nothing was sent: too many wrong codes or passwords came from the same address. */
export function tooManyAttempts(retryAfterSeconds: number): VlensFault {
  return new VlensFault('RATE_LIMITED', say('tooManyAttempts', { seconds: retryAfterSeconds }), {
    retryAfterSeconds,
  });
}

/** Vlens refused the tenant, not the customer. Nothing was done, and an operator must help. */
export function tenantRefused(what: string, details: FaultDetails = {}): VlensFault {
  return new VlensFault('TENANT_CONFIGURATION', say('tenantRefused', { what }), details);
}

/** HTTP 401 to a call without a token or a password: Vlens refuses the ApiKey. */
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

/** Nothing was sent: the last calls to Vlens failed, and the gateway tries again after a pause. */
export function heldBack(): VlensFault {
  return new VlensFault('UPSTREAM_UNAVAILABLE', say('heldBack'), { unsent: 'held back' });
}

/** An answer that can’t be read. */
export function invalidResponse(cause?: FaultCause): VlensFault {
  return new VlensFault('UPSTREAM_INVALID_RESPONSE', say('invalidResponse'), { cause });
}

/** Nothing was sent: this process is stopping. */
export function beingStopped(): VlensFault {
  return new VlensFault('RATE_LIMITED', say('beingStopped'), { retryAfterSeconds: 1, unsent: 'held back' });
}

/** Nothing was sent again: the wait for quota took longer than the call's time limit. */
export function noTimeLeft(): VlensFault {
  return unavailable(undefined, { unsent: 'held back' });
}

/** Nothing was sent: Vlens named an address that can't be a contract's (`contract-hosts.ts`). */
export function notAContractsAddress(): VlensFault {
  return new VlensFault('UPSTREAM_INVALID_RESPONSE', say('notAContractsAddress'));
}

/** What a fault may reveal of its cause: the platform's error code or the HTTP status, but no message and no address. */
export interface FaultCause {
  code?: string;
  status?: number;
}
