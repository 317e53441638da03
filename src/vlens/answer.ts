import type { Said } from './messages/words.js';

/** The outcome of an operation that Vlens answered: done, or refused. Everything else is a fault. */
export type Answer<T> = Accepted<T> | Rejection;

/** Any outcome of an operation. */
export type Outcome = Accepted<unknown> | Rejection | LivenessNeeded | IdentityCheckFailed;

export interface Accepted<T> {
  kind: 'accepted';
  value: T;
  /**
   * Vlens needs more before the operation is done, so its answer does not confirm who the caller is. `again`: the caller sent what was
   * needed, and Vlens did not accept it, so it counts as a guess.
   */
  needsMore?: 'first' | 'again';
  /** The body that a read's value comes from. */
  source?: AnswerSource;
}

/** The body of an answer to a read. */
export interface AnswerSource {
  readonly text: string;
  /** Reads the body again, to an equal outcome. */
  readAgain(): Outcome;
}

export type RejectionReason =
  | 'NOT_FOUND'
  | 'NOT_APPROVED'
  | 'ALREADY_SIGNED'
  | 'NOT_ELIGIBLE'
  | 'OTP_INCORRECT'
  | 'OTP_EXPIRED'
  | 'TOO_MANY_ATTEMPTS'
  | 'LIVENESS_FAILED'
  | 'PAYMENT_INCOMPLETE'
  | 'LINK_EXPIRED'
  | 'INVALID_CREDENTIALS'
  | 'INVALID_INPUT'
  | 'ALREADY_REGISTERED'
  | 'DOCUMENT_UNREADABLE'
  | 'DOCUMENT_INVALID'
  | 'DOCUMENT_EXPIRED'
  | 'DOCUMENT_MISMATCH'
  | 'FACE_MISMATCH'
  | 'OTHER';

/** What is wrong with one field. The gateway's own errors have a sentence for customers; the message is for developers. */
export interface FieldError extends Said {
  field: string;
}

/** Vlens refused. */
export interface Rejection extends Said {
  kind: 'rejection';
  /** The gateway refused, and did not call Vlens. */
  refusedLocally?: true;
  /** The guess was right, or nobody looked at it, so it does not count as a failed attempt. */
  isNoFailedAttempt?: true;
  /** Vlens's error_code, if it was a number or a numeric string. */
  errorCode: number | null;
  reason: RejectionReason;
  fieldErrors: FieldError[];
  /** How long the caller should wait before another attempt, if known. It comes from the gateway's own limits, never from Vlens. */
  retryAfterSeconds?: number;
  /** The payment page, if the refusal of a payment step named one. */
  paymentUrl: string | null;
}

/** The device is more than 80 km from its last active location (vlens.yaml, StepRequestOtp). */
export interface LivenessNeeded extends Said {
  kind: 'livenessNeeded';
  errorCode: number | null;
  /** The KYC transaction, if Vlens named it. */
  transactionId: string | null;
}

/** The pictures of an identity verification did not pass. `services`, beside the data, says so, whatever `error_code` is. */
export interface IdentityCheckFailed extends Said {
  kind: 'identityCheckFailed';
  errorCode: number | null;
  transactionId: string | null;
  checks: IdentityCheck[];
}

/** One check that did not pass. It holds nothing that was read on the card. */
export interface IdentityCheck extends Said {
  field: string | null;
  code: number | null;
}
