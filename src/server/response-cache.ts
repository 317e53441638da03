import type { FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import type { MonotonicClock } from '../clock.js';
import { bytesOfText } from '../vlens/bytes-in-memory.js';
import type { SavedRead } from '../vlens/caller.js';
import type { CallerKey } from '../vlens/caller-keys.js';
import { languageOf } from '../vlens/messages/language.js';
import { acceptsAnyJson, saysNothingSpecial } from './apollo-request.js';
import type { CurrentRequest, OperationSummary } from './current-request.js';
import { hostOf } from './request-host.js';

/** What one caller asked, word for word. */
export type CacheKey = string;

type CachedRead = Extract<SavedRead, { origin: 'cached' }>;

export interface CachedResponse {
  body: string;
  contentType: string;
  operation: OperationSummary;
  reads: readonly CachedRead[];
}

/**
 * Ten thousand callers who ask every 5 s. The bytes are what a response takes in memory with its key, and what its reads do, which it
 * holds on to. Most reads are good for less long than a response is kept: each hit asks them.
 */
export const RESPONSE_CACHE_LIMITS = { maxEntries: 20_000, maxBytes: 64 * 1024 * 1024, ttlMs: 60_000 };
/** What a response takes besides its texts: its reads' places, what is logged of it, and its place in the cache. */
const BESIDES_A_RESPONSE_BYTES = 750;
/** Pictures and the like are never asked for again. */
export const MAX_KEY_LENGTH = 4096;

/**
 * The responses to queries that were made of nothing but cached reads, for the same caller who asks the same again: while
 * each of those reads would still be answered with the very same, so would the query, and the document need not be
 * executed. It gives nothing that the reads would not give (`vlens/middleware/cache.ts`), for no longer and to nobody else.
 */
export class ResponseCache {
  private readonly responses: LRUCache<CacheKey, CachedResponse>;
  private purgedAt = 0;

  constructor(private readonly clock: MonotonicClock) {
    this.responses = new LRUCache({
      max: RESPONSE_CACHE_LIMITS.maxEntries,
      maxSize: RESPONSE_CACHE_LIMITS.maxBytes,
      sizeCalculation: ({ body, reads }, key) =>
        reads.reduce(
          (sum, { entry }) => sum + entry.bytes,
          BESIDES_A_RESPONSE_BYTES + bytesOfText(body) + bytesOfText(key),
        ),
      ttl: RESPONSE_CACHE_LIMITS.ttlMs,
      ttlResolution: 0,
      perf: { now: () => this.clock.monotonicNow() },
    });
  }

  /** What they take in memory. */
  get bytes(): number {
    return this.responses.calculatedSize;
  }

  /** The response, where it would be the same again. */
  get(key: CacheKey): CachedResponse | null {
    const known = this.responses.get(key);
    if (!known) return null;
    if (known.reads.every(({ entry }) => entry.isCurrent())) return known;
    this.responses.delete(key);
    return null;
  }

  /** Keeps a response, where it is one to a query that cost no call and had no error. */
  keep(
    key: CacheKey,
    { summary, savedReads, upstreamCalls }: Pick<CurrentRequest, 'summary' | 'savedReads' | 'upstreamCalls'>,
    body: string,
    contentType: string,
  ): void {
    if (summary?.kind !== 'query' || summary.outcome !== 'ok') return;
    const reads = savedReads.filter((read) => read.origin === 'cached');
    // Whatever else it was made of is a call, or was shared with one.
    if (reads.length === 0 || upstreamCalls.length > 0 || savedReads.length > reads.length) return;
    this.purge();
    this.responses.set(key, { body, contentType, operation: summary, reads });
  }

  private purge(): void {
    const now = this.clock.monotonicNow();
    if (now - this.purgedAt < RESPONSE_CACHE_LIMITS.ttlMs) return;
    this.purgedAt = now;
    this.responses.purgeStale();
  }
}

/** What a request asks, word for word; null where it is to be executed each time. */
export function cacheKeyOf(request: FastifyRequest, caller: CallerKey): CacheKey | null {
  const { jsonText, span, method, url } = request;
  const asked = method === 'GET' ? url : method === 'POST' ? jsonText : null;
  if (asked === null || asked.length > MAX_KEY_LENGTH) return null;
  // A trace is to show a real execution; a request in an unusual form gets its answer in that form.
  if (span || !(method === 'GET' ? acceptsAnyJson(request) : saysNothingSpecial(request))) return null;
  return `${caller} ${languageOf(request.headers['accept-language'])} ${hostOf(request)} ${method} ${asked}`;
}
