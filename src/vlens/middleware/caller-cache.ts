import { LRUCache } from 'lru-cache';
import type { MonotonicClock } from '../../clock.js';
import type { CallerKey } from '../caller-keys.js';
import { CallAborted } from '../faults.js';
import { type AnsweredRequest, Invalidations } from './invalidations.js';

/** The statuses of ten thousand callers who poll, and some lists. The bytes are those of the bodies as they came. */
export const CALLER_CACHE_LIMITS = { maxEntries: 20_000, maxBytes: 8 * 1024 * 1024 };
/** Dropping what is stale costs a walk over all that is cached. */
const PURGE_EVERY_MS = 1000;

/** Which read, and how old its answer may be. */
export interface CachedQuestion {
  /** Whose answer it is; nobody else ever gets it. */
  caller: CallerKey;
  /** What is asked: the path and query. */
  target: string;
  /** Milliseconds; 0 asks Vlens each time, though still together with anybody who asks right now. */
  maxAgeMs: number;
  /** The greatest age at which anybody takes this answer, in milliseconds. */
  keptForMs: number;
  /** Whether a step of the caller, or a change of a request that the answer tells of, makes it outdated. */
  isInvalidated: boolean;
}

/** How an answer came about: Vlens was asked, the same caller's call was in flight already, or it was cached. */
export type Origin = 'asked' | 'shared' | 'cached';

/** An answer. Its value is given to everybody who may have it, and is never changed. */
export interface Cacheable<T> {
  value: T;
  /** The size of the body that it was read of; null where the answer is not worth keeping. */
  bytes: number | null;
  /** The business requests that it tells of; `any` where it depends on all of the caller's. */
  requests: readonly AnsweredRequest[] | 'any';
}

interface Entry extends Cacheable<unknown> {
  askedAt: number;
  generation: number;
}

interface InFlight {
  answer: Promise<Cacheable<unknown>>;
  generation: number;
  abort: AbortController;
  waiters: number;
}

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
      sizeCalculation: ({ bytes }) => Math.max(1, bytes ?? 0),
      ttlResolution: 0,
      perf: { now: () => this.clock.monotonicNow() },
    });
    this.generations = new LRUCache({ max: limits.maxEntries });
  }

  /** The cached answer; null where Vlens is to be asked. */
  get<T>(question: CachedQuestion): CacheHit<T> | null {
    const entry = this.entryFor(question);
    return entry && new CacheHit<T>(this, question, entry as Cacheable<T>);
  }

  /** Whether this very answer would be given now. */
  isCurrent(question: CachedQuestion, entry: Cacheable<unknown>): boolean {
    return this.entryFor(question) === entry;
  }

  /**
   * The answer to what is not cached. The signal ends this one's wait, and the call only where nobody else waits for it.
   * A failure is shared by those who waited for it, and never kept.
   * @throws what `ask` throws, or CallAborted where the signal ended the wait.
   */
  async share<T>(
    question: CachedQuestion,
    signal: AbortSignal,
    ask: (signal: AbortSignal) => Promise<Cacheable<T>>,
  ): Promise<{ value: T; origin: Exclude<Origin, 'cached'> }> {
    if (signal.aborted) throw new CallAborted();
    const key = this.keyOf(question);
    const joined = this.inFlight.get(key);
    const call = joined ?? this.ask(key, question, ask);
    const { value, requests } = (await this.wait(key, call, signal)) as Cacheable<T>;
    if (!joined) return { value, origin: 'asked' };
    // Asked by somebody else before a change was announced, and perhaps joined after it.
    return question.isInvalidated && this.invalidations.areOutdated(requests, call.generation)
      ? this.share(question, signal, ask)
      : { value, origin: 'shared' };
  }

  /** Forgets what this caller has read and a step of theirs may have changed, also what is in flight. */
  invalidate(caller: CallerKey): void {
    this.generations.delete(caller);
  }

  /**
   * Forgets every answer that tells of this request something else than this status, no matter who read it, also those in flight.
   * @param status null: every answer that tells of it
   */
  invalidateRequest(requestId: string, status: string | null = null): void {
    this.invalidations.invalidate(requestId, status);
  }

  /** Whether an answer would be there but for a change of a request of its own, which was announced. */
  wasOutdatedByChange(question: CachedQuestion): boolean {
    const entry = this.youngEnough(question);
    return entry !== null && entry.requests !== 'any' && this.isOutdated(question, entry);
  }

  /** How many answers are cached. */
  get size(): number {
    return this.entries.size;
  }

  private entryFor(question: CachedQuestion): Entry | null {
    const entry = this.youngEnough(question);
    return entry === null || this.isOutdated(question, entry) ? null : entry;
  }

  private youngEnough(question: CachedQuestion): Entry | null {
    const entry = this.entries.get(this.keyOf(question));
    return entry && this.clock.monotonicNow() - entry.askedAt < question.maxAgeMs ? entry : null;
  }

  private isOutdated({ isInvalidated }: CachedQuestion, { requests, generation }: Entry): boolean {
    return isInvalidated && this.invalidations.areOutdated(requests, generation);
  }

  private keyOf({ caller, target, isInvalidated }: CachedQuestion): string {
    return isInvalidated ? `${caller} ${this.generationOf(caller)} ${target}` : `${caller} ${target}`;
  }

  /** One that was lost is never given again: what was read in it is never found. */
  private generationOf(caller: CallerKey): number {
    const known = this.generations.get(caller);
    if (known !== undefined) return known;
    this.lastGeneration += 1;
    this.generations.set(caller, this.lastGeneration);
    return this.lastGeneration;
  }

  private ask<T>(
    key: string,
    question: CachedQuestion,
    ask: (signal: AbortSignal) => Promise<Cacheable<T>>,
  ): InFlight {
    const abort = new AbortController();
    const askedAt = this.clock.monotonicNow();
    const call = { answer: ask(abort.signal), generation: this.invalidations.generation, abort, waiters: 0 };
    this.inFlight.set(key, call);
    call.answer.then(
      (answer) => {
        this.end(key, call);
        this.keep(key, question, { ...answer, askedAt, generation: call.generation });
      },
      () => this.end(key, call),
    );
    return call;
  }

  private keep(key: string, question: CachedQuestion, entry: Entry): void {
    const { maxAgeMs, keptForMs } = question;
    if (maxAgeMs === 0 || entry.bytes === null || this.isOutdated(question, entry)) return;
    const now = this.clock.monotonicNow();
    if (now - this.purgedAt >= PURGE_EVERY_MS) {
      this.purgedAt = now;
      this.entries.purgeStale();
    }
    this.entries.set(key, entry, { ttl: keptForMs, start: entry.askedAt });
  }

  private end(key: string, call: InFlight): void {
    if (this.inFlight.get(key) === call) this.inFlight.delete(key);
  }

  private wait(key: string, call: InFlight, signal: AbortSignal): Promise<Cacheable<unknown>> {
    call.waiters += 1;
    return new Promise((resolve, reject) => {
      const stopWaiting = () => {
        signal.removeEventListener('abort', leave);
        call.waiters -= 1;
      };
      const leave = () => {
        stopWaiting();
        if (call.waiters === 0) {
          this.end(key, call);
          call.abort.abort();
        }
        reject(new CallAborted());
      };
      signal.addEventListener('abort', leave);
      const settled =
        <Settled>(settle: (settled: Settled) => void) =>
        (value: Settled) => {
          if (signal.aborted) return;
          stopWaiting();
          settle(value);
        };
      call.answer.then(settled(resolve), settled(reject));
    });
  }
}

/** A cached answer as it was given. It holds on to the caller's key, neither to the token nor to the request. */
export class CacheHit<T> {
  constructor(
    private readonly cache: CallerCache,
    private readonly question: CachedQuestion,
    private readonly entry: Cacheable<T>,
  ) {}

  get value(): T {
    return this.entry.value;
  }

  /** Whether who asked this now would be given this very answer. */
  isCurrent(): boolean {
    return this.cache.isCurrent(this.question, this.entry);
  }
}
