import type { CallerVlens } from '../idempotency/remembered-vlens.js';
import type { FollowedCall, UpstreamCall, VlensApi } from '../vlens/api.js';
import type { CallerKey } from '../vlens/caller-keys.js';
import { authorizationUnreadable } from '../vlens/faults.js';
import type { CurrentRequest, KeptRead, SavedCall } from './current-request.js';
import { followCall } from './tracing/calls.js';

/** RFC 6750, section 2.1; the scheme's case does not matter (RFC 9110, section 11.1). */
const BEARER = /^bearer +([A-Za-z0-9._~+/-]+=*)$/i;

/** What the gateway needs of the client for one caller. */
export interface VlensForCallers {
  for(caller: {
    token: string | null;
    signal: AbortSignal;
    onCall: (call: UpstreamCall) => void;
    /** Where the caller is: a block of IP addresses. */
    address: string;
    /** Where reads are shared: an answer that cost no call. */
    onSaved: (saved: SavedCall) => void;
    /** Of the token, where somebody made it already. */
    key?: CallerKey;
    /** Where somebody wants to know what was read. */
    onKept?: (read: KeptRead) => void;
    /** Where the request is traced. */
    follow?: (endpoint: string) => FollowedCall;
  }): CallerVlens;
  /** Who asks with this token, without telling who it is; absent where reads are not shared. */
  keyOf?(token: string): CallerKey;
}

/** Vlens as this caller may speak to it: the bearer token is passed on, and never logged. */
export function vlensForCaller(
  vlens: VlensForCallers,
  authorization: string | undefined,
  request: Pick<CurrentRequest, 'signal' | 'address' | 'upstreamCalls' | 'savedCalls' | 'reads' | 'span'>,
  key?: CallerKey,
): CallerVlens {
  const token = bearerToken(authorization);
  const { span, reads } = request;
  const api = vlens.for({
    token,
    signal: request.signal,
    address: request.address,
    onCall: (call) => request.upstreamCalls.push(call),
    onSaved: (saved) => request.savedCalls.push(saved),
    ...(key ? { key } : {}),
    ...(reads ? { onKept: (read) => reads.push(read) } : {}),
    ...(span ? { follow: (endpoint) => followCall(request.span ?? span, endpoint) } : {}),
  });
  return authorization !== undefined && token === null ? refuseUnreadable(api) : api;
}

/** The token of an Authorization header; null where there is none, or none that can be read. */
export function bearerToken(authorization: string | undefined): string | null {
  return authorization === undefined ? null : (BEARER.exec(authorization.trim())?.[1] ?? null);
}

/**
 * A header that can't be read must not turn the caller into an anonymous one: only what gives a token and
 * needs none (vlens.yaml, `security`) goes on.
 */
function refuseUnreadable(api: CallerVlens): CallerVlens {
  const refuse = () => Promise.reject(authorizationUnreadable());
  const refused = {
    ...signingIn(api),
    listProductTypes: refuse,
    getFormFields: refuse,
    checkEligibility: refuse,
    createBusinessRequest: refuse,
    getCurrentBusinessRequest: refuse,
    listBusinessRequests: refuse,
    listBusinessRequestIds: refuse,
    getBusinessRequestById: refuse,
    stepRequestOtp: refuse,
    stepReValidateLiveness: refuse,
    stepValidateOtp: refuse,
    stepValidatePayment: refuse,
    generateSignContractLink: refuse,
    viewContractPdf: refuse,
  };
  return { ...refused, once: (key) => ({ ...refused, ...signingIn(api.once(key)) }) };
}

function signingIn(api: VlensApi): Pick<VlensApi, 'login' | 'openSigningSession'> {
  return {
    login: (input) => api.login(input),
    openSigningSession: (input) => api.openSigningSession(input),
  };
}
