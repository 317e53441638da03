import type { VlensCaller } from '../vlens/caller.js';
import type { CallerKey } from '../vlens/caller-keys.js';
import { ofOtherToken } from '../vlens/faults.js';
import type { Language } from '../vlens/messages/language.js';
import type { CallerVlens } from '../vlens/pipeline.js';
import type { CurrentRequest } from './current-request.js';

/** RFC 6750, section 2.1; the scheme's case does not matter (RFC 9110, section 11.1). */
const BEARER = /^bearer +([A-Za-z0-9._~+/-]+=*)$/i;

/** What the gateway needs of the client for one caller. */
export interface VlensForCallers {
  for(caller: VlensCaller): CallerVlens;
  /** Names the caller with this token, without revealing the token. */
  keyOf(token: string | null): CallerKey;
  /** Whether Vlens has accepted the token of this key, as far as that is known here; without it everybody is a stranger. */
  isAccepted?(key: CallerKey): boolean;
  /** The account that the token itself names; without this each token counts as an account of its own. */
  accountOf?(token: string): CallerKey;
}

/** Vlens as this caller may speak to it: the bearer token is passed on, and never logged. */
export function vlensForCaller(
  vlens: VlensForCallers,
  authorization: string | undefined,
  request: CurrentRequest,
  /** Of the token, where somebody made it already. */
  key?: CallerKey,
): CallerVlens {
  const token = bearerToken(authorization);
  const isUnreadable = authorization !== undefined && token === null;
  return vlens.for(new RequestCaller(token, key ?? vlens.keyOf(token), isUnreadable, request));
}

/** The same for the holder of a token that the operation itself has come by. */
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

  /** Made where a call is: many requests make none. */
  get signal(): AbortSignal {
    return this.observer.signal;
  }
}

/** The caller's key; null where there is no token. */
export function callerOf(
  vlens: Pick<VlensForCallers, 'keyOf'>,
  { authorization }: { authorization?: string },
): CallerKey | null {
  const token = bearerToken(authorization);
  return token === null ? null : vlens.keyOf(token);
}

/** The account that the token itself names; null where there is no token. */
export function accountOf(
  vlens: Pick<VlensForCallers, 'keyOf' | 'accountOf'>,
  authorization: string | undefined,
): CallerKey | null {
  const token = bearerToken(authorization);
  return token === null ? null : (vlens.accountOf?.(token) ?? vlens.keyOf(token));
}

/** The token of an Authorization header; null where there is none, or none that can be read. */
export function bearerToken(authorization: string | undefined): string | null {
  return authorization === undefined ? null : (BEARER.exec(authorization.trim())?.[1] ?? null);
}
