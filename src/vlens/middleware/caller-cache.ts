import { LRUCache } from 'lru-cache';
import type { MonotonicClock } from '../../clock.js';
import { atMost } from '../at-most.js';
import type { CallerKey } from '../caller-keys.js';
import { CallAborted } from '../faults.js';
import { type AnsweredRequest, Invalidations } from './invalidations.js';

/** Enough for the statuses of ten thousand callers that poll, and some lists. The bytes are an answer's memory, including its key. */
export const CALLER_CACHE_LIMITS = { maxEntries: 20_000, maxBytes: 40 * 1024 * 1024 };
/** Purging stale entries walks through the whole cache. */
const PURGE_EVERY_MS = 1000;

/** Names a read and the age that its answer may have. */
export interface CacheLookup {
  /** The owner of the answer. Nobody else ever gets it. */
  caller: CallerKey;
  /** The path and query of the read. */
  target: string;
  /** In milliseconds. 0 disables caching; a read still joins one that is in flight. */
  maxAgeMs: number;
  /** The greatest age at which any lookup accepts this answer, in milliseconds. */
  keptForMs: number;
  /** Whether a step of the caller, or a change of a request in the answer, makes the answer outdated. */
  isInvalidated: boolean;
}

/** Where an answer came from: a call to Vlens, a call of the same caller that was already in flight, or the cache. */
export type Origin = 'asked' | 'shared' | 'cached';

/** A cached answer. Every reader gets the same value, which never changes. */
export interface Kept<T> {
  readonly value: T;
  /** The business requests in the answer; `any` if it depends on all requests of the caller. */
  readonly requests: readonly AnsweredRequest[] | 'any';
}

/** A new answer. */
export interface Cacheable<T> extends Kept<T> {
  /** How much memory the cached answer takes; null if the answer is not worth caching. */
  readonly bytes: number | null;
  /** Makes what is cached instead of the answer; absent if the answer itself is cached. */
  readonly toKeep?: () => Kept<T>;
}

interface Entry {
  answer: Kept<unknown>;
  bytes: number;
  askedAt: number;
  generation: number;
}

/** A caller that waits for a read. Another caller, who may wait for more or less time, may have begun it. */
export interface Waiter {
  /**
   * Refuses a shared call that has no place in the quota yet, at the time when this caller's own call would be refused. Null if this caller
   * waits as long as anybody.
   * @returns a function that cancels the refusal
   */
  limit: ((refuse: (error: Error) => void) => () => void) | null;
  /** Whether a call of this caller's own would still wait, though this call was refused. */
  wouldGoOn(error: unknown): boolean;
  /** This caller's own call would go before other reads, because a webhook has announced a change. */
  isAnnounced: boolean;
}

/** A call that others may join. It drops what it holds when it ends: see `passing-set.ts`. */
interface InFlight {
  answer: Promise<Cacheable<unknown>> | null;
  readonly generation: number;
  abort: AbortController | null;
  waiters: number;
  /** The call waits for a place in the quota as long as any may. */
  readonly isPatient: boolean;
  /** The call goes before other reads. */
  readonly isAnnounced: boolean;
  /** The call has its place in the quota. */
  isOnItsWay: boolean;
  /** The call has ended unsent, and those who wait for it join the one that took its place. */
  isSuperseded: boolean;
}

type Ask<T> = (signal: AbortSignal, onItsWay: () => void) => Promise<Cacheable<T>>;

const AS_ANYBODY: Waiter = { limit: null, wouldGoOn: () => false, isAnnounced: false };

/**
 * Shares one caller's reads between that caller's operations. A read joins one that is in flight, and an answer is reused until it is too
 * old or outdated. The cache lives in this process alone. It holds only a keyed hash of the token.
 */
export class CallerCache {
  private readonly entries: LRUCache<string, Entry>;
  private readonly inFlight = new Map<string, InFlight>();
  private readonly invalidations = new Invalidations();
  /** Part of the key of what a caller's steps invalidate. A step changes the generation, so that older answers are no longer found. */
  private readonly generations: LRUCache<CallerKey, number>;
  private lastGeneration = 0;
  private purgedAt = 0;

  constructor(
    private readonly clock: MonotonicClock,
    limits = CALLER_CACHE_LIMITS,
  ) {
    this.entries = new LRUCache({
      max: limits.maxEntries,
      maxSize: limits.maxBytes,
      sizeCalculation: ({ bytes }) => Math.max(1, bytes),
      ttlResolution: 0,
      perf: { now: () => this.clock.monotonicNow() },
    });
    this.generations = new LRUCache(atMost(limits.maxEntries));
  }

  /** The cached answer; null if Vlens must be called. */
  get<T>(lookup: CacheLookup): CacheHit<T> | null {
    const entry = this.entryFor(lookup);
    return entry && new CacheHit<T>(this, lookup, entry.answer as Kept<T>, entry.bytes);
  }

  /** Whether a reader would get this same answer now. */
  isCurrent(lookup: CacheLookup, answer: Kept<unknown>): boolean {
    return this.entryFor(lookup)?.answer === answer;
  }

  /**
   * Gets an answer that is not cached. The signal ends this caller's wait; it ends the call only if nobody else waits for it. A failure
   * goes to all who wait for it, and is never cached. An announced read waits behind no plain one: it takes the place of one that is not on
   * its way, for all who wait for it.
   * @param ask makes the call, and calls `onItsWay` once the call has its place in the quota
   * @throws what `ask` throws, or CallAborted if the signal ended the wait
   */
  async share<T>(
    lookup: CacheLookup,
    signal: AbortSignal,
    ask: Ask<T>,
    waiter = AS_ANYBODY,
  ): Promise<{ value: T; origin: Exclude<Origin, 'cached'> }> {
    if (signal.aborted) throw new CallAborted();
    const key = this.keyOf(lookup);
    const joined = this.toJoin(key, waiter);
    const call = joined ?? this.ask(key, lookup, ask, waiter);
    // Only such a call may have its place later than one of this caller's own: an announced one may have begun after this caller's wait.
    const mayWaitLonger = joined !== null && (joined.isPatient || joined.isAnnounced);
    let answer: Cacheable<T>;
    try {
      answer = (await this.wait(key, call, signal, mayWaitLonger ? waiter.limit : null)) as Cacheable<T>;
    } catch (error) {
      if (!call.isSuperseded && !(joined && waiter.wouldGoOn(error))) throw error;
      return this.share(lookup, signal, ask, waiter);
    }
    if (!joined) return { value: answer.value, origin: 'asked' };
    const { value, requests } = answer;
    // Another reader began this call before a change was announced, and this one may have joined it after that.
    return lookup.isInvalidated && this.invalidations.areOutdated(requests, joined.generation)
      ? this.share(lookup, signal, ask, waiter)
      : { value, origin: 'shared' };
  }

  /** Drops what this caller has read and a step of theirs may have changed, including reads in flight. */
  invalidate(caller: CallerKey): void {
    this.generations.delete(caller);
  }

  /**
   * Drops every answer that shows another status of this request, for all callers, including reads in flight.
   * @param status null to drop every answer that contains the request
   */
  invalidateRequest(requestId: string, status: string | null = null): void {
    this.invalidations.invalidate(requestId, status);
  }

  /** Whether only an announced change of a request in the answer keeps the answer from being used. */
  wasOutdatedByChange(lookup: CacheLookup): boolean {
    const entry = this.youngEnough(lookup);
    return entry !== null && this.isOutdated(lookup, entry) && entry.answer.requests !== 'any';
  }

  /** How many answers are cached. */
  get size(): number {
    return this.entries.size;
  }

  /** How much memory the cached answers take. */
  get bytes(): number {
    return this.entries.calculatedSize;
  }

  private entryFor(lookup: CacheLookup): Entry | null {
    const entry = this.youngEnough(lookup);
    return entry === null || this.isOutdated(lookup, entry) ? null : entry;
  }

  private youngEnough(lookup: CacheLookup): Entry | null {
    const entry = this.entries.get(this.keyOf(lookup));
    return entry && this.clock.monotonicNow() - entry.askedAt < lookup.maxAgeMs ? entry : null;
  }

  private isOutdated({ isInvalidated }: CacheLookup, { answer, generation }: Entry): boolean {
    // To look up the requests in an answer, the answer must be read. So this is done only if something has changed since.
    if (!isInvalidated || generation === this.invalidations.generation) return false;
    return this.invalidations.areOutdated(answer.requests, generation);
  }

  private keyOf({ caller, target, isInvalidated }: CacheLookup): string {
    return isInvalidated ? `${caller} ${this.generationOf(caller)} ${target}` : `${caller} ${target}`;
  }

  /** A generation that was dropped is never used again, so that what was read under it is never found. */
  private generationOf(caller: CallerKey): number {
    const known = this.generations.get(caller);
    if (known !== undefined) return known;
    this.lastGeneration += 1;
    this.generations.set(caller, this.lastGeneration);
    return this.lastGeneration;
  }

  private toJoin(key: string, { isAnnounced }: Waiter): InFlight | null {
    const call = this.inFlight.get(key);
    if (!call || !isAnnounced || call.isAnnounced || call.isOnItsWay) return call ?? null;
    const { abort } = call;
    call.isSuperseded = true;
    this.end(key, call);
    abort?.abort();
    return null;
  }

  private ask<T>(key: string, lookup: CacheLookup, ask: Ask<T>, { limit, isAnnounced }: Waiter): InFlight {
    const abort = new AbortController();
    const askedAt = this.clock.monotonicNow();
    const { generation } = this.invalidations;
    const isPatient = limit === null;
    const call: InFlight = {
      answer: null,
      generation,
      abort,
      waiters: 0,
      isPatient,
      isAnnounced,
      isOnItsWay: false,
      isSuperseded: false,
    };
    const asked = ask(abort.signal, () => {
      call.isOnItsWay = true;
    });
    call.answer = asked;
    this.inFlight.set(key, call);
    asked.then(
      (answer) => {
        this.end(key, call);
        this.keep(key, lookup, answer, { askedAt, generation: call.generation });
      },
      () => this.end(key, call),
    );
    return call;
  }

  private keep(
    key: string,
    lookup: CacheLookup,
    answer: Cacheable<unknown>,
    asked: Pick<Entry, 'askedAt' | 'generation'>,
  ): void {
    const { maxAgeMs, keptForMs } = lookup;
    const { bytes, toKeep } = answer;
    if (maxAgeMs === 0 || bytes === null || this.isOutdated(lookup, { ...asked, answer, bytes })) return;
    const now = this.clock.monotonicNow();
    if (now - this.purgedAt >= PURGE_EVERY_MS) {
      this.purgedAt = now;
      this.entries.purgeStale();
    }
    const entry = { ...asked, answer: toKeep?.() ?? answer, bytes };
    this.entries.set(key, entry, { ttl: keptForMs, start: asked.askedAt });
  }

  private end(key: string, call: InFlight): void {
    if (this.inFlight.get(key) === call) this.inFlight.delete(key);
    call.answer = null;
    call.abort = null;
  }

  private wait(
    key: string,
    call: InFlight,
    signal: AbortSignal,
    limit: Waiter['limit'] = null,
  ): Promise<Cacheable<unknown>> {
    call.waiters += 1;
    return new Promise((resolve, reject) => {
      let hasLeft = false;
      const stopWaiting = () => {
        signal.removeEventListener('abort', leave);
        cancel?.();
        call.waiters -= 1;
      };
      const leaveWith = (error: Error) => {
        hasLeft = true;
        stopWaiting();
        if (call.waiters === 0) {
          const { abort } = call;
          this.end(key, call);
          abort?.abort();
        }
        reject(error);
      };
      const leave = () => leaveWith(new CallAborted());
      signal.addEventListener('abort', leave);
      const cancel = call.isOnItsWay ? null : limit?.((error) => call.isOnItsWay || leaveWith(error));
      const settled =
        <Settled>(settle: (settled: Settled) => void) =>
        (value: Settled) => {
          if (hasLeft) return;
          stopWaiting();
          settle(value);
        };
      call.answer?.then(settled(resolve), settled(reject));
    });
  }
}

/** A cached answer as a reader got it. It holds the caller's key, but neither the token nor the request. */
export class CacheHit<T> {
  constructor(
    private readonly cache: CallerCache,
    private readonly lookup: CacheLookup,
    private readonly answer: Kept<T>,
    /** How much memory the answer takes. */
    readonly bytes: number,
  ) {}

  get value(): T {
    return this.answer.value;
  }

  /** Whether a reader would get this same answer now. */
  isCurrent(): boolean {
    return this.cache.isCurrent(this.lookup, this.answer);
  }
}
