const SLOWEST = 0.25;
const RECOVERY_MS = 60_000;

/** How much of the quota may be used after a 429, by which Vlens knows better: it counts differently, or others spend it too. */
export class ThrottleFactor {
  private value = 1;
  private blockedUntil = 0;

  /** Nothing goes out for as long as Vlens says; then half as much as before, which recovers over a minute. */
  refused(now: number, forMs: number): void {
    const before = this.at(now);
    this.blockedUntil = Math.max(this.blockedUntil, now + forMs);
    this.value = Math.max(SLOWEST, before / 2);
  }

  /** The part of the quota that may be used, up to 1. */
  at(now: number): number {
    const recovered = Math.max(0, now - this.blockedUntil) / RECOVERY_MS;
    return Math.min(1, this.value + (1 - this.value) * recovered);
  }

  /** Milliseconds until anything may go out; below 0 where it may. */
  waitFrom(now: number): number {
    return this.blockedUntil - now;
  }
}
