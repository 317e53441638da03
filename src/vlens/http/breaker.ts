import type { MonotonicClock } from '../../clock.js';
import { CallAborted, heldBack, VlensFault } from '../faults.js';

export type BreakerState = 'closed' | 'open' | 'half-open';

export interface BreakerSettings {
  /** The breaker opens after this many calls in a row that found Vlens unavailable or too slow; 0: never. */
  failures: number;
  /** How long the breaker first stays open, in milliseconds. Each failed probe doubles the time. */
  firstPauseMs: number;
  longestPauseMs: number;
}

/** If so many callers' calls have failed, Vlens is away for everybody. One attacker may pose as several callers. */
export const MAX_FAILED_CALLERS = 100;

/** The caller of a call: a customer, or null for all strangers, who count as one. */
type CalledBy = string | null;

/** One call through the breaker. */
interface Attempt {
  by: CalledBy;
  /** The period of the breaker in which the call went out. */
  period: number;
  askedAt: number;
  /** The call has its place in the quota. */
  isGoing: boolean;
}

/**
 * A circuit breaker. While it is open, a call fails at once and is not sent. After a pause one call is let through as a probe, and its
 * success closes the breaker. It is meant for an outage, not for single failures: any success in between restarts the count. If only a few
 * callers' calls have failed, their content may be the cause. Calls of other callers are then let through, one at a time: at once if it was
 * one caller, and else after the first pause, however often the others' probes have failed since.
 */
export class Breaker {
  private failuresInRow = 0;
  /** Null while the breaker is closed. */
  private openedAt: number | null = null;
  private pauseMs = 0;
  private probe: Attempt | null = null;
  /** The callers whose calls have failed since Vlens last answered. After a failed probe by strangers, only the strangers. */
  private readonly failedFor = new Set<CalledBy>();
  /** Counts the changes of state. A call that went out before the last change tells nothing about the present. */
  private period = 0;

  constructor(
    private readonly settings: BreakerSettings,
    private readonly clock: MonotonicClock,
  ) {}

  get state(): BreakerState {
    if (this.openedAt === null) return 'closed';
    return this.probe ? 'half-open' : 'open';
  }

  /**
   * @param call calls `goOut` once it has its place in the quota; `goOut` throws if the call must not be sent after all
   * @param by the caller
   * @throws what `call` throws, or UPSTREAM_UNAVAILABLE if the call was not made
   */
  async run<T>(call: (goOut: () => void) => Promise<T>, by: CalledBy): Promise<T> {
    if (this.settings.failures === 0) return call(() => {});
    const attempt = { by, period: this.period, askedAt: this.clock.monotonicNow(), isGoing: false };
    // A probe that waits for its place in the quota keeps other calls out for the first pause at most.
    this.letIn(
      attempt,
      ({ isGoing, askedAt }) => isGoing || attempt.askedAt - askedAt < this.settings.firstPauseMs,
    );
    const goOut = () => {
      this.letIn(attempt, ({ isGoing }) => isGoing);
      attempt.isGoing = true;
      attempt.period = this.period;
    };
    try {
      const value = await call(goOut);
      this.end(attempt, 'Vlens is there');
      return value;
    } catch (error) {
      this.end(attempt, evidenceOf(error));
      throw error;
    }
  }

  /** @param keepsOut whether the current probe leaves no room for this call */
  private letIn(attempt: Attempt, keepsOut: (probe: Attempt) => boolean): void {
    if (this.openedAt === null || this.probe === attempt) return;
    const isOther = this.isOther(attempt);
    if (this.clock.monotonicNow() - this.openedAt < this.pauseFor(isOther)) throw heldBack();
    const { probe } = this;
    if (probe && keepsOut(probe) && !(isOther && this.failedFor.has(probe.by))) throw heldBack();
    this.probe = attempt;
  }

  /** Whether only a few others' calls have failed. Neither their pauses nor their probes keep this call out then. */
  private isOther({ by }: Attempt): boolean {
    return this.failedFor.size < MAX_FAILED_CALLERS && !this.failedFor.has(by);
  }

  private pauseFor(isOther: boolean): number {
    if (!isOther) return this.pauseMs;
    return this.failedFor.size === 1 ? 0 : this.settings.firstPauseMs;
  }

  private end(attempt: Attempt, evidence: Evidence): void {
    if (this.probe === attempt) this.endProbe(attempt, evidence);
    else if (this.openedAt === null && attempt.period === this.period) this.count(attempt, evidence);
  }

  private endProbe(attempt: Attempt, evidence: Evidence): void {
    this.probe = null;
    if (evidence === 'Vlens is there') this.changeTo(null);
    else if (evidence === 'Vlens is away') {
      // Otherwise a client with invented callers could be the probe each time, and keep the breaker open for customers.
      if (attempt.by === null) this.failedFor.clear();
      this.noteFailure(attempt);
      this.changeTo(Math.min(2 * this.pauseMs, this.settings.longestPauseMs));
    }
    // If the probe sent no byte at all, the next caller may try at once.
    else if (evidence === 'nothing, and it may have been sent') this.changeTo(this.pauseMs);
  }

  private count(attempt: Attempt, evidence: Evidence): void {
    if (evidence === 'Vlens is there') {
      this.failuresInRow = 0;
      this.failedFor.clear();
    }
    if (evidence !== 'Vlens is away') return;
    this.failuresInRow += 1;
    this.noteFailure(attempt);
    if (this.failuresInRow >= this.settings.failures) this.changeTo(this.settings.firstPauseMs);
  }

  private noteFailure({ by }: Attempt): void {
    if (this.failedFor.size < MAX_FAILED_CALLERS) this.failedFor.add(by);
  }

  /** @param pauseMs how long the breaker stays open; null closes it */
  private changeTo(pauseMs: number | null): void {
    if (pauseMs === null) this.failedFor.clear();
    this.openedAt = pauseMs === null ? null : this.clock.monotonicNow();
    this.pauseMs = pauseMs ?? 0;
    this.failuresInRow = 0;
    this.period += 1;
  }
}

/** A refusal by Vlens, or an answer that can't be read, shows that Vlens is up. */
type Evidence =
  | 'Vlens is there'
  | 'Vlens is away'
  | 'nothing: it was not sent'
  | 'nothing, and it may have been sent';

function evidenceOf(error: unknown): Evidence {
  if (error instanceof CallAborted && !error.wasOnItsWay) return 'nothing: it was not sent';
  // The client left, or the error is the gateway's own.
  if (!(error instanceof VlensFault)) return 'nothing, and it may have been sent';
  const { code, details } = error;
  if (details.unsent === 'held back') return 'nothing: it was not sent';
  // A server that says when to try again is up, as with a 429; and it may have limited one person only.
  if (details.retryAfterSeconds !== undefined) return 'Vlens is there';
  if (code === 'UPSTREAM_UNAVAILABLE' || code === 'UPSTREAM_TIMEOUT') return 'Vlens is away';
  return details.unsent === undefined ? 'Vlens is there' : 'nothing: it was not sent';
}
