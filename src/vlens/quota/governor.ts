import { CallAborted, quotaUsedUp } from '../faults.js';
import { Backoff } from './backoff.js';
import { FairQueue } from './fair-queue.js';
import { FairShare } from './fair-share.js';
import type { SharedPlace, SharedQuota } from './shared-quota.js';
import { ThrottleFactor } from './throttle-factor.js';
import { type QuotaWindow, SlidingWindows } from './windows.js';

export interface QuotaSettings {
  /** Calls a second, 0 for no limit. */
  perSecond: number;
  /** Calls a minute, 0 for no limit. */
  perMinute: number;
  /** How long a read may wait for its turn, in milliseconds. */
  maxReadWaitMs: number;
  /** How long a signing step may wait before it is refused unsent, in milliseconds. */
  maxSigningWaitMs: number;
}

/** Time as the governor sees it, so that a test can hold it. */
export interface GovernorClock {
  now(): number;
  /** Calls back after so many milliseconds; answers how to call that off. */
  after(ms: number, callback: () => void): () => void;
}

export interface AdmissionRequest {
  priority: 'signing' | 'read';
  /** Whose turn it is among reads: a hash of the token, never the token. */
  caller: string;
  signal: AbortSignal;
}

/** The right to make one call. `end` is said exactly once, when the call is over. */
export interface Admission {
  waitedMs: number;
  end(outcome?: { refusedForSeconds: number }): void;
}

interface Waiting extends AdmissionRequest {
  since: number;
  admit: (admission: Admission) => void;
  refuse: (error: unknown) => void;
  letGo: () => void;
  hasLeft: boolean;
}

/** Reads leave this part of each window to signing steps, so that one of those hardly ever waits. */
const READ_SHARE = 0.8;
const SECOND_MS = 1000;
const MINUTE_MS = 60_000;
const FIRST_GUESS_OF_A_CALL_MS = 200;

/**
 * Keeps the tenant's quota at Vlens for all callers together: both windows at once, signing steps before reads, reads
 * in turns between callers. A 429 stops everything for as long as Vlens says and halves the pace, which then recovers
 * over a minute.
 */
export class QuotaGovernor {
  private readonly all: SlidingWindows;
  private readonly reads: SlidingWindows;
  private readonly shares: FairShare;
  private readonly signingSteps: Waiting[] = [];
  private readonly turns = new FairQueue<Waiting>();
  /** All of those, whatever their turn. */
  private readonly held = new Set<Waiting>();
  private expectedCallMs = FIRST_GUESS_OF_A_CALL_MS;
  private readonly throttle = new ThrottleFactor();
  private wakeUp: (() => void) | null = null;
  private readonly backoff = new Backoff();
  private lastPart = 1;
  private isTaking = false;

  constructor(
    private readonly settings: QuotaSettings,
    private readonly clock: GovernorClock,
    /** Counted with other processes; without it this one is alone. */
    private readonly shared: SharedQuota | null = null,
  ) {
    const windows: QuotaWindow[] = [
      { calls: settings.perSecond, spanMs: SECOND_MS },
      { calls: settings.perMinute, spanMs: MINUTE_MS },
    ];
    this.all = new SlidingWindows(windows);
    this.reads = new SlidingWindows(windows);
    this.shares = new FairShare(Math.floor(settings.perMinute * READ_SHARE), MINUTE_MS);
  }

  /**
   * Waits for a place in the quota.
   * @throws VlensFault RATE_LIMITED where the wait would be too long, CallAborted where the caller left.
   */
  admit(request: AdmissionRequest): Promise<Admission> {
    const since = this.clock.now();
    if (!this.shared && this.mayGoAtOnce(request)) return Promise.resolve(this.start({ ...request, since }));
    return new Promise((resolve, reject) => {
      const wait = this.expectedWait(request);
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
    return this.signingSteps.length + this.turns.length;
  }

  /** What this process has used of the quota, and how many calls wait, for the metrics. */
  get use(): { windows: { seconds: number; limit: number; used: number }[]; waiting: number } {
    return { windows: this.all.use(this.clock.now()), waiting: this.waiting };
  }

  /** Nobody waits whose turn is before, and the quota has room: the usual case, without a queue. */
  private mayGoAtOnce({ priority, caller }: AdmissionRequest): boolean {
    const ahead = priority === 'signing' ? this.signingSteps.length : this.waiting;
    return ahead === 0 && this.waitNow(priority, caller, 0) === 0;
  }

  private hold(waiting: Waiting): void {
    const giveUp = () => {
      this.leave(waiting);
      waiting.refuse(new CallAborted());
    };
    waiting.signal.addEventListener('abort', giveUp, { once: true });
    const callOff = this.clock.after(this.longestWait(waiting), () => {
      this.leave(waiting);
      waiting.refuse(quotaUsedUp(this.expectedWait(waiting)));
    });
    this.held.add(waiting);
    waiting.letGo = () => {
      this.held.delete(waiting);
      waiting.signal.removeEventListener('abort', giveUp);
      callOff();
    };
    if (waiting.priority === 'signing') this.signingSteps.push(waiting);
    else this.turns.add(waiting.caller, waiting);
  }

  private leave(waiting: Waiting): void {
    waiting.hasLeft = true;
    waiting.letGo();
    const at = this.signingSteps.indexOf(waiting);
    if (at >= 0) this.signingSteps.splice(at, 1);
    else this.turns.remove(waiting.caller, waiting);
  }

  private serve(): void {
    if (this.shared) {
      void this.serveTogether(this.shared);
      return;
    }
    this.wakeUp?.();
    this.wakeUp = null;
    while (this.waiting > 0) {
      const wait = this.waitOfNext();
      if (wait > 0) {
        this.wakeUp = this.clock.after(Math.ceil(wait), () => this.serve());
        return;
      }
      const next =
        this.signingSteps.shift() ?? this.turns.next((caller) => this.waitNow('read', caller, 0) === 0);
      if (!next) return;
      next.letGo();
      next.admit(this.start(next));
    }
  }

  /** As `serve`, where each place is asked for among all processes: one after the other, so that the order stays. */
  private async serveTogether(shared: SharedQuota): Promise<void> {
    if (this.isTaking) return;
    this.isTaking = true;
    this.wakeUp?.();
    this.wakeUp = null;
    while (this.waiting > 0) {
      this.noticePart(shared);
      const wait = this.waitOfNext();
      if (wait > 0) {
        this.wakeUp = this.clock.after(Math.ceil(wait), () => this.serve());
        break;
      }
      const next =
        this.signingSteps.shift() ?? this.turns.next((caller) => this.waitNow('read', caller, 0) === 0);
      if (!next) break;
      await this.takePlace(shared, next);
    }
    this.isTaking = false;
  }

  private async takePlace(shared: SharedQuota, next: Waiting): Promise<void> {
    const { priority, caller } = next;
    const taking = await shared.take({ priority, caller, expectedCallMs: this.expectedCallMs });
    if (next.hasLeft) {
      if (taking.kind === 'taken') taking.place.giveBack();
      return;
    }
    if (taking.kind === 'taken' || taking.kind === 'down') {
      next.letGo();
      next.admit(this.start(next, taking.kind === 'taken' ? taking.place : undefined));
      return;
    }
    if (priority === 'signing') this.signingSteps.unshift(next);
    else this.turns.putBack(caller, next);
    if (taking.kind === 'changed') return;
    const now = this.clock.now();
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
    if (part < this.lastPart) {
      const now = this.clock.now();
      const missing = Math.ceil(shared.used * part) - this.all.counted(now);
      for (let call = 0; call < missing; call += 1) {
        this.all.start();
        this.all.end(now);
      }
    }
    this.lastPart = part;
  }

  /** Milliseconds until somebody who waits may go. */
  private waitOfNext(): number {
    if (this.signingSteps.length > 0) return this.waitNow('signing', '', 0);
    return Math.min(...[...this.turns.callers()].map((caller) => this.waitNow('read', caller, 0)));
  }

  private start(
    { priority, caller, since }: AdmissionRequest & { since: number },
    place?: SharedPlace,
  ): Admission {
    const startedAt = this.clock.now();
    const counters: { end(now: number): void }[] = [this.all];
    this.all.start();
    if (priority === 'read') {
      this.reads.start();
      counters.push(this.reads, this.shares.start(caller));
    }
    let over = false;
    return {
      waitedMs: startedAt - since,
      end: (outcome) => {
        if (over) return;
        over = true;
        const now = this.clock.now();
        for (const counter of counters) counter.end(now);
        place?.end(outcome);
        this.expectedCallMs += (now - startedAt - this.expectedCallMs) / 8;
        if (outcome) this.throttle.refused(now, outcome.refusedForSeconds * 1000);
        this.serve();
      },
    };
  }

  private expectedWait({ priority, caller }: AdmissionRequest): number {
    const ahead =
      priority === 'signing'
        ? this.signingSteps.length
        : this.signingSteps.length + this.turns.aheadOf(caller);
    return this.waitNow(priority, caller, ahead);
  }

  private waitNow(priority: AdmissionRequest['priority'], caller: string, ahead: number): number {
    const now = this.clock.now();
    const factor = this.throttle.at(now) * (this.shared?.part ?? 1);
    const expectedCallMs = this.expectedCallMs;
    const waits = [
      this.throttle.waitFrom(now),
      this.backoff.waitFor(priority, caller, now),
      this.all.waitFor(now, { share: factor, ahead, expectedCallMs }),
    ];
    if (priority === 'read') {
      waits.push(
        this.reads.waitFor(now, { share: factor * READ_SHARE, ahead, expectedCallMs }),
        this.shares.waitFor(now, caller, expectedCallMs),
      );
    }
    return Math.max(0, ...waits);
  }

  private longestWait({ priority }: AdmissionRequest): number {
    return priority === 'signing' ? this.settings.maxSigningWaitMs : this.settings.maxReadWaitMs;
  }
}
