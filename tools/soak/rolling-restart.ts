import { setTimeout as pause } from 'node:timers/promises';
import { Periods } from './periods.js';
import type { Stack } from './stack.js';

/** Between two gateways, as an orchestrator waits until one is ready. */
const BETWEEN_MS = 3000;

/** What a deploy does: every gateway is replaced, one after the other, and Redis fails over in the middle. Nobody is killed. */
export class RollingRestart {
  readonly counts = new Map<string, number>();
  /** Every gateway meets it. */
  readonly unmet = 0;
  readonly disturbances = new Periods();

  constructor(
    private readonly stack: Stack,
    private readonly replicas: number,
  ) {}

  async runUntil(endAt: number): Promise<void> {
    const { stack, replicas } = this;
    const { redis } = stack;
    const middle = Math.floor(replicas / 2);
    while (Date.now() < endAt) {
      for (let at = 0; at < replicas; at += 1) {
        await pause(BETWEEN_MS);
        const replaced = this.happen('gateway replaced', () => stack.replaceGateway());
        if (at === middle && redis) await this.happen('Redis failed over', () => redis.failOver(0));
        await replaced;
      }
    }
  }

  private async happen(name: string, what: () => Promise<unknown>): Promise<void> {
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
    await this.disturbances.during(what);
  }
}
