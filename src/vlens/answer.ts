import type { Said } from './messages/words.js';

/** The outcomes of an operation that Vlens answered: it was done, or Vlens refused. Everything else is a fault. */
export type Answer<T> = Accepted<T> | Rejection;

/** Anything that an operation may come to. */
export type Outcome = Accepted<unknown> | Rejection | LivenessNeeded | IdentityCheckFailed;

export interface Accepted<T> {
  kind: 'accepted';
  value: T;
  /**
   * Vlens wants more before it is done: a yes that confirms nothing yet of who asks. `again` where that was sent, and is not taken for
   * right: a guess.
   */
  needsMore?: 'first' | 'again';
  /** The text that a read's value was decoded from. */
  source?: AnswerSource;
}

/** The body of an answer to a read. */
export interface AnswerSource {
  readonly text: string;
  /** Reads it once more, to an equal answer. */
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

/** What is wrong with one field. Ours has a sentence for customers; its message is for developers. */
export interface FieldError extends Said {
  field: string;
}

/** Vlens said no. */
export interface Rejection extends Said {
  kind: 'rejection';
  /** The gateway refused it itself, without asking Vlens. */
  refusedLocally?: true;
  /** The guess was right, or Vlens did not check it: it does not count as an attempt. */
  isNoFailedAttempt?: true;
  /** Vlens's error_code, where it was a number or a numeric string. */
  errorCode: number | null;
  reason: RejectionReason;
  fieldErrors: FieldError[];
  /** How long it is of no use to try again, where that is known: from the gateway's own limits, never from Vlens. */
  retryAfterSeconds?: number;
  /** The payment page, where the refusal of a payment step named one. */
  paymentUrl: string | null;
}

/** More than 80 km from the last active device location (vlens.yaml, StepRequestOtp). */
export interface LivenessNeeded extends Said {
  kind: 'livenessNeeded';
  errorCode: number | null;
  /** The KYC transaction, where Vlens named it. */
  transactionId: string | null;
}

/** The pictures of an identity verification did not pass: `services` says so beside the data, whatever `error_code` is. */
export interface IdentityCheckFailed extends Said {
  kind: 'identityCheckFailed';
  errorCode: number | null;
  transactionId: string | null;
  checks: IdentityCheck[];
}

/** One check that did not pass; what was read on the card is not in it. */
export interface IdentityCheck extends Said {
  field: string | null;
  code: number | null;
}
