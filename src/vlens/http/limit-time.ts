import type { Clock } from '../../clock.js';

/** A timer that is this late means that the whole process stood still. */
const STOOD_STILL_MS = 250;
/** Time to read what has arrived in the meantime. */
const READING_MS = 1000;

/**
 * Calls back if something has not happened in time. After a pause of the process or its machine, time limits run out before the process has
 * read what arrived: Node runs its overdue timers first. So a late callback waits until what is there has been read; after a long pause,
 * in which much may have arrived, it waits longer.
 * @returns a function that cancels the callback
 */
export function limitTime(
  clock: Pick<Clock, 'monotonicNow' | 'setTimeout'>,
  callback: () => void,
  ms: number,
): () => void {
  const dueAt = clock.monotonicNow() + ms;
  let stop = clock.setTimeout(() => {
    const lateMs = clock.monotonicNow() - dueAt;
    if (lateMs <= 0) callback();
    else stop = lateMs < STOOD_STILL_MS ? afterReading(callback) : clock.setTimeout(callback, READING_MS);
  }, ms);
  return () => stop();
}

/** Node reads before each immediate. The second one is for what is read in two parts, such as an answer after its headers. */
function afterReading(callback: () => void): () => void {
  let immediate = setImmediate(() => {
    immediate = setImmediate(callback);
  });
  return () => clearImmediate(immediate);
}
