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

/** Node takes whatever is longer for 1 ms. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** The system's own time. Its timers keep no process alive, and may be as long as anybody likes. */
export const systemClock: Clock = {
  now: Date.now,
  monotonicNow: () => performance.now(),
  setTimeout(callback, ms) {
    let timer: NodeJS.Timeout;
    const wait = (leftMs: number) => {
      const partMs = Math.min(leftMs, MAX_TIMER_MS);
      const go = partMs < leftMs ? () => wait(leftMs - partMs) : callback;
      timer = setTimeout(go, partMs).unref();
    };
    wait(ms);
    return () => clearTimeout(timer);
  },
};
