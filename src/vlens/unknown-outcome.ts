import { type FaultCode, VlensFault } from './faults.js';

const LEAVES_IT_OPEN: ReadonlySet<FaultCode> = new Set([
  'UPSTREAM_TIMEOUT',
  'UPSTREAM_UNAVAILABLE',
  'UPSTREAM_INVALID_RESPONSE',
]);

/** A fault of a step that may have been taken all the same says so, and what to read to find out. */
export function withUnknownOutcome(whereToLook: string, error: unknown): unknown {
  if (!(error instanceof VlensFault) || !LEAVES_IT_OPEN.has(error.code) || error.details.unsent) return error;
  return unknownOutcome(whereToLook, error.code, error.details);
}

/** The fault of a step that may have been taken: also for telling it again. */
export function unknownOutcome(
  whereToLook: string,
  code: FaultCode,
  details: VlensFault['details'] = {},
): VlensFault {
  const sentence = code === 'UPSTREAM_TIMEOUT' ? 'Vlens did not answer in time' : 'Vlens’s answer was lost';
  return new VlensFault(code, `${sentence}, so it is not known whether it did this: ${whereToLook}`, {
    ...details,
    outcome: 'UNKNOWN',
  });
}
