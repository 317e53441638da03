const MINUTE_MS = 60_000;

/**
 * A line for what strangers can cause as often as they like, so that they cannot fill the log.
 * @param say gets the number of lines that were left out since the last one.
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
