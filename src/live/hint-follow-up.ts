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
  /** Who wants to hear of which request. */
  index: Pick<WatchIndex<CallerWatch>, 'of' | 'countOf'>;
  /** Forgets what this caller has read, so that the next read asks Vlens. */
  forgetReads: (caller: CallerKey) => void;
  /** Has a caller polled as if there were no webhooks, until a poll has succeeded. */
  pollSooner: (watch: CallerWatch) => void;
  /** Whether this caller waits for its turn, in which all of its requests are read for the first time. */
  isWaiting: (watch: CallerWatch) => boolean;
}

/** Vlens may announce a change before its lists show it: a minute in all. */
const POLL_AGAIN_AFTER_MS = [2000, 4000, 8000, 16_000, 30_000];
const PROMISED_POLLS = 2;
/** The part of the budget that is reserved for hints at requests that may be new to a caller. */
const LEFT_FOR_NEWS = MAX_AT_ONCE / 2;

/** Polls for the callers that a hint may concern, and again until a poll shows its status or a minute is over. */
export class HintFollowUp {
  private readonly budget: PollBudget;

  constructor(private readonly parts: HintFollowUpParts) {
    const { clock, callsPerMinute } = parts;
    this.budget = new PollBudget(callsPerMinute, () => clock.monotonicNow());
  }

  /** Polls for the callers that watch this request, and for those that watch all of their requests. */
  begin(hint: StatusHint): void {
    const { index } = this.parts;
    const interested = index.of(hint.requestId);
    for (const watch of interested) void this.pollFor(watch, hint);
    if (index.countOf(null) > 0) this.announceToWatchersOfAll(hint, interested);
  }

  /**
   * It may be a new request of these callers, even if another caller watches it by its id. If their list was read after the request
   * existed and does not hold it, it is most likely not theirs: then they are polled only if the budget has room.
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

  /** If it may be theirs and is not in the list yet, the next poll comes as soon as it would without webhooks, within the polls' share. */
  private async pollForNews(watch: CallerWatch, hint: StatusHint, mayBeTheirs: boolean): Promise<void> {
    await this.pollFor(watch, hint, POLL_AGAIN_AFTER_MS.length);
    if (mayBeTheirs && !watch.isEmpty && watch.expects(hint)) this.parts.pollSooner(watch);
  }

  /** The first two polls are guaranteed, and go before other reads; later ones come out of the budget. */
  private async pollFor(watch: CallerWatch, hint: StatusHint, polled = 0): Promise<void> {
    if (watch.hasShown(hint)) return;
    // At first a read that shows what the hint says is as good as another: the caller's own, after the step that this is about.
    if (polled > 0) this.parts.forgetReads(watch.caller.key);
    const outcome = await watch.pollFor(hint, polled < PROMISED_POLLS && !hint.isOld);
    if (watch.isEmpty) return;
    if (outcome === 'failed') this.parts.pollSooner(watch);
    // Most hints of a burst are outdated by now, and leave no timer.
    if (outcome !== 'shown' && watch.expects(hint)) this.pollAgain(watch, hint, polled + 1);
  }

  /**
   * With the budget spent, it goes on trying: the next reconciling may be an hour away. Of several hints at one request only the last
   * one is followed, so that a burst of them costs no more than one.
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

/** How many calls it takes to poll these. */
function callsFor(watches: readonly CallerWatch[]): number {
  return watches.reduce((sum, { callsPerList }) => sum + callsPerList, 0);
}
