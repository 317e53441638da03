import { LEFT } from '../faults.js';
import { askForCode, askForScan, awaitApproval, type Doubt, type Flow, goOn, isStep } from './flow.js';
import type { SigningProgress, SigningStep } from './types.js';

/** A signature at its start, or where it stood. */
export function startOf(requestId: string, progress?: SigningProgress): Flow {
  const flow: Flow = {
    begunFor: requestId,
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
  return progress && isOf(progress, requestId) ? resumed(flow, progress) : flow;
}

/** A host may keep one progress for all requests: nobody must sign another one than they were shown. */
function isOf({ begunFor, requestId, liveness }: SigningProgress, wanted: string): boolean {
  if (begunFor !== undefined) return begunFor === wanted;
  // Of an earlier version: only where it asked for pictures may Vlens have named the same request otherwise.
  return requestId === wanted || liveness.message !== '';
}

function resumed(start: Flow, { phase, isUnderWay, ...known }: SigningProgress): Flow {
  const flow = { ...start, ...known, begunFor: start.begunFor };
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
      return goOn(flow, { task: 'findOut', step: phase, fault: LEFT, polls: 1, pauseMs: 0 });
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
  const { begunFor, requestId, transactionId, otpRequestId, paymentUrl, liveness } = flow;
  const phase = task.task === 'findOut' ? task.step : task.task;
  const underWay = isStep(phase) ? { isUnderWay: isSent || task.task === 'findOut' } : {};
  return { phase, ...underWay, begunFor, requestId, transactionId, otpRequestId, paymentUrl, liveness };
}
