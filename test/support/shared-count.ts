import { type Asker, QuotaCounters, type Rates } from '../../src/vlens/quota/counters.js';
import type { SharedCall, SharedPlace, SharedQuota, Taking } from '../../src/vlens/quota/shared-quota.js';
import type { HeldClock } from './held-clock.js';

/** There and back. */
const ROUND_TRIP_MS = 4;

/** The quota of several replicas, counted in memory by the rules that Redis counts by, and as far away. */
export class SharedCount implements SharedQuota {
  readonly part = 1;
  /** Who was asked for, in order. */
  readonly asked: Asker[] = [];
  private readonly counters: QuotaCounters;

  constructor(
    rates: Rates,
    private readonly clock: HeldClock,
  ) {
    this.counters = new QuotaCounters(rates);
  }

  get used(): number {
    return this.counters.all.counted(this.clock.now());
  }

  async take(call: SharedCall): Promise<Taking> {
    await this.underWay();
    this.asked.push(call);
    const taking = this.decide(call, this.clock.now());
    await this.underWay();
    return taking;
  }

  private decide(call: SharedCall, now: number): Taking {
    const { counters } = this;
    const { priority, strangers, expectedCallMs } = call;
    const factor = counters.factor(now);
    const ofAll = Math.max(
      counters.throttle.waitFrom(now),
      counters.all.waitFor(now, { share: factor, expectedCallMs }),
    );
    if (ofAll > 0) return { kind: 'wait', waitMs: ofAll, holds: 'all' };
    const ofKind = counters.waitOfAll(now, priority, factor);
    const holds = { read: 'reads', announced: 'announced', signing: 'steps' } as const;
    if (ofKind > 0) return { kind: 'wait', waitMs: ofKind, holds: holds[priority] };
    const waitMs = counters.waitOfCaller(now, call);
    if (waitMs <= 0) return { kind: 'taken', place: this.start(call, now) };
    const anyOther: Asker = { priority, strangers, caller: 'any other' };
    const isOfAll = strangers !== null && !counters.hasRoomFor(anyOther, now);
    return { kind: 'wait', waitMs, holds: isOfAll ? 'strangers' : 'caller' };
  }

  private start(call: Asker, startedAt: number): SharedPlace {
    const counted = this.counters.start(startedAt, call);
    const tell = (how: Parameters<SharedPlace['end']>[0]) =>
      void this.underWay().then(() => counted.end(this.clock.now(), how));
    return { end: tell, giveBack: () => tell({}) };
  }

  private underWay(): Promise<void> {
    return new Promise((resolve) => void this.clock.after(ROUND_TRIP_MS / 2, resolve));
  }
}
