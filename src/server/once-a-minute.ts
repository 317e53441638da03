const MINUTE_MS = 60_000;

/**
 * Logs at most one line a minute for an event that strangers can cause as often as they like, so they cannot fill the log.
 * @param say gets the number of events that were not logged since the last line
 */
export function atMostOnceAMinute(say: (suppressed: number) => void, now: () => number): () => void {
  let saidAt = Number.NEGATIVE_INFINITY;
  let suppressed = 0;
  return () => {
    if (now() - saidAt < MINUTE_MS) {
      suppressed += 1;
      return;
    }
    saidAt = now();
    say(suppressed);
    suppressed = 0;
  };
}
