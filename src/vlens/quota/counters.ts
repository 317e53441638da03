import { AnnouncedDemand } from './announced-demand.js';
import { FairShare, partOf, type SharedOut } from './fair-share.js';
import { ThrottleFactor } from './throttle-factor.js';
import { type Beside, type QuotaWindow, SlidingWindows } from './windows.js';

/** Signing steps go first, then reads of what a webhook has announced to be changed, then all other reads. */
export type Priority = 'signing' | 'announced' | 'read';

/** A caller that requests a place in the quota. */
export interface Asker {
  priority: Priority;
  /**
   * The key of the caller's turns: a hash of the token, or of the person whom a proof confirms. For a stranger, their kind and a hash of
   * their address block.
   */
  caller: string;
  /** The kind of strangers, if Vlens never accepted this caller: they share a part of the quota. Null for all others. */
  strangers: Strangers | null;
  /**
   * The person that a stranger's call is about. If Vlens accepts the call, it counts as that person's, so their share must have room too.
   */
  about?: string;
  /**
   * The read that shows what the caller's own step has done. It may go a little beyond the caller's share, which had room for the step. A
   * caller with many steps in flight at once would otherwise get twice the share.
   */
  isAfterStep?: true;
}

/**
 * Callers with a token that Vlens never accepted, callers without a token, and those of the latter whose accepted answers prove nothing
 * about them.
 */
export type Strangers = 'token' | 'anonymous' | 'unproven';

/** How a call ended, as far as the quota is concerned. */
export interface CallEnd {
  /** Vlens rate-limited the tenant, for this many seconds. */
  refusedForSeconds?: number;
  /** Vlens gave any answer other than a rate limit. */
  isAnswered?: boolean;
  /** Set if Vlens accepted a stranger: the call then counts as this caller's own. */
  acceptedAs?: string;
}

/** A call that is counted. Call `end` once. */
export interface CountedCall {
  end(now: number, how: CallEnd): void;
}

export interface Rates {
  /** Calls per second; 0 for no limit. */
  perSecond: number;
  /** Calls per minute; 0 for no limit. */
  perMinute: number;
}

/** Steps and reads each get at most this part of each window, so that neither starves. Reads may borrow what steps do not need yet. */
export const SHARE_OF_ONE_KIND = 0.8;
/**
 * The part of the quota for callers whom Vlens never accepted, by kind. An accepted call is not counted here, except where Vlens accepts
 * anybody: there every call counts.
 */
export const SHARE_OF_STRANGERS: Record<Strangers, number> = { token: 0.1, anonymous: 0.2, unproven: 0.4 };
/** The part for all strangers together, since one attacker can pose as every kind. The rest is for customers. */
const SHARE_OF_ALL_STRANGERS = 0.4;
/** The fraction of that part that is guaranteed to each kind, whatever the other kinds have used. */
const SURE_PART_OF_STRANGERS: Record<Strangers, number> = {
  token: 1 / 12,
  anonymous: 1 / 3,
  unproven: 5 / 12,
};
export const STRANGERS = Object.keys(SURE_PART_OF_STRANGERS) as Strangers[];
export const SECOND_MS = 1000;
export const MINUTE_MS = 60_000;
const FIRST_GUESS_OF_A_CALL_MS = 200;

/** How many calls of this kind of strangers may be in flight or count within a minute, at least one; 0 for any number. */
export function strangersAllowed({ perSecond, perMinute }: Rates, strangers: Strangers): number {
  const calls = perMinute > 0 ? perMinute : perSecond;
  return calls === 0 ? 0 : Math.max(1, Math.floor(calls * SHARE_OF_STRANGERS[strangers]));
}

/** The same for all strangers together; 0 for any number. */
export function strangersTogether({ perSecond, perMinute }: Rates): {
  allowed: number;
  sure: Record<Strangers, number>;
} {
  const calls = perMinute > 0 ? perMinute : perSecond;
  const allowed = calls === 0 ? 0 : Math.max(1, Math.floor(calls * SHARE_OF_ALL_STRANGERS));
  const sure = (kind: Strangers) => Math.floor(allowed * SURE_PART_OF_STRANGERS[kind]);
  return {
    allowed,
    sure: { token: sure('token'), anonymous: sure('anonymous'), unproven: sure('unproven') },
  };
}

/** All counts of the tenant's quota, and the waits that follow from them. Callers pass the time in. */
export class QuotaCounters {
  readonly all: SlidingWindows;
  readonly throttle = new ThrottleFactor();
  private readonly kinds: Record<Priority, SlidingWindows>;
  private readonly callers: FairShare;
  private readonly strangers: Record<Strangers, FairShare>;
  private readonly together: ReturnType<typeof strangersTogether>;
  readonly announced: AnnouncedDemand;
  /** How long a call takes, as a running average. */
  expectedCallMs = FIRST_GUESS_OF_A_CALL_MS;

  /** @param part the part of the whole quota that this process may use now */
  constructor(
    rates: Rates,
    private readonly part: () => number = () => 1,
  ) {
    // All shares shrink together with the quota: otherwise strangers alone could use up a reduced one.
    const factor = (now: number) => this.factor(now);
    const windows: QuotaWindow[] = [
      { calls: rates.perSecond, spanMs: SECOND_MS },
      { calls: rates.perMinute, spanMs: MINUTE_MS },
    ];
    this.all = new SlidingWindows(windows);
    const reads = new SlidingWindows(windows);
    this.kinds = { read: reads, announced: reads, signing: new SlidingWindows(windows) };
    this.callers = new FairShare(rates.perMinute, MINUTE_MS, true, factor);
    this.announced = new AnnouncedDemand(rates.perSecond + rates.perMinute > 0);
    const spanMs = rates.perMinute > 0 ? MINUTE_MS : SECOND_MS;
    const pool = (kind: Strangers, countsOn = false) =>
      new FairShare(strangersAllowed(rates, kind), spanMs, countsOn, factor);
    this.together = strangersTogether(rates);
    this.strangers = {
      token: pool('token'),
      anonymous: pool('anonymous'),
      unproven: pool('unproven', true),
    };
  }

  /** The part of the quota that is usable now: this process's part, reduced by the throttling after a 429. */
  factor(now: number): number {
    return this.throttle.at(now) * this.part();
  }

  /** Milliseconds until this caller's own share has room; 0 if it has room now. */
  waitOfCaller(now: number, { caller, strangers, about = caller, isAfterStep }: Asker): number {
    const { callers, expectedCallMs } = this;
    if (isAfterStep) return callers.waitFor(now, caller, expectedCallMs, true);
    const ofStrangers = strangers
      ? Math.max(
          this.strangers[strangers].waitFor(now, caller, expectedCallMs),
          this.waitOfStrangers(now, strangers),
        )
      : 0;
    const ofAbout = about === caller ? 0 : callers.waitFor(now, about, expectedCallMs);
    return Math.max(ofStrangers, ofAbout, callers.waitFor(now, caller, expectedCallMs));
  }

  /** Whether this caller's own share has room now. */
  hasRoomFor({ caller, strangers, about = caller, isAfterStep }: Asker, now: number): boolean {
    if (isAfterStep) return this.callers.hasRoom(now, caller, true);
    if (strangers && !this.strangers[strangers].hasRoom(now, caller)) return false;
    if (strangers && this.waitOfStrangers(now, strangers) > 0) return false;
    return this.callers.hasRoom(now, caller) && (about === caller || this.callers.hasRoom(now, about));
  }

  /** Milliseconds until the common part of all strangers has room for one of this kind; 0 if it has room now. */
  private waitOfStrangers(now: number, kind: Strangers): number {
    const { allowed, sure } = this.together;
    if (allowed === 0) return 0;
    const factor = this.factor(now);
    let taken = 0;
    for (const each of STRANGERS) {
      const used = this.strangers[each].used(now);
      taken += each === kind ? used : Math.max(used, Math.floor(sure[each] * factor));
    }
    if (taken < partOf(allowed, factor)) return 0;
    const waits = STRANGERS.map((each) => this.strangers[each].nextLeavesIn(now, this.expectedCallMs));
    return Math.max(1, Math.min(this.expectedCallMs + MINUTE_MS, ...waits));
  }

  /** Milliseconds until a call of this priority has room behind `ahead` others; 0 if it has room now. */
  waitOfAll(now: number, priority: Priority, factor: number, ahead = 0): number {
    const { expectedCallMs, kinds } = this;
    const all = this.all.waitFor(now, { share: factor, ahead, expectedCallMs });
    const ofKind =
      priority === 'signing'
        ? kinds.signing.waitFor(now, { share: factor * SHARE_OF_ONE_KIND, ahead, expectedCallMs })
        : this.all.waitBeside(now, kinds[priority], this.besideSteps(now, priority, factor, ahead));
    return Math.max(0, all, ofKind);
  }

  /** As `waitOfAll`, for a read in the part of the quota that steps cannot use. */
  waitOfReserve(now: number, priority: Priority, factor: number, ahead: number): number {
    return this.kinds[priority].waitForRest(now, this.besideSteps(now, priority, factor, ahead));
  }

  /** How reads share the quota with steps, and how many places other reads leave to announced ones. */
  private besideSteps(now: number, priority: Priority, factor: number, ahead: number): Beside {
    const { expectedCallMs } = this;
    const reserved = ({ calls, spanMs }: QuotaWindow) =>
      this.announced.reservedIn(now, calls * factor, spanMs);
    return {
      factor,
      share: SHARE_OF_ONE_KIND,
      ahead,
      expectedCallMs,
      ...(priority === 'read' && { reserved }),
    };
  }

  /** Counts a call from its start. */
  start(now: number, { priority, caller, strangers }: Asker): CountedCall {
    const windows = [this.all, this.kinds[priority]];
    if (priority === 'announced') this.announced.start(now);
    for (const window of windows) window.start();
    const own: SharedOut = this.callers.start(caller);
    const asStranger = strangers ? this.strangers[strangers].start(caller) : null;
    const probe = this.throttle.start(now);
    let over = false;
    return {
      end: (endedAt, { refusedForSeconds, isAnswered = false, acceptedAs }) => {
        if (over) return;
        over = true;
        for (const window of windows) window.end(endedAt);
        own.end(endedAt, acceptedAs ?? caller);
        asStranger?.end(endedAt, acceptedAs === undefined ? caller : null);
        this.expectedCallMs += (endedAt - now - this.expectedCallMs) / 8;
        if (refusedForSeconds !== undefined) this.throttle.refused(endedAt, refusedForSeconds * 1000);
        probe(endedAt, isAnswered && refusedForSeconds === undefined);
      },
    };
  }

  /** Adds calls of other processes to this count, until it holds `calls` calls in all. */
  countUpTo(calls: number, now: number): void {
    for (let missing = calls - this.all.counted(now); missing > 0; missing -= 1) {
      this.all.start();
      this.all.end(now);
    }
  }
}
