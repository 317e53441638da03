import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How often the event loop is looked at, in milliseconds: each look wakes the process. */
const RESOLUTION_MS = 20;
/** Long enough for one long turn of the event loop not to count as overload. */
const SAMPLE_MS = 1000;

/** The turns of the event loop since the last look, as node:perf_hooks measures them: in nanoseconds, NaN where it saw none. */
export interface Turns {
  readonly mean: number;
  reset(): void;
}

/**
 * How late the event loop is, by the turns of the last second. Where it took so few that there is nothing to measure, the
 * lateness of this look itself is what is known: a machine that stood still for a moment is late by that, not for ever.
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

  /** To be called each second. */
  sample(): void {
    const now = this.now();
    const late = now - this.sampledAt - SAMPLE_MS;
    const { mean } = this.turns;
    this.delayMs = Math.max(0, Number.isNaN(mean) ? late : mean / 1e6 - RESOLUTION_MS);
    this.turns.reset();
    this.sampledAt = now;
  }
}

/** Measures each second until it is stopped. */
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
