import type { Clock } from '../clock.js';

/** The next time that something is done: it can be moved to an earlier time, never to a later one. */
export class Deadline {
  private dueAt = Number.POSITIVE_INFINITY;
  private cancelTimer: (() => void) | null = null;

  constructor(
    private readonly clock: Clock,
    private readonly fire: () => void,
  ) {}

  /** In so many milliseconds, unless it is sooner already. */
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
