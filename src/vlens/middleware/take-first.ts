import type { Outcome } from '../answer.js';
import { CallAborted, type FaultCode, VlensFault } from '../faults.js';
import { answerToCome, inTheEnd } from '../late-answer.js';
import type { NextStep } from '../messages/next-steps.js';
import { unknownOutcome } from '../unknown-outcome.js';
import { CheckFailed } from './check-first.js';

/** What is remembered of a step: its answer, or that Vlens may have taken it. */
export type Remembered = ({ kind: 'answer'; answer: Outcome } | { kind: 'unknown'; code: FaultCode }) & {
  /** A mark of the token that the step was sent with. */
  takenBy: string;
};

/** Records the outcome of a step. */
export interface Taking {
  takenBy: string;
  settle(remembered: Remembered): Promise<void>;
  /** Forgets the step: it was not sent, or Vlens did not look at it. */
  release(): Promise<void>;
  /** Delays the end of this process until the write is done. */
  hold(writing: Promise<void>): void;
}

/**
 * Takes a step that nobody has taken before. Its outcome is stored before its caller gets it. If the outcome comes late, it is stored after
 * its caller got UNKNOWN.
 */
export async function takeFirst(taking: Taking, take: () => Promise<Outcome>): Promise<Outcome> {
  const taken = (async () => take())();
  const written = writeDown(taking, inTheEnd(taken));
  try {
    const answer = await taken;
    await written;
    return answer;
  } catch (error) {
    // The client of a fault does not wait for the write, but the end of the process does.
    if (error instanceof VlensFault && answerToCome(error)) taking.hold(written);
    else await written;
    throw error;
  }
}

async function writeDown({ takenBy, settle, release }: Taking, end: Promise<Outcome>): Promise<void> {
  try {
    const answer = await end;
    if (answer.kind === 'rejection' && answer.refusedLocally) await release();
    else await settle({ kind: 'answer', answer, takenBy });
  } catch (error) {
    if (mayBeTriedAgain(error)) await release();
    else await settle({ kind: 'unknown', code: codeOf(error), takenBy });
  }
}

/** Returns the outcome as it was answered the first time. */
export function repeatOutcome(next: NextStep, remembered: Remembered): Outcome {
  if (remembered.kind === 'unknown') throw unknownOutcome(next, remembered.code);
  return remembered.answer;
}

/** Whether Vlens certainly did nothing. An unexpected error may have happened after the call was sent. */
function mayBeTriedAgain(error: unknown): boolean {
  if (error instanceof CallAborted || error instanceof CheckFailed) return true;
  return error instanceof VlensFault && error.details.outcome !== 'UNKNOWN';
}

function codeOf(error: unknown): FaultCode {
  return error instanceof VlensFault ? error.code : 'UPSTREAM_INVALID_RESPONSE';
}
