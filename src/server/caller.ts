import type { VlensCaller } from '../vlens/caller.js';
import type { CallerKey } from '../vlens/caller-keys.js';
import { ofOtherToken } from '../vlens/faults.js';
import type { Language } from '../vlens/messages/language.js';
import type { CallerVlens } from '../vlens/pipeline.js';
import type { CurrentRequest } from './current-request.js';

/** RFC 6750, section 2.1; the scheme's case does not matter (RFC 9110, section 11.1). */
const BEARER = /^bearer +([A-Za-z0-9._~+/-]+=*)$/i;

/** The parts of the Vlens client that the gateway needs for one caller. */
export interface VlensForCallers {
  for(caller: VlensCaller): CallerVlens;
  /** A key for the caller with this token that does not reveal the token. */
  keyOf(token: string | null): CallerKey;
  /** Whether Vlens has accepted this caller's token, as far as this process knows. If absent, every caller is a stranger. */
  isAccepted?(key: CallerKey): boolean;
  /** The account that the token itself names. If absent, each token is its own account. */
  accountOf?(token: string): CallerKey;
}

/** The Vlens client for a caller. It sends the bearer token to Vlens, and never logs it. */
export function vlensForCaller(
  vlens: VlensForCallers,
  authorization: string | undefined,
  request: CurrentRequest,
  /** The token's key, if it has already been computed. */
  key?: CallerKey,
): CallerVlens {
  const token = bearerToken(authorization);
  const isUnreadable = authorization !== undefined && token === null;
  return vlens.for(new RequestCaller(token, key ?? vlens.keyOf(token), isUnreadable, request));
}

/** The Vlens client for the holder of a token that the operation itself obtained. */
export function vlensForHolder(vlens: VlensForCallers, token: string, request: CurrentRequest): CallerVlens {
  const held = vlensForCaller(vlens, `Bearer ${token}`, request);
  return {
    ...held,
    call: (...asked) =>
      held.call(...asked).catch((error: unknown) => {
        throw ofOtherToken(error);
      }),
  };
}

/** The caller of a request. */
class RequestCaller implements VlensCaller {
  readonly address: string;
  readonly language: Language;
  readonly requestId: string;

  constructor(
    readonly token: string | null,
    readonly key: CallerKey,
    readonly isUnreadable: boolean,
    readonly observer: CurrentRequest,
  ) {
    this.address = observer.address;
    this.language = observer.language;
    this.requestId = observer.id;
  }

  /** Created only for a call, since many requests make none. */
  get signal(): AbortSignal {
    return this.observer.signal;
  }
}

/** The key of the caller; null without a token. */
export function callerOf(
  vlens: Pick<VlensForCallers, 'keyOf'>,
  { authorization }: { authorization?: string },
): CallerKey | null {
  const token = bearerToken(authorization);
  return token === null ? null : vlens.keyOf(token);
}

/** The account that the token itself names; null without a token. */
export function accountOf(
  vlens: Pick<VlensForCallers, 'keyOf' | 'accountOf'>,
  authorization: string | undefined,
): CallerKey | null {
  const token = bearerToken(authorization);
  return token === null ? null : (vlens.accountOf?.(token) ?? vlens.keyOf(token));
}

/** The token of an Authorization header; null if there is none, or it is malformed. */
export function bearerToken(authorization: string | undefined): string | null {
  return authorization === undefined ? null : (BEARER.exec(authorization.trim())?.[1] ?? null);
}
