import type { CallerKey } from './caller-keys.js';
import type { Language } from './messages/language.js';

/** The caller of an operation. */
export interface VlensCaller {
  /** The token, which goes to Vlens. Null if the caller sent none. */
  token: string | null;
  /** The keyed hash of the token. */
  key: CallerKey;
  /** The Authorization header can't be read. Such a caller is not treated as one without a token. */
  isUnreadable?: boolean;
  /** Its abort ends the caller's calls in flight. */
  signal: AbortSignal;
  /** The block of IP addresses that contains the caller's; absent if it is not known. */
  address?: string;
  observer: RequestObserver;
  /** The language of the gateway's own refusals; English if absent. */
  language?: Language;
  /** Sent to Vlens with each call, so that the logs of both sides can be matched. If absent, nothing is sent. */
  requestId?: string;
  /**
   * For subscribers: their first status is read from Vlens, and never a cached one that is only reused because webhooks announce changes.
   */
  uncachedStatuses?: boolean;
  /** The caller's reads follow a webhook, for subscribers. They go before other reads. */
  isAnnounced?: boolean;
  /** No connection waits for the caller's reads, so they wait for a place in the quota as long as a step does. */
  isPatient?: boolean;
}

/** Observes what a request costs at Vlens, for logs, metrics and traces. */
export interface RequestObserver {
  /** Called when a call has ended. */
  call(call: UpstreamCall): void;
  /** Called when a read cost no call. */
  saved(read: SavedRead): void;
  /** Called when a call has ended after its caller got UNKNOWN as its outcome. */
  late?(answer: LateAnswer): void;
  /** Called when an attempt of a call begins, before it waits for quota. Null if nobody traces the call. */
  span(operation: string): CallSpan | null;
}

/** The facts of a call, without any of its content. */
export interface UpstreamCall {
  endpoint: string;
  durationMs: number;
  /** How long the call waited for a place in the tenant's quota before it was sent. */
  waitedMs: number;
  outcome: 'accepted' | 'rejected' | 'fault' | 'aborted';
  /**
   * The outcome in detail, from a closed set: OK, a refusal’s reason, LIVENESS_NEEDED, IDENTITY_CHECK_FAILED, a fault’s code,
   * PERSON_RATE_LIMITED (a 429 for one person), ABORTED, or INTERNAL.
   */
  code: string;
}

/** What happened to a step after its time limit. */
export interface LateAnswer {
  endpoint: string;
  came: boolean;
  /** How late the answer came, or the call ended. */
  lateMs: number;
}

/** A read that needed no call: it joined the same caller's call in flight, or came from the cache. */
export type SavedRead =
  | { endpoint: string; origin: 'shared' }
  | { endpoint: string; origin: 'cached'; entry: { isCurrent(): boolean; readonly bytes: number } };

/** The span of a traced call. */
export interface CallSpan {
  /** W3C Trace Context, which is sent with the call. */
  traceparent: string;
  end(call: Pick<UpstreamCall, 'waitedMs' | 'outcome' | 'code'> & { isSent: boolean }): void;
}

/** For callers whose calls nobody observes. */
export const UNOBSERVED: RequestObserver = { call: () => {}, saved: () => {}, span: () => null };
