import type { Outcome } from './answer.js';
import { CallAborted, VlensFault } from './faults.js';

/** The answer of a call that goes on after its caller got an error; null where the error was its end. */
export function answerToCome(error: unknown): Promise<Outcome> | null {
  if (error instanceof CallAborted) return error.goesOn;
  return error instanceof VlensFault ? (error.details.goesOn ?? null) : null;
}

/** What a call comes to in the end, also where its caller hears no more of it. */
export async function inTheEnd(call: Promise<Outcome>): Promise<Outcome> {
  try {
    return await call;
  } catch (error) {
    const toCome = answerToCome(error);
    if (!toCome) throw error;
    return inTheEnd(toCome);
  }
}
