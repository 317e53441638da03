import { describe, expect, it } from '@jest/globals';
import { CallerReads } from '../../src/live/caller-reads.js';
import { aRequest, fakeVlensApi, idOf, requests } from '../support/fake-vlens-api.js';
import { aLiveStatus, type LiveWorld } from './a-live-status.js';

const WATCHED = 20;

/** An operator who watches so many requests, each by its id: their own list holds none of them. */
async function anOperator(callsPerMinute = 0): Promise<LiveWorld> {
  const world = aLiveStatus(WATCHED + 1, callsPerMinute);
  for (let number = 1; number <= WATCHED + 1; number += 1) world.unlisted.set(number, Promise.resolve());
  for (let number = 1; number <= WATCHED; number += 1) world.follow('operator', number);
  await world.pass(0);
  expect(world.events).toHaveLength(WATCHED);
  return world;
}

describe('Requests that no list of who watches them holds', () => {
  it('are not all read for a webhook about one of them, nor for one more', async () => {
    const world = await anOperator();
    const costOf = async (what: () => unknown) => {
      const before = world.reads();
      await what();
      await world.pass(0);
      return world.reads() - before;
    };
    world.truth.set(1, 'CUSTOMER_SIGNED');
    // The list, and the request itself.
    expect(await costOf(() => world.hint(1, 'CUSTOMER_SIGNED'))).toBe(2);
    expect(world.events.at(-1)?.request).toMatchObject({ id: idOf(1), status: 'CUSTOMER_SIGNED' });
    expect(await costOf(() => world.follow('operator', WATCHED + 1))).toBe(2);
    expect(world.events.at(-1)?.request.id).toBe(idOf(WATCHED + 1));
    world.live.close();
  });

  it('are all looked at from time to time', async () => {
    const world = await anOperator();
    for (let number = 1; number <= WATCHED; number += 1) world.truth.set(number, 'COMPLETED');
    await world.pass(10_000);
    expect(world.events.slice(WATCHED).map(({ request }) => request.status)).toEqual(
      Array(WATCHED).fill('COMPLETED'),
    );
    world.live.close();
  });

  it('are looked at no more often than the part of the quota for looking allows', async () => {
    const world = await anOperator(60);
    const before = world.reads();
    await world.pass(600_000);
    // A quarter of the quota; and the first look, which finds out what one costs.
    expect(world.reads() - before).toBeLessThanOrEqual(10 * 15 + WATCHED + 1);
    world.live.close();
  });

  it('count among the calls that a look takes, as each page of a list does', async () => {
    const fake = fakeVlensApi({ requests: requests(30), elsewhere: [aRequest(40)], pageSize: 10 });
    const reads = new CallerReads({
      wanted: () => [null, idOf(40)],
      vlens: () => fake.api,
      begin: () => ({ take: () => {}, fail: () => {} }),
      ended: () => {},
    });
    const { alone, listCalls } = await reads.poll('all');
    await Promise.all(alone.values());
    expect(fake.count('getBusinessRequestById')).toBe(1);
    expect(fake.count()).toBeGreaterThan(4);
    expect(listCalls + alone.size).toBe(fake.count());
  });
});
