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

/** Lets faults happen one after the other, and counts by kind those that there was something to happen to. */
export class FaultInjector {
  readonly counts = new Map<string, number>();
  /** How many on the way to Vlens passed without a connection that met them. */
  unmet = 0;
  /** When anything was broken. */
  readonly disturbances = new Periods();

  constructor(
    private readonly stack: Pick<
      Stack,
      'killGateway' | 'killSandbox' | 'proxy' | 'redis' | 'replaceGateway' | 'sendLog'
    >,
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
    if (dice < RESTARTS) return this.replaceInSlowStep();
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
    return this.breakWay(name, fault);
  }

  /** Of the way to Vlens, for the connections that are made meanwhile. */
  private async breakWay(name: string, fault: Fault): Promise<void> {
    const { proxy } = this.stack;
    const before = proxy.connections;
    await this.disturbances.during(async () => {
      proxy.fault = fault;
      proxy.cutAll();
      await pause(this.random.between(300, 1000));
      proxy.fault = 'none';
      if (proxy.connections > before) this.count(name);
      else this.unmet += 1;
      proxy.cutAll();
    });
  }

  /** A step takes longer than its gateway may take to stop: the one that has sent it is stopped. */
  private async replaceInSlowStep(): Promise<void> {
    const { proxy, sendLog } = this.stack;
    await this.disturbances.during(async () => {
      proxy.answerDelayMs = SLOW_ANSWER_MS;
      const from = Date.now();
      let slow = sendLog.inFlightSince(from);
      while (!slow && Date.now() < from + 2 * SLOW_ANSWER_MS) {
        await pause(10);
        slow = sendLog.inFlightSince(from);
      }
      const hadIt = await this.stack.replaceGateway(slow?.requestId);
      this.count(hadIt ? 'gateway replaced in a slow step' : 'gateway replaced');
      proxy.answerDelayMs = 0;
    });
  }

  private async refuse(): Promise<void> {
    await this.stack.proxy.stopListening();
    await pause(this.random.between(200, 800));
    await this.stack.proxy.listenAgain();
  }

  private async happen(name: string, fault: () => Promise<unknown>): Promise<void> {
    this.count(name);
    await this.disturbances.during(fault);
  }

  private count(name: string): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
  }
}
