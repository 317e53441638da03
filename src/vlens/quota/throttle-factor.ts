const SLOWEST = 0.25;
const RECOVERY_MS = 60_000;
/** The longest time that one answer of Vlens may hold back the whole tenant. */
export const MAX_HOLD_MS = 60_000;
/** While the tenant is held back, one call per this interval probes whether Vlens takes calls again. */
export const PROBE_EVERY_MS = 10_000;

/** How much of the quota may be used after a 429. Vlens then counts differently, or somebody else uses the same quota. */
export class ThrottleFactor {
  private value = 1;
  private blockedUntil = 0;
  private nextProbeAt = 0;
  private isProbing = false;

  /**
   * Only probes go out for as long as Vlens says. Then half as much as before may be used, at least a quarter of the quota, and this
   * recovers over a minute.
   */
  refused(now: number, forMs: number): void {
    const before = this.at(now);
    this.blockedUntil = Math.max(this.blockedUntil, now + Math.min(forMs, MAX_HOLD_MS));
    this.nextProbeAt = now + PROBE_EVERY_MS;
    this.value = Math.max(SLOWEST, before / 2);
  }

  /** The part of the quota that may be used, at most 1. */
  at(now: number): number {
    const recovered = Math.max(0, now - this.blockedUntil) / RECOVERY_MS;
    return Math.min(1, this.value + (1 - this.value) * recovered);
  }

  /** Milliseconds until a call may go out, even if only as a probe; 0 or less if it may now. */
  waitFrom(now: number): number {
    const untilOpen = this.blockedUntil - now;
    return this.isProbing ? untilOpen : Math.min(untilOpen, this.nextProbeAt - now);
  }

  /** Milliseconds for which the tenant is held back, if no probe ends that earlier; 0 if it is not. */
  heldFor(now: number): number {
    return Math.max(0, this.blockedUntil - now);
  }

  /** Another process has found that Vlens takes calls again. */
  setFree(now: number): void {
    this.blockedUntil = Math.min(this.blockedUntil, now);
  }

  /** A call goes out. While the tenant is held back, it is a probe. Call the result once, when the call ends. */
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
