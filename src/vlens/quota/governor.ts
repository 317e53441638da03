import type { Clock } from '../../clock.js';
import { CallAborted, quotaUsedUp } from '../faults.js';
import { Backoff } from './backoff.js';
import { type Asker, type CallEnd, type Priority, QuotaCounters, type Rates } from './counters.js';
import { FairQueue } from './fair-queue.js';
import { ReadsAfterSteps } from './reads-after-steps.js';
import type { SharedPlace, SharedQuota } from './shared-quota.js';

export interface QuotaSettings extends Rates {
  /** How long a read may wait for its turn, in milliseconds. */
  maxReadWaitMs: number;
  /** How long a signing step may wait before it is refused unsent, in milliseconds. */
  maxSigningWaitMs: number;
}

export interface AdmissionRequest extends Asker {
  /** Nobody waits for its answer at a connection: a read that is, waits as long as a step does. */
  isPatient?: boolean;
  signal: AbortSignal;
}

/** The right to make one call. `end` is said exactly once, when the call is over. */
export interface Admission {
  waitedMs: number;
  end(how?: CallEnd): void;
}

/** What a process has used of the quota, for metrics and readiness. */
export interface QuotaUse {
  windows: { seconds: number; limit: number; used: number }[];
  /** Calls that wait for a place. */
  waiting: number;
  /** Vlens has said that the tenant asks too much: nothing but probes goes out for so long. */
  heldForMs: number;
}

/** In the order of their turns. */
const PRIORITIES = ['signing', 'announced', 'read'] as const;

interface Waiting extends AdmissionRequest {
  since: number;
  admit: (admission: Admission) => void;
  refuse: (error: unknown) => void;
  letGo: () => void;
  hasLeft: boolean;
}

/**
 * Keeps the tenant's quota at Vlens for all callers together: both windows at once, signing steps before reads and of those the
 * announced ones first, callers in turns and each with a share, strangers with a small part of their own. A 429 holds everything but probes back for as
 * long as Vlens says, up to a minute at a time, and halves what may be used, which then recovers over a minute.
 */
export class QuotaGovernor {
  private readonly counters: QuotaCounters;
  private readonly queues: Record<Priority, FairQueue<Waiting>> = {
    signing: new FairQueue(),
    announced: new FairQueue(),
    read: new FairQueue(),
  };
  /** All who wait, whatever their turn. */
  private readonly held = new Set<Waiting>();
  private readonly backoff = new Backoff();
  private readonly readsAfterSteps: ReadsAfterSteps;
  private wakeUp: (() => void) | null = null;
  private lastPart = 1;
  private isTaking = false;

  constructor(
    private readonly settings: QuotaSettings,
    private readonly clock: Omit<Clock, 'now'>,
    /** Counted with other processes; without it this one is alone. */
    private readonly shared: SharedQuota | null = null,
  ) {
    this.counters = new QuotaCounters(settings);
    this.readsAfterSteps = new ReadsAfterSteps(() => clock.monotonicNow());
  }

  /**
   * Waits for a place in the quota.
   * @throws VlensFault RATE_LIMITED where the wait would be too long, CallAborted where the caller left.
   */
  admit(asked: AdmissionRequest): Promise<Admission> {
    const since = this.clock.monotonicNow();
    const request = this.readsAfterSteps.claim(asked);
    if (request.priority === 'announced') this.counters.announced.ask(since);
    if (!this.shared && this.waiting === 0 && this.waitOf(request, since) <= 0)
      return Promise.resolve(this.start(request, since));
    return new Promise((resolve, reject) => {
      const wait = this.expectedWait(request, since);
      if (wait > this.longestWait(request)) return reject(quotaUsedUp(wait));
      this.hold({ ...request, since, admit: resolve, refuse: reject, letGo: () => {}, hasLeft: false });
      this.serve();
    });
  }

  /** Ends every wait with this reason. */
  refuseAll(reason: Error): void {
    for (const waiting of [...this.held]) {
      this.leave(waiting);
      waiting.refuse(reason);
    }
  }

  /** How many wait now. */
  get waiting(): number {
    const { signing, announced, read } = this.queues;
    return signing.length + announced.length + read.length;
  }

  get use(): QuotaUse {
    const now = this.clock.monotonicNow();
    const { all, throttle } = this.counters;
    return { windows: all.use(now), waiting: this.waiting, heldForMs: throttle.heldFor(now) };
  }

  private hold(waiting: Waiting): void {
    const giveUp = () => {
      this.leave(waiting);
      waiting.refuse(new CallAborted());
    };
    waiting.signal.addEventListener('abort', giveUp, { once: true });
    const callOff = this.clock.setTimeout(() => {
      this.leave(waiting);
      waiting.refuse(quotaUsedUp(this.expectedWait(waiting, this.clock.monotonicNow())));
    }, this.longestWait(waiting));
    this.held.add(waiting);
    waiting.letGo = () => {
      this.held.delete(waiting);
      waiting.signal.removeEventListener('abort', giveUp);
      callOff();
    };
    this.queues[waiting.priority].add(waiting.caller, waiting);
  }

  private leave(waiting: Waiting): void {
    waiting.hasLeft = true;
    waiting.letGo();
    this.queues[waiting.priority].remove(waiting.caller, waiting);
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

  /** As `serve`, where each place is asked for among all processes: one after the other, so that the order stays. */
  private async serveTogether(shared: SharedQuota): Promise<void> {
    if (this.isTaking) return;
    this.isTaking = true;
    this.noticePart(shared);
    for (let next = this.next(); next; next = this.next()) {
      await this.takePlace(shared, next);
      this.noticePart(shared);
    }
    this.isTaking = false;
  }

  /** Whose turn it is; null where nobody's is, and then this comes again when somebody's may be. */
  private next(): Waiting | null {
    this.wakeUp?.();
    this.wakeUp = null;
    if (this.waiting === 0) return null;
    const now = this.clock.monotonicNow();
    const mayGo = (waiting: Waiting) => this.waitOf(waiting, now) <= 0;
    for (const priority of PRIORITIES) {
      const next = this.queues[priority].next(mayGo);
      if (next) return next;
    }
    this.wakeUp = this.clock.setTimeout(() => this.serve(), Math.max(1, Math.ceil(this.leastWait(now))));
    return null;
  }

  private async takePlace(shared: SharedQuota, next: Waiting): Promise<void> {
    const { priority, caller, strangers, about } = next;
    const { expectedCallMs } = this.counters;
    const taking = await shared.take({
      priority,
      caller,
      strangers,
      expectedCallMs,
      ...(about && { about }),
    });
    if (next.hasLeft) {
      if (taking.kind === 'taken') taking.place.giveBack();
      return;
    }
    if (taking.kind === 'taken' || taking.kind === 'down') {
      next.letGo();
      next.admit(this.start(next, next.since, taking.kind === 'taken' ? taking.place : undefined));
      return;
    }
    this.queues[priority].putBack(caller, next);
    if (taking.kind === 'changed') return;
    const now = this.clock.monotonicNow();
    this.backoff.hold(taking.holds, caller, now, now + Math.max(1, taking.waitMs));
    if (now - next.since + taking.waitMs <= this.longestWait(next)) return;
    this.leave(next);
    next.refuse(quotaUsedUp(taking.waitMs));
  }

  /**
   * From the shared count to a part of the quota of one's own: what the others have used by then is taken for used by
   * each to the same part, so that all parts together are no more than what is left.
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

  /** Milliseconds until this one may go; 0 or less where they may now. */
  private waitOf(asker: Asker, now: number): number {
    const ofAll = Math.max(this.waitOfKind(asker.priority, now), this.backoffOf(asker, now));
    return ofAll > 0 ? ofAll : this.counters.waitOfCaller(now, asker);
  }

  private waitOfKind(priority: Priority, now: number): number {
    const untilOpen = this.counters.throttle.waitFrom(now);
    return Math.max(untilOpen, this.counters.waitOfAll(now, priority, this.factor(now)));
  }

  private backoffOf({ priority, caller }: Asker, now: number): number {
    return this.backoff.waitFor(priority, caller, now);
  }

  private leastWait(now: number): number {
    let least = Number.POSITIVE_INFINITY;
    for (const priority of PRIORITIES) {
      if (this.queues[priority].length === 0) continue;
      const ofKind = this.waitOfKind(priority, now);
      for (const first of this.queues[priority].firsts()) {
        if (ofKind >= least) break;
        const own = Math.max(this.backoffOf(first, now), this.counters.waitOfCaller(now, first));
        least = Math.min(least, Math.max(ofKind, own));
      }
    }
    return least;
  }

  /** What to tell somebody who asks now: by those who are ahead, and by what no step can take from reads. */
  private expectedWait(asker: Asker, now: number): number {
    const { priority, caller } = asker;
    const { throttle } = this.counters;
    const held = throttle.waitFrom(now) <= 0 ? 0 : throttle.heldFor(now);
    const canGo = (waiting: Asker) => this.counters.hasRoomFor(waiting, now);
    const announced = priority === 'read' ? this.queues.announced.countOf(canGo) : 0;
    const ahead = announced + this.queues[priority].aheadOf(caller, canGo);
    const factor = this.factor(now);
    let wait = this.counters.waitOfAll(now, priority, factor, ahead);
    if (priority !== 'signing') {
      const steps = this.queues.signing.countOf(canGo);
      const afterSteps = this.counters.waitOfAll(now, priority, factor, ahead + steps);
      const inReserve = this.counters.waitOfReserve(now, priority, factor, ahead);
      wait = Math.max(wait, Math.min(afterSteps, inReserve));
    }
    return Math.max(held, wait, this.backoffOf(asker, now), this.counters.waitOfCaller(now, asker));
  }

  /** The part of the quota that may be used now. */
  private factor(now: number): number {
    return this.counters.throttle.at(now) * (this.shared?.part ?? 1);
  }

  private longestWait({ priority, isPatient = false }: AdmissionRequest): number {
    return priority === 'signing' || isPatient ? this.settings.maxSigningWaitMs : this.settings.maxReadWaitMs;
  }
}
