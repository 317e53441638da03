import { expect, it } from '@jest/globals';
import type { Accepted } from '../../../src/vlens/answer.js';
import { cacheReads } from '../../../src/vlens/middleware/cache.js';
import { CallerCache } from '../../../src/vlens/middleware/caller-cache.js';
import { aRead } from '../../support/a-read.js';

it('asks the settings as they are now whether a read that was cached is still good', async () => {
  const time = { now: 1 };
  const freshness = { requestsMaxAgeMs: 60_000, statusMaxAgeMs: 60_000, productsMaxAgeMs: 60_000 };
  const read = cacheReads(new CallerCache({ monotonicNow: () => time.now }), freshness);
  const { call, saved } = aRead('listBusinessRequestIds', { skipCount: 0, maxResultCount: 1 });
  const answer = (): Accepted<unknown> => ({ kind: 'accepted', value: [] });
  const next = async () => ({ ...answer(), source: { text: '[]', readAgain: answer } });
  await read(call, next);
  await read(call, next);
  const isCurrent = () => saved.map((each) => each.origin === 'cached' && each.entry.isCurrent());
  time.now += 5000;
  expect(isCurrent()).toEqual([true]);
  freshness.requestsMaxAgeMs = 1000;
  freshness.statusMaxAgeMs = 1000;
  expect(isCurrent()).toEqual([false]);
});
