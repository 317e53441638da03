import type { FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import type { CallerKey } from '../vlens/caller-keys.js';
import { saysNothingSpecial } from './apollo-request.js';
import type { CurrentRequest, KeptRead, OperationSummary } from './current-request.js';

/** What one caller asked, word for word. */
export type CacheKey = string;

export interface CachedResponse {
  body: string;
  contentType: string;
  operation: OperationSummary;
  reads: readonly KeptRead[];
}

/** Whoever polls asks again within this; what nobody asks for again is let go. */
const TTL_MS = 1000;
const LIMITS = { max: 5000, maxSize: 16 * 1024 * 1024 };
/** Pictures and the like are never asked for again. */
const MAX_KEY_LENGTH = 4096;

/**
 * The answers to queries that were made of nothing but kept reads, for the same caller who asks the same again: while each of
 * those reads would still be answered with the very same, so would the query, and the document need not be executed for it.
 * It gives nothing that the reads would not give (`loaders/shared-reads.ts`), for no longer and to nobody else.
 */
export class ResponseCache {
  private readonly responses = new LRUCache<CacheKey, CachedResponse>({
    ...LIMITS,
    sizeCalculation: ({ body }, key) => 2 * (body.length + key.length),
    ttl: TTL_MS,
    ttlResolution: 100,
  });
  private purgedAt = 0;

  /** @param now milliseconds that only go forward */
  constructor(private readonly now: () => number) {}

  /** The answer, where it would be the same again. */
  get(key: CacheKey): CachedResponse | null {
    const known = this.responses.get(key);
    if (!known) return null;
    if (known.reads.every(({ isStillKept }) => isStillKept())) return known;
    this.responses.delete(key);
    return null;
  }

  /** Keeps an answer, where it is one to a query that cost no call and had no error. */
  set(
    key: CacheKey,
    { reads, told, savedCalls, upstreamCalls }: CurrentRequest,
    body: string,
    contentType: string,
  ) {
    if (!reads?.length || told?.kind !== 'query' || told.outcome !== 'ok') return;
    // Whatever else it was made of is a call, or was shared with one.
    if (upstreamCalls.length > 0 || savedCalls.length !== reads.length) return;
    this.purgeStale();
    this.responses.set(key, { body, contentType, operation: told, reads });
  }

  private purgeStale(): void {
    const now = this.now();
    if (now - this.purgedAt < TTL_MS) return;
    this.purgedAt = now;
    this.responses.purgeStale();
  }
}

/** What a request asks, word for word; null where it is to be answered anew each time. */
export function cacheKeyOf(request: FastifyRequest, caller: CallerKey): CacheKey | null {
  const { jsonText, span } = request;
  if (request.method !== 'POST' || jsonText === null || jsonText.length > MAX_KEY_LENGTH) return null;
  // A trace is to show what was done; and what is asked for in an unusual form is told in one.
  if (span || !saysNothingSpecial(request)) return null;
  return `${caller} ${request.host} ${jsonText}`;
}
