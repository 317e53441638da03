import type { Clock } from '../clock.js';
import type { CallerKey } from '../vlens/caller-keys.js';
import type { CallerVlens } from '../vlens/pipeline.js';
import type { RequestSummary } from '../vlens/types.js';
import type { StatusHint } from '../vlens/webhook.js';
import { CallerReads, type Poll, type Reader, type Sought, type Taker } from './caller-reads.js';
import { Deadline } from './deadline.js';
import { type Expected, ExpectedHints } from './expected-hints.js';
import { asError, isRefusal, isTokenEnd, MAX_WATCHED, type PresentStatus } from './present-status.js';
import { earliest, modifiedSince, type ShownStatus, shownStatusOf } from './shown-status.js';
import { type Subscriber, Subscribers } from './subscribers.js';
import type { WatchIndex } from './watch-index.js';

/** The caller of these subscribers. */
export interface WatchedCaller {
  key: CallerKey;
  token: string;
  address: string | undefined;
}

/** Where a poll stands among those who wait for a place in the quota. */
export interface HowItReads {
  /** A webhook asks for it: before others. */
  isAnnounced: boolean;
  /** A subscriber waits for a first status or a change. It waits longer than a polling client, which would otherwise always come first. */
  isPatient: boolean;
}

/** What all watches share. */
export interface WatchDependencies {
  clock: Clock;
  /** Vlens for this caller, without what was read before. */
  vlensFor: (caller: WatchedCaller, signal: AbortSignal, how: HowItReads) => CallerVlens;
  /** A poll found a change that no hint announced as it is; `wasAnnounced`: a hint announced some change of this request. */
  found: (request: RequestSummary, wasAnnounced: boolean) => void;
  /** The first of its subscribers received a status. */
  opened: (watch: CallerWatch) => void;
  /** The lists of a poll were read; what no list holds may take longer. */
  listed: (watch: CallerWatch) => void;
  /** It is time for the next poll. */
  due: (watch: CallerWatch) => void;
  index: WatchIndex<CallerWatch>;
  /** Counts the polls of all callers: of two, the higher number came later. */
  polls: { begun: number };
}

/** The outcome of a poll for a hint. */
export type Polled = 'shown' | 'not shown' | 'failed';

/**
 * What one caller's subscribers received last, and the polls that find out what has changed since. They read with the caller's own
 * token, so that nobody hears of a request that they may not read. There are thousands of these: optional parts are created when needed.
 */
export class CallerWatch implements Reader {
  /** A change may have been announced that no poll has looked for yet. */
  isStale = false;
  /** How many calls the last poll of all that is watched took. */
  callsPerPoll = 1;
  /** And how many of its lists alone. */
  callsPerList = 1;
  /** The account of its token, once a subscriber received a status with it: then Vlens has accepted it. */
  account: CallerKey | null = null;
  /** The poll that read the list of all last, by its number; 0 where none has. */
  listedBy = 0;
  readonly nextPoll: Deadline;
  private readonly subscribers = new Subscribers();
  private readonly shown = new Map<string, ShownStatus>();
  /** The failures of the last read; null while there are none, as nearly always. */
  private failures: Map<string | null, Error> | null = null;
  private readonly hints: ExpectedHints;
  private readonly reads = new CallerReads(this);
  /** The next poll is for a webhook. */
  private isNextAnnounced = false;

  constructor(
    readonly caller: WatchedCaller,
    private readonly parts: WatchDependencies,
  ) {
    this.nextPoll = new Deadline(parts.clock, () => parts.due(this));
    this.hints = new ExpectedHints(parts.clock);
  }

  get size(): number {
    return this.subscribers.size;
  }

  get isEmpty(): boolean {
    return this.size === 0;
  }

  /** Whether somebody has no status yet. */
  get hasUnopened(): boolean {
    return this.subscribers.hasUnopened;
  }

  get watchesAll(): boolean {
    return this.subscribers.isWatched(null);
  }

  /** Adds a subscriber, who gets the present status with the next poll. */
  add(subscriber: Subscriber): void {
    this.subscribers.add(subscriber);
    this.parts.index.add(subscriber.requestId, this);
  }

  remove(subscriber: Subscriber): void {
    const { requestId } = subscriber;
    this.subscribers.remove(subscriber);
    if (this.isEmpty) this.reads.abort();
    if (this.subscribers.isWatched(requestId)) return;
    this.note(requestId, undefined);
    if (requestId === null) {
      this.parts.index.delete(null, this);
      this.listedBy = 0;
    }
    // Changes of requests that nobody watches go unseen: later they are no sign of lost webhooks.
    const unwatched = requestId === null ? [...this.shown.keys()] : [requestId];
    for (const id of unwatched) {
      if (this.subscribers.isWatched(id) || (this.watchesAll && this.shown.get(id)?.isListed)) continue;
      this.shown.delete(id);
      this.parts.index.delete(id, this);
    }
    this.hints.keepOnly((id) => this.watchesAll || this.subscribers.isWatched(id));
  }

  /**
   * Publishes the present status to subscribers without one; where it can't be read, ends them with the reason.
   * @returns milliseconds until the next attempt, where there was no place in the quota; null where none is needed, or one is
   * under way for a subscriber who came meanwhile
   */
  async open(): Promise<number | null> {
    const unopened = this.subscribers.unopened();
    if (unopened.length === 0) return null;
    const sought = unopened.flatMap(({ requestId }) => requestId ?? []);
    await this.pollUntilRead(sought, (poll) => this.untilRead(poll));
    return this.subscribers.retryInMs(this.failures);
  }

  /** A hint that is worth a poll: resolves to whether the poll showed the status of the hint. */
  async pollFor(hint: StatusHint, isAnnounced: boolean): Promise<Polled> {
    if (this.hasShown(hint)) return 'shown';
    if (!hint.isOld) this.hints.expect(hint);
    this.isNextAnnounced ||= isAnnounced;
    await this.pollUntilRead([hint.requestId], ({ alone }) => alone.get(hint.requestId));
    if (this.hasShown(hint)) return 'shown';
    return this.failureOf(hint.requestId) ? 'failed' : 'not shown';
  }

  /** Whether this hint is still expected: no poll has shown its status, its minute is not over, and no other hint has replaced it. */
  expects(hint: StatusHint): boolean {
    return this.hints.of(hint.requestId)?.hint === hint && !this.hasShown(hint);
  }

  /** Whether subscribers have the hint's status already. UNKNOWN never counts: two unknown statuses may differ. */
  hasShown({ requestId, status }: StatusHint): boolean {
    return status !== 'UNKNOWN' && this.shown.get(requestId)?.status === status;
  }

  /** As `ShownStatus` has it; null where it is not shown. */
  knownSince(requestId: string): number | null {
    return this.shown.get(requestId)?.knownSince ?? null;
  }

  /** Polls, and answers whether all could be read; subscribers of an expired token get an error. */
  async pollSilently(): Promise<boolean> {
    const isOver = await this.pollUntilRead('all', (poll) => {
      this.callsPerPoll = Math.max(1, poll.listCalls + poll.alone.size);
      return this.untilRead(poll);
    });
    return isOver && this.failures === null;
  }

  endAll(reason: Error): void {
    this.subscribers.endAll(reason);
  }

  makeRoom(reason: Error): void {
    this.subscribers.makeRoom(reason);
  }

  wanted(): readonly (string | null)[] {
    return this.subscribers.wanted();
  }

  vlens(signal: AbortSignal): CallerVlens {
    const isAnnounced = this.isNextAnnounced;
    this.isNextAnnounced = false;
    return this.parts.vlensFor(this.caller, signal, {
      isAnnounced,
      isPatient: isAnnounced || this.hasUnopened,
    });
  }

  begin(id: string | null): Taker {
    const { polls } = this.parts;
    if (id === null) polls.begun += 1;
    const { begun } = polls;
    const expected = this.hints.all();
    const opening = this.subscribers.unopened().filter(({ requestId }) => id === null || id === requestId);
    return {
      take: (part, apart) => {
        if (this.watchesAll && part.about.has(null) && !part.failures.has(null)) this.listedBy = begun;
        this.take(part, apart, expected);
        this.subscribers.publishPresent(opening, part, new Date(this.parts.clock.now()));
        if (this.account === null && this.subscribers.hasOpen) this.parts.opened(this);
      },
      fail(reason) {
        for (const { isOpen, queue } of opening) if (!isOpen) queue.end(reason);
      },
    };
  }

  ended(reason: Error): void {
    this.endAll(reason);
  }

  /** Polls until as much was read as is wanted: another request may hang. Answers whether it could be asked for. */
  private async pollUntilRead(
    sought: Sought,
    wanted: (poll: Poll) => Promise<unknown> | undefined,
  ): Promise<boolean> {
    try {
      const poll = await this.reads.poll(sought);
      this.callsPerList = Math.max(1, poll.listCalls);
      await wanted(poll);
      return true;
    } catch (error) {
      if (isTokenEnd(error)) this.endAll(asError(error));
      return false;
    }
  }

  private untilRead({ alone }: Poll): Promise<unknown> {
    if (alone.size > 0 && !this.isEmpty) this.parts.listed(this);
    return Promise.all(alone.values());
  }

  /** Publishes what was read at once. */
  private take(part: PresentStatus, apart: ReadonlySet<string>, expected: readonly Expected[]): void {
    for (const id of part.about) this.note(id, part.failures.get(id));
    const isListed = part.about.has(null);
    if (isListed && part.requests.size >= MAX_WATCHED) this.forgetOlder(part.requests);
    for (const request of part.requests.values()) if (!apart.has(request.id)) this.compare(request, isListed);
    for (const [requestId, failure] of part.failures) {
      if (isRefusal(failure)) this.subscribers.endRefused(requestId, failure);
    }
    for (const each of expected) {
      const { requestId } = each.hint;
      const about = this.subscribers.isWatched(requestId) ? requestId : null;
      if (part.about.has(about) && !part.failures.has(about)) this.hints.countPoll(each);
    }
  }

  /** A request that is too old by now for the list of all is watched only by its id. */
  private forgetOlder(listed: PresentStatus['requests']): void {
    for (const [id, status] of this.shown) {
      if (listed.has(id)) continue;
      status.isListed = false;
      if (this.subscribers.isWatched(id)) continue;
      this.shown.delete(id);
      this.parts.index.delete(id, this);
    }
  }

  private note(id: string | null, failure: Error | undefined): void {
    if (failure && this.subscribers.isWatched(id)) {
      this.failures ??= new Map();
      this.failures.set(id, failure);
      return;
    }
    this.failures?.delete(id);
    if (this.failures?.size === 0) this.failures = null;
  }

  private compare(request: RequestSummary, isListed: boolean): void {
    // Its subscriber may have left while it was read.
    if (!this.subscribers.isWatched(request.id) && !this.watchesAll) return;
    const before = this.shown.get(request.id);
    const now = shownStatusOf(request, {
      knownSince: before?.knownSince ?? this.parts.polls.begun,
      isListed: isListed || before?.isListed === true,
    });
    this.shown.set(request.id, now);
    if (!before && this.watchesAll) this.parts.index.add(request.id, this);
    const isChanged = before?.status !== now.status || before.statusName !== now.statusName;
    const expected = this.hints.of(request.id);
    const isExpected = expected !== undefined && isMet(expected.hint, request, isChanged);
    if (isExpected) this.hints.forget(request.id);
    if (!isChanged) return;
    if (before && !isExpected) this.parts.found(request, expected !== undefined);
    const changedAt = earliest([
      ...(isExpected ? [expected.heardAt, expected.hint.changedAt?.getTime()] : []),
      before && modifiedSince(before, now),
      this.parts.clock.now(),
    ]);
    this.subscribers.publish({ request, changedAt });
  }

  /** Why nothing is known of a request at present; undefined where the last read would have shown it. */
  private failureOf(requestId: string): Error | undefined {
    return this.failures?.get(this.subscribers.isWatched(requestId) ? requestId : null);
  }
}

/** Whether this is the change that the hint announced; a hint of an unknown status only says that there is one. */
function isMet(hint: StatusHint, { status }: RequestSummary, isChanged: boolean): boolean {
  return hint.status === 'UNKNOWN' ? isChanged : hint.status === status;
}
