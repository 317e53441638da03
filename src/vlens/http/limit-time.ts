import type { Clock } from '../../clock.js';

/** A timer that is this late means that the whole process stood still. */
const STOOD_STILL_MS = 250;
/** Time to read what has arrived in the meantime. */
const READING_MS = 1000;

/**
 * Calls back if something has not happened in time. After a pause of the process or its machine, time limits run out before the process has
 * read what arrived. So it gets time to read first.
 * @returns a function that cancels the callback
 */
export function limitTime(
  clock: Pick<Clock, 'monotonicNow' | 'setTimeout'>,
  callback: () => void,
  ms: number,
): () => void {
  const dueAt = clock.monotonicNow() + ms;
  let stop = clock.setTimeout(() => {
    if (clock.monotonicNow() - dueAt < STOOD_STILL_MS) callback();
    else stop = clock.setTimeout(callback, READING_MS);
  }, ms);
  return () => stop();
}
