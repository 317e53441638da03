const FIRST_WAIT_MS = 1000;
/** ASP.NET Boilerplate's default (WebhooksConfiguration). */
const MAX_ATTEMPTS = 5;

/** So often may a delivery fail before those that were written after it stop waiting for it. */
export const ATTEMPTS_IN_ORDER = 3;

/** How long to wait after this many failed attempts: 1, 2, 4, 8 s; null: no longer, it is given up. */
export function waitAfter(failedAttempts: number): number | null {
  if (failedAttempts >= MAX_ATTEMPTS) return null;
  return FIRST_WAIT_MS * 2 ** (failedAttempts - 1);
}
