import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '../src/clock.js';
import type { CurrentRequest } from '../src/server/current-request.js';
import { ResponseCache } from '../src/server/response-cache.js';
import type { Accepted } from '../src/vlens/answer.js';
import { bytesOfText } from '../src/vlens/bytes-in-memory.js';
import { type SavedRead, UNOBSERVED } from '../src/vlens/caller.js';
import type { CallerKey } from '../src/vlens/caller-keys.js';
import { closeUpstream, createUpstream, type Upstream } from '../src/vlens/http/upstream.js';
import { VlensHttp } from '../src/vlens/http/vlens-http.js';
import { cacheReads } from '../src/vlens/middleware/cache.js';
import { CallerCache } from '../src/vlens/middleware/caller-cache.js';
import { Pipeline } from '../src/vlens/pipeline.js';
import { NodeFetchTransport } from '../src/vlens/transports/node-fetch.js';
import { aRead } from './support/a-read.js';
import { aBusinessRequest, REQUEST_ID } from './support/builders.js';
import { FakeUpstream } from './support/fake-upstream.js';
import { collectGarbage } from './support/memory.js';
import { operationsOf } from './support/vlens-operations.js';
import { someSettings } from './vlens/a-client.js';

const CALLERS = 1500;
/** By then all code that runs for a read is compiled. */
const WARM_UP = 500;
const AT_ONCE = 50;
const FRESHNESS = { statusMaxAgeMs: 600_000, requestsMaxAgeMs: 600_000, productsMaxAgeMs: 600_000 };
const SUMMARY = { label: 'a', name: null, kind: 'query', errors: [], outcome: 'ok' } as const;

let fake: FakeUpstream;
let upstream: Upstream;
beforeEach(async () => {
  fake = await FakeUpstream.start();
  upstream = createUpstream(someSettings(fake.url), new NodeFetchTransport(), systemClock);
});
afterEach(async () => {
  await closeUpstream(upstream);
  await fake.close();
});

/** What is in use of V8's heap, once what nobody holds any more is freed. */
const heapInUse = async () => (await collectGarbage()).heapUsed;

describe('What an entry of a cache counts for', () => {
  it('is what it takes in memory', async () => {
    fake.requests = [aBusinessRequest()];
    let cache = new CallerCache(systemClock);
    const pipeline = new Pipeline({
      send: new VlensHttp(upstream).send,
      cache: (call, next) => cacheReads(cache, FRESHNESS)(call, next),
    });
    const read = async (caller: number) => {
      const saved: SavedRead[] = [];
      const observer = { ...UNOBSERVED, saved: (each: SavedRead) => void saved.push(each) };
      const key = `${caller}`.padStart(43, 'k') as CallerKey;
      const signal = new AbortController().signal;
      const vlens = pipeline.for({ token: `token-${caller}`, key, signal, observer });
      await operationsOf(vlens).getBusinessRequestById({ id: REQUEST_ID });
      return saved;
    };
    /** Some at once, and the next ones after them. */
    const all = async (callers: number): Promise<void> => {
      for (let first = 0; first < callers; first += AT_ONCE) {
        await Promise.all(Array.from({ length: AT_ONCE }, (_, number) => read(first + number)));
      }
    };
    for (let round = 0; round < 2; round += 1) await all(WARM_UP);
    cache = new CallerCache(systemClock);
    const responses = new ResponseCache(systemClock);
    const before = await heapInUse();
    await all(CALLERS);
    // Read from the text, as for somebody who asks again.
    await all(CALLERS);
    fake.reset();
    const ofReads = (await heapInUse()) - before;
    expect(cache.size).toBe(CALLERS);
    expect(ofReads / cache.bytes).toBeGreaterThan(0.5);
    expect(ofReads / cache.bytes).toBeLessThan(1.2);

    fake.requests = [aBusinessRequest()];
    const body = JSON.stringify({ data: { businessRequest: { fullName: 'Ahmed', status: 'APPROVED' } } });
    for (let caller = 0; caller < CALLERS; caller += 1) {
      const request = { summary: SUMMARY, savedReads: await read(caller), upstreamCalls: [] };
      const key = `${caller} en gateway.example POST `.padEnd(400, 'query ');
      responses.keep(key, request as unknown as CurrentRequest, `${body} ${caller}`, 'application/json');
    }
    fake.reset();
    const both = (await heapInUse()) - before;
    // A response counts for its reads as well, which it keeps where the cache of reads has let go of them.
    expect(both / responses.bytes).toBeGreaterThan(0.5);
    expect(both / responses.bytes).toBeLessThan(1.2);
  });
});

it('A kept answer is read from its text once for all the changes that are announced of other requests', async () => {
  const cache = new CallerCache(systemClock);
  const read = cacheReads(cache, FRESHNESS);
  const { call, saved } = aRead('getBusinessRequestById', { id: REQUEST_ID });
  const text = JSON.stringify({ id: REQUEST_ID, status: 'APPROVED' });
  let timesRead = 0;
  const readAgain = (): Accepted<unknown> => {
    timesRead += 1;
    return { kind: 'accepted', value: JSON.parse(text) };
  };
  const ask = () =>
    read(call, async () => ({ kind: 'accepted', value: JSON.parse(text), source: { text, readAgain } }));
  await ask();
  await ask();
  const hit = saved.find((each) => each.origin === 'cached');
  const readBefore = timesRead;
  const isCurrent = [];
  for (let change = 0; change < 3; change += 1) {
    cache.invalidateRequest(`another-${change}`);
    await collectGarbage();
    isCurrent.push(hit?.origin === 'cached' && hit.entry.isCurrent());
  }
  expect(isCurrent).toEqual([true, true, true]);
  expect(timesRead - readBefore).toBeLessThanOrEqual(1);
  cache.invalidateRequest(REQUEST_ID);
  expect(hit?.origin === 'cached' && hit.entry.isCurrent()).toBe(false);
});

it('A text takes two bytes for each character where one is Arabic, and one where none is', () => {
  expect(bytesOfText('أb') - bytesOfText('')).toBe(4);
  expect(bytesOfText('ab') - bytesOfText('')).toBe(2);
});
