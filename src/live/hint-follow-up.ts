import type { Clock } from '../clock.js';
import type { CallerKey } from '../vlens/caller-keys.js';
import type { StatusHint } from '../vlens/webhook.js';
import type { CallerWatch } from './caller-watch.js';
import { MAX_AT_ONCE, PollBudget } from './poll-budget.js';
import type { WatchIndex } from './watch-index.js';

export interface HintFollowUpParts {
  clock: Clock;
  /** The tenant's quota, 0 for no limit. */
  callsPerMinute: number;
  /** Which callers watch which request. */
  index: Pick<WatchIndex<CallerWatch>, 'of' | 'countOf'>;
  /** Forgets this caller's cached reads, so that the next read calls Vlens. */
  forgetReads: (caller: CallerKey) => void;
  /** Polls a caller as often as without webhooks, until a poll has succeeded. */
  pollSooner: (watch: CallerWatch) => void;
  /** Whether the caller still waits for its turn to read all of its requests for the first time. */
  isWaiting: (watch: CallerWatch) => boolean;
}

/** Delays of the next polls: Vlens may announce a change before its lists show it. Together they are a minute. */
const POLL_AGAIN_AFTER_MS = [2000, 4000, 8000, 16_000, 30_000];
const PROMISED_POLLS = 2;
/** How many calls of the poll budget stay reserved for hints about requests that may be new to a caller. */
const LEFT_FOR_NEWS = MAX_AT_ONCE / 2;

/** Polls for the callers that a hint may concern, and repeats that until a poll shows the hint's status or a minute is over. */
export class HintFollowUp {
  private readonly budget: PollBudget;

  constructor(private readonly parts: HintFollowUpParts) {
    const { clock, callsPerMinute } = parts;
    this.budget = new PollBudget(callsPerMinute, () => clock.monotonicNow());
  }

  /** Polls for the callers that watch the request, and perhaps for those that watch all of their requests. */
  begin(hint: StatusHint): void {
    const { index } = this.parts;
    const interested = index.of(hint.requestId);
    for (const watch of interested) void this.pollFor(watch, hint);
    if (index.countOf(null) > 0) this.announceToWatchersOfAll(hint, interested);
  }

  /**
   * The hint may be about a new request of a caller that watches all of its requests, even if another caller watches that request by its
   * id. If the caller's list was read when the request existed, and did not contain it, the request is most likely not theirs. Such callers
   * are polled only while the poll budget has plenty left.
   */
  private announceToWatchersOfAll(hint: StatusHint, interested: readonly CallerWatch[]): void {
    const known = new Set(interested);
    const { index, isWaiting } = this.parts;
    const others = index.of(null).filter((watch) => !known.has(watch) && !isWaiting(watch));
    let knownSince = Number.POSITIVE_INFINITY;
    for (const watch of interested)
      knownSince = Math.min(knownSince, watch.knownSince(hint.requestId) ?? knownSince);
    const perhaps = others.filter(({ listedBy }) => listedBy <= knownSince);
    const polled = this.budget.take(callsFor(others), LEFT_FOR_NEWS)
      ? others
      : this.budget.take(callsFor(perhaps))
        ? perhaps
        : null;
    const mayBeTheirs = new Set(perhaps);
    for (const watch of polled ?? []) void this.pollForNews(watch, hint, mayBeTheirs.has(watch));
    if (polled === null) for (const watch of perhaps) if (!watch.isStale) this.parts.pollSooner(watch);
  }

  /**
   * If the request may be the caller's but is not in the list yet, the next poll comes as soon as without webhooks, within the usual share
   * of the quota.
   */
  private async pollForNews(watch: CallerWatch, hint: StatusHint, mayBeTheirs: boolean): Promise<void> {
    await this.pollFor(watch, hint, POLL_AGAIN_AFTER_MS.length);
    if (mayBeTheirs && !watch.isEmpty && watch.expects(hint)) this.parts.pollSooner(watch);
  }

  /** The first two polls are always made, before other reads. Later ones are paid from the poll budget. */
  private async pollFor(watch: CallerWatch, hint: StatusHint, polled = 0): Promise<void> {
    if (watch.hasShown(hint)) return;
    // The first poll may use a cached read that shows the hint's status, such as the caller's own read after the step that changed it.
    if (polled > 0) this.parts.forgetReads(watch.caller.key);
    const outcome = await watch.pollFor(hint, polled < PROMISED_POLLS && !hint.isOld);
    if (watch.isEmpty) return;
    if (outcome === 'failed') this.parts.pollSooner(watch);
    // In a storm of hints, most are outdated by now. They leave no timer.
    if (outcome !== 'shown' && watch.expects(hint)) this.pollAgain(watch, hint, polled + 1);
  }

  /**
   * If the budget is spent, this tries again later, because the next scheduled poll may be an hour away. Of several hints about one request
   * only the last one is followed up, so a storm of hints costs no more than one.
   */
  private pollAgain(watch: CallerWatch, hint: StatusHint, polled: number, tries = polled): void {
    if (polled > POLL_AGAIN_AFTER_MS.length) return;
    const waitMs = POLL_AGAIN_AFTER_MS[tries - 1] ?? POLL_AGAIN_AFTER_MS.at(-1) ?? 0;
    this.parts.clock.setTimeout(() => {
      if (watch.isEmpty || !watch.expects(hint)) return;
      if (polled < PROMISED_POLLS || this.budget.take(watch.callsPerList))
        return void this.pollFor(watch, hint, polled);
      this.parts.pollSooner(watch);
      this.pollAgain(watch, hint, polled, tries + 1);
    }, waitMs);
  }
}

/** How many calls it takes to poll these callers' lists. */
function callsFor(watches: readonly CallerWatch[]): number {
  return watches.reduce((sum, { callsPerList }) => sum + callsPerList, 0);
}
