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

/** Identifies one caller and the exact text of a request. */
export type CacheKey = string;

type CachedRead = Extract<SavedRead, { origin: 'cached' }>;

export interface CachedResponse {
  body: string;
  contentType: string;
  operation: OperationSummary;
  reads: readonly CachedRead[];
}

/**
 * Room for ten thousand callers who poll every 5 s. The bytes count a response with its key, and the cached reads that it refers to. Most
 * reads are valid for less time than a response is kept, so each hit checks them.
 */
export const RESPONSE_CACHE_LIMITS = { maxEntries: 20_000, maxBytes: 64 * 1024 * 1024, ttlMs: 60_000 };
/** The memory of a response besides its texts: references to its reads, its log summary, and its cache entry. */
const BESIDES_A_RESPONSE_BYTES = 750;
/** Longer requests, such as those with pictures, never repeat. */
export const MAX_KEY_LENGTH = 4096;

/**
 * Caches responses to queries that were made entirely from cached reads. The same caller gets the same response to the same request for as
 * long as each of those reads would still give the same result. The document is then not executed. This cache returns nothing that the
 * reads themselves would not return (`vlens/middleware/cache.ts`), for no longer and to nobody else.
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

  /** The memory that the responses take. */
  get bytes(): number {
    return this.responses.calculatedSize;
  }

  /** The cached response, if execution would still give the same one. */
  get(key: CacheKey): CachedResponse | null {
    const known = this.responses.get(key);
    if (!known) return null;
    if (known.reads.every(({ entry }) => entry.isCurrent())) return known;
    this.responses.delete(key);
    return null;
  }

  /** Keeps a response if it answers a query without errors and without a call to Vlens. */
  keep(
    key: CacheKey,
    { summary, savedReads, upstreamCalls }: Pick<CurrentRequest, 'summary' | 'savedReads' | 'upstreamCalls'>,
    body: string,
    contentType: string,
  ): void {
    if (summary?.kind !== 'query' || summary.outcome !== 'ok') return;
    const reads = savedReads.filter((read) => read.origin === 'cached');
    // Any other origin is a call to Vlens, or shared with one.
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

/** The cache key of a request; null if the request must be executed each time. */
export function cacheKeyOf(request: FastifyRequest, caller: CallerKey): CacheKey | null {
  const { jsonText, span, method, url } = request;
  const asked = method === 'GET' ? url : method === 'POST' ? jsonText : null;
  if (asked === null || asked.length > MAX_KEY_LENGTH) return null;
  // A trace must show a real execution, and a request in an unusual form needs an answer in that form.
  if (span || !(method === 'GET' ? acceptsAnyJson(request) : saysNothingSpecial(request))) return null;
  return `${caller} ${languageOf(request.headers['accept-language'])} ${hostOf(request)} ${method} ${asked}`;
}
