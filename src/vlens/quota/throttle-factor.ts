const SLOWEST = 0.25;
const RECOVERY_MS = 60_000;
/** Whatever Vlens says, nothing holds the whole tenant back for longer at a time. */
export const MAX_HOLD_MS = 60_000;
/** While the tenant is held back, one call in so long a time finds out whether Vlens takes calls again. */
export const PROBE_EVERY_MS = 10_000;

/** How much of the quota may be used after a 429, by which Vlens knows better: it counts differently, or others spend it too. */
export class ThrottleFactor {
  private value = 1;
  private blockedUntil = 0;
  private nextProbeAt = 0;
  private isProbing = false;

  /** Nothing but probes goes out for as long as Vlens says; then half as much as before, which recovers over a minute. */
  refused(now: number, forMs: number): void {
    const before = this.at(now);
    this.blockedUntil = Math.max(this.blockedUntil, now + Math.min(forMs, MAX_HOLD_MS));
    this.nextProbeAt = now + PROBE_EVERY_MS;
    this.value = Math.max(SLOWEST, before / 2);
  }

  /** The part of the quota that may be used, up to 1. */
  at(now: number): number {
    const recovered = Math.max(0, now - this.blockedUntil) / RECOVERY_MS;
    return Math.min(1, this.value + (1 - this.value) * recovered);
  }

  /** Milliseconds until a call, or a probe, may go out; below 0 where it may. */
  waitFrom(now: number): number {
    const untilOpen = this.blockedUntil - now;
    return this.isProbing ? untilOpen : Math.min(untilOpen, this.nextProbeAt - now);
  }

  /** Milliseconds for which the tenant is held back, unless a probe finds out better; 0 where it is not. */
  heldFor(now: number): number {
    return Math.max(0, this.blockedUntil - now);
  }

  /** It is known elsewhere that Vlens takes calls again. */
  setFree(now: number): void {
    this.blockedUntil = Math.min(this.blockedUntil, now);
  }

  /** A call goes out: while the tenant is held back it is a probe. Says how it ended, once. */
  start(now: number): (now: number, isAnswered: boolean) => void {
    if (this.blockedUntil <= now) return NO_PROBE;
    this.isProbing = true;
    this.nextProbeAt = now + PROBE_EVERY_MS;
    return (endedAt, isAnswered) => {
      this.isProbing = false;
      if (isAnswered) this.blockedUntil = Math.min(this.blockedUntil, endedAt);
    };
  }
}

const NO_PROBE = () => undefined;
