import { type FaultCode, VlensFault } from './faults.js';
import type { NextStep } from './messages/next-steps.js';
import { say } from './messages/words.js';

const LEAVES_IT_OPEN: ReadonlySet<FaultCode> = new Set([
  'UPSTREAM_TIMEOUT',
  'UPSTREAM_UNAVAILABLE',
  'UPSTREAM_INVALID_RESPONSE',
]);

/** Marks the fault of a step that may have been taken, and adds what to read to find out. */
export function withUnknownOutcome(next: NextStep, error: unknown): unknown {
  if (!(error instanceof VlensFault) || !LEAVES_IT_OPEN.has(error.code) || error.details.unsent) return error;
  return unknownOutcome(next, error.code, error.details);
}

/** The fault of a step that may have been taken. A repeated request gets the same fault. */
export function unknownOutcome(
  next: NextStep,
  code: FaultCode,
  details: VlensFault['details'] = {},
): VlensFault {
  return new VlensFault(code, say(keyOf(code, details), { next: say(next) }), {
    ...details,
    outcome: 'UNKNOWN',
  });
}

/**
 * Only a step whose late answer can be found gets the hint to send it again with its key. A step sent without a key would be taken twice.
 */
function keyOf(code: FaultCode, { goesOn }: VlensFault['details']) {
  if (code !== 'UPSTREAM_TIMEOUT') return 'unknownAfterLoss';
  return goesOn ? 'answerMayComeYet' : 'unknownAfterTimeout';
}
