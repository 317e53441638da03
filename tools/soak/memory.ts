import { setTimeout as pause } from 'node:timers/promises';
import type { Stack } from './stack.js';

/** A process that has just started still grows into its caches. */
const WARM_UP = 20;

/** The memory of the gateway's processes, sampled each second; of the longest-lived one the slope. */
export class MemoryWatch {
  private readonly samples = new Map<string, number[]>();

  constructor(private readonly stack: Stack) {}

  async watchUntil(endAt: number): Promise<void> {
    while (Date.now() < endAt) {
      for (const [name, megabytes] of this.stack.gatewaysMemory())
        this.samples.set(name, [...(this.samples.get(name) ?? []), megabytes]);
      await pause(1000);
    }
  }

  /** Least squares over what was sampled after the warm-up. */
  slope(): string {
    const longest = [...this.samples.values()].sort((a, b) => b.length - a.length)[0] ?? [];
    const warm = longest.slice(WARM_UP);
    const size = `${longest.at(-1)?.toFixed(0)} MB after ${longest.length} s`;
    if (warm.length < WARM_UP) return `${size}; too short-lived for a slope`;
    const meanX = (warm.length - 1) / 2;
    const meanY = warm.reduce((sum, y) => sum + y, 0) / warm.length;
    let over = 0;
    let under = 0;
    for (const [x, y] of warm.entries()) {
      over += (x - meanX) * (y - meanY);
      under += (x - meanX) ** 2;
    }
    return `${size}, ${((over / under) * 60).toFixed(2)} MB a minute`;
  }
}
