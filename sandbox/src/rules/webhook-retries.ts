const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 60_000;
const MOST_ATTEMPTS = 12;

/** So often may a delivery fail before those that were written after it stop waiting for it. */
export const ATTEMPTS_IN_ORDER = 3;

/** How long to wait after this many failed attempts: 1 s, 2 s, 4 s … 60 s; null: no longer, it is given up. */
export function waitAfter(failedAttempts: number): number | null {
  if (failedAttempts >= MOST_ATTEMPTS) return null;
  return Math.min(FIRST_WAIT_MS * 2 ** (failedAttempts - 1), LONGEST_WAIT_MS);
}
