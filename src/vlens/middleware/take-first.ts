import type { Outcome } from '../answer.js';
import { CallAborted, type FaultCode, VlensFault } from '../faults.js';
import { answerToCome, inTheEnd } from '../late-answer.js';
import type { NextStep } from '../messages/next-steps.js';
import { unknownOutcome } from '../unknown-outcome.js';
import { CheckFailed } from './check-first.js';

/** What is remembered of a step: its answer, or that it may have been taken. */
export type Remembered = ({ kind: 'answer'; answer: Outcome } | { kind: 'unknown'; code: FaultCode }) & {
  /** Marks the token under which the step was taken. */
  takenBy: string;
};

/** Where the outcome of a step is stored. */
export interface Taking {
  takenBy: string;
  settle(remembered: Remembered): Promise<void>;
  /** Nothing was sent, or nobody looked at it. */
  release(): Promise<void>;
  /** Is not to be cut short by the end of this process. */
  hold(writing: Promise<void>): void;
}

/**
 * Takes a step that nobody took before. Its outcome is stored before its caller gets it; an outcome that
 * comes late is stored after its caller got UNKNOWN.
 */
export async function takeFirst(taking: Taking, take: () => Promise<Outcome>): Promise<Outcome> {
  const taken = (async () => take())();
  const written = writeDown(taking, inTheEnd(taken));
  try {
    const answer = await taken;
    await written;
    return answer;
  } catch (error) {
    // A caller that left gets no answer, but its step is waited for.
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

/** The outcome again, as it was answered the first time. */
export function repeatOutcome(next: NextStep, remembered: Remembered): Outcome {
  if (remembered.kind === 'unknown') throw unknownOutcome(next, remembered.code);
  return remembered.answer;
}

/** Certain that Vlens did nothing. What is not expected here may have happened after the sending. */
function mayBeTriedAgain(error: unknown): boolean {
  if (error instanceof CallAborted || error instanceof CheckFailed) return true;
  return error instanceof VlensFault && error.details.outcome !== 'UNKNOWN';
}

function codeOf(error: unknown): FaultCode {
  return error instanceof VlensFault ? error.code : 'UPSTREAM_INVALID_RESPONSE';
}
