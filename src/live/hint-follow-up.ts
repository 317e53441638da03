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
  /** Whether this one has a turn to come, in which all of theirs is read for the first time. */
  isWaiting: (watch: CallerWatch) => boolean;
}

/** Vlens may announce a change before its lists show it: a minute in all. */
const POLL_AGAIN_AFTER_MS = [2000, 4000, 8000, 16_000, 30_000];
const PROMISED_POLLS = 2;
/** Of the calls for polls in vain so many are left for hints at what may be new to somebody. */
const LEFT_FOR_NEWS = MAX_AT_ONCE / 2;

/** Polls for the callers that a hint may concern, and again until a poll shows its status or a minute is over. */
export class HintFollowUp {
  private readonly budget: PollBudget;

  constructor(private readonly parts: HintFollowUpParts) {
    const { clock, callsPerMinute } = parts;
    this.budget = new PollBudget(callsPerMinute, () => clock.monotonicNow());
  }

  /** Goes to those who want to hear of it, and looks at nobody else but those who watch all of theirs. */
  begin(hint: StatusHint): void {
    const { index } = this.parts;
    const interested = index.of(hint.requestId);
    for (const watch of interested) void this.pollFor(watch, hint);
    if (index.countOf(null) > 0) this.announceToWatchersOfAll(hint, interested);
  }

  /**
   * It may be a new request of theirs, also where somebody else watches it by its id. Where their list was read while it was there, and does not hold
   * it, it is most likely not: then they cost what the quota can spare easily, or nothing.
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

  /** Where it may be theirs and is not there yet, the next look comes as soon as without webhooks: it costs no more than looks may. */
  private async pollForNews(watch: CallerWatch, hint: StatusHint, mayBeTheirs: boolean): Promise<void> {
    await this.pollFor(watch, hint, POLL_AGAIN_AFTER_MS.length);
    if (mayBeTheirs && !watch.isEmpty && watch.expects(hint)) this.parts.pollSooner(watch);
  }

  /** The first two polls are promised, and come before other reads; those after them come out of the budget for polls in vain. */
  private async pollFor(watch: CallerWatch, hint: StatusHint, polled = 0): Promise<void> {
    if (watch.hasShown(hint)) return;
    // At first a read that shows what the hint says is as good as another: the caller's own, after the step that this is about.
    if (polled > 0) this.parts.forgetReads(watch.caller.key);
    const outcome = await watch.pollFor(hint, polled < PROMISED_POLLS && !hint.isOld);
    if (watch.isEmpty) return;
    if (outcome === 'failed') this.parts.pollSooner(watch);
    // Most of a storm is outdated by now, and leaves no timer.
    if (outcome !== 'shown' && watch.expects(hint)) this.pollAgain(watch, hint, polled + 1);
  }

  /**
   * Who finds the budget spent goes on trying: the next reconciling may be an hour away. Of several hints at one request one is gone
   * after, the last one, so that a storm of them spends no more than one does.
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
