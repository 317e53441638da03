import { describe, expect, it, jest } from '@jest/globals';
import { createLoaders } from '../../src/loaders/index.js';
import { ReadRefused, VlensFault } from '../../src/vlens/faults.js';
import { accepted, aRequest, fakeVlensApi, idOf, rejection, requests } from '../support/fake-vlens-api.js';
import type { VlensOperations } from '../support/vlens-operations.js';

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
const timeout = () => new VlensFault('UPSTREAM_TIMEOUT', 'Vlens took too long.');

describe('statuses by id', () => {
  it('cost one call for 50 look-ups, and are matched by id', async () => {
    const vlens = fakeVlensApi({ requests: requests(60) });
    const { summaries } = createLoaders(vlens.api);
    const asked = numbers(50).reverse().map(idOf);
    const found = await Promise.all(asked.map((id) => summaries.load(id)));
    expect(found.map((summary) => summary?.id)).toEqual(asked);
    expect(vlens.count()).toBe(1);
    expect(vlens.sent('listBusinessRequestIds')).toEqual({
      skipCount: 0,
      maxResultCount: 100,
      forStatuses: true,
    });
  });

  it('are read over the tenant’s pages, by what was received', async () => {
    const vlens = fakeVlensApi({ requests: requests(25), pageSize: 10 });
    const { summaries } = createLoaders(vlens.api);
    const found = await summaries.loadMany([25, 3, 11].map(idOf));
    expect(found).toMatchObject([{ id: idOf(25) }, { id: idOf(3) }, { id: idOf(11) }]);
    expect(vlens.calls.map(({ args }) => args[0])).toEqual([
      { skipCount: 0, maxResultCount: 100, forStatuses: true },
      { skipCount: 9, maxResultCount: 100, forStatuses: true },
      { skipCount: 18, maxResultCount: 100, forStatuses: true },
    ]);
  });

  it('are read no further than needed, and later look-ups go on from there', async () => {
    const vlens = fakeVlensApi({ requests: requests(30), pageSize: 10 });
    const { summaries } = createLoaders(vlens.api);
    await summaries.load(idOf(4));
    expect(vlens.count('listBusinessRequestIds')).toBe(1);
    await Promise.all([summaries.load(idOf(12)), summaries.load(idOf(5))]);
    expect(vlens.count('listBusinessRequestIds')).toBe(2);
    await summaries.load(idOf(13));
    expect(vlens.count()).toBe(2);
  });

  it('take turns: a look-up that comes while a page is under way does not read it again', async () => {
    const vlens = fakeVlensApi({ requests: requests(10) });
    const { summaries } = createLoaders(vlens.api);
    const first = summaries.load(idOf(1));
    await new Promise((resolve) => process.nextTick(resolve));
    await Promise.all([first, summaries.load(idOf(2))]);
    expect(vlens.count()).toBe(1);
  });

  it('are found over pages also where Vlens does not say how many there are', async () => {
    const vlens = fakeVlensApi({ requests: requests(25), pageSize: 10, saysTotalCount: false });
    const { summaries } = createLoaders(vlens.api);
    expect(await summaries.load(idOf(25))).toMatchObject({ id: idOf(25) });
    expect(await summaries.load(idOf(99))).toBeNull();
    expect(vlens.count('listBusinessRequestIds')).toBe(4);
  });

  it('end where the list has nothing new for some pages, whatever its total says', async () => {
    const same = jest.fn<VlensOperations['listBusinessRequestIds']>(async () =>
      accepted({ items: requests(10), totalCount: 1_000 }),
    );
    const vlens = fakeVlensApi({}, { listBusinessRequestIds: same });
    expect(await createLoaders(vlens.api).summaries.load(idOf(99))).toBeNull();
    expect(same).toHaveBeenCalledTimes(6);
  });

  it('end after so many pages, where a tenant answers with one request per page', async () => {
    const vlens = fakeVlensApi({ requests: requests(500), pageSize: 1 });
    expect(await createLoaders(vlens.api).summaries.load(idOf(500))).toMatchObject({ id: idOf(500) });
    expect(vlens.count('listBusinessRequestIds')).toBe(50);
    expect(vlens.count('getBusinessRequestById')).toBe(1);
  });

  it('are found where the list grows while it is read', async () => {
    const list = requests(20);
    const vlens = fakeVlensApi(
      {},
      {
        listBusinessRequestIds: async ({ skipCount }) => {
          const items = list.slice(skipCount, skipCount + 10);
          if (skipCount === 0) list.unshift(aRequest(100), aRequest(101));
          return accepted({ items, totalCount: list.length });
        },
      },
    );
    const found = await createLoaders(vlens.api).summaries.loadMany(numbers(20).map(idOf));
    expect(found.map((summary) => (summary && 'id' in summary ? summary.id : null))).toEqual(
      numbers(20).map(idOf),
    );
    expect(vlens.count('getBusinessRequestById')).toBe(0);
  });

  it('are found where the list shrinks while it is read', async () => {
    const all = requests(20);
    const list = [...all];
    const vlens = fakeVlensApi(
      { elsewhere: all },
      {
        listBusinessRequestIds: async ({ skipCount }) => {
          const items = list.slice(skipCount, skipCount + 10);
          if (skipCount === 0) list.shift();
          return accepted({ items, totalCount: list.length });
        },
      },
    );
    const found = await createLoaders(vlens.api).summaries.loadMany(numbers(20).map(idOf));
    expect(found.map((summary) => (summary && 'id' in summary ? summary.id : null))).toEqual(
      numbers(20).map(idOf),
    );
    expect(vlens.count('getBusinessRequestById')).toBe(0);
  });

  it('are read by id where the list does not hold them, a few at a time; null where there is none', async () => {
    let underWay = 0;
    let most = 0;
    const elsewhere = numbers(10).map((n) => aRequest(n + 100));
    const vlens = fakeVlensApi(
      { requests: requests(2) },
      {
        getBusinessRequestById: async ({ id }) => {
          underWay += 1;
          most = Math.max(most, underWay);
          await new Promise((resolve) => setImmediate(resolve));
          underWay -= 1;
          const found = elsewhere.find((request) => request.id === id);
          return found ? accepted(found) : rejection('NOT_FOUND');
        },
      },
    );
    const asked = [1, 999, ...numbers(10).map((n) => n + 100)].map(idOf);
    const found = await createLoaders(vlens.api).summaries.loadMany(asked);
    expect(found.map((summary) => (summary && 'id' in summary ? summary.id : summary))).toEqual([
      idOf(1),
      null,
      ...asked.slice(2),
    ]);
    expect(vlens.count('getBusinessRequestById')).toBe(11);
    expect(most).toBe(4);
  });

  it('share the call by id with the full request', async () => {
    const vlens = fakeVlensApi({ elsewhere: [aRequest(7)] });
    const { summaries, fullRequests } = createLoaders(vlens.api);
    await summaries.load(idOf(7));
    expect(await fullRequests.load(idOf(7))).toMatchObject({ paymentRequired: true });
    expect(vlens.count('getBusinessRequestById')).toBe(1);
  });

  it('that were found before a page failed are answered, the others fail with its fault', async () => {
    const vlens = fakeVlensApi(
      {},
      {
        listBusinessRequestIds: async ({ skipCount }) => {
          if (skipCount > 0) throw timeout();
          return accepted({ items: requests(10), totalCount: 20 });
        },
      },
    );
    const { summaries } = createLoaders(vlens.api);
    expect(await summaries.loadMany([idOf(2), idOf(15)])).toEqual([
      expect.objectContaining({ id: idOf(2) }),
      timeout(),
    ]);
    await expect(summaries.load(idOf(16))).rejects.toThrow(timeout());
    expect(vlens.count()).toBe(2);
  });

  it('fail where Vlens refuses the list', async () => {
    const vlens = fakeVlensApi({}, { listBusinessRequestIds: async () => rejection('OTHER') });
    await expect(createLoaders(vlens.api).summaries.load(idOf(1))).rejects.toThrow(ReadRefused);
  });

  it('fail one by one where one of them can’t be read by its id', async () => {
    const vlens = fakeVlensApi(
      { requests: requests(1) },
      {
        getBusinessRequestById: async () => Promise.reject(timeout()),
      },
    );
    expect(await createLoaders(vlens.api).summaries.loadMany([idOf(1), idOf(9)])).toEqual([
      expect.objectContaining({ id: idOf(1) }),
      timeout(),
    ]);
  });

  it('are read again after a step', async () => {
    const vlens = fakeVlensApi({ requests: requests(1) });
    const loaders = createLoaders(vlens.api);
    await loaders.summaries.load(idOf(1));
    loaders.clear();
    await loaders.summaries.load(idOf(1));
    expect(vlens.count()).toBe(2);
  });
});

describe('requests by id, light and full', () => {
  it('are one call of the full list where some of several are asked for in full', async () => {
    const vlens = fakeVlensApi({ requests: requests(60) });
    const { summaries, fullRequests } = createLoaders(vlens.api);
    const [light, full] = await Promise.all([
      summaries.loadMany(numbers(15).map(idOf)),
      fullRequests.loadMany(numbers(15).map((number) => idOf(number + 15))),
    ]);
    expect([...light, ...full].map((each) => each && 'id' in each && each.id)).toEqual(numbers(30).map(idOf));
    expect(vlens.calls.map(({ operation }) => operation)).toEqual(['listBusinessRequests']);
  });

  it('are one call by its id for a single request, asked for in both ways', async () => {
    const vlens = fakeVlensApi({ requests: requests(60) });
    const { summaries, fullRequests } = createLoaders(vlens.api);
    await Promise.all([summaries.load(idOf(3)), fullRequests.load(idOf(3))]);
    expect(vlens.calls.map(({ operation }) => operation)).toEqual(['getBusinessRequestById']);
  });

  it('are read by their ids as soon as that is cheaper than the pages left of the full list', async () => {
    const vlens = fakeVlensApi({ requests: requests(100), pageSize: 10 });
    const { fullRequests } = createLoaders(vlens.api);
    const found = await fullRequests.loadMany([idOf(2), idOf(55), idOf(95)]);
    expect(found.map((each) => each && 'id' in each && each.id)).toEqual([idOf(2), idOf(55), idOf(95)]);
    expect(vlens.count('listBusinessRequests')).toBe(1);
    expect(vlens.count('getBusinessRequestById')).toBe(2);
  });

  it('are read side by side once the total is known, and no page beyond the last one wanted', async () => {
    let underWay = 0;
    let most = 0;
    const list = requests(100);
    const vlens = fakeVlensApi(
      {},
      {
        listBusinessRequestIds: async ({ skipCount }) => {
          underWay += 1;
          most = Math.max(most, underWay);
          await new Promise((resolve) => setTimeout(resolve, 5));
          underWay -= 1;
          return accepted({ items: list.slice(skipCount, skipCount + 10), totalCount: 100 });
        },
      },
    );
    await createLoaders(vlens.api).summaries.loadMany(numbers(60).map(idOf));
    expect(vlens.calls.map(({ args }) => (args[0] as { skipCount: number }).skipCount)).toEqual([
      0, 9, 18, 27, 36, 45, 54,
    ]);
    expect(most).toBe(6);
  });

  it('that the full list failed to bring fail with its fault, and are not asked for one by one', async () => {
    const vlens = fakeVlensApi({}, { listBusinessRequests: () => Promise.reject(timeout()) });
    const found = await createLoaders(vlens.api).fullRequests.loadMany([idOf(1), idOf(2)]);
    expect(found).toEqual([timeout(), timeout()]);
    expect(vlens.count('getBusinessRequestById')).toBe(0);
  });
});
