import { setTimeout as pause } from 'node:timers/promises';
import type { Fault } from './fault-proxy.js';
import { Periods } from './periods.js';
import type { SeededRandom } from './seeded-random.js';
import type { Stack } from './stack.js';

/** Which part of the dice restarts the gateway. */
const RESTARTS = 0.2;
/** Within the gateway's limit for a call, and beyond its limit for stopping. */
const SLOW_ANSWER_MS = 1200;
const PAGE = 'HTTP/1.1 502 Bad Gateway\r\ncontent-type: text/html\r\nconnection: close\r\n\r\n<h1>502</h1>';

/** Lets faults happen one after the other, and counts them by kind. */
export class FaultInjector {
  readonly counts = new Map<string, number>();
  /** When anything was broken. */
  readonly disturbances = new Periods();

  constructor(
    private readonly stack: Stack,
    private readonly random: SeededRandom,
  ) {}

  /** @param restartsUntil from then on the gateway is left alone, so that its memory can be watched */
  async runUntil(endAt: number, restartsUntil: number): Promise<void> {
    while (Date.now() < endAt) {
      await pause(this.random.between(500, 2500));
      const dice = this.random.next();
      await this.inject(Date.now() < restartsUntil ? dice : RESTARTS + dice * (1 - RESTARTS));
    }
  }

  private async inject(dice: number): Promise<void> {
    if (dice < 0.1) return this.happen('gateway killed', () => this.stack.killGateway());
    if (dice < 0.14) return this.happen('gateway replaced', () => this.stack.replaceGateway());
    if (dice < RESTARTS)
      return this.happen('gateway replaced in a slow step', () => this.replaceInSlowStep());
    const { redis } = this.stack;
    const { random } = this;
    if (dice < 0.25 && redis)
      return this.happen('Redis killed', () => redis.restartPrimary(random.between(200, 3000)));
    if (dice < 0.3 && redis)
      return this.happen('Redis failed over', () => redis.failOver(random.oneOf(0, random.between(0, 300))));
    // Not where there is a quota to keep: the sandbox counts it in memory.
    if (dice < 0.3) return this.happen('sandbox killed', () => this.stack.killSandbox());
    if (dice < 0.4) return this.happen('upstream refuses', () => this.refuse());
    const [name, fault] = this.random.oneOf<[string, Fault]>(
      ['reset before the request', 'reset at once'],
      ['reset after the request', 'reset after the request'],
      ['answer cut', { cutAfterBytes: this.random.between(1, 400) }],
      ['answer stalls', { stallAfterBytes: this.random.between(0, 400) }],
      ['a page of a proxy', { raw: PAGE }],
    );
    return this.happen(name, async () => {
      const { proxy } = this.stack;
      proxy.fault = fault;
      proxy.cutAll();
      await pause(this.random.between(300, 1000));
      proxy.fault = 'none';
      proxy.cutAll();
    });
  }

  /** A step takes longer than its gateway may take to stop. */
  private async replaceInSlowStep(): Promise<void> {
    const { proxy, sendLog } = this.stack;
    proxy.answerDelayMs = SLOW_ANSWER_MS;
    const from = Date.now();
    while (!sendLog.hasInFlightSince(from) && Date.now() < from + 2 * SLOW_ANSWER_MS) await pause(10);
    await this.stack.replaceGateway();
    proxy.answerDelayMs = 0;
  }

  private async refuse(): Promise<void> {
    await this.stack.proxy.stopListening();
    await pause(this.random.between(200, 800));
    await this.stack.proxy.listenAgain();
  }

  private async happen(name: string, fault: () => Promise<void>): Promise<void> {
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
    await this.disturbances.during(fault);
  }
}
