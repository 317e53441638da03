import type { GovernorClock } from './governor.js';

/** The process's own time, which no change of the machine's clock moves. */
export const processClock: GovernorClock = {
  now: () => performance.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};
