import { type Clock, systemClock } from '../../src/clock.js';

/** The system's clock, which a test moves on: what is looked up by it has aged, and timers go on as they are. */
export class ShiftedClock implements Clock {
  private aheadMs = 0;

  now(): number {
    return systemClock.now() + this.aheadMs;
  }

  monotonicNow(): number {
    return systemClock.monotonicNow() + this.aheadMs;
  }

  setTimeout(callback: () => void, ms: number): () => void {
    return systemClock.setTimeout(callback, ms);
  }

  advance(ms: number): void {
    this.aheadMs += ms;
  }
}
