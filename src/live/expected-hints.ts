import type { Clock } from '../clock.js';
import type { StatusHint } from '../vlens/webhook.js';

/** A hint that no poll has shown yet. */
export interface Expected {
  hint: StatusHint;
  polls: number;
  /** Milliseconds since 1970; subscribers get it as the time of the change. */
  heardAt: number;
  /** By the monotonic clock: if the wall clock were set back, a useless hint could stay for as long. */
  expectedSince: number;
}

/** A hint that no poll has confirmed by then was late, or for another caller. */
const HINT_LASTS_MS = 60_000;
const MIN_POLLS_PER_HINT = 2;

/** The hints for one caller that no poll has confirmed yet, by request. */
export class ExpectedHints {
  /** Null while there is none, as nearly always: there are thousands of callers. */
  private hints: Map<string, Expected> | null = null;

  constructor(private readonly clock: Pick<Clock, 'now' | 'monotonicNow'>) {}

  all(): readonly Expected[] {
    return this.hints ? [...this.hints.values()] : [];
  }

  of(requestId: string): Expected | undefined {
    return this.hints?.get(requestId);
  }

  /** Of two hints at the same status, the first one received sets the time. */
  expect(hint: StatusHint): void {
    if (this.of(hint.requestId)?.hint.status === hint.status) return;
    this.hints ??= new Map();
    const { clock } = this;
    this.hints.set(hint.requestId, {
      hint,
      polls: 0,
      heardAt: clock.now(),
      expectedSince: clock.monotonicNow(),
    });
  }

  /** A poll has read the request, and did not show it. */
  countPoll(each: Expected): void {
    const { requestId } = each.hint;
    each.polls += 1;
    const ageMs = this.clock.monotonicNow() - each.expectedSince;
    if (each.polls < MIN_POLLS_PER_HINT || ageMs < HINT_LASTS_MS) return;
    if (this.of(requestId) === each) this.forget(requestId);
  }

  /** Keeps those about requests that are still watched. */
  keepOnly(isWatched: (requestId: string) => boolean): void {
    for (const { hint } of this.all()) if (!isWatched(hint.requestId)) this.forget(hint.requestId);
  }

  forget(requestId: string): void {
    this.hints?.delete(requestId);
    if (this.hints?.size === 0) this.hints = null;
  }
}
