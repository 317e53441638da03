/** Time as the gateway sees it, so that a test can hold it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Milliseconds that only go forward, whatever becomes of the machine's own clock. */
  monotonicNow(): number;
  /** Calls back once after so many milliseconds. Returns what cancels that. */
  setTimeout(callback: () => void, ms: number): () => void;
}

/** For what only measures how long something took. */
export type MonotonicClock = Pick<Clock, 'monotonicNow'>;

/** The system's own time. Its timers keep no process alive. */
export const systemClock: Clock = {
  now: Date.now,
  monotonicNow: () => performance.now(),
  setTimeout(callback, ms) {
    const timer = setTimeout(callback, ms).unref();
    return () => clearTimeout(timer);
  },
};
