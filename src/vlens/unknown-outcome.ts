import { type FaultCode, VlensFault } from './faults.js';
import type { NextStep } from './messages/next-steps.js';
import { say } from './messages/words.js';

const LEAVES_IT_OPEN: ReadonlySet<FaultCode> = new Set([
  'UPSTREAM_TIMEOUT',
  'UPSTREAM_UNAVAILABLE',
  'UPSTREAM_INVALID_RESPONSE',
]);

/** A fault of a step that may have been taken all the same says so, and what to read to find out. */
export function withUnknownOutcome(next: NextStep, error: unknown): unknown {
  if (!(error instanceof VlensFault) || !LEAVES_IT_OPEN.has(error.code) || error.details.unsent) return error;
  return unknownOutcome(next, error.code, error.details);
}

/** The fault of a step that may have been taken: also for telling it again. */
export function unknownOutcome(
  next: NextStep,
  code: FaultCode,
  details: VlensFault['details'] = {},
): VlensFault {
  const key = code === 'UPSTREAM_TIMEOUT' ? 'unknownAfterTimeout' : 'unknownAfterLoss';
  return new VlensFault(code, say(key, { next: say(next) }), { ...details, outcome: 'UNKNOWN' });
}
