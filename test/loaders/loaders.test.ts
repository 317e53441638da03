import { describe, expect, it } from '@jest/globals';
import { createLoaders } from '../../src/loaders/index.js';
import type { RequestPage } from '../../src/loaders/paginator.js';
import { ReadRefused, VlensFault } from '../../src/vlens/faults.js';
import type { RequestSummary } from '../../src/vlens/types.js';
import {
  accepted,
  aField,
  aRequest,
  fakeVlensApi,
  idOf,
  rejection,
  requests,
} from '../support/fake-vlens-api.js';

describe('a read', () => {
  it('is sent once per operation, however often it is asked for', async () => {
    const vlens = fakeVlensApi({ requests: requests(3), forms: { 414: [aField('a')] } });
    const loaders = createLoaders(vlens.api);
    const askAll = () =>
      Promise.all([
        loaders.fullRequests.load(idOf(1)),
        loaders.forms.load(414),
        loaders.productTypes.load('all'),
        loaders.eligibility.load('own'),
        loaders.currentRequest.load('summary'),
        loaders.currentFullRequest.load('full'),
        loaders.summaryPages.load({ skip: 0, count: 2 }),
        loaders.fullPages.load({ skip: 0, count: 2 }),
      ]);
    await Promise.all([askAll(), askAll()]);
    await askAll();
    expect(vlens.count()).toBe(8);
    loaders.clear();
    await askAll();
    expect(vlens.count()).toBe(16);
  });

  it('of a part of the list is one for each part', async () => {
    const vlens = fakeVlensApi({ requests: requests(5) });
    const { summaryPages } = createLoaders(vlens.api);
    await Promise.all([summaryPages.load({ skip: 0, count: 2 }), summaryPages.load({ skip: 2, count: 2 })]);
    expect(vlens.count()).toBe(2);
  });

  it('is not shared between callers', async () => {
    const vlens = fakeVlensApi({ requests: requests(1) });
    await createLoaders(vlens.api).fullRequests.load(idOf(1));
    await createLoaders(vlens.api).fullRequests.load(idOf(1));
    expect(vlens.count()).toBe(2);
  });

  it('that Vlens answers with "not found" finds nothing', async () => {
    const notFound = async () => rejection('NOT_FOUND');
    const vlens = fakeVlensApi(
      {},
      {
        getBusinessRequestById: notFound,
        getFormFields: notFound,
        getCurrentBusinessRequest: notFound,
        listProductTypes: notFound,
        listBusinessRequests: notFound,
      },
    );
    const loaders = createLoaders(vlens.api);
    expect(await loaders.fullRequests.load(idOf(1))).toBeNull();
    expect(await loaders.forms.load(1)).toBeNull();
    expect(await loaders.currentRequest.load('summary')).toBeNull();
    expect(await loaders.currentFullRequest.load('full')).toBeNull();
    expect(await loaders.productTypes.load('all')).toEqual([]);
    expect(await loaders.fullPages.load({ skip: 0, count: 5 })).toEqual({
      requests: [],
      totalCount: 0,
      hasMore: false,
      endOffset: -1,
    });
  });

  it('that Vlens refuses otherwise fails with the refusal', async () => {
    const vlens = fakeVlensApi(
      {},
      {
        getBusinessRequestById: async () => rejection('OTHER'),
        checkEligibility: async () => rejection('NOT_FOUND'),
      },
    );
    const loaders = createLoaders(vlens.api);
    await expect(loaders.fullRequests.load(idOf(1))).rejects.toThrow(ReadRefused);
    await expect(loaders.eligibility.load('own')).rejects.toThrow(ReadRefused);
  });

  it('that fails leaves the others of its batch alone', async () => {
    const vlens = fakeVlensApi(
      {},
      {
        getBusinessRequestById: async ({ id }) => {
          if (id === idOf(2)) throw new VlensFault('UPSTREAM_TIMEOUT', 'Vlens took too long.');
          return accepted(aRequest(1));
        },
      },
    );
    const [one, two] = await createLoaders(vlens.api).fullRequests.loadMany([idOf(1), idOf(2)]);
    expect(one).toMatchObject({ id: idOf(1) });
    expect(two).toBeInstanceOf(VlensFault);
  });
});

describe('a part of the list', () => {
  it('is read on until it is as long as asked for: 60 requests in pages of 25', async () => {
    const vlens = fakeVlensApi({ requests: requests(60), pageSize: 25 });
    const page = await createLoaders(vlens.api).summaryPages.load({ skip: 0, count: 60 });
    expect(page.requests.map(({ offset }) => offset)).toEqual(Array.from({ length: 60 }, (_, n) => n));
    expect(page).toMatchObject({ totalCount: 60, hasMore: false });
    expect(vlens.calls.map(({ args }) => args[0])).toEqual([
      { skipCount: 0, maxResultCount: 60 },
      { skipCount: 24, maxResultCount: 36 },
      { skipCount: 48, maxResultCount: 12 },
    ]);
  });

  it('is no longer than asked for, also where Vlens answers with more', async () => {
    const vlens = fakeVlensApi(
      {},
      {
        listBusinessRequestIds: async () => accepted({ items: requests(10), totalCount: 10 }),
      },
    );
    const page = await createLoaders(vlens.api).summaryPages.load({ skip: 0, count: 4 });
    expect(page.requests).toHaveLength(4);
    expect(page.hasMore).toBe(true);
  });

  it('says that there is more where Vlens’s total does', async () => {
    const vlens = fakeVlensApi({ requests: requests(5) });
    const { summaryPages } = createLoaders(vlens.api);
    expect(await summaryPages.load({ skip: 0, count: 4 })).toMatchObject({ hasMore: true, totalCount: 5 });
    expect(await summaryPages.load({ skip: 1, count: 4 })).toMatchObject({ hasMore: false, totalCount: 5 });
    expect(await summaryPages.load({ skip: 9, count: 4 })).toMatchObject({ hasMore: false, requests: [] });
  });

  it('says what was read so far where Vlens tells no total', async () => {
    const vlens = fakeVlensApi({ requests: requests(5), saysTotalCount: false });
    const { summaryPages } = createLoaders(vlens.api);
    expect(await summaryPages.load({ skip: 0, count: 4 })).toMatchObject({ hasMore: true, totalCount: 4 });
    expect(await summaryPages.load({ skip: 4, count: 4 })).toMatchObject({ hasMore: false, totalCount: 5 });
  });

  it('leaves out what comes twice because the list grew, and keeps the places right', async () => {
    const list = requests(6);
    const vlens = fakeVlensApi(
      {},
      {
        listBusinessRequestIds: async ({ skipCount }) => {
          const items = list.slice(skipCount, skipCount + 3);
          if (skipCount === 0) list.unshift(aRequest(100));
          return accepted({ items, totalCount: list.length });
        },
      },
    );
    const { requests: read } = await createLoaders(vlens.api).summaryPages.load({ skip: 0, count: 5 });
    expect(read.map(({ item, offset }) => [item.id, offset])).toEqual([
      [idOf(1), 0],
      [idOf(2), 1],
      [idOf(3), 2],
      [idOf(4), 4],
      [idOf(5), 5],
    ]);
  });
});

describe('a list that does not come as it should', () => {
  type List = (
    skip: number,
    take: number,
  ) => { items: RequestSummary[]; totalCount: number | null; unreadable?: number[] };
  const pageOf = (list: List, span: { skip: number; count: number }) => {
    const vlens = fakeVlensApi(
      {},
      {
        listBusinessRequestIds: async ({ skipCount, maxResultCount }) =>
          accepted(list(skipCount, maxResultCount)),
      },
    );
    return createLoaders(vlens.api).summaryPages.load(span);
  };
  const numbersOf = ({ requests: read }: RequestPage<RequestSummary>) =>
    read.map(({ item }) => Number(item.id.slice(-12)));
  const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

  it('is read on past a page that brings nothing new, because many came in before it', async () => {
    const list = [...requests(20)];
    const page = await pageOf(
      (skip) => {
        const items = list.slice(skip, skip + 5);
        if (skip === 0) list.unshift(...[91, 92, 93, 94].map((number) => aRequest(number)));
        return { items, totalCount: list.length };
      },
      { skip: 0, count: 20 },
    );
    expect(numbersOf(page)).toEqual(upTo(20));
  });

  it('is read on past rows that can’t be read, which keep their places', async () => {
    const all = requests(6);
    const page = await pageOf(
      (skip) =>
        skip === 0
          ? { items: all.slice(1, 3), unreadable: [0], totalCount: 6 }
          : { items: all.slice(skip, skip + 3), totalCount: 6 },
      { skip: 0, count: 6 },
    );
    expect(page.requests.map(({ item, offset }) => [Number(item.id.slice(-12)), offset])).toEqual(
      [2, 3, 4, 5, 6].map((number) => [number, number - 1]),
    );
    expect(page.hasMore).toBe(false);
  });

  it('is read on past a row that is listed twice', async () => {
    const rows = [1, 1, 1, 2, 3].map((number) => aRequest(number));
    const page = await pageOf((skip) => ({ items: rows.slice(skip, skip + 2), totalCount: 5 }), {
      skip: 0,
      count: 5,
    });
    expect(numbersOf(page)).toEqual([1, 2, 3]);
  });

  it('is read on past pages that were filtered after they were cut', async () => {
    const all = requests(40);
    const page = await pageOf(
      (skip, take) => ({
        items: all.slice(skip, skip + Math.min(take, 10)).filter((_, index) => skip + index >= 20),
        totalCount: 40,
      }),
      { skip: 0, count: 20 },
    );
    expect(numbersOf(page)).toEqual(upTo(40).slice(20));
  });

  it('shows the one after a request that vanished between two pages, and those after several', async () => {
    for (const vanished of [1, 3]) {
      const list = [...requests(12)];
      const page = await pageOf(
        (skip) => {
          const items = list.slice(skip, skip + 5);
          const totalCount = list.length;
          if (skip === 0) list.splice(0, vanished);
          return { items, totalCount };
        },
        { skip: 0, count: 12 },
      );
      expect(numbersOf(page).sort((one, other) => one - other)).toEqual(upTo(12));
    }
  });

  it('says that there is more where the budget ended first, and where to go on', async () => {
    const same = requests(3);
    const page = await pageOf(() => ({ items: same, totalCount: 1000 }), { skip: 0, count: 20 });
    expect(numbersOf(page)).toEqual([1, 2, 3]);
    expect(page.hasMore).toBe(true);
    expect(page.endOffset).toBeGreaterThan(2);
  });
});
