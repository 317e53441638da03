import type { Clock } from '../clock.js';

/** The next time to do something. It can be moved earlier, never later. */
export class Deadline {
  private dueAt = Number.POSITIVE_INFINITY;
  private cancelTimer: (() => void) | null = null;

  constructor(
    private readonly clock: Clock,
    private readonly fire: () => void,
  ) {}

  /** Moves the deadline to `ms` milliseconds from now, unless it is already earlier. */
  scheduleWithin(ms: number): void {
    const dueAt = this.clock.monotonicNow() + ms;
    if (dueAt >= this.dueAt) return;
    this.cancel();
    this.dueAt = dueAt;
    this.cancelTimer = this.clock.setTimeout(() => {
      this.dueAt = Number.POSITIVE_INFINITY;
      this.fire();
    }, ms);
  }

  cancel(): void {
    this.cancelTimer?.();
    this.dueAt = Number.POSITIVE_INFINITY;
  }
}
