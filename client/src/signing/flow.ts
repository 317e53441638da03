import type { Fault } from '../faults.js';
import type {
  AskForOtpMutation,
  ConfirmMutation,
  LivenessScanInput,
  RejectionReason,
  RevalidateMutation,
  StatusQuery,
  ValidateOtpMutation,
} from '../generated/graphql.js';
import { SENTENCES } from '../sentences.js';
import type {
  LivenessAsked,
  OtpAsked,
  PaymentAsked,
  SigningOutcome,
  SigningProblem,
  SigningProgress,
  SigningStep,
} from './types.js';

/** What is to be done next. */
export type Task =
  | { task: 'requestOtp' }
  | { task: 'askForScan'; asked: LivenessAsked }
  | { task: 'revalidate'; scan: LivenessScanInput }
  | { task: 'askForCode'; asked: OtpAsked }
  | { task: 'validateOtp'; otpRequestId: string; otpCode: string }
  | { task: 'askForPayment'; asked: PaymentAsked; pauseMs: number }
  | { task: 'confirmPayment' }
  | { task: 'awaitApproval'; pauseMs: number }
  | { task: 'findOut'; step: SigningStep; fault: Fault; looks: number; pauseMs: number }
  | { task: 'end'; outcome: SigningOutcome };

/** What has happened. */
export type SigningEvent =
  | { is: 'otp'; answer: AskForOtpMutation['requestActivationOtp'] }
  | { is: 'liveness'; answer: RevalidateMutation['revalidateLiveness'] }
  | { is: 'validation'; answer: ValidateOtpMutation['validateActivationOtp'] }
  | { is: 'confirmation'; answer: ConfirmMutation['confirmPayment'] }
  | { is: 'scan'; scan: LivenessScanInput }
  | { is: 'code'; otpCode: string }
  | { is: 'resend' }
  | { is: 'paid' }
  | { is: 'standing'; request: StatusQuery['businessRequest'] | null }
  | { is: 'fault'; fault: Fault };

/** Where a signature stands. */
export interface Flow {
  requestId: string;
  transactionId: string | null;
  otpRequestId: string | null;
  paymentUrl: string | null;
  /** What the last LivenessRequired said. */
  liveness: LivenessAsked;
  /** The step that left no OTP to validate a code with, since its outcome is unknown. */
  doubt: Doubt | null;
  unpaid: number;
  approvalWaits: number;
  task: Task;
}

interface Doubt {
  step: SigningStep;
  fault: Fault;
}

const MAX_LOOKS = 3;

/** A signature at its start, or where it stood. */
export function startOf(requestId: string, progress?: SigningProgress): Flow {
  const flow: Flow = {
    requestId,
    transactionId: null,
    otpRequestId: null,
    paymentUrl: null,
    liveness: { message: '', thresholdKm: 0 },
    doubt: null,
    unpaid: 0,
    approvalWaits: 0,
    task: { task: 'requestOtp' },
  };
  return progress ? resumed(flow, progress) : flow;
}

function resumed(start: Flow, { phase, isUnderWay, ...known }: SigningProgress): Flow {
  const flow = { ...start, ...known };
  if (isUnderWay === false && isStep(phase)) return beforeSending(flow, phase);
  switch (phase) {
    case 'askForCode': {
      const doubt: Doubt | null = flow.otpRequestId === null ? { step: 'requestOtp', fault: LEFT } : null;
      return askForCode({ ...flow, doubt }, doubt && { message: LEFT.message });
    }
    case 'askForScan':
      return askForScan(flow, null);
    case 'askForPayment':
      return goOn(flow, { task: 'askForPayment', asked: { paymentUrl: flow.paymentUrl }, pauseMs: 0 });
    case 'awaitApproval':
      return awaitApproval(flow);
    default:
      return goOn(flow, { task: 'findOut', step: phase, fault: LEFT, looks: 1, pauseMs: 0 });
  }
}

/** The step was not sent: it is taken now, or what it needs and is not kept is asked for again. */
function beforeSending(flow: Flow, step: SigningStep): Flow {
  switch (step) {
    case 'revalidate':
      return askForScan(flow, null);
    case 'validateOtp':
      return askForCode(flow, null);
    default:
      return goOn(flow, { task: step });
  }
}

/** Where a signature stands, for the host to keep; null at its end. */
export function progressOf({ task, ...flow }: Flow, isSent = false): SigningProgress | null {
  if (task.task === 'end') return null;
  const { requestId, transactionId, otpRequestId, paymentUrl, liveness } = flow;
  const phase = task.task === 'findOut' ? task.step : task.task;
  const underWay = isStep(phase) ? { isUnderWay: isSent || task.task === 'findOut' } : {};
  return { phase, ...underWay, requestId, transactionId, otpRequestId, paymentUrl, liveness };
}

const LEFT: Fault = {
  code: 'NETWORK',
  message: SENTENCES.leftUnderWay.en,
  outcome: 'UNKNOWN',
};

/** Where a signature stands after something has happened. */
export function next(flow: Flow, event: SigningEvent): Flow {
  switch (event.is) {
    case 'otp':
      return afterOtp(flow, event.answer);
    case 'liveness':
      return afterPictures(flow, event.answer);
    case 'validation':
      return afterValidation(flow, event.answer);
    case 'confirmation':
      return afterConfirmation(flow, event.answer);
    case 'scan':
      return goOn(flow, { task: 'revalidate', scan: event.scan });
    case 'code':
      return validate(flow, event.otpCode);
    case 'resend':
      return goOn(flow, { task: 'requestOtp' });
    case 'paid':
      return goOn(flow, { task: 'confirmPayment' });
    case 'standing':
      return afterLook(flow, event.request);
    case 'fault':
      return afterFault(flow, event.fault);
  }
}

function afterOtp(flow: Flow, answer: AskForOtpMutation['requestActivationOtp']): Flow {
  switch (answer.__typename) {
    case 'ActivationOtpSent':
      return askForCode({ ...flow, otpRequestId: answer.otpRequestId, doubt: null }, null);
    case 'LivenessRequired': {
      const { message, thresholdKm, requestId, transactionId } = answer;
      return askForScan(
        {
          ...flow,
          requestId: requestId ?? flow.requestId,
          transactionId: transactionId ?? flow.transactionId,
          liveness: { message, thresholdKm },
        },
        null,
      );
    }
    case 'Rejection':
      return afterRejection(flow, 'requestOtp', answer);
    default:
      return afterLaterMember(flow, 'requestOtp', answer);
  }
}

function afterPictures(flow: Flow, answer: RevalidateMutation['revalidateLiveness']): Flow {
  switch (answer.__typename) {
    case 'LivenessRevalidated':
      return goOn(flow, { task: 'requestOtp' });
    case 'Rejection':
      return afterRejection(flow, 'revalidate', answer);
    default:
      return afterLaterMember(flow, 'revalidate', answer);
  }
}

function afterValidation(flow: Flow, answer: ValidateOtpMutation['validateActivationOtp']): Flow {
  switch (answer.__typename) {
    case 'ActivationOtpValidated': {
      const { paymentUrl } = answer;
      if (!paymentUrl) return goOn(flow, { task: 'confirmPayment' });
      return goOn({ ...flow, paymentUrl }, { task: 'askForPayment', asked: { paymentUrl }, pauseMs: 0 });
    }
    case 'Rejection':
      return afterRejection(flow, 'validateOtp', answer);
    default:
      return afterLaterMember(flow, 'validateOtp', answer);
  }
}

function afterConfirmation(flow: Flow, answer: ConfirmMutation['confirmPayment']): Flow {
  switch (answer.__typename) {
    case 'ContractActivated':
      return end(flow, { outcome: 'signed', businessRequest: answer.businessRequest ?? null });
    case 'PaymentRequired':
      return askForPayment({ ...flow, paymentUrl: answer.paymentUrl ?? flow.paymentUrl }, answer);
    case 'Rejection':
      return afterRejection(flow, 'confirmPayment', answer);
    default:
      return afterLaterMember(flow, 'confirmPayment', answer);
  }
}

/** A member of the union that a later gateway has: a `Problem` is a no, whatever it is called; after another the request tells. */
function afterLaterMember(flow: Flow, step: SigningStep, { message }: { message?: string }): Flow {
  return message === undefined
    ? afterFault(flow, NOT_KNOWN)
    : end(flow, { outcome: 'refused', step, problem: { message } });
}

const NOT_KNOWN: Fault = {
  code: 'UNKNOWN_ANSWER',
  message: SENTENCES.answerNotKnown.en,
  outcome: 'UNKNOWN',
};

interface Refusal {
  message: string;
  reason: RejectionReason;
  fieldErrors?: SigningProblem['fieldErrors'];
  retryAfterSeconds?: number | null;
}

function afterRejection(flow: Flow, step: SigningStep, refusal: Refusal): Flow {
  const { message, reason, fieldErrors, retryAfterSeconds } = refusal;
  const problem: SigningProblem = {
    message,
    reason,
    ...(fieldErrors?.length ? { fieldErrors } : {}),
    ...(typeof retryAfterSeconds === 'number' ? { retryAfterSeconds } : {}),
  };
  if (reason === 'ALREADY_SIGNED') return end(flow, { outcome: 'alreadySigned' });
  if (reason === 'NOT_APPROVED') return awaitApproval(flow);
  if (reason === 'LIVENESS_FAILED' || (step === 'revalidate' && reason === 'INVALID_INPUT')) {
    return askForScan(flow, problem);
  }
  if (reason === 'PAYMENT_INCOMPLETE' && step === 'confirmPayment') return askForPayment(flow, problem);
  if (reason === 'OTP_INCORRECT' && step === 'validateOtp') return askForCode(flow, problem);
  // No code is sent by itself: of two pages that are open, each would end the other's, until Vlens sends none at all.
  if (reason === 'OTP_EXPIRED' && flow.otpRequestId !== null && step !== 'requestOtp')
    return askForCode(flow, problem);
  return end(flow, { outcome: 'refused', step, problem });
}

function afterFault(flow: Flow, fault: Fault): Flow {
  const { task } = flow.task;
  if (task === 'findOut')
    return end(flow, { outcome: 'unknown', step: flow.task.step, fault: flow.task.fault });
  if (isStep(task) && fault.outcome === 'UNKNOWN') {
    return goOn(flow, { task: 'findOut', step: task, fault, looks: 1, pauseMs: 0 });
  }
  if (task === 'validateOtp' && isAbout(fault, 'input.otpCode')) return askForCode(flow, inputProblem(fault));
  if (task === 'revalidate' && isAbout(fault, 'input.scan')) return askForScan(flow, inputProblem(fault));
  return end(flow, { outcome: 'failed', phase: task, fault });
}

/** After a look at where the request stands: because it had to be approved, or because a step's outcome is unknown. */
function afterLook(flow: Flow, request: StatusQuery['businessRequest'] | null): Flow {
  const doubt = flow.task.task === 'findOut' ? flow.task : null;
  switch (request?.nextStep) {
    case 'SIGN':
    case 'SIGN_UNLESS_SIGNED':
    // Of a gateway before 0.2.
    case 'WAIT_FOR_OTHER_SIGNERS':
      return doubt ? afterDoubt(flow, doubt) : goOn(flow, { task: 'requestOtp' });
    case 'WAIT_FOR_APPROVAL':
      return awaitApproval(flow);
    case 'WAIT_FOR_COUNTERSIGNATURE':
    case 'DONE':
      return end(
        flow,
        doubt?.step === 'confirmPayment'
          ? { outcome: 'signed', businessRequest: request }
          : { outcome: 'alreadySigned' },
      );
    default:
      return end(flow, { outcome: 'notSignable', status: request?.status ?? null });
  }
}

/**
 * The request can still be signed, but whether the step was taken may show late: it is never sent on a guess. After the
 * pictures the next step tells; for another code the customer is asked.
 */
function afterDoubt(flow: Flow, task: Extract<Task, { task: 'findOut' }>): Flow {
  const { step, fault, looks } = task;
  switch (step) {
    case 'requestOtp':
    case 'validateOtp':
      return askForCode({ ...flow, otpRequestId: null, doubt: { step, fault } }, { message: fault.message });
    case 'revalidate':
      return goOn(flow, { task: 'requestOtp' });
    case 'confirmPayment':
      return looks < MAX_LOOKS
        ? goOn(flow, { ...task, looks: looks + 1, pauseMs: growing(looks, 2000, 8000) })
        : end(flow, { outcome: 'unknown', step, fault });
  }
}

function validate(flow: Flow, otpCode: string): Flow {
  const { otpRequestId, doubt } = flow;
  if (otpRequestId !== null) return goOn(flow, { task: 'validateOtp', otpRequestId, otpCode });
  return doubt ? end(flow, { outcome: 'unknown', ...doubt }) : goOn(flow, { task: 'requestOtp' });
}

function askForCode(flow: Flow, problem: SigningProblem | null): Flow {
  const { otpRequestId } = flow;
  return goOn(flow, { task: 'askForCode', asked: { otpRequestId, ...(problem ? { problem } : {}) } });
}

function askForScan(flow: Flow, problem: SigningProblem | null): Flow {
  return goOn(flow, { task: 'askForScan', asked: { ...flow.liveness, ...(problem ? { problem } : {}) } });
}

function askForPayment(flow: Flow, { message, reason }: SigningProblem): Flow {
  const { paymentUrl, unpaid } = flow;
  const problem = { message, ...(reason ? { reason } : {}) };
  return goOn(
    { ...flow, unpaid: unpaid + 1 },
    // Anybody who pays in another tab is not asked by a person: without a pause it would be a hot loop.
    { task: 'askForPayment', asked: { paymentUrl, problem }, pauseMs: growing(unpaid, 2000, 30_000) },
  );
}

function awaitApproval(flow: Flow): Flow {
  const { approvalWaits } = flow;
  const pauseMs = approvalWaits === 0 ? 0 : growing(approvalWaits, 2000, 30_000);
  return goOn({ ...flow, approvalWaits: approvalWaits + 1 }, { task: 'awaitApproval', pauseMs });
}

function goOn(flow: Flow, task: Task): Flow {
  return { ...flow, task };
}

function end(flow: Flow, outcome: SigningOutcome): Flow {
  return goOn(flow, { task: 'end', outcome });
}

function growing(times: number, first: number, longest: number): number {
  return Math.min(first * 2 ** times, longest);
}

const STEPS = ['requestOtp', 'revalidate', 'validateOtp', 'confirmPayment'] as const satisfies SigningStep[];

function isStep(task: Task['task']): task is SigningStep {
  return STEPS.some((step) => step === task);
}

function isAbout({ code, fieldErrors = [] }: Fault, path: string): boolean {
  return (
    code === 'BAD_USER_INPUT' &&
    fieldErrors.length > 0 &&
    fieldErrors.every(({ field }) => field === path || field.startsWith(`${path}.`))
  );
}

function inputProblem({ message, fieldErrors = [] }: Fault): SigningProblem {
  return { message, reason: 'INVALID_INPUT', fieldErrors };
}
