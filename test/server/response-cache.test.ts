import { describe, expect, it } from '@jest/globals';
import type { CurrentRequest } from '../../src/server/current-request.js';
import { ResponseCache } from '../../src/server/response-cache.js';

const QUERY = { label: 'businessRequests', name: null, kind: 'query', errors: [], outcome: 'ok' } as const;

/** A request that was answered with one kept read, for as long as the test says. */
function answered(changed: Partial<CurrentRequest> = {}) {
  const read = { endpoint: 'listBusinessRequestIds', isKept: true };
  const request = {
    reads: [{ endpoint: read.endpoint, isStillKept: () => read.isKept }],
    savedCalls: [{ endpoint: read.endpoint, origin: 'cached' }],
    upstreamCalls: [],
    told: QUERY,
    ...changed,
  } as unknown as CurrentRequest;
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

describe('The answer to a query', () => {
  it('is given again to the same question while its reads are kept, and never after', () => {
    const again = new ResponseCache(() => 0);
    const { read, request } = answered();
    again.set('ann asks', request, '{"data":1}', JSON_TYPE);
    expect(again.get('ann asks')).toMatchObject({
      body: '{"data":1}',
      contentType: JSON_TYPE,
      operation: QUERY,
    });
    expect(again.get('ben asks')).toBeNull();
    read.isKept = false;
    expect(again.get('ann asks')).toBeNull();
    read.isKept = true;
    expect(again.get('ann asks')).toBeNull();
  });

  it.each<[string, Partial<CurrentRequest>]>([
    ['that was made of no read', { reads: [], savedCalls: [] }],
    ['of which nobody noted the reads', { reads: undefined }],
    ['that made a call', { upstreamCalls: [CALL] }],
    [
      'that shared a call under way',
      {
        savedCalls: [
          { endpoint: 'x', origin: 'shared' },
          { endpoint: 'x', origin: 'cached' },
        ],
      },
    ],
    ['that had an error', { told: { ...QUERY, errors: ['FORBIDDEN'], outcome: 'client' } }],
    ['that was a mutation', { told: { ...QUERY, kind: 'mutation' } }],
    ['that came to nothing', { told: undefined }],
  ])('is not kept %s', (_what, changed) => {
    const again = new ResponseCache(() => 0);
    again.set('ann asks', answered(changed).request, '{"data":1}', JSON_TYPE);
    expect(again.get('ann asks')).toBeNull();
  });
});
