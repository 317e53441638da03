import type { Outcome } from './answer.js';
import { CallAborted, VlensFault } from './faults.js';

/** The answer of a call that goes on after its caller got an error; null where the error was its end. */
export function answerToCome(error: unknown): Promise<Outcome> | null {
  if (error instanceof CallAborted) return error.goesOn;
  return error instanceof VlensFault ? (error.details.goesOn ?? null) : null;
}

/** The final outcome of a call, even if its caller no longer gets it. */
export async function inTheEnd(call: Promise<Outcome>): Promise<Outcome> {
  try {
    return await call;
  } catch (error) {
    const toCome = answerToCome(error);
    if (!toCome) throw error;
    return inTheEnd(toCome);
  }
}
