import type { RealTime } from '../../../sandbox/src/webhooks/real-time.js';

/** Time that stands still until a test lets it pass. */
export class HeldTime implements RealTime {
  private readonly waiting = new Set<{ at: number; wake: () => void }>();
  constructor(private at = Date.parse('2026-11-23T12:00:00.000Z')) {}

  now(): Date {
    return new Date(this.at);
  }

  wakeAfter(ms: number, wake: () => void): () => void {
    if (ms <= 0) {
      const soon = setImmediate(wake);
      return () => clearImmediate(soon);
    }
    const alarm = { at: this.at + ms, wake };
    this.waiting.add(alarm);
    return () => this.waiting.delete(alarm);
  }

  pass(ms: number): void {
    this.at += ms;
    for (const alarm of [...this.waiting].filter(({ at }) => at <= this.at)) {
      this.waiting.delete(alarm);
      alarm.wake();
    }
  }
}
