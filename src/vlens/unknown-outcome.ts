import type { Endpoint } from './endpoints.js';
import { type FaultCode, VlensFault } from './faults.js';

/** Where to look whether a step was taken, whose answer never came. */
const WHERE_TO_LOOK: Partial<Record<Endpoint, string>> = {
  createBusinessRequest: 'look for it in businessRequests before you create another.',
  stepRequestOtp: 'wait for the SMS before you ask for another OTP.',
  stepReValidateLiveness: 'requestActivationOtp tells whether liveness is still required.',
  stepValidateOtp: 'read businessRequest(id) { status nextStep } before you try again.',
  stepValidatePayment: 'read businessRequest(id) { status nextStep } before you try again.',
  generateSignContractLink: 'nothing is lost by asking for another link.',
  openSigningSession: 'nothing is lost by opening the link again.',
  login: 'nothing is lost by logging in again.',
};

const LEAVES_IT_OPEN: ReadonlySet<FaultCode> = new Set([
  'UPSTREAM_TIMEOUT',
  'UPSTREAM_UNAVAILABLE',
  'UPSTREAM_INVALID_RESPONSE',
]);

/** A fault of a step that may have been taken all the same says so, and what to read to find out. */
export function withUnknownOutcome(endpoint: Endpoint, error: unknown): unknown {
  if (!(error instanceof VlensFault) || !LEAVES_IT_OPEN.has(error.code) || error.details.unsent) return error;
  return unknownOutcome(endpoint, error.code, error.details);
}

/** The fault of a step that may have been taken: also for telling it again. */
export function unknownOutcome(
  endpoint: Endpoint,
  code: FaultCode,
  details: VlensFault['details'] = {},
): VlensFault {
  const sentence = code === 'UPSTREAM_TIMEOUT' ? 'Vlens did not answer in time' : 'Vlens’s answer was lost';
  const look = WHERE_TO_LOOK[endpoint] ?? 'look before you try again.';
  return new VlensFault(code, `${sentence}, so it is not known whether it did this: ${look}`, {
    ...details,
    outcome: 'UNKNOWN',
  });
}
