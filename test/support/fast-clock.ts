import { setTimeout as pause } from 'node:timers/promises';
import { type Clock, systemClock } from '../../src/clock.js';

/** The system's clock so many times as fast, timers included: minutes of quota pass in seconds. */
export class FastClock implements Clock {
  private readonly startedAt = systemClock.monotonicNow();

  constructor(
    private readonly speed: number,
    private readonly start = systemClock.now(),
  ) {}

  now(): number {
    return this.start + this.monotonicNow();
  }

  monotonicNow(): number {
    return (systemClock.monotonicNow() - this.startedAt) * this.speed;
  }

  setTimeout(callback: () => void, ms: number): () => void {
    return systemClock.setTimeout(callback, ms / this.speed);
  }

  async pause(ms: number): Promise<void> {
    await pause(ms / this.speed);
  }
}
