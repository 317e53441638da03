import type { MonotonicClock } from '../../clock.js';
import { CallAborted, heldBack, VlensFault } from '../faults.js';

export type BreakerState = 'closed' | 'open' | 'half-open';

export interface BreakerSettings {
  /** This many calls in a row that found Vlens unavailable or too late open it; 0: never. */
  failures: number;
  /** How long it stays open the first time, in milliseconds; twice as long each time that the probe fails. */
  firstPauseMs: number;
  longestPauseMs: number;
}

/** The caller: a customer, or null for all strangers together. */
type CalledBy = string | null;

/** One call, as the breaker knows it. */
interface Attempt {
  by: CalledBy;
  /** Which of the breaker's states it went out in. */
  period: number;
  askedAt: number;
  /** It no longer waits for its place in the quota. */
  isGoing: boolean;
}

/**
 * Stops asking a Vlens that is down: while open, a call fails at once and unsent; after a pause one call is let through,
 * and its success closes it. It is for an upstream that is down, not for one that stumbles: a single success in between
 * starts the count again. Where one caller's calls alone have failed, it may be for what is in them: the others' find out at once.
 */
export class Breaker {
  private failuresInRow = 0;
  /** Null while it is closed. */
  private openedAt: number | null = null;
  private pauseMs = 0;
  private probe: Attempt | null = null;
  /** Whose calls have failed since Vlens answered last, two at most; of probes by strangers, theirs alone. */
  private failedFor: CalledBy[] = [];
  /** Counts the changes of state: a call that went out before the last one says nothing about the present. */
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
   * @param call says `goOut` once it has its place in the quota: it throws where the call must not go out after all
   * @param by whose it is
   * @throws what `call` throws, or UPSTREAM_UNAVAILABLE where it was not made.
   */
  async run<T>(call: (goOut: () => void) => Promise<T>, by: CalledBy): Promise<T> {
    if (this.settings.failures === 0) return call(() => {});
    const attempt = { by, period: this.period, askedAt: this.clock.monotonicNow(), isGoing: false };
    // A probe that waits for its place in the quota blocks the others for no longer than the first pause.
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

  /** @param keepsOut whether the probe that there is leaves no room for this one */
  private letIn(attempt: Attempt, keepsOut: (probe: Attempt) => boolean): void {
    if (this.openedAt === null || this.probe === attempt) return;
    const isFree = this.hasFailedForOneOther(attempt);
    if (!isFree && this.clock.monotonicNow() - this.openedAt < this.pauseMs) throw heldBack();
    if (this.probe && keepsOut(this.probe) && !(isFree && this.probe.by === this.failedFor[0]))
      throw heldBack();
    this.probe = attempt;
  }

  /** Whether one other caller's calls alone have failed: then neither the pause nor a probe of theirs keeps this one out. */
  private hasFailedForOneOther({ by }: Attempt): boolean {
    return this.failedFor.length === 1 && this.failedFor[0] !== by;
  }

  private end(attempt: Attempt, evidence: Evidence): void {
    if (this.probe === attempt) this.endProbe(attempt, evidence);
    else if (this.openedAt === null && attempt.period === this.period) this.count(attempt, evidence);
  }

  private endProbe(attempt: Attempt, evidence: Evidence): void {
    this.probe = null;
    if (evidence === 'Vlens is there') this.changeTo(null);
    else if (evidence === 'Vlens is away') {
      // Else a client that invents callers could be the probe each time, and keep it open for customers.
      if (attempt.by === null) this.failedFor = [];
      this.noteFailure(attempt);
      this.changeTo(Math.min(2 * this.pauseMs, this.settings.longestPauseMs));
    }
    // Where not even a byte went out, the next caller may try at once.
    else if (evidence === 'nothing, and it may have been sent') this.changeTo(this.pauseMs);
  }

  private count(attempt: Attempt, evidence: Evidence): void {
    if (evidence === 'Vlens is there') {
      this.failuresInRow = 0;
      this.failedFor = [];
    }
    if (evidence !== 'Vlens is away') return;
    this.failuresInRow += 1;
    this.noteFailure(attempt);
    if (this.failuresInRow >= this.settings.failures) this.changeTo(this.settings.firstPauseMs);
  }

  private noteFailure({ by }: Attempt): void {
    if (this.failedFor.length < 2 && !this.failedFor.includes(by)) this.failedFor.push(by);
  }

  /** @param pauseMs for how long it is open; null: it is closed */
  private changeTo(pauseMs: number | null): void {
    if (pauseMs === null) this.failedFor = [];
    this.openedAt = pauseMs === null ? null : this.clock.monotonicNow();
    this.pauseMs = pauseMs ?? 0;
    this.failuresInRow = 0;
    this.period += 1;
  }
}

/** What an error shows about Vlens. A refusal, or an answer that can't be read, shows that it is there. */
type Evidence =
  | 'Vlens is there'
  | 'Vlens is away'
  | 'nothing: it was not sent'
  | 'nothing, and it may have been sent';

function evidenceOf(error: unknown): Evidence {
  if (error instanceof CallAborted && !error.wasOnItsWay) return 'nothing: it was not sent';
  // Its client left, or it is an error of ours.
  if (!(error instanceof VlensFault)) return 'nothing, and it may have been sent';
  const { code, details } = error;
  if (details.unsent === 'held back') return 'nothing: it was not sent';
  // An answer that names a time to retry shows that Vlens is there, as a 429 does; it may also be meant for one person.
  if (details.retryAfterSeconds !== undefined) return 'Vlens is there';
  if (code === 'UPSTREAM_UNAVAILABLE' || code === 'UPSTREAM_TIMEOUT') return 'Vlens is away';
  return details.unsent === undefined ? 'Vlens is there' : 'nothing: it was not sent';
}
