import type { CallerKey } from './caller-keys.js';
import type { Language } from './messages/language.js';

/** The caller of an operation. */
export interface VlensCaller {
  /** Passed on to Vlens. Null where there is none. */
  token: string | null;
  /** The token's keyed hash. */
  key: CallerKey;
  /** There is an Authorization header that can't be read: anybody who sent it is not taken for somebody without a token. */
  isUnreadable?: boolean;
  /** Its abort ends the calls in flight. */
  signal: AbortSignal;
  /** The block of IP addresses that the caller's is in; absent where it is not known. */
  address?: string;
  observer: RequestObserver;
  /** In which refusals of ours are worded; English where it is absent. */
  language?: Language;
  /** Goes to Vlens with each call, so that both sides' logs can be held together. Nothing is sent where it is absent. */
  requestId?: string;
  /** Subscribers open with the present status, not with one that is good only because webhooks announce changes. */
  uncachedStatuses?: boolean;
  /** Its reads go after a webhook, for subscribers: they come before other reads. */
  isAnnounced?: boolean;
  /** No client waits for its reads: they may wait for a place in the quota as long as a step. */
  isPatient?: boolean;
}

/** Observes what a request costs upstream, for logs, metrics and traces. */
export interface RequestObserver {
  /** A call has ended. */
  call(call: UpstreamCall): void;
  /** A read cost no call. */
  saved(read: SavedRead): void;
  /** A call has ended after its caller got UNKNOWN as its outcome. */
  late?(answer: LateAnswer): void;
  /** An attempt of a call begins, before it waits for quota. Null where nobody traces it. */
  span(operation: string): CallSpan | null;
}

/** A call as it went: nothing of what was said. */
export interface UpstreamCall {
  endpoint: string;
  durationMs: number;
  /** How long it waited for a place in the tenant's quota before it was sent. */
  waitedMs: number;
  outcome: 'accepted' | 'rejected' | 'fault' | 'aborted';
  /** What that was, from a closed set: OK, a refusal’s reason, LIVENESS_NEEDED, a fault’s code, PERSON_RATE_LIMITED (a 429 to one person), or ABORTED. */
  code: string;
}

/** The end of a step after its time limit: its answer, or none. */
export interface LateAnswer {
  endpoint: string;
  came: boolean;
  /** By how much it was late. */
  lateMs: number;
}

/** A read that was answered by a call of the same caller that was in flight already, or from the cache. */
export type SavedRead =
  | { endpoint: string; origin: 'shared' }
  | { endpoint: string; origin: 'cached'; entry: { isCurrent(): boolean; readonly bytes: number } };

/** A call that is traced. */
export interface CallSpan {
  /** W3C Trace Context, which goes out with the call. */
  traceparent: string;
  end(call: Pick<UpstreamCall, 'waitedMs' | 'outcome' | 'code'> & { isSent: boolean }): void;
}

/** For callers whose calls nobody wants to know of. */
export const UNOBSERVED: RequestObserver = { call: () => {}, saved: () => {}, span: () => null };
