import type { Answer } from '../vlens/answer.js';
import { ReadRefused } from '../vlens/faults.js';

/** The value that was read; null if Vlens says that there is no such thing. Throws ReadRefused for any other refusal. */
export function foundOrNull<T>(answer: Answer<T>): T | null {
  return answer.kind === 'rejection' && answer.reason === 'NOT_FOUND' ? null : foundOrRefused(answer);
}

/** The value that was read. Throws ReadRefused if Vlens refused. */
export function foundOrRefused<T>(answer: Answer<T>): T {
  if (answer.kind === 'rejection') throw new ReadRefused(answer);
  return answer.value;
}
