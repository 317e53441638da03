import type { Clock } from '../../clock.js';
import { CallAborted, quotaUsedUp } from '../faults.js';
import { Backoff } from './backoff.js';
import { type Asker, type Priority, QuotaCounters, type Rates } from './counters.js';
import { ReadsAfterSteps } from './reads-after-steps.js';
import type { SharedPlace, SharedQuota } from './shared-quota.js';
import {
  type Admission,
  type AdmissionRequest,
  PRIORITIES,
  type Waiting,
  WaitingCalls,
} from './waiting-calls.js';

export interface QuotaSettings extends Rates {
  /** How long a read may wait for its turn, in milliseconds. */
  maxReadWaitMs: number;
  /** How long a signing step may wait before it is refused unsent, in milliseconds. */
  maxSigningWaitMs: number;
}

/** From this part of a minute's quota on, calls that no customer waits for leave the rest to customers. */
const SHORT_FROM = 0.75;

/** The quota that a process has used, for metrics and readiness. */
export interface QuotaUse {
  windows: { seconds: number; limit: number; used: number }[];
  /** How many calls wait for a place. */
  waiting: number;
  /** How long only probes may go out, because Vlens rate-limited the tenant; 0 if it did not. */
  heldForMs: number;
}

/**
 * Keeps all callers together within the tenant's quota at Vlens, in both windows. Signing steps go before reads, announced reads before
 * other reads. Callers take turns, each within its share, and strangers have a small part of their own. After a 429 only probes go out, for
 * as long as Vlens says but at most a minute at a time. The usable quota is then halved, and recovers over a minute.
 */
export class QuotaGovernor {
  private readonly counters: QuotaCounters;
  private readonly calls: WaitingCalls;
  private readonly backoff = new Backoff();
  private readonly readsAfterSteps: ReadsAfterSteps;
  private wakeUp: (() => void) | null = null;
  private lastPart = 1;
  private isTaking = false;

  constructor(
    private readonly settings: QuotaSettings,
    private readonly clock: Omit<Clock, 'now'>,
    /** The count of all processes together; null if this process is alone. */
    private readonly shared: SharedQuota | null = null,
  ) {
    this.counters = new QuotaCounters(settings, () => shared?.part ?? 1);
    this.calls = new WaitingCalls(clock);
    this.readsAfterSteps = new ReadsAfterSteps(() => clock.monotonicNow());
  }

  /**
   * Waits for a place in the quota.
   * @throws VlensFault RATE_LIMITED if the wait would be too long, CallAborted if the caller leaves
   */
  admit(asked: AdmissionRequest): Promise<Admission> {
    // The caller was identified before this, by Redis or a token's signature. An abort in that time reaches no listener added later.
    if (asked.signal.aborted) return Promise.reject(new CallAborted());
    const since = this.clock.monotonicNow();
    const request = this.readsAfterSteps.claim(asked);
    if (request.priority === 'announced') this.counters.announced.ask(since);
    if (!this.shared && this.waiting === 0 && this.waitOf(request, since) <= 0)
      return Promise.resolve(this.start(request, since));
    // The usable quota grows back after a 429. Waiting strangers who may go by now must not count as ahead of this customer.
    if (!this.shared && asked.strangers === null && this.counters.throttle.at(since) < 1) this.serve();
    return new Promise((resolve, reject) => {
      const wait = this.expectedWait(request, since);
      if (wait > this.longestWait(request)) return reject(quotaUsedUp(wait));
      const waiting = { ...request, since, admit: resolve, refuse: reject, letGo: () => {}, hasLeft: false };
      this.calls.add(waiting, this.longestWait(request), () =>
        quotaUsedUp(this.expectedWait(waiting, this.clock.monotonicNow())),
      );
      this.serve();
    });
  }

  /** Ends every wait with this error. */
  refuseAll(reason: Error): void {
    this.calls.refuseAll(reason);
  }

  /** How many calls wait now. */
  get waiting(): number {
    return this.calls.length;
  }

  get use(): QuotaUse {
    const now = this.clock.monotonicNow();
    const { all, throttle } = this.counters;
    return { windows: all.use(now), waiting: this.waiting, heldForMs: throttle.heldFor(now) };
  }

  /** Whether customers need most of the usable quota now, as far as this process knows. */
  get isShort(): boolean {
    const { perMinute } = this.settings;
    if (this.waiting > 0) return true;
    if (perMinute === 0) return false;
    const now = this.clock.monotonicNow();
    const ofAll = this.shared?.part === 1 ? this.shared.used : 0;
    const used = Math.max(this.counters.all.counted(now), ofAll);
    return used >= perMinute * this.counters.factor(now) * SHORT_FROM;
  }

  private serve(): void {
    if (this.shared) {
      void this.serveTogether(this.shared);
      return;
    }
    for (let next = this.next(); next; next = this.next()) {
      next.letGo();
      next.admit(this.start(next, next.since));
    }
  }

  /** As `serve`, but requests each place from the shared count. It does so one by one, which keeps the order. */
  private async serveTogether(shared: SharedQuota): Promise<void> {
    if (this.isTaking) return;
    this.isTaking = true;
    try {
      this.noticePart(shared);
      for (let next = this.next(); next; next = this.next()) {
        await this.takePlaceOrRefuse(shared, next);
        this.noticePart(shared);
      }
    } finally {
      this.isTaking = false;
    }
  }

  /** The waiting call whose turn it is. If none may go, returns null and schedules `serve` for when one may. */
  private next(): Waiting | null {
    this.wakeUp?.();
    this.wakeUp = null;
    if (this.waiting === 0) return null;
    const now = this.clock.monotonicNow();
    const mayGo = (waiting: Waiting) => this.waitOf(waiting, now) <= 0;
    const next = this.calls.next(mayGo);
    if (next) return next;
    this.wakeUp = this.clock.setTimeout(() => this.serve(), Math.max(1, Math.ceil(this.leastWait(now))));
    return null;
  }

  /** If the shared count fails, only the call whose turn it is fails. Those behind it keep their turns. */
  private async takePlaceOrRefuse(shared: SharedQuota, next: Waiting): Promise<void> {
    try {
      await this.takePlace(shared, next);
    } catch (error) {
      this.calls.leave(next);
      next.refuse(error);
    }
  }

  private async takePlace(shared: SharedQuota, next: Waiting): Promise<void> {
    const { priority, caller, strangers, about, isAfterStep } = next;
    const { expectedCallMs } = this.counters;
    const taking = await shared.take({
      priority,
      caller,
      strangers,
      expectedCallMs,
      ...(about && { about }),
      ...(isAfterStep && { isAfterStep }),
    });
    if (next.hasLeft) {
      if (taking.kind === 'taken') taking.place.giveBack();
      return;
    }
    // Even if another process's probe has ended the hold, or this call is the probe: from now on the shared count decides who waits.
    if (taking.kind === 'taken') this.counters.throttle.setFree(this.clock.monotonicNow());
    if (taking.kind === 'taken' || taking.kind === 'down') {
      next.letGo();
      next.admit(this.start(next, next.since, taking.kind === 'taken' ? taking.place : undefined));
      return;
    }
    this.calls.putBack(next);
    if (taking.kind === 'changed') return;
    const now = this.clock.monotonicNow();
    this.backoff.hold(taking.holds, next, now, now + Math.max(1, taking.waitMs));
    if (now - next.since + taking.waitMs <= this.longestWait(next)) return;
    this.calls.leave(next);
    next.refuse(quotaUsedUp(taking.waitMs));
  }

  /**
   * Handles the switch from the shared count to a part of the quota for each process. Each process counts the same part of the used calls
   * as its own, so that all parts together do not exceed what is left.
   */
  private noticePart(shared: SharedQuota): void {
    const { part } = shared;
    if (part < this.lastPart)
      this.counters.countUpTo(Math.ceil(shared.used * part), this.clock.monotonicNow());
    this.lastPart = part;
  }

  private start(asker: Asker, since: number, place?: SharedPlace): Admission {
    const startedAt = this.clock.monotonicNow();
    const counted = this.counters.start(startedAt, asker);
    let over = false;
    return {
      waitedMs: startedAt - since,
      end: (how = {}) => {
        if (over) return;
        over = true;
        counted.end(this.clock.monotonicNow(), how);
        this.readsAfterSteps.ended(asker, how);
        place?.end(how);
        this.serve();
      },
    };
  }

  /** Milliseconds until this call may go; 0 or less if it may now. */
  private waitOf(asker: Asker, now: number): number {
    const ofAll = Math.max(this.waitOfKind(asker.priority, now), this.backoff.waitFor(asker, now));
    return ofAll > 0 ? ofAll : this.counters.waitOfCaller(now, asker);
  }

  private waitOfKind(priority: Priority, now: number): number {
    const untilOpen = this.counters.throttle.waitFrom(now);
    return Math.max(untilOpen, this.counters.waitOfAll(now, priority, this.counters.factor(now)));
  }

  private leastWait(now: number): number {
    let least = Number.POSITIVE_INFINITY;
    for (const priority of PRIORITIES) {
      if (this.calls.of(priority).length === 0) continue;
      const ofKind = this.waitOfKind(priority, now);
      for (const first of this.calls.of(priority).firsts()) {
        if (ofKind >= least) break;
        const own = Math.max(this.backoff.waitFor(first, now), this.counters.waitOfCaller(now, first));
        least = Math.min(least, Math.max(ofKind, own));
      }
    }
    return least;
  }

  /** How long a call that comes now is expected to wait, by the calls ahead of it and by the part that steps cannot take from reads. */
  private expectedWait(asker: Asker, now: number): number {
    const { priority, caller } = asker;
    const { throttle } = this.counters;
    const held = throttle.waitFrom(now) <= 0 ? 0 : throttle.heldFor(now);
    const canGo = this.goesAheadOf(asker, now);
    const announced = priority === 'read' ? this.calls.of('announced').countOf(canGo) : 0;
    const ahead = announced + this.calls.of(priority).aheadOf(caller, canGo);
    const factor = this.counters.factor(now);
    let wait = this.counters.waitOfAll(now, priority, factor, ahead);
    if (priority !== 'signing') {
      const steps = this.calls.of('signing').countOf(canGo);
      const afterSteps = this.counters.waitOfAll(now, priority, factor, ahead + steps);
      const inReserve = this.counters.waitOfReserve(now, priority, factor, ahead);
      wait = Math.max(wait, Math.min(afterSteps, inReserve));
    }
    return Math.max(held, wait, this.backoff.waitFor(asker, now), this.counters.waitOfCaller(now, asker));
  }

  /**
   * Tells which waiting calls are ahead of this one: all whose share has room. If this call's own share has no room, all waiting calls of
   * its kind are ahead too: they have waited longer and use the same room. Otherwise any number of calls could wait for one place.
   */
  private goesAheadOf(asker: Asker, now: number): (waiting: Asker) => boolean {
    const hasRoom = (each: Asker) =>
      this.backoff.waitOfShare(each, now) <= 0 && this.counters.hasRoomFor(each, now);
    if (!hasRoom(asker)) return (waiting) => waiting.strangers === asker.strangers || hasRoom(waiting);
    // This process does not know what strangers used in other processes. It refuses no customer because of strangers who may have no room
    // there.
    const mayAskFirst = asker.strangers === null && this.shared?.part === 1;
    return mayAskFirst ? (waiting) => waiting.strangers === null && hasRoom(waiting) : hasRoom;
  }

  private longestWait({ priority, isPatient = false }: AdmissionRequest): number {
    return priority === 'signing' || isPatient ? this.settings.maxSigningWaitMs : this.settings.maxReadWaitMs;
  }
}
