import type { Fault } from '../faults.js';
import type { LivenessScanInput } from '../generated/graphql.js';
import type {
  LivenessAsked,
  OtpAsked,
  PaymentAsked,
  SigningOutcome,
  SigningProblem,
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
  | { task: 'findOut'; step: SigningStep; fault: Fault; polls: number; pauseMs: number }
  | { task: 'end'; outcome: SigningOutcome };

/** Where a signature stands. */
export interface Flow {
  /** The request that the host has named. */
  begunFor: string;
  /** The one that steps are sent for. */
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

export interface Doubt {
  step: SigningStep;
  fault: Fault;
}

export function askForCode(flow: Flow, problem: SigningProblem | null): Flow {
  const { otpRequestId } = flow;
  return goOn(flow, { task: 'askForCode', asked: { otpRequestId, ...(problem ? { problem } : {}) } });
}

export function askForScan(flow: Flow, problem: SigningProblem | null): Flow {
  return goOn(flow, { task: 'askForScan', asked: { ...flow.liveness, ...(problem ? { problem } : {}) } });
}

export function askForPayment(flow: Flow, problem: SigningProblem): Flow {
  const { paymentUrl, unpaid } = flow;
  return goOn(
    { ...flow, unpaid: unpaid + 1 },
    // Anybody who pays in another tab is not asked by a person: without a pause it would be a hot loop.
    { task: 'askForPayment', asked: { paymentUrl, problem }, pauseMs: growing(unpaid, 2000, 30_000) },
  );
}

export function awaitApproval(flow: Flow): Flow {
  const { approvalWaits } = flow;
  const pauseMs = approvalWaits === 0 ? 0 : growing(approvalWaits, 2000, 30_000);
  return goOn({ ...flow, approvalWaits: approvalWaits + 1 }, { task: 'awaitApproval', pauseMs });
}

export function goOn(flow: Flow, task: Task): Flow {
  return { ...flow, task };
}

export function end(flow: Flow, outcome: SigningOutcome): Flow {
  return goOn(flow, { task: 'end', outcome });
}

export function growing(times: number, first: number, longest: number): number {
  return Math.min(first * 2 ** times, longest);
}

const STEPS = ['requestOtp', 'revalidate', 'validateOtp', 'confirmPayment'] as const satisfies SigningStep[];

export function isStep(task: Task['task']): task is SigningStep {
  return STEPS.some((step) => step === task);
}
