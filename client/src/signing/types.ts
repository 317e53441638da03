import type { Execute, Watch } from '../execute.js';
import type { Fault } from '../faults.js';
import type {
  BusinessRequestStatus,
  ConfirmMutation,
  GeoLocationInput,
  LivenessScanInput,
  RejectionReason,
  SmsProvider,
} from '../generated/graphql.js';
import type { Language } from '../sentences.js';

/** A signing step: an operation that Vlens takes once. */
export type SigningStep = 'requestOtp' | 'revalidate' | 'validateOtp' | 'confirmPayment';

/** Why something is asked for again, to be shown to the customer. */
export interface SigningProblem {
  message: string;
  reason?: RejectionReason;
  fieldErrors?: readonly { field: string; message: string; hint?: string }[];
  /** How long it is of no use to try again, where the gateway knows. */
  retryAfterSeconds?: number;
}

/** The customer is far from where they were last: take three frames of the face and a picture to compare them with. */
export interface LivenessAsked {
  message: string;
  thresholdKm: number;
  /** Why the pictures before did not do. */
  problem?: SigningProblem;
}

/** The customer has an SMS: ask for its code, and offer another. */
export interface OtpAsked {
  /**
   * Null where it is not known whether the step before was taken: there is no code to ask for then, and another one is
   * sent only because the customer wants it. Any answer but `{ resend: true }` ends the signature as `unknown`.
   */
  otpRequestId: string | null;
  /**
   * Why the code before did not do. After `OTP_EXPIRED` only another code does: offer it, and answer `{ resend: true }` when the customer
   * asks for it. None is sent by itself.
   */
  problem?: SigningProblem;
}

export type OtpAnswer = { otpCode: string } | { resend: true };

/** The product has a payment: show where to pay, and resolve once the customer says that it is done. */
export interface PaymentAsked {
  /** Null where Vlens named no page. */
  paymentUrl: string | null;
  /** Vlens has not seen the payment yet. */
  problem?: SigningProblem;
}

/**
 * Where a signature stands, to be kept by the host (`JSON.stringify` does) and given back as `resume` after a reload. It holds no
 * code, picture or token.
 */
export interface SigningProgress {
  phase: Exclude<SigningPhase, 'findOut' | 'end'>;
  /** Whether the step of this phase was sent; what earlier versions kept does not say. */
  isUnderWay?: boolean;
  /** The request that it was begun for; what earlier versions kept does not say. */
  begunFor?: string;
  /** The request that steps are sent for, which Vlens may have named when it asked for pictures. */
  requestId: string;
  transactionId: string | null;
  /** What the last code was sent for: the customer need not have another. */
  otpRequestId: string | null;
  paymentUrl: string | null;
  liveness: Omit<LivenessAsked, 'problem'>;
}

/** What is being done or waited for. */
export type SigningPhase =
  | SigningStep
  | 'askForScan'
  | 'askForCode'
  | 'askForPayment'
  | 'awaitApproval'
  | 'findOut'
  | 'end';

export type ActivatedRequest = Extract<
  ConfirmMutation['confirmPayment'],
  { __typename: 'ContractActivated' }
>['businessRequest'];

/** What a signature comes to. */
export type SigningOutcome =
  /** The request as it was read after the signature; null where it could not be read. */
  | { outcome: 'signed'; businessRequest: ActivatedRequest }
  | { outcome: 'alreadySigned' }
  /**
   * Vlens said no and there is no way on. TOO_MANY_ATTEMPTS of `validateOtp` are wrong codes: unless it says `retryAfterSeconds`, another
   * code helps at once. Those of `requestOtp` are codes that were sent: only time helps.
   */
  | { outcome: 'refused'; step: SigningStep; problem: SigningProblem }
  /** The request is rejected, or its status is not known. */
  | { outcome: 'notSignable'; status: BusinessRequestStatus | null }
  /** The step was sent and the request does not show whether it was taken. Look again later; never sign again at once. */
  | {
      outcome: 'unknown';
      step: SigningStep;
      fault: Fault;
      /** Why the request could not be read, where it could not: after `UNAUTHENTICATED` it can be after a login. */
      lookUpFault?: Fault;
    }
  | { outcome: 'failed'; phase: SigningPhase; fault: Fault }
  /** What was under way then may still have been taken. */
  | { outcome: 'aborted'; phase: SigningPhase };

export interface SignContractOptions {
  execute: Execute;
  /** The approved business request, or one that still waits for approval. */
  requestId: string;
  /** The stored contract, where the host has its id too. */
  contractStorageId?: string;
  /** Where the device is; asked before each step. */
  locate: () => GeoLocationInput | Promise<GeoLocationInput>;
  onLivenessRequired: (asked: LivenessAsked) => Promise<LivenessScanInput>;
  onOtp: (asked: OtpAsked) => Promise<OtpAnswer>;
  onPayment: (asked: PaymentAsked) => Promise<void>;
  /** Called with each phase as it begins. */
  onStatus?: (phase: SigningPhase) => void;
  /** Called with the progress before each phase, and as a step is sent; with null at the end. */
  onProgress?: (progress: SigningProgress | null) => void;
  /**
   * Where it stood: nothing that was done is done again, and what was under way is looked up. What was begun for another request
   * than `requestId` is passed over.
   */
  resume?: SigningProgress;
  /** Reports the approval as it happens; without it the status is polled. */
  watch?: Watch;
  /** How the customer will pay, e.g. fawry or kashier. */
  paymentGateway?: string;
  smsProvider?: SmsProvider;
  /** Of the client’s own sentences; the browser’s without it. The gateway’s come in that of `Accept-Language`. */
  language?: Language;
  /** Ends it; what was sent by then may still be taken. */
  signal?: AbortSignal;
  /** Held by tests. */
  environment?: Partial<Environment>;
}

/** Time and chance. */
export interface Environment {
  now: () => Date;
  newKey: () => string;
  pause: (ms: number, signal: AbortSignal) => Promise<void>;
}
