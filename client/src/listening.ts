/** The gateway sends something every twelve seconds: a connection that is silent for so long is lost, or a proxy holds its events back. */
const MAX_SILENCE_MS = 60_000;

export interface Listening {
  /** Aborted where nothing came for too long, or where the host ends it. */
  signal: AbortSignal;
  /** Waits for what is to come next. */
  next: <Next>(coming: Promise<Next>) => Promise<Next>;
  stop: () => void;
}

/** Listens to a connection that may be lost without an error: a phone that slept, a network that was changed, a proxy that waits for the end. */
export function listening(signal?: AbortSignal): Listening {
  const end = new AbortController();
  const leave = () => end.abort(signal?.reason);
  signal?.addEventListener('abort', leave, { once: true });
  if (signal?.aborted) leave();
  return {
    signal: end.signal,
    async next(coming) {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const silence = new Promise<never>((_resolve, reject) => {
        timer = setTimeout(() => {
          const silent = new TypeError('The event stream is silent.');
          reject(silent);
          end.abort(silent);
        }, MAX_SILENCE_MS);
      });
      try {
        return await Promise.race([coming, silence]);
      } finally {
        clearTimeout(timer);
      }
    },
    stop: () => signal?.removeEventListener('abort', leave),
  };
}
