import type { Outcome } from './answer.js';
import { CallAborted, VlensFault } from './faults.js';

/** The outcome of a call that goes on after its caller got an error; null if the call ended with the error. */
export function answerToCome(error: unknown): Promise<Outcome> | null {
  if (error instanceof CallAborted) return error.goesOn;
  return error instanceof VlensFault ? (error.details.goesOn ?? null) : null;
}

/** The final outcome of a call, even if its caller no longer waits for it. */
export async function inTheEnd(call: Promise<Outcome>): Promise<Outcome> {
  try {
    return await call;
  } catch (error) {
    const toCome = answerToCome(error);
    if (!toCome) throw error;
    return inTheEnd(toCome);
  }
}
