import { LRUCache } from 'lru-cache';
import type { MonotonicClock } from '../../clock.js';
import { atMost } from '../at-most.js';
import type { CallerKey } from '../caller-keys.js';
import { CallAborted } from '../faults.js';
import { type AnsweredRequest, Invalidations } from './invalidations.js';

/** The statuses of ten thousand callers who poll, and some lists. The bytes are what an answer takes in memory, with its key. */
export const CALLER_CACHE_LIMITS = { maxEntries: 20_000, maxBytes: 40 * 1024 * 1024 };
/** Dropping what is stale costs a walk over all that is cached. */
const PURGE_EVERY_MS = 1000;

/** Which read, and how old its answer may be. */
export interface CacheLookup {
  /** The caller of the answer; no other caller ever gets it. */
  caller: CallerKey;
  /** The path and query. */
  target: string;
  /** Milliseconds; 0 asks Vlens each time, though still together with anybody who asks right now. */
  maxAgeMs: number;
  /** The greatest age at which anybody takes this answer, in milliseconds. */
  keptForMs: number;
  /** Whether a step of the caller, or a change of a request in the answer, makes it outdated. */
  isInvalidated: boolean;
}

/** How an answer came about: Vlens was asked, the same caller's call was in flight already, or it was cached. */
export type Origin = 'asked' | 'shared' | 'cached';

/** An answer that is kept. Its value is given to everybody who may have it, and is never changed. */
export interface Kept<T> {
  readonly value: T;
  /** The business requests that it contains; `any` where it depends on all of the caller's. */
  readonly requests: readonly AnsweredRequest[] | 'any';
}

/** An answer that has just come. */
export interface Cacheable<T> extends Kept<T> {
  /** Its size in memory; null where the answer is not worth caching. */
  readonly bytes: number | null;
  /** The value to cache in its place; without this, the answer itself. */
  readonly toKeep?: () => Kept<T>;
}

interface Entry {
  answer: Kept<unknown>;
  bytes: number;
  askedAt: number;
  generation: number;
}

/** A caller that waits for a read which another one may have begun, with a longer or shorter wait. */
export interface Waiter {
  /**
   * Refuses a call that has no place in the quota yet when a call of their own would be refused; null: that would wait as long as any.
   * @returns what calls it off
   */
  limit: ((refuse: (error: Error) => void) => () => void) | null;
  /** Whether a call of their own would still wait where this one was refused. */
  wouldGoOn(error: unknown): boolean;
}

/** A call that others may join. What it holds is let go of when it ends: see `passing-set.ts`. */
interface InFlight {
  answer: Promise<Cacheable<unknown>> | null;
  readonly generation: number;
  abort: AbortController | null;
  waiters: number;
  /** It waits for a place in the quota as long as any. */
  readonly isPatient: boolean;
  /** It has its place in the quota. */
  isOnItsWay: boolean;
}

type Ask<T> = (signal: AbortSignal, onItsWay: () => void) => Promise<Cacheable<T>>;

const AS_ANYBODY: Waiter = { limit: null, wouldGoOn: () => false };

/**
 * One caller's reads, shared between that caller's operations: what is in flight is not asked for again, and an answer is
 * used again until it is too old or outdated. It lives in this process alone; no token is kept, only its keyed hash.
 */
export class CallerCache {
  private readonly entries: LRUCache<string, Entry>;
  private readonly inFlight = new Map<string, InFlight>();
  private readonly invalidations = new Invalidations();
  /** Part of the key of what a caller's steps invalidate: after a step there is another one, and nothing older is found. */
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

  /** The cached answer; null where Vlens is to be asked. */
  get<T>(lookup: CacheLookup): CacheHit<T> | null {
    const entry = this.entryFor(lookup);
    return entry && new CacheHit<T>(this, lookup, entry.answer as Kept<T>, entry.bytes);
  }

  /** Whether this very answer would be given now. */
  isCurrent(lookup: CacheLookup, answer: Kept<unknown>): boolean {
    return this.entryFor(lookup)?.answer === answer;
  }

  /**
   * The answer to what is not cached. The signal ends this one's wait, and the call only where nobody else waits for it.
   * A failure is shared by those who waited for it, and never kept.
   * @param ask says `onItsWay` once the call has its place in the quota
   * @throws what `ask` throws, or CallAborted where the signal ended the wait.
   */
  async share<T>(
    lookup: CacheLookup,
    signal: AbortSignal,
    ask: Ask<T>,
    waiter = AS_ANYBODY,
  ): Promise<{ value: T; origin: Exclude<Origin, 'cached'> }> {
    if (signal.aborted) throw new CallAborted();
    const key = this.keyOf(lookup);
    const joined = this.inFlight.get(key);
    if (!joined) {
      const { value } = (await this.wait(key, this.ask(key, lookup, ask, waiter), signal)) as Cacheable<T>;
      return { value, origin: 'asked' };
    }
    let answer: Cacheable<T>;
    try {
      answer = (await this.wait(key, joined, signal, joined.isPatient ? waiter.limit : null)) as Cacheable<T>;
    } catch (error) {
      if (!waiter.wouldGoOn(error)) throw error;
      return this.share(lookup, signal, ask, waiter);
    }
    const { value, requests } = answer;
    // Asked by somebody else before a change was announced, and perhaps joined after it.
    return lookup.isInvalidated && this.invalidations.areOutdated(requests, joined.generation)
      ? this.share(lookup, signal, ask, waiter)
      : { value, origin: 'shared' };
  }

  /** Forgets what this caller has read and a step of theirs may have changed, also what is in flight. */
  invalidate(caller: CallerKey): void {
    this.generations.delete(caller);
  }

  /**
   * Drops every answer with another status of this request, no matter who read it, also those in flight.
   * @param status null: every answer that contains the request
   */
  invalidateRequest(requestId: string, status: string | null = null): void {
    this.invalidations.invalidate(requestId, status);
  }

  /** Whether an answer would be there but for a change of a request of its own, which was announced. */
  wasOutdatedByChange(lookup: CacheLookup): boolean {
    const entry = this.youngEnough(lookup);
    return entry !== null && this.isOutdated(lookup, entry) && entry.answer.requests !== 'any';
  }

  /** How many answers are cached. */
  get size(): number {
    return this.entries.size;
  }

  /** Their size in memory. */
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
    // The requests in an answer are looked up only if something has changed since: that means reading the answer.
    if (!isInvalidated || generation === this.invalidations.generation) return false;
    return this.invalidations.areOutdated(answer.requests, generation);
  }

  private keyOf({ caller, target, isInvalidated }: CacheLookup): string {
    return isInvalidated ? `${caller} ${this.generationOf(caller)} ${target}` : `${caller} ${target}`;
  }

  /** A lost generation is never used again: its answers are never found. */
  private generationOf(caller: CallerKey): number {
    const known = this.generations.get(caller);
    if (known !== undefined) return known;
    this.lastGeneration += 1;
    this.generations.set(caller, this.lastGeneration);
    return this.lastGeneration;
  }

  private ask<T>(key: string, lookup: CacheLookup, ask: Ask<T>, { limit }: Waiter): InFlight {
    const abort = new AbortController();
    const askedAt = this.clock.monotonicNow();
    const { generation } = this.invalidations;
    const isPatient = limit === null;
    const call: InFlight = { answer: null, generation, abort, waiters: 0, isPatient, isOnItsWay: false };
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

/** A cached answer as it was given. It holds on to the caller's key, neither to the token nor to the request. */
export class CacheHit<T> {
  constructor(
    private readonly cache: CallerCache,
    private readonly lookup: CacheLookup,
    private readonly answer: Kept<T>,
    /** Its size in memory. */
    readonly bytes: number,
  ) {}

  get value(): T {
    return this.answer.value;
  }

  /** Whether who asked this now would be given this very answer. */
  isCurrent(): boolean {
    return this.cache.isCurrent(this.lookup, this.answer);
  }
}
