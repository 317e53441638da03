import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How often the event loop is sampled, in milliseconds. Each sample wakes the process. */
const RESOLUTION_MS = 20;
/** Long enough that one long turn of the event loop does not count as overload. */
const SAMPLE_MS = 1000;

/** The turns of the event loop since the last reset, as node:perf_hooks measures them: in nanoseconds, NaN if it saw none. */
export interface Turns {
  readonly mean: number;
  reset(): void;
}

/**
 * How late the event loop is, measured over the last second. If there were too few turns to measure, it is the lateness of this sample. So
 * a machine that stood still for a moment counts as late by that moment only, and not for ever.
 */
export class EventLoopDelay {
  private sampledAt: number;
  private delayMs = 0;

  constructor(
    private readonly turns: Turns,
    private readonly now: () => number,
  ) {
    this.sampledAt = now();
  }

  get ms(): number {
    return this.delayMs;
  }

  /** Call this once a second. */
  sample(): void {
    const now = this.now();
    const late = now - this.sampledAt - SAMPLE_MS;
    const { mean } = this.turns;
    this.delayMs = Math.max(0, Number.isNaN(mean) ? late : mean / 1e6 - RESOLUTION_MS);
    this.turns.reset();
    this.sampledAt = now;
  }
}

/** Samples once a second until it is stopped. */
export function watchEventLoop(now: () => number): { delay: EventLoopDelay; stop: () => void } {
  const turns = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  turns.enable();
  const delay = new EventLoopDelay(turns, now);
  const timer = setInterval(() => delay.sample(), SAMPLE_MS).unref();
  return {
    delay,
    stop() {
      clearInterval(timer);
      turns.disable();
    },
  };
}
