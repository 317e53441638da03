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

/** The caller whose token and address the subscribers use. */
export interface WatchedCaller {
  key: CallerKey;
  token: string;
  address: string | undefined;
}

/** The priority of a poll among the calls that wait for quota. */
export interface HowItReads {
  /** A webhook announced a change, so the poll goes before other reads. */
  isAnnounced: boolean;
  /**
   * The poll waits for quota as long as a signing step does, because a subscriber has no status yet or a webhook announced a change. If it
   * gave up as soon as other reads do, clients that query again and again would always come first.
   */
  isPatient: boolean;
}

/** Dependencies that all watches share. */
export interface WatchDependencies {
  clock: Clock;
  /** Vlens for this caller, without cached reads. */
  vlensFor: (caller: WatchedCaller, signal: AbortSignal, how: HowItReads) => CallerVlens;
  /** A poll found a status that no hint had announced. `wasAnnounced`: a hint had announced some other change of this request. */
  found: (request: RequestSummary, wasAnnounced: boolean) => void;
  /** A subscriber of the watch has received the first status. */
  opened: (watch: CallerWatch) => void;
  /** The lists of a poll were read. Requests that no list contains may take longer. */
  listed: (watch: CallerWatch) => void;
  /** It is time for the next poll. */
  due: (watch: CallerWatch) => void;
  index: WatchIndex<CallerWatch>;
  /** Counts the polls of all callers: a poll with a higher number began later. */
  polls: { begun: number };
}

/** The result of a poll for a hint. */
export type Polled = 'shown' | 'not shown' | 'failed';

/**
 * Holds the last statuses that one caller's subscribers received, and polls for changes since. Polls use the caller's own token, so a
 * subscriber never learns of a request that they may not read. There are thousands of these objects, so rarely used parts are created only
 * when they are needed.
 */
export class CallerWatch implements Reader {
  /** Whether a change may have been announced that no poll has followed up. */
  isStale = false;
  /** Whether it has its turn to open, and has not begun to poll. */
  hasTurn = false;
  /** How many calls the last poll of all watched requests took. */
  callsPerPoll = 1;
  /** How many calls the lists alone took. */
  callsPerList = 1;
  /** The account of the token; null until a subscriber received a status, which shows that Vlens accepts the token. */
  account: CallerKey | null = null;
  /** The number of the last poll that read the list of all requests; 0 before the first one. */
  listedBy = 0;
  readonly nextPoll: Deadline;
  private readonly subscribers = new Subscribers();
  private readonly shown = new Map<string, ShownStatus>();
  /** The requests that the last read of them failed for, with the error. Null when there are none, which is nearly always. */
  private failures: Map<string | null, Error> | null = null;
  private readonly hints: ExpectedHints;
  private readonly reads = new CallerReads(this);
  /** Whether the next poll follows up a webhook. */
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

  /** Whether a subscriber has no status yet. */
  get hasUnopened(): boolean {
    return this.subscribers.hasUnopened;
  }

  /** Whether a poll waits to begin that will read the present status too. */
  get isAboutToPoll(): boolean {
    return this.hasTurn || this.reads.isAboutToPoll;
  }

  get watchesAll(): boolean {
    return this.subscribers.isWatched(null);
  }

  /** Adds a subscriber, which gets the present status with the next poll. */
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
    // Forget requests that nobody watches. Otherwise their changes meanwhile would later look like lost webhooks.
    const unwatched = requestId === null ? [...this.shown.keys()] : [requestId];
    for (const id of unwatched) {
      if (this.subscribers.isWatched(id) || (this.watchesAll && this.shown.get(id)?.isListed)) continue;
      this.shown.delete(id);
      this.parts.index.delete(id, this);
    }
    this.hints.keepOnly((id) => this.watchesAll || this.subscribers.isWatched(id));
  }

  /**
   * Sends the present status to the subscribers that have none yet. If it can't be read, ends their subscriptions with the reason.
   * @returns milliseconds until another attempt, if there was no place in the quota. Null if no attempt is needed, or if another poll has
   * already made it for a subscriber that came meanwhile.
   */
  async open(): Promise<number | null> {
    const unopened = this.subscribers.unopened();
    if (unopened.length === 0) return null;
    const sought = unopened.flatMap(({ requestId }) => requestId ?? []);
    await this.pollUntilRead(sought, (poll) => this.untilRead(poll));
    return this.subscribers.retryInMs(this.failures);
  }

  /** Polls for a hint. Resolves to whether the poll showed the hint's status. */
  async pollFor(hint: StatusHint, isAnnounced: boolean): Promise<Polled> {
    if (this.hasShown(hint)) return 'shown';
    if (!hint.isOld) this.hints.expect(hint);
    this.isNextAnnounced ||= isAnnounced;
    await this.pollUntilRead([hint.requestId], ({ alone }) => alone.get(hint.requestId));
    if (this.hasShown(hint)) return 'shown';
    return this.failureOf(hint.requestId) ? 'failed' : 'not shown';
  }

  /** Whether a poll for this hint is still needed: none has shown its status, its minute is not over, and no other hint replaced it. */
  expects(hint: StatusHint): boolean {
    return this.hints.of(hint.requestId)?.hint === hint && !this.hasShown(hint);
  }

  /** Whether subscribers have the hint's status already. UNKNOWN never counts: two unknown statuses may differ. */
  hasShown({ requestId, status }: StatusHint): boolean {
    return status !== 'UNKNOWN' && this.shown.get(requestId)?.status === status;
  }

  /** `ShownStatus.knownSince` of a request; null if subscribers have not received it. */
  knownSince(requestId: string): number | null {
    return this.shown.get(requestId)?.knownSince ?? null;
  }

  /** Polls all watched requests, and resolves to whether all could be read. If the token has expired, subscribers get an error. */
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

  /** Polls until the reads of `wanted` are over, since other requests may hang. Resolves to whether the poll could read the lists. */
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

  /** Publishes one part of the results at once. */
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

  /** Forgets requests that are now too old for the list of all: they are watched only by subscribers to their id. */
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

  /** Why the last read of a request failed; undefined if it did not. */
  private failureOf(requestId: string): Error | undefined {
    return this.failures?.get(this.subscribers.isWatched(requestId) ? requestId : null);
  }
}

/** Whether this is the change that the hint announced. A hint with an unknown status announces any change. */
function isMet(hint: StatusHint, { status }: RequestSummary, isChanged: boolean): boolean {
  return hint.status === 'UNKNOWN' ? isChanged : hint.status === status;
}
