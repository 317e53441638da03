import type { LiveClock } from './live-clock.js';

/** The next time that something is done: it may be put forward, and never back. */
export class Appointment {
  private dueAt = Number.POSITIVE_INFINITY;
  private cancel = () => {};

  constructor(
    private readonly clock: LiveClock,
    private readonly meet: () => void,
  ) {}

  /** In so many milliseconds, unless it is sooner already. */
  within(ms: number): void {
    const dueAt = this.clock.forward() + ms;
    if (dueAt >= this.dueAt) return;
    this.callOff();
    this.dueAt = dueAt;
    this.cancel = this.clock.after(ms, () => {
      this.dueAt = Number.POSITIVE_INFINITY;
      this.meet();
    });
  }

  callOff(): void {
    this.cancel();
    this.dueAt = Number.POSITIVE_INFINITY;
  }
}
