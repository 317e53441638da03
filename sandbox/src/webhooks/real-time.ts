/** Time as it passes for anybody who listens to webhooks, wherever the sandbox's clock was put. A test may hold it. */
export interface RealTime {
  now(): Date;
  /** Answers how to call it off. */
  wakeAfter(ms: number, wake: () => void): () => void;
}

/** The system's; a wait alone keeps no process running. */
export const systemTime: RealTime = {
  now: () => new Date(),
  wakeAfter(ms, wake) {
    const timer = setTimeout(wake, ms).unref();
    return () => clearTimeout(timer);
  },
};
