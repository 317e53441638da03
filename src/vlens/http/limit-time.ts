import type { Clock } from '../../clock.js';

/** A timer that is so late was not late alone: the whole process stood still. */
const STOOD_STILL_MS = 250;
/** For what has come meanwhile to be read. */
const READING_MS = 1000;

/**
 * Calls back where something has not come in time. A process that was paused, or whose machine was, finds its limits run out before it
 * reads what has come: then it reads first.
 * @returns ends it
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
