import { describe, expect, it } from '@jest/globals';
import type { CurrentRequest } from '../../src/server/current-request.js';
import { RESPONSE_CACHE_LIMITS, ResponseCache } from '../../src/server/response-cache.js';

type Answered = Pick<CurrentRequest, 'summary' | 'savedReads' | 'upstreamCalls'>;

const QUERY = { label: 'businessRequests', name: null, kind: 'query', errors: [], outcome: 'ok' } as const;
let now = 1000;
const CLOCK = { monotonicNow: () => now };

/** A request that was answered with one cached read, for as long as the test says. */
function answered(changed: Partial<Answered> = {}, bytes = 100) {
  const read = { isCurrent: true };
  const entry = { isCurrent: () => read.isCurrent, bytes };
  const request: Answered = {
    savedReads: [{ endpoint: 'listBusinessRequestIds', origin: 'cached', entry }],
    upstreamCalls: [],
    summary: QUERY,
    ...changed,
  };
  return { read, request };
}

const JSON_TYPE = 'application/json; charset=utf-8';
const CALL = {
  endpoint: 'viewContractPdf',
  durationMs: 1,
  waitedMs: 0,
  outcome: 'accepted',
  code: 'OK',
} as const;

describe('The response to a query', () => {
  it('is given again to the same question while its reads are current, and never after', () => {
    const cache = new ResponseCache(CLOCK);
    const { read, request } = answered();
    cache.keep('ann asks', request, '{"data":1}', JSON_TYPE);
    expect(cache.get('ann asks')).toMatchObject({
      body: '{"data":1}',
      contentType: JSON_TYPE,
      operation: QUERY,
    });
    expect(cache.get('ben asks')).toBeNull();
    read.isCurrent = false;
    expect(cache.get('ann asks')).toBeNull();
    read.isCurrent = true;
    expect(cache.get('ann asks')).toBeNull();
  });

  it('is there for each of ten thousand callers who ask every 5 s', () => {
    const cache = new ResponseCache(CLOCK);
    const callers = Array.from({ length: 10_000 }, (_, number) => `${number} `.padEnd(400, 'asks '));
    for (const caller of callers) cache.keep(caller, answered().request, '{"data":1}', JSON_TYPE);
    now += 5000;
    expect(callers.filter((caller) => cache.get(caller) === null)).toEqual([]);
    now += RESPONSE_CACHE_LIMITS.ttlMs;
    expect(cache.get(callers[0] ?? '')).toBeNull();
  });

  it('counts what it holds on to: few short ones that were made of long reads', () => {
    const cache = new ResponseCache(CLOCK);
    const tenth = Math.floor(RESPONSE_CACHE_LIMITS.maxBytes / 10);
    for (let caller = 0; caller < 11; caller += 1)
      cache.keep(`${caller} asks`, answered({}, tenth).request, '{"data":1}', JSON_TYPE);
    const kept = Array.from({ length: 11 }, (_, caller) => cache.get(`${caller} asks`) !== null);
    expect(kept.filter(Boolean)).toHaveLength(9);
    expect(kept.at(-1)).toBe(true);
  });

  it.each<[string, Partial<Answered>]>([
    ['that was made of no read', { savedReads: [] }],
    ['that made a call', { upstreamCalls: [CALL] }],
    [
      'that shared a call in flight',
      {
        savedReads: [
          { endpoint: 'x', origin: 'shared' },
          { endpoint: 'x', origin: 'cached', entry: { isCurrent: () => true, bytes: 1 } },
        ],
      },
    ],
    ['that had an error', { summary: { ...QUERY, errors: ['FORBIDDEN'], outcome: 'client' } }],
    ['that was a mutation', { summary: { ...QUERY, kind: 'mutation' } }],
    ['that came to nothing', { summary: undefined }],
  ])('is not kept %s', (_what, changed) => {
    const cache = new ResponseCache(CLOCK);
    cache.keep('ann asks', answered(changed).request, '{"data":1}', JSON_TYPE);
    expect(cache.get('ann asks')).toBeNull();
  });
});
