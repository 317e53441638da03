/** The gateway's clock, which a test can replace. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Milliseconds that never go backward, even if the machine's clock is changed. */
  monotonicNow(): number;
  /** Calls back once after this many milliseconds. Returns a function that cancels it. */
  setTimeout(callback: () => void, ms: number): () => void;
}

/** For code that only measures durations. */
export type MonotonicClock = Pick<Clock, 'monotonicNow'>;

/** Node turns a longer timeout into 1 ms. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** The system's clock. Its timers keep no process alive, and may have any length. */
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
