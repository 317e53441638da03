import { createLoaders, type Loaders } from '../loaders/index.js';
import { abortController } from '../vlens/abort-controller.js';
import { ReadRefused, VlensFault } from '../vlens/faults.js';
import type { CallerVlens } from '../vlens/pipeline.js';
import type { RequestSummary } from '../vlens/types.js';
import type { StatusHint } from '../vlens/webhook.js';
import type { ChangeQueue } from './change-queue.js';

/** Reads anew, for the caller whose watch this is. */
export type ReadAnew = (signal: AbortSignal) => CallerVlens;

/** One subscription: to one request, or to all of the caller's. */
export interface Subscriber {
  requestId: string | null;
  queue: ChangeQueue;
  /** Whether it got the present status, after which it gets the changes. */
  isOpen: boolean;
}

interface WatchParts {
  read: ReadAnew;
  /** The time, for changes that nobody dated. */
  now: () => Date;
  /** A change was found that no hint had told. */
  foundUntold: () => void;
}

/** What a look for a hint came to. */
export type Looked = 'shown' | 'not shown' | 'failed';

const PAGE = 100;
/** So many of a caller's newest requests are watched where all are wanted. */
const MAX_WATCHED = 500;
/** A hint that no look has shown by then was late, or for somebody else. */
const HINT_LASTS_MS = 60_000;
const MIN_LOOKS_PER_HINT = 2;

/**
 * What one caller's subscribers were told last, and the looks that find out what has changed since. Looks come one after
 * the other, so that an older answer never overwrites a newer one, and they read with the caller's own token, so that
 * nobody hears of a request that they may not read.
 */
export class CallerWatch {
  private readonly subscribers = new Set<Subscriber>();
  /** How many of them watch each request; null for all. */
  private readonly watching = new Map<string | null, number>();
  private readonly told = new Map<string, RequestSummary>();
  /** What the last look read. */
  private present = new Map<string, RequestSummary>();
  /** What it could not read, and why; null for the list of all. */
  private failures = new Map<string | null, Error>();
  private readonly hints = new Map<string, { hint: StatusHint; looks: number; heardAt: Date }>();
  private readonly left = abortController();
  private underWay: Promise<void> = Promise.resolve();
  private next: Promise<void> | null = null;

  constructor(private readonly parts: WatchParts) {}

  get size(): number {
    return this.subscribers.size;
  }

  get isEmpty(): boolean {
    return this.size === 0;
  }

  /** Whether somebody here would want to hear of this request, as far as that can be told without reading. */
  wants(requestId: string): 'yes' | 'perhaps' | 'no' {
    if (this.watching.has(requestId)) return 'yes';
    if (!this.watching.has(null)) return 'no';
    return this.told.has(requestId) ? 'yes' : 'perhaps';
  }

  /** Adds a subscriber, who first gets the present status; where that can't be read, the reason and the end. */
  async open(subscriber: Subscriber): Promise<void> {
    this.subscribers.add(subscriber);
    const { requestId } = subscriber;
    this.watching.set(requestId, (this.watching.get(requestId) ?? 0) + 1);
    try {
      await this.look(subscriber);
    } catch (error) {
      subscriber.queue.end(asError(error));
    }
  }

  remove(subscriber: Subscriber): void {
    this.subscribers.delete(subscriber);
    if (this.isEmpty) this.left.abort();
    const { requestId } = subscriber;
    const others = (this.watching.get(requestId) ?? 1) - 1;
    if (others > 0) {
      this.watching.set(requestId, others);
      return;
    }
    this.watching.delete(requestId);
    // What nobody watches changes unseen: that is no sign of lost webhooks later.
    const unwatched = requestId === null ? [...this.told.keys()] : [requestId];
    for (const id of unwatched) if (this.wants(id) === 'no') this.told.delete(id);
  }

  /** A hint that is worth a look: resolves to whether the look showed what the hint told. */
  async lookFor(hint: StatusHint): Promise<Looked> {
    if (this.isTold(hint)) return 'shown';
    this.expect(hint);
    const isWhole = await this.lookQuietly();
    if (this.isTold(hint)) return 'shown';
    return !isWhole && this.failureOf(hint.requestId) ? 'failed' : 'not shown';
  }

  /** Whether the last thing that was told of a request is what the hint says. */
  isTold({ requestId, status }: StatusHint): boolean {
    return this.told.get(requestId)?.status === status;
  }

  /** Of two hints at the same status the first one heard tells the time. */
  private expect(hint: StatusHint): void {
    const known = this.hints.get(hint.requestId);
    if (known && known.hint.status === hint.status) return;
    this.hints.set(hint.requestId, { hint, looks: 0, heardAt: this.parts.now() });
  }

  /** Looks, and answers whether all could be read; a caller whose token has ended is told so. */
  async lookQuietly(): Promise<boolean> {
    try {
      await this.look();
      return this.failures.size === 0;
    } catch (error) {
      if (isTokenEnd(error)) this.endAll(asError(error));
      return false;
    }
  }

  endAll(reason: Error): void {
    for (const { queue } of [...this.subscribers]) queue.end(reason);
  }

  /** Who asks while a look is under way waits for the next one, together with all others who ask meanwhile. */
  private look(opening?: Subscriber): Promise<void> {
    this.next ??= this.underWay
      .catch(() => undefined)
      .then(() => {
        this.next = null;
        this.underWay = this.lookOnce();
        return this.underWay;
      });
    const looked = this.next;
    return opening ? looked.then(() => this.tellPresent(opening)) : looked;
  }

  private async lookOnce(): Promise<void> {
    if (this.isEmpty) return;
    const hinted = [...this.hints.values()];
    await this.readAll();
    for (const request of this.present.values()) this.compare(request);
    for (const [requestId, failure] of this.failures) {
      if (isRefusal(failure)) this.endRefused(requestId, failure);
    }
    for (const each of hinted) {
      const { requestId } = each.hint;
      if (this.failureOf(requestId)) continue;
      each.looks += 1;
      const ageMs = this.parts.now().getTime() - each.heardAt.getTime();
      if (each.looks < MIN_LOOKS_PER_HINT || ageMs < HINT_LASTS_MS) continue;
      if (this.hints.get(requestId) === each) this.hints.delete(requestId);
    }
  }

  private compare(request: RequestSummary): void {
    const before = this.told.get(request.id);
    this.told.set(request.id, request);
    const expected = this.hints.get(request.id);
    const hint = expected?.hint;
    if (hint?.status === request.status) this.hints.delete(request.id);
    if (before?.status === request.status && before.statusName === request.statusName) return;
    if (before && !hint) this.parts.foundUntold();
    const changedAt = earliest([
      ...(expected && hint?.status === request.status ? [expected.heardAt, hint?.changedAt] : []),
      before && modifiedSince(before, request),
      this.parts.now(),
    ]);
    for (const { requestId, queue, isOpen } of this.subscribers) {
      if (isOpen && (requestId === null || requestId === request.id)) queue.push({ request, changedAt });
    }
  }

  private tellPresent(subscriber: Subscriber): void {
    const { requestId, queue } = subscriber;
    subscriber.isOpen = true;
    const changedAt = this.parts.now();
    const present = requestId === null ? [...this.present.values()] : [this.present.get(requestId)];
    for (const request of present) {
      if (request) queue.push({ request, changedAt });
      else queue.end(this.failures.get(requestId) ?? notReadable());
    }
    const listFailure = requestId === null ? this.failures.get(null) : undefined;
    if (listFailure) queue.end(listFailure);
  }

  /** Who was told of a request, and is now refused it, hears why; whoever watches others hears of those. */
  private endRefused(requestId: string | null, reason: Error): void {
    for (const subscriber of [...this.subscribers])
      if (subscriber.isOpen && subscriber.requestId === requestId) subscriber.queue.end(reason);
  }

  /** Why nothing is known of a request at present; undefined where the last look would have shown it. */
  private failureOf(requestId: string): Error | undefined {
    const own = this.failures.get(requestId);
    return own ?? (this.watching.has(requestId) ? undefined : this.failures.get(null));
  }

  /** Reads what is watched, each for itself: what can't be read keeps nobody from hearing of the rest. */
  private async readAll(): Promise<void> {
    const loaders = createLoaders(this.parts.read(this.left.signal));
    const read = new Map<string, RequestSummary>();
    const failures = new Map<string | null, Error>();
    if (this.watching.has(null))
      await readList(loaders, read).catch((error) => failures.set(null, asError(error)));
    const left = [...this.watching.keys()].filter((id) => id !== null).filter((id) => !read.has(id));
    for (const [index, request] of (await loaders.summaries.loadMany(left)).entries()) {
      if (request instanceof Error) failures.set(left[index] ?? null, request);
      else if (request) read.set(request.id, request);
    }
    // A token that has ended reads nothing any more, whatever was asked.
    for (const failure of failures.values()) if (isTokenEnd(failure)) throw failure;
    this.present = read;
    this.failures = failures;
  }
}

/** The caller's newest requests. */
async function readList({ summaryPages }: Loaders, read: Map<string, RequestSummary>): Promise<void> {
  for (let skip = 0; skip < MAX_WATCHED; skip += PAGE) {
    const page = await summaryPages.load({ skip, count: PAGE });
    for (const { item } of page.requests) read.set(item.id, item);
    if (!page.hasMore) return;
  }
}

/** A request that was read in full knows when it was modified last, which the change did. */
function modifiedSince(before: RequestSummary, now: RequestSummary): Date | null {
  const [earlier, later] = [before, now].map((request) =>
    'updatedAt' in request && typeof request.updatedAt === 'string' ? new Date(request.updatedAt) : null,
  );
  return earlier && later && later > earlier ? later : null;
}

function earliest(moments: (Date | null | undefined)[]): Date {
  return new Date(Math.min(...moments.flatMap((moment) => moment?.getTime() ?? [])));
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error('The status could not be read.');
}

function isTokenEnd(error: unknown): boolean {
  return error instanceof VlensFault && error.code === 'UNAUTHENTICATED';
}

/** Vlens said no, which asking again will not change. */
function isRefusal(error: Error): boolean {
  return error instanceof ReadRefused || (error instanceof VlensFault && error.code === 'FORBIDDEN');
}

function notReadable(): VlensFault {
  return new VlensFault('FORBIDDEN', 'There is no such business request, or it is not the caller’s.');
}
