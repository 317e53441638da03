import type { Answer } from '../vlens/answer.js';
import { ReadRefused } from '../vlens/faults.js';

/** What was read; null where Vlens says that there is no such thing. Throws ReadRefused for another refusal. */
export function foundOrNull<T>(answer: Answer<T>): T | null {
  return answer.kind === 'rejection' && answer.reason === 'NOT_FOUND' ? null : foundOrRefused(answer);
}

/** What was read. Throws ReadRefused where Vlens says no. */
export function foundOrRefused<T>(answer: Answer<T>): T {
  if (answer.kind === 'rejection') throw new ReadRefused(answer);
  return answer.value;
}
