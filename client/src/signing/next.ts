import { type Fault, NOT_KNOWN } from '../faults.js';
import type {
  AskForOtpMutation,
  ConfirmMutation,
  LivenessScanInput,
  RevalidateMutation,
  StatusQuery,
  ValidateOtpMutation,
} from '../generated/graphql.js';
import {
  askForCode,
  askForPayment,
  askForScan,
  awaitApproval,
  end,
  type Flow,
  goOn,
  growing,
  isStep,
  type Task,
} from './flow.js';
import { problemOf, type Refusal } from './problem.js';
import type { SigningProblem, SigningStep } from './types.js';

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

const MAX_POLLS = 3;

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
      return askForPayment(
        { ...flow, paymentUrl: answer.paymentUrl ?? flow.paymentUrl },
        { message: answer.message },
      );
    case 'Rejection':
      return afterRejection(flow, 'confirmPayment', answer);
    default:
      return afterLaterMember(flow, 'confirmPayment', answer);
  }
}

/** A member of the union that a later gateway has: a `Problem` is a no, whatever its name; after any other member the request shows the outcome. */
function afterLaterMember(flow: Flow, step: SigningStep, { message }: { message?: string }): Flow {
  return message === undefined
    ? afterFault(flow, NOT_KNOWN)
    : end(flow, { outcome: 'refused', step, problem: { message } });
}

function afterRejection(flow: Flow, step: SigningStep, refusal: Refusal): Flow {
  const { reason } = refusal;
  const problem = problemOf(refusal);
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
  if (task === 'findOut') {
    const { step, fault: lost } = flow.task;
    return end(flow, { outcome: 'unknown', step, fault: lost, lookUpFault: fault });
  }
  if (isStep(task) && fault.outcome === 'UNKNOWN') {
    return goOn(flow, { task: 'findOut', step: task, fault, polls: 1, pauseMs: 0 });
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
    default: {
      const status = request?.status ?? null;
      // Only a request that is rejected says that the step was not taken.
      if (doubt && status !== 'REJECTED')
        return end(flow, { outcome: 'unknown', step: doubt.step, fault: doubt.fault });
      return end(flow, { outcome: 'notSignable', status });
    }
  }
}

/**
 * The request can still be signed, but whether the step was taken may show late: it is never sent on a guess. After the
 * pictures the next step shows it; for another code the customer is asked.
 */
function afterDoubt(flow: Flow, task: Extract<Task, { task: 'findOut' }>): Flow {
  const { step, fault, polls } = task;
  switch (step) {
    case 'requestOtp':
    case 'validateOtp':
      return askForCode({ ...flow, otpRequestId: null, doubt: { step, fault } }, { message: fault.message });
    case 'revalidate':
      return goOn(flow, { task: 'requestOtp' });
    case 'confirmPayment':
      return polls < MAX_POLLS
        ? goOn(flow, { ...task, polls: polls + 1, pauseMs: growing(polls, 2000, 8000) })
        : end(flow, { outcome: 'unknown', step, fault });
  }
}

function validate(flow: Flow, otpCode: string): Flow {
  const { otpRequestId, doubt } = flow;
  if (otpRequestId !== null) return goOn(flow, { task: 'validateOtp', otpRequestId, otpCode });
  return doubt ? end(flow, { outcome: 'unknown', ...doubt }) : goOn(flow, { task: 'requestOtp' });
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
