import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { CallerWatch } from '../../src/live/caller-watch.js';
import { Deadline } from '../../src/live/deadline.js';
import { openingTakesMs } from '../../src/live/opening-queue.js';
import { WatchIndex } from '../../src/live/watch-index.js';
import { VlensFault } from '../../src/vlens/faults.js';
import { idOf } from '../support/fake-vlens-api.js';
import { held } from '../support/held.js';
import { aLiveStatus, type LiveWorld } from './a-live-status.js';

const worlds: LiveWorld[] = [];
afterEach(() => {
  for (const { live } of worlds.splice(0)) live.close();
  jest.restoreAllMocks();
});

/** Callers who each watch a request of their own, or all of theirs, and have got the present status. */
async function aWorldOf(callers: number, watching: 'one' | 'all', callsPerMinute = 0): Promise<LiveWorld> {
  const world = aLiveStatus(callers + 1, callsPerMinute, { max: 5000, maxPerCaller: 100 });
  worlds.push(world);
  for (let caller = 1; caller <= callers; caller += 1)
    world.follow(`caller-${caller}`, watching === 'one' ? caller : undefined);
  await world.pass(0);
  return world;
}

/** How often any watch of any caller is touched meanwhile. */
async function touches(during: () => Promise<void>): Promise<number> {
  const own = Object.getOwnPropertyDescriptors(CallerWatch.prototype);
  let count = 0;
  const counting = (original: (...args: never[]) => unknown) =>
    function (this: CallerWatch, ...args: never[]) {
      count += 1;
      return original.apply(this, args);
    };
  for (const [name, { value, get, ...rest }] of Object.entries(own)) {
    if (name === 'constructor') continue;
    const made = get ? { get: counting(get) } : { value: counting(value), writable: rest.writable ?? true };
    Object.defineProperty(CallerWatch.prototype, name, { ...made, configurable: true });
  }
  try {
    await during();
  } finally {
    Object.defineProperties(CallerWatch.prototype, own);
  }
  return count;
}

describe('A webhook', () => {
  it('touches its own subscribers alone, whether 5 or 90 others subscribe', async () => {
    const counts: number[] = [];
    for (const others of [5, 90]) {
      const world = await aWorldOf(others, 'one');
      world.truth.set(1, 'CUSTOMER_SIGNED');
      counts.push(
        await touches(async () => {
          await world.hint(1, 'CUSTOMER_SIGNED');
          await world.pass(0);
        }),
      );
      expect(world.events.at(-1)?.request.id).toBe(idOf(1));
    }
    expect(counts[1]).toBe(counts[0]);
    expect(counts[0]).toBeGreaterThan(0);
  });

  it('puts its own poll before other reads, and no other: opening, looking from time to time, old deliveries', async () => {
    const world = await aWorldOf(1, 'one');
    await world.pass(200_000);
    const asked = new Set(world.announced);
    world.truth.set(1, 'CUSTOMER_SIGNED');
    await world.hint(1, 'CUSTOMER_SIGNED');
    await world.pass(0);
    const atHint = world.announced.at(-1);
    await world.oldHint(1, 'COMPLETED');
    await world.pass(0);
    expect([[...asked], atHint, world.announced.at(-1)]).toEqual([[false], true, false]);
  });

  it('that says what was told already makes nobody read', async () => {
    const world = await aWorldOf(1, 'one');
    const before = world.reads();
    await world.hint(1, 'APPROVED');
    await world.pass(0);
    expect(world.reads()).toBe(before);
  });

  it('to a request of somebody who watches all of theirs touches nobody else either', async () => {
    const world = await aWorldOf(50, 'one');
    world.follow('ann');
    await world.pass(0);
    const before = world.reads();
    world.truth.set(51, 'CUSTOMER_SIGNED');
    await world.hint(51, 'CUSTOMER_SIGNED');
    await world.pass(0);
    expect(world.reads() - before).toBe(1);
  });

  it('for nobody here puts each who watches all of theirs on a shorter round once, not each time', async () => {
    const world = await aWorldOf(90, 'all', 600_000);
    await world.hint(1, 'APPROVED');
    const put = jest.spyOn(Deadline.prototype, 'scheduleWithin');
    await world.hint(9001, 'APPROVED');
    expect(put).toHaveBeenCalledTimes(90);
    expect(await touches(() => world.hint(9002, 'APPROVED'))).toBe(0);
    expect(put).toHaveBeenCalledTimes(90);
  });
});

describe('Who subscribes after a restart, all at once', () => {
  const CALLERS = 90;
  const PER_MINUTE = 60;

  it('gets the first status within the stated time, for a quarter of the quota', async () => {
    const world = await aWorldOf(CALLERS, 'one', PER_MINUTE);
    const opened = () => new Set(world.events.map(({ request }) => request.id)).size;
    // Half a minute's turns: strangers leave the other half to customers.
    expect(world.reads()).toBe(8);
    await world.pass(60_000);
    expect(world.reads()).toBeLessThanOrEqual(PER_MINUTE / 2);
    const readsBefore = world.reads();
    await world.pass(openingTakesMs(CALLERS, PER_MINUTE) - 60_000);
    expect(opened()).toBe(CALLERS);
    // With what is polled for those who are open already, which has a quarter of its own.
    const minutes = openingTakesMs(CALLERS, PER_MINUTE) / 60_000 - 1;
    expect(world.reads() - readsBefore).toBeLessThanOrEqual((minutes * PER_MINUTE) / 2 + 1);
  });

  it('is first where a webhook tells of their request', async () => {
    const world = await aWorldOf(CALLERS, 'one', PER_MINUTE);
    world.truth.set(CALLERS, 'COMPLETED');
    await world.hint(CALLERS, 'COMPLETED');
    await world.pass(0);
    expect(world.events.at(-1)).toMatchObject({ request: { id: idOf(CALLERS), status: 'COMPLETED' } });
  });

  it('leaves the turn to the next one where a webhook was first', async () => {
    const world = aLiveStatus(20, PER_MINUTE, undefined, () => 'accepted');
    worlds.push(world);
    const all = Array.from({ length: 18 }, (_, caller) => world.follow(`caller-${caller}`, caller + 1));
    await world.pass(0);
    const opened = () => all.map(({ size }, caller) => (size > 0 ? caller : -1)).filter((each) => each >= 15);
    expect(opened()).toEqual([]);
    world.truth.set(17, 'COMPLETED');
    await world.hint(17, 'COMPLETED');
    await world.pass(0);
    expect(opened()).toEqual([16]);
    // Two turns, for the two others.
    await world.pass(8000);
    expect(opened()).toEqual([15, 16, 17]);
  });

  it('waits for nobody who opens many subscriptions at once, which cost one call', async () => {
    const world = aLiveStatus(3, PER_MINUTE, undefined, ({ token }) =>
      token.startsWith('stranger') ? 'unknown' : 'accepted',
    );
    worlds.push(world);
    for (let number = 0; number < 20; number += 1) world.follow(`stranger-${number}`);
    await world.pass(0);
    expect(world.reads()).toBe(8);
    const [answered, answer] = held();
    world.vlens.lists = answered;
    for (let tab = 0; tab < 30; tab += 1) world.follow('ann', (tab % 2) + 1);
    await world.pass(0);
    for (let tab = 0; tab < 30; tab += 1) world.follow('ann');
    await world.pass(0);
    answer();
    await world.pass(0);
    expect(world.reads()).toBe(8 + 2);
    world.vlens.lists = null;
    const others = Array.from({ length: 5 }, (_, caller) => world.follow(`caller-${caller}`, 3));
    await world.pass(0);
    expect(others.map(({ size }) => size)).toEqual(others.map(() => 1));
  });

  it('waits where the quota has no place just then, and is not sent away', async () => {
    const world = aLiveStatus(1);
    worlds.push(world);
    world.unreadable.set(1, () => new VlensFault('RATE_LIMITED', 'Later.', { retryAfterSeconds: 5 }));
    const ann = world.follow('ann', 1);
    await world.pass(4000);
    world.unreadable.clear();
    expect([ann.size, world.live.subscriberCount]).toEqual([0, 1]);
    await world.pass(2000);
    expect(ann.get(idOf(1))).toBe('APPROVED');
  });

  it('costs nothing any more once they have left', async () => {
    const world = aLiveStatus(1, 1);
    worlds.push(world);
    const [first, second] = ['ann', 'ben'].map((token) => world.live.subscribe(token, idOf(1)));
    await world.pass(0);
    expect(world.reads()).toBe(1);
    await second?.return?.();
    await first?.return?.();
    await world.pass(600_000);
    expect(world.reads()).toBe(1);
  });
});

describe('The index of who watches what', () => {
  it('holds nothing of whom nobody watches any more', () => {
    const index = new WatchIndex<object>();
    const [ann, ben] = [{}, {}];
    for (const watch of [ann, ben, ben]) index.add('1', watch);
    index.add(null, ann);
    expect([index.countOf('1'), index.of('1'), index.of('2')]).toEqual([2, [ann, ben], []]);
    index.delete('1', ann);
    index.delete('1', ann);
    expect(index.of('1')).toEqual([ben]);
    index.delete('1', ben);
    index.delete(null, ann);
    expect(index.size).toBe(0);
  });
});
