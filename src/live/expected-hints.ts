import type { Clock } from '../clock.js';
import type { StatusHint } from '../vlens/webhook.js';

/** A hint whose status no poll has shown yet. */
export interface Expected {
  hint: StatusHint;
  polls: number;
  /** When the hint arrived, in milliseconds since 1970. Subscribers may get it as the time of the change. */
  heardAt: number;
  /** When the hint arrived, by the monotonic clock. If the wall clock were set back, a useless hint would stay for that much longer. */
  expectedSince: number;
}

/** If no poll has shown a hint's status by then, the hint was late, or for another caller. */
const HINT_LASTS_MS = 60_000;
const MIN_POLLS_PER_HINT = 2;

/** The hints for one caller that no poll has confirmed yet, by request. */
export class ExpectedHints {
  /** Null while there is no hint, which is nearly always: it saves memory for thousands of callers. */
  private hints: Map<string, Expected> | null = null;

  constructor(private readonly clock: Pick<Clock, 'now' | 'monotonicNow'>) {}

  all(): readonly Expected[] {
    return this.hints ? [...this.hints.values()] : [];
  }

  of(requestId: string): Expected | undefined {
    return this.hints?.get(requestId);
  }

  /** Of two hints with the same status, the first one received sets the time. */
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

  /** Counts a poll that has read the request without showing the hint's status. Forgets the hint after its minute. */
  countPoll(each: Expected): void {
    const { requestId } = each.hint;
    each.polls += 1;
    const ageMs = this.clock.monotonicNow() - each.expectedSince;
    if (each.polls < MIN_POLLS_PER_HINT || ageMs < HINT_LASTS_MS) return;
    if (this.of(requestId) === each) this.forget(requestId);
  }

  /** Forgets hints about requests that nobody watches any more. */
  keepOnly(isWatched: (requestId: string) => boolean): void {
    for (const { hint } of this.all()) if (!isWatched(hint.requestId)) this.forget(hint.requestId);
  }

  forget(requestId: string): void {
    this.hints?.delete(requestId);
    if (this.hints?.size === 0) this.hints = null;
  }
}
