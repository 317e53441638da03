import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ChangeQueue } from '../../src/live/change-queue.js';
import { reconcileEveryMs } from '../../src/live/reconciling.js';
import { WebhookHealth } from '../../src/live/webhook-health.js';
import { VlensFault } from '../../src/vlens/faults.js';
import type { Trust } from '../../src/vlens/quota/token-trust.js';
import type { RequestStatus } from '../../src/vlens/types.js';
import { aRequest, idOf } from '../support/fake-vlens-api.js';
import { held } from '../support/held.js';
import { aLiveStatus } from './a-live-status.js';

const WAY: RequestStatus[] = ['APPROVED', 'CUSTOMER_SIGNED', 'SERVICE_PROVIDER_SIGNED', 'COMPLETED'];

const codeOf = async (events: AsyncIterableIterator<unknown>, world: ReturnType<typeof aLiveStatus>) => {
  const first = events.next();
  await world.pass(0);
  const { value } = await first;
  return value instanceof VlensFault ? value.code : 'OPEN';
};

/** What a flaky sender does with the announcement of a change. */
const FATES = ['in time', 'twice', 'late', 'lost'] as const;

describe('Whatever a flaky sender does with its webhooks', () => {
  it('each subscriber’s last event is the true last status', async () => {
    const moves = fc.array(
      fc.record({
        request: fc.integer({ min: 1, max: 4 }),
        fate: fc.constantFrom(...FATES),
        delayMs: fc.integer({ min: 1, max: 60_000 }),
        pauseMs: fc.integer({ min: 0, max: 5000 }),
      }),
      { maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(moves, async (steps) => {
        const world = aLiveStatus(4);
        const followers = [
          world.follow('ann'),
          world.follow('ann', 1),
          world.follow('ben', 2),
          world.follow('ben'),
        ];
        await world.pass(0);
        for (const [number, { request, fate, delayMs, pauseMs }] of steps.entries()) {
          const at = WAY.indexOf(world.truth.get(request) ?? 'APPROVED');
          const status = WAY[Math.min(at + 1, WAY.length - 1)] ?? 'COMPLETED';
          world.truth.set(request, status);
          const announce = () => void world.hint(request, status, `event-${number}`);
          if (fate === 'in time' || fate === 'twice') announce();
          if (fate === 'twice') world.clock.after(delayMs, announce);
          if (fate === 'late') world.clock.after(delayMs, announce);
          await world.pass(pauseMs);
        }
        await world.pass(300_000);
        const [all, one, two, others] = followers;
        for (const [request, status] of world.truth) {
          expect(all?.get(idOf(request))).toBe(status);
          expect(others?.get(idOf(request))).toBe(status);
        }
        expect(one?.get(idOf(1))).toBe(world.truth.get(1));
        expect(two?.get(idOf(2))).toBe(world.truth.get(2));
        world.live.close();
      }),
      { numRuns: 60 },
    );
  });
});

describe('Looking for webhooks that were lost', () => {
  const readsIn = async (minutes: number, isShort: boolean, arrive: boolean) => {
    const world = aLiveStatus(2);
    world.follow('ann', 1);
    world.quota.isShort = isShort;
    await world.pass(0);
    const before = world.reads();
    for (let minute = 0; minute < minutes; minute += 1) {
      if (arrive) await world.hint(2, 'APPROVED');
      await world.pass(60_000);
    }
    world.live.close();
    return world.reads() - before;
  };

  it('leaves a short quota to customers, and is not put off for ever', async () => {
    expect(await readsIn(16, false, true)).toBe(8);
    expect(await readsIn(16, true, true)).toBe(2);
  });

  it('that was put off comes as soon as there is room, not a whole interval later', async () => {
    const world = aLiveStatus(2);
    const ann = world.follow('ann', 1);
    await world.pass(0);
    await world.hint(2, 'APPROVED');
    await world.pass(20_000);
    world.truth.set(1, 'CUSTOMER_SIGNED');
    await world.pass(100_000);
    world.quota.isShort = true;
    await world.pass(20_000);
    expect(ann.get(idOf(1))).toBe('APPROVED');
    world.quota.isShort = false;
    await world.pass(12_000);
    expect(ann.get(idOf(1))).toBe('CUSTOMER_SIGNED');
    world.live.close();
  });

  it('that were put off for many take no more than looks may, once there is room', async () => {
    const world = aLiveStatus(101, 60);
    for (let number = 1; number <= 100; number += 1) world.follow(`caller-${number}`, number);
    await world.pass(420_000);
    expect(new Set(world.events.map(({ request }) => request.id)).size).toBe(100);
    world.quota.isShort = true;
    const minutes = async (count: number) => {
      const before = world.reads();
      for (let minute = 0; minute < count; minute += 1) {
        await world.hint(101, 'APPROVED');
        await world.pass(60_000);
      }
      return world.reads() - before;
    };
    // Nobody’s for three intervals of 400 s.
    expect(await minutes(20)).toBe(0);
    world.quota.isShort = false;
    // All of them in one interval, as ever.
    const [first, rest] = [await minutes(3), await minutes(4)];
    expect(first).toBeGreaterThanOrEqual(3 * 10);
    expect(first).toBeLessThanOrEqual(3 * 15 + 1);
    expect(first + rest).toBeGreaterThanOrEqual(95);
    world.live.close();
  });

  it('goes on where none come, which is all that tells of a change then', async () => {
    expect(await readsIn(16, true, false)).toBe(await readsIn(16, false, false));
  });
});

describe('Without webhooks', () => {
  it('changes are found by looking, one call per caller whatever the number of tabs', async () => {
    const world = aLiveStatus(3);
    const tabs = Array.from({ length: 50 }, () => world.follow('ann', 1));
    await world.pass(0);
    expect(world.reads()).toBeLessThanOrEqual(2);
    const before = world.reads();
    world.truth.set(1, 'CUSTOMER_SIGNED');
    await world.pass(10_000);
    expect(world.reads()).toBe(before + 1);
    for (const tab of tabs) expect(tab.get(idOf(1))).toBe('CUSTOMER_SIGNED');
    world.live.close();
  });

  it('the first status is waited for as long as a step waits, a later look no longer than a poll', async () => {
    const world = aLiveStatus(1);
    world.follow('ann', 1);
    await world.pass(0);
    expect(world.patient).toEqual([true]);
    await world.pass(10_000);
    expect(world.patient).toEqual([true, false]);
    world.follow('ben', 1);
    await world.hint(1, 'CUSTOMER_SIGNED');
    await world.pass(0);
    expect(world.patient.at(-1)).toBe(true);
    world.live.close();
  });

  it('changes are found as soon where strangers wait for a first status that they never get', async () => {
    const trustIn = ({ token }: { token: string }) => (token === 'ann' ? 'accepted' : 'unknown');
    const world = aLiveStatus(1, 60, undefined, trustIn);
    const ann = world.follow('ann', 1);
    await world.pass(0);
    world.takes = (token) => token === 'ann';
    for (let number = 0; number < 500; number += 1)
      world.live.subscribe(`invented-${number}`, idOf(1), `${number}`);
    await world.pass(20_000);
    for (const status of WAY.slice(1)) {
      world.truth.set(1, status);
      await world.pass(60_000);
      expect(ann.get(idOf(1))).toBe(status);
    }
    world.live.close();
  });

  it('nobody is looked after who has left', async () => {
    const world = aLiveStatus(1);
    const changes = world.live.subscribe('ann', idOf(1));
    await world.pass(0);
    const before = world.reads();
    await changes.return?.();
    await world.pass(600_000);
    expect(world.reads()).toBe(before);
    expect(world.live.subscriberCount).toBe(0);
  });
});

describe('A webhook', () => {
  it('that comes while Vlens does not answer is looked after once Vlens does', async () => {
    const world = aLiveStatus(1);
    const ann = world.follow('ann', 1);
    await world.pass(0);
    world.truth.set(1, 'CUSTOMER_SIGNED');
    world.vlens.isDown = true;
    await world.hint(1, 'CUSTOMER_SIGNED');
    await world.pass(20_000);
    world.vlens.isDown = false;
    await world.pass(40_000);
    expect(ann.get(idOf(1))).toBe('CUSTOMER_SIGNED');
    const before = world.reads();
    await world.pass(50_000);
    expect(world.reads() - before).toBeLessThanOrEqual(1);
    world.live.close();
  });

  it('that came late does not hide that a later one was lost', async () => {
    const world = aLiveStatus(1);
    const ann = world.follow('ann', 1);
    await world.pass(0);
    world.truth.set(1, 'SERVICE_PROVIDER_SIGNED');
    await world.hint(1, 'SERVICE_PROVIDER_SIGNED');
    await world.pass(4000);
    await world.hint(1, 'CUSTOMER_SIGNED');
    await world.pass(130_000);
    world.truth.set(1, 'COMPLETED');
    await world.pass(120_000);
    expect(ann.get(idOf(1))).toBe('COMPLETED');
    const before = world.reads();
    await world.pass(60_000);
    expect(world.reads() - before).toBe(6);
    world.live.close();
  });

  it.each([0, 5000])(
    'of a change from one unknown status to another is gone after, also where it is %d ms early',
    async (earlyMs) => {
      const world = aLiveStatus(1);
      world.truth.set(1, 'UNKNOWN');
      world.names.set(1, 'Expired');
      world.follow('ann', 1);
      await world.pass(0);
      const withdraw = () => void world.names.set(1, 'Withdrawn');
      if (earlyMs === 0) withdraw();
      else world.clock.after(earlyMs, withdraw);
      const heardAt = new Date(world.clock.now());
      await world.live.publishHint({
        eventId: 'one',
        requestId: idOf(1),
        status: 'UNKNOWN',
        changedAt: heardAt,
      });
      await world.pass(2 * earlyMs);
      expect(world.events.map(({ request }) => request.statusName)).toEqual(['Expired', 'Withdrawn']);
      expect(world.events[1]?.changedAt).toEqual(heardAt);
      // It is gone after no longer: what is left is the next look from time to time.
      const reads = world.reads();
      await world.pass(100_000);
      expect(world.reads() - reads).toBeLessThanOrEqual(1);
      world.live.close();
    },
  );

  it('of an unknown status that nothing comes of costs no more looks than others, and many at once no more than one', async () => {
    const costs: number[] = [];
    for (const [status, count] of [
      ['REJECTED', 1],
      ['UNKNOWN', 1],
      ['UNKNOWN', 30],
    ] as const) {
      const world = aLiveStatus(1, 600);
      world.truth.set(1, 'UNKNOWN');
      world.follow('ann', 1);
      await world.pass(0);
      const reads = world.reads();
      for (let number = 0; number < count; number += 1) void world.hint(1, status);
      await world.pass(70_000);
      costs.push(world.reads() - reads);
      const after = world.reads();
      await world.pass(40_000);
      expect(world.reads() - after).toBe(0);
      world.live.close();
    }
    const [known = 0, one, many] = costs;
    // With the one from time to time.
    expect(known).toBeLessThanOrEqual(7);
    expect([one, many]).toEqual([known, known]);
  });

  it('that came late hides no lost one for longer where the machine’s clock is set back meanwhile', async () => {
    const world = aLiveStatus(1);
    const ann = world.follow('ann', 1);
    await world.pass(0);
    await world.hint(1, 'CUSTOMER_SIGNED');
    world.clock.setBack(3_600_000);
    await world.pass(130_000);
    world.truth.set(1, 'COMPLETED');
    await world.pass(120_000);
    expect(ann.get(idOf(1))).toBe('COMPLETED');
    // One was lost: changes are looked for as often as without webhooks.
    const before = world.reads();
    await world.pass(60_000);
    expect(world.reads() - before).toBe(6);
    world.live.close();
  });

  it('that is old tells nobody of what has not changed, and of what has as any look does', async () => {
    const world = aLiveStatus(1);
    world.follow('ann', 1);
    await world.pass(0);
    const reads = world.reads();
    await world.oldHint(1, 'REJECTED');
    await world.pass(1000);
    expect(world.reads()).toBeGreaterThan(reads);
    expect(world.events.map(({ request }) => request.status)).toEqual(['APPROVED']);
    world.truth.set(1, 'CUSTOMER_SIGNED');
    const before = world.clock.now();
    await world.oldHint(1, 'CUSTOMER_SIGNED');
    await world.pass(1000);
    expect(world.events.map(({ request }) => request.status)).toEqual(['APPROVED', 'CUSTOMER_SIGNED']);
    expect(world.events[1]?.changedAt.getTime()).toBe(before);
    // Webhooks are not taken to come in: changes are looked for as often as without.
    const after = world.reads();
    await world.pass(60_000);
    expect(world.reads() - after).toBeGreaterThanOrEqual(5);
    world.live.close();
  });

  it('that is old tells no time of a change that comes after it', async () => {
    const world = aLiveStatus(1);
    world.follow('ann', 1);
    await world.pass(0);
    await world.oldHint(1, 'REJECTED');
    await world.pass(20_000);
    const before = world.clock.now();
    world.truth.set(1, 'REJECTED');
    await world.pass(10_000);
    expect(world.events[1]?.request.status).toBe('REJECTED');
    expect(world.events[1]?.changedAt.getTime()).toBeGreaterThanOrEqual(before);
    world.live.close();
  });

  it('that is old ends no search for what a present one told', async () => {
    const world = aLiveStatus(1);
    const ann = world.follow('ann', 1);
    await world.pass(0);
    await world.hint(1, 'COMPLETED');
    await world.pass(1000);
    await world.oldHint(1, 'REJECTED');
    await world.pass(20_000);
    world.truth.set(1, 'COMPLETED');
    await world.pass(42_000);
    expect(ann.get(idOf(1))).toBe('COMPLETED');
    world.live.close();
  });

  it('whose time is later than the moment it was heard tells that moment', async () => {
    const world = aLiveStatus(1);
    world.follow('ann', 1);
    await world.pass(0);
    world.truth.set(1, 'CUSTOMER_SIGNED');
    const heardAt = world.clock.now();
    const changedAt = new Date(heardAt + 3_600_000);
    await world.live.publishHint({
      eventId: 'ahead',
      requestId: idOf(1),
      status: 'CUSTOMER_SIGNED',
      changedAt,
    });
    await world.pass(1000);
    expect(world.events[1]?.changedAt.getTime()).toBe(heardAt);
    world.live.close();
  });

  it('or none, tells when the request was modified, where that was read', async () => {
    const world = aLiveStatus(1);
    world.modified.set(1, new Date(world.clock.now() - 60_000));
    world.follow('ann', 1);
    await world.pass(10_000);
    const modified = new Date(world.clock.now());
    world.modified.set(1, modified);
    world.truth.set(1, 'CUSTOMER_SIGNED');
    await world.pass(120_000);
    expect(world.events[1]).toMatchObject({ changedAt: modified, request: { status: 'CUSTOMER_SIGNED' } });
    // A time that did not move says nothing of a change.
    world.truth.set(1, 'COMPLETED');
    await world.pass(120_000);
    expect(world.events[2]?.changedAt.getTime()).toBeGreaterThan(modified.getTime());
    world.live.close();
  });

  it('that is earlier than the list is looked after for up to a minute, and tells when it was heard', async () => {
    for (const lateMs of [3000, 50_000]) {
      const world = aLiveStatus(1);
      world.follow('ann', 1);
      await world.pass(0);
      const heardAt = new Date(world.clock.now());
      const hint = { eventId: `at ${lateMs}`, requestId: idOf(1), status: 'CUSTOMER_SIGNED' } as const;
      await world.live.publishHint({ ...hint, changedAt: heardAt });
      await world.pass(lateMs);
      // The next attempt of the same delivery has a time of its own.
      await world.live.publishHint({ ...hint, changedAt: new Date(world.clock.now()) });
      world.truth.set(1, 'CUSTOMER_SIGNED');
      await world.pass(62_000 - lateMs);
      expect(world.events[1]).toMatchObject({ changedAt: heardAt, request: { status: 'CUSTOMER_SIGNED' } });
      world.live.close();
    }
  });

  it('that is earlier than Vlens shows the change is gone after, also where many are and the quota is small', async () => {
    const [callers, changes] = [200, 20];
    const world = aLiveStatus(callers, 60);
    const all = Array.from({ length: callers }, (_, n) => world.follow(`caller-${n}`, n + 1));
    const isOpen = () => all.every(({ size }) => size > 0);
    while (!isOpen()) await world.pass(60_000);
    for (let number = 1; number <= changes; number += 1) {
      world.clock.after(10_000, () => void world.truth.set(number, 'CUSTOMER_SIGNED'));
      await world.hint(number, 'CUSTOMER_SIGNED');
      await world.pass(2000);
    }
    const reads = world.reads();
    await world.pass(300_000);
    for (const [n, told] of all.slice(0, changes).entries())
      expect(told.get(idOf(n + 1))).toBe('CUSTOMER_SIGNED');
    // A quarter of the quota is for reconciling, a tenth for what comes of webhooks; ten at once.
    expect(world.reads() - reads).toBeLessThanOrEqual(5 * (15 + 6) + 10 + changes);
    world.live.close();
  });

  it('of a storm at one request keeps nobody else from being told soon', async () => {
    const world = aLiveStatus(300, 60);
    world.follow('ann', 1);
    const ben = world.follow('ben', 2);
    // So many that reconciling comes late.
    for (let number = 3; number <= 15; number += 1) world.follow(`caller-${number}`, number);
    await world.pass(130_000);
    for (let count = 0; count < 300; count += 1) await world.hint(1, WAY[count % 3] ?? 'APPROVED');
    await world.pass(6000);
    world.clock.after(3000, () => void world.truth.set(2, 'CUSTOMER_SIGNED'));
    await world.hint(2, 'CUSTOMER_SIGNED');
    await world.pass(6000);
    expect(ben.get(idOf(2))).toBe('CUSTOMER_SIGNED');
    world.live.close();
  });

  it('for somebody else costs those who watch all of theirs no more than a share of the quota', async () => {
    const world = aLiveStatus(1, 60);
    for (let caller = 0; caller < 10; caller += 1) world.follow(`caller-${caller}`);
    await world.pass(0);
    const before = world.reads();
    for (let number = 100; number < 160; number += 1) {
      await world.hint(number, 'APPROVED');
      await world.pass(1000);
    }
    expect(world.reads() - before).toBeLessThanOrEqual(30);
    world.live.close();
  });

  it('for somebody else costs no more than that where a list has several pages', async () => {
    const world = aLiveStatus(30, 60);
    world.vlens.pageSize = 10;
    world.follow('operator');
    await world.pass(130_000);
    const before = world.reads();
    for (let number = 100; number < 160; number += 1) {
      await world.hint(number, 'APPROVED');
      await world.pass(1000);
    }
    // A quarter of the quota for looks and a tenth for polls in vain; ten calls at once, and a look that was due.
    expect(world.reads() - before).toBeLessThanOrEqual(15 + 6 + 10 + 4);
    world.live.close();
  });

  it('for a new request reaches its owner, however many watch all of theirs', async () => {
    const world = aLiveStatus(1, 600);
    const all = Array.from({ length: 40 }, (_, caller) => world.follow(`caller-${caller}`));
    await world.pass(0);
    await world.hint(1, 'APPROVED');
    await world.pass(60_000);
    world.truth.set(2, 'PENDING_APPROVAL');
    await world.hint(2, 'PENDING_APPROVAL');
    await world.pass(30_000);
    for (const each of all) expect(each.get(idOf(2))).toBe('PENDING_APPROVAL');
    world.live.close();
  });

  it('for a new request that comes before lists show it is looked for again soon, once', async () => {
    const world = aLiveStatus(1, 60);
    const ann = world.follow('ann');
    await world.pass(0);
    await world.hint(1, 'APPROVED');
    await world.pass(20_000);
    const before = world.reads();
    await world.hint(2, 'PENDING_APPROVAL');
    await world.pass(4000);
    expect(world.reads() - before).toBe(1);
    world.truth.set(2, 'PENDING_APPROVAL');
    await world.pass(8000);
    expect(ann.get(idOf(2))).toBe('PENDING_APPROVAL');
    await world.pass(60_000);
    expect(world.reads() - before).toBe(2);
    world.live.close();
  });

  it('about what is too old for the list of all by now costs no more than one for somebody else', async () => {
    const costs: number[] = [];
    for (const number of [500, 9999]) {
      const world = aLiveStatus(500);
      world.vlens.pageSize = 100;
      const ann = world.follow('ann');
      await world.pass(0);
      expect(ann.size).toBe(500);
      const older = [...world.truth];
      world.truth.clear();
      for (const [request, status] of [[501, 'APPROVED'] as const, ...older])
        world.truth.set(request, status);
      await world.hint(501, 'APPROVED');
      await world.pass(10_000);
      expect(ann.size).toBe(501);
      const before = world.reads();
      await world.hint(number, 'COMPLETED');
      await world.pass(60_000);
      costs.push(world.reads() - before);
      world.live.close();
    }
    const [old, other] = costs;
    expect(old).toBe(other);
    // Now, and once more soon: five pages each.
    expect(other).toBe(10);
  });

  it('for a new request that comes while lists are read is looked for again soon', async () => {
    const world = aLiveStatus(1);
    // So many that none is read at once.
    const all = Array.from({ length: 12 }, (_, caller) => world.follow(`caller-${caller}`));
    const isTold = (number: number) => all.map((told) => told.get(idOf(number)));
    const announce = async (number: number) => {
      world.truth.set(number, 'PENDING_APPROVAL');
      await world.hint(number, 'PENDING_APPROVAL');
      await world.pass(0);
    };
    await world.pass(0);
    await world.hint(1, 'APPROVED');
    await announce(2);
    const [answered, answer] = held();
    world.vlens.lists = answered;
    await world.pass(10_000);
    await announce(3);
    world.vlens.lists = null;
    answer();
    await world.pass(0);
    expect([...isTold(2), ...isTold(3)]).toEqual([
      ...Array(12).fill('PENDING_APPROVAL'),
      ...Array(12).fill(undefined),
    ]);
    await world.pass(20_000);
    expect(isTold(3)).toEqual(Array(12).fill('PENDING_APPROVAL'));
    world.live.close();
  });
});

describe('A webhook about a request that somebody watches by its id', () => {
  it('reaches who watches all of theirs too, where it is new to them', async () => {
    const world = aLiveStatus(1, 60);
    const operator = world.follow('operator');
    await world.pass(0);
    world.truth.set(2, 'PENDING_APPROVAL');
    const customer = world.follow('customer', 2);
    await world.pass(0);
    world.truth.set(2, 'APPROVED');
    await world.hint(2, 'APPROVED');
    await world.pass(0);
    expect([customer, operator].map((told) => told.get(idOf(2)))).toEqual(['APPROVED', 'APPROVED']);
    world.live.close();
  });

  it('costs who watches all of theirs a share of the quota, of which some is left for what is new', async () => {
    const world = aLiveStatus(20, 60);
    world.theirs.set('operator', new Set());
    const operator = world.follow('operator');
    for (let number = 1; number <= 20; number += 1) world.follow(`customer-${number}`, number);
    await world.pass(300_000);
    const before = world.reads();
    for (let second = 0; second < 60; second += 1) {
      const number = 1 + (second % 20);
      const status = WAY[1 + Math.floor(second / 20)] ?? 'COMPLETED';
      world.truth.set(number, status);
      await world.hint(number, status);
      await world.pass(1000);
    }
    // Each its own look, a quarter of the quota for reconciling, a tenth for looks in vain, and five of ten that may be at once.
    expect(world.reads() - before).toBeLessThanOrEqual(60 + 15 + 6 + 5);
    world.truth.set(21, 'PENDING_APPROVAL');
    world.theirs.set('operator', new Set([21]));
    await world.hint(21, 'PENDING_APPROVAL');
    await world.pass(0);
    expect(operator.get(idOf(21))).toBe('PENDING_APPROVAL');
    world.live.close();
  });

  it('of many who watch all of theirs has none looked at whose list did not hold it', async () => {
    const world = aLiveStatus(20);
    for (let number = 1; number <= 20; number += 1) {
      world.theirs.set(`customer-${number}`, new Set([number]));
      world.follow(`customer-${number}`);
    }
    await world.pass(0);
    await world.hint(1, 'APPROVED');
    await world.pass(10_000);
    const before = world.reads();
    for (let round = 0; round < 30; round += 1) {
      const status = WAY[round % 2] ?? 'APPROVED';
      world.truth.set(1, status);
      await world.hint(1, status);
      await world.pass(2000);
    }
    expect(world.reads() - before).toBeLessThanOrEqual(30);
    world.live.close();
  });
});

describe('A subscriber who opens', () => {
  it('is not told of what the caller could read earlier and now can’t', async () => {
    const world = aLiveStatus(2);
    world.follow('ann');
    await world.pass(0);
    world.truth.delete(2);
    const late = world.live.subscribe('ann', idOf(2));
    await world.pass(0);
    expect((await late.next()).value).toMatchObject({ code: 'FORBIDDEN' });
    world.live.close();
  });

  it('to what changed while nobody watched it, with its webhook, is no sign of a lost one', async () => {
    const world = aLiveStatus(2);
    world.follow('ann', 2);
    const first = world.live.subscribe('ann', idOf(1));
    await world.pass(0);
    await world.hint(2, 'APPROVED');
    await first.return?.();
    world.truth.set(1, 'CUSTOMER_SIGNED');
    await world.hint(1, 'CUSTOMER_SIGNED');
    world.follow('ann', 1);
    await world.pass(20_000);
    const before = world.reads();
    await world.pass(100_000);
    expect(world.reads() - before).toBeLessThanOrEqual(1);
    world.live.close();
  });
});

describe('What a look finds', () => {
  it('makes everybody forget what was read of it before, as its webhook would', async () => {
    const world = aLiveStatus(2);
    world.follow('ann', 1);
    await world.pass(0);
    world.truth.set(1, 'CUSTOMER_SIGNED');
    await world.pass(10_000);
    expect(world.forgotten).toEqual([{ requestId: idOf(1), status: 'CUSTOMER_SIGNED' }]);
    world.truth.set(1, 'COMPLETED');
    await world.hint(1, 'COMPLETED');
    await world.pass(10_000);
    expect(world.forgotten.slice(1)).toEqual([{ requestId: idOf(1), status: 'COMPLETED' }]);
    world.live.close();
  });

  it('is that there is no such request any more: who watches it by its id is told, and nobody else', async () => {
    const world = aLiveStatus(2);
    world.unlisted.set(1, Promise.resolve());
    const one = world.live.subscribe('ann', idOf(1));
    const two = world.follow('ann', 2);
    expect((await one.next()).value).toMatchObject({ request: { id: idOf(1) } });
    world.gone.add(1);
    world.truth.set(2, 'COMPLETED');
    await world.pass(10_000);
    expect((await one.next()).value).toMatchObject({ code: 'FORBIDDEN' });
    expect(two.get(idOf(2))).toBe('COMPLETED');
    expect(world.live.subscriberCount).toBe(1);
    world.live.close();
  });
});

describe('What nobody watches any more', () => {
  it('and no list holds is forgotten, also where its caller watches all of theirs', async () => {
    const world = aLiveStatus(2);
    world.unlisted.set(2, Promise.resolve());
    world.follow('ann');
    const two = world.live.subscribe('ann', idOf(2));
    expect((await two.next()).value).toMatchObject({ request: { id: idOf(2) } });
    await world.hint(1, 'APPROVED');
    await world.pass(10_000);
    await two.return?.();
    world.truth.set(2, 'CUSTOMER_SIGNED');
    world.follow('ann', 2);
    await world.pass(20_000);
    // No webhook was missed.
    const before = world.reads();
    await world.pass(90_000);
    expect(world.reads() - before).toBe(0);
    world.live.close();
  });

  it('has no webhook that dates what becomes of it later', async () => {
    const world = aLiveStatus(2);
    world.follow('ann', 1);
    const two = world.live.subscribe('ann', idOf(2));
    await two.next();
    await world.hint(2, 'COMPLETED');
    await two.return?.();
    await world.pass(100_000);
    world.follow('ann', 2);
    await world.pass(0);
    const before = world.clock.now();
    world.truth.set(2, 'COMPLETED');
    await world.pass(130_000);
    const told = world.events.at(-1);
    expect(told?.request).toMatchObject({ id: idOf(2), status: 'COMPLETED' });
    expect(told?.changedAt.getTime()).toBeGreaterThanOrEqual(before);
    world.live.close();
  });
});

describe('Two who subscribe one after the other', () => {
  it('cost a call each, also where the second comes while the first one’s is in flight', async () => {
    const world = aLiveStatus(2);
    const [first, answerFirst] = held();
    const [second, answerSecond] = held();
    world.vlens.lists = first;
    const one = world.follow('ann', 1);
    await world.pass(0);
    const two = world.follow('ann', 2);
    await world.pass(0);
    world.vlens.lists = second;
    answerFirst();
    await world.pass(2000);
    expect([one.size, two.size]).toEqual([1, 0]);
    answerSecond();
    await world.pass(2000);
    expect([one.size, two.size, world.reads()]).toEqual([1, 1, 2]);
    world.live.close();
  });
});

describe('How often is looked', () => {
  it.each([
    [{ callers: 1, callsPerPoll: 1, callsPerMinute: 60, webhooksArrive: false }, 10_000],
    [{ callers: 1, callsPerPoll: 1, callsPerMinute: 60, webhooksArrive: true }, 120_000],
    [{ callers: 100, callsPerPoll: 1, callsPerMinute: 60, webhooksArrive: false }, 400_000],
    [{ callers: 10, callsPerPoll: 21, callsPerMinute: 60, webhooksArrive: false }, 840_000],
    [{ callers: 100, callsPerPoll: 21, callsPerMinute: 0, webhooksArrive: false }, 10_000],
  ])('with %j: every %d ms', (facts, everyMs) => {
    expect(reconcileEveryMs(facts)).toBe(everyMs);
  });

  it('depends on whether webhooks come, and tell all', () => {
    let now = 0;
    const webhooks = new WebhookHealth(() => now);
    expect(webhooks.isHealthy).toBe(false);
    webhooks.recordReceived();
    expect(webhooks.isHealthy).toBe(true);
    webhooks.recordMissed();
    expect(webhooks.isHealthy).toBe(false);
    webhooks.recordReceived();
    now = 10 * 60_000;
    expect(webhooks.isHealthy).toBe(false);
  });
});

describe('A slow reader', () => {
  const change = (n: number, status: RequestStatus = 'APPROVED') => ({
    request: aRequest(n, { status }),
    changedAt: new Date(0),
  });

  it('gets the newest of each request, and is dropped when too many wait', async () => {
    const ended: string[] = [];
    const queue = new ChangeQueue(
      2,
      () => new Error('too slow'),
      () => ended.push('ended'),
    );
    queue.push(change(1));
    queue.push(change(1, 'COMPLETED'));
    queue.push(change(2));
    expect((await queue.next()).value).toMatchObject({ request: { id: idOf(1), status: 'COMPLETED' } });
    for (let n = 3; n < 9; n += 1) queue.push(change(n));
    expect((await queue.next()).value).toEqual(new Error('too slow'));
    expect(await queue.next()).toEqual({ done: true, value: undefined });
    expect(ended).toEqual(['ended']);
  });
});

describe('One request that can’t be read', () => {
  it.each<[string, () => Error, boolean]>([
    ['refused', () => new VlensFault('FORBIDDEN', 'Not yours.'), true],
    ['not answered', () => new VlensFault('UPSTREAM_UNAVAILABLE', 'Down.'), false],
    ['unreadable', () => new VlensFault('UPSTREAM_INVALID_RESPONSE', 'What is that?'), false],
  ])('since it is %s silences none of its caller’s other subscriptions', async (_, fault, ends) => {
    const world = aLiveStatus(2);
    const [one, two, all] = [world.follow('ann', 1), world.follow('ann', 2), world.follow('ann')];
    await world.pass(0);
    world.unreadable.set(1, fault);
    world.truth.set(2, 'CUSTOMER_SIGNED');
    await world.pass(10_000);
    expect(two.get(idOf(2))).toBe('CUSTOMER_SIGNED');
    expect(all.get(idOf(2))).toBe('CUSTOMER_SIGNED');
    world.unreadable.clear();
    world.truth.set(1, 'COMPLETED');
    await world.pass(20_000);
    expect(one.get(idOf(1))).toBe(ends ? 'APPROVED' : 'COMPLETED');
    expect(all.get(idOf(1))).toBe('COMPLETED');
    world.live.close();
  });

  it('is told to who asks for it, and to nobody else', async () => {
    const world = aLiveStatus(2);
    world.unreadable.set(1, () => new VlensFault('FORBIDDEN', 'Not yours.'));
    const two = world.follow('ann', 2);
    const first = world.live.subscribe('ann', idOf(1)).next();
    await world.pass(0);
    expect((await first).value).toMatchObject({ code: 'FORBIDDEN' });
    world.truth.set(2, 'COMPLETED');
    await world.pass(10_000);
    expect(two.get(idOf(2))).toBe('COMPLETED');
    world.live.close();
  });
});

describe('One request for which Vlens does not answer', () => {
  const statuses = (world: ReturnType<typeof aLiveStatus>, number: number) =>
    world.events.filter(({ request }) => request.id === idOf(number)).map(({ request }) => request.status);

  it('holds up none of its caller’s other subscriptions, neither their first status nor a webhook', async () => {
    const world = aLiveStatus(4);
    const [answered, answer] = held();
    world.unlisted.set(1, answered);
    world.unlisted.set(2, Promise.resolve());
    const [one, two, three, all] = [1, 2, 3, undefined].map((number) => world.follow('ann', number));
    await world.pass(0);
    expect([one, two, three].map((told) => told?.size)).toEqual([0, 1, 1]);
    expect(all?.get(idOf(4))).toBe('APPROVED');
    for (const number of [2, 3, 4]) {
      world.truth.set(number, 'CUSTOMER_SIGNED');
      await world.hint(number, 'CUSTOMER_SIGNED');
      await world.pass(0);
      expect(all?.get(idOf(number))).toBe('CUSTOMER_SIGNED');
    }
    const late = world.follow('ann', 4);
    await world.pass(0);
    expect(late.get(idOf(4))).toBe('CUSTOMER_SIGNED');
    answer();
    await world.pass(0);
    expect(one?.get(idOf(1))).toBe('APPROVED');
    world.live.close();
  });

  it('keeps nobody from looking for changes of the others from time to time', async () => {
    const world = aLiveStatus(2);
    const [answered] = held();
    world.unlisted.set(1, answered);
    const [, two] = [1, 2].map((number) => world.follow('ann', number));
    await world.pass(0);
    const reads = world.reads();
    for (const status of WAY.slice(1)) {
      world.truth.set(2, status);
      await world.pass(10_000);
      expect(two?.get(idOf(2))).toBe(status);
    }
    expect(world.reads() - reads).toBe(WAY.length - 1);
    world.live.close();
  });

  it('is read again where a webhook told of it meanwhile, and no sooner', async () => {
    const world = aLiveStatus(2);
    const [answered, answer] = held();
    world.unlisted.set(1, answered);
    world.follow('ann', 1);
    await world.pass(0);
    const reads = world.reads();
    for (const status of ['CUSTOMER_SIGNED', 'SERVICE_PROVIDER_SIGNED', 'COMPLETED'] as const) {
      world.truth.set(1, status);
      await world.hint(1, status);
      await world.pass(0);
    }
    expect(world.reads()).toBe(reads);
    expect(statuses(world, 1)).toEqual([]);
    world.unlisted.set(1, Promise.resolve());
    answer();
    await world.pass(0);
    expect(statuses(world, 1)).toEqual(['APPROVED', 'COMPLETED']);
    expect(world.reads() - reads).toBe(1);
    world.live.close();
  });

  it('is not told as it was before, where a list tells of it meanwhile', async () => {
    const world = aLiveStatus(2);
    const [answered, answer] = held();
    world.unlisted.set(1, Promise.resolve());
    const one = world.follow('ann', 1);
    const all = world.follow('ann');
    world.follow('ann', 2);
    await world.pass(0);
    world.unlisted.set(1, answered);
    await world.hint(1, 'CUSTOMER_SIGNED');
    await world.pass(0);
    world.unlisted.delete(1);
    world.truth.set(1, 'COMPLETED');
    world.truth.set(2, 'REJECTED');
    await world.hint(2, 'REJECTED');
    await world.pass(0);
    expect(all.get(idOf(2))).toBe('REJECTED');
    answer();
    await world.pass(0);
    expect([one, all].map((told) => told.get(idOf(1)))).toEqual(['COMPLETED', 'COMPLETED']);
    const told = statuses(world, 1);
    expect(told.lastIndexOf('APPROVED')).toBeLessThan(told.indexOf('COMPLETED'));
    world.live.close();
  });

  it('ends all of its caller’s where the answer is that the token has ended', async () => {
    const world = aLiveStatus(2);
    const [answered, answer] = held();
    world.unlisted.set(
      1,
      answered.then(() => Promise.reject(new VlensFault('UNAUTHENTICATED', 'Log in.'))),
    );
    const [one, two] = [1, 2].map((number) => world.live.subscribe('ann', idOf(number)));
    await world.pass(0);
    expect((await two?.next())?.value).toMatchObject({ request: { id: idOf(2) } });
    answer();
    await world.pass(0);
    for (const each of [one, two])
      expect((await each?.next())?.value).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(world.live.subscriberCount).toBe(0);
    world.live.close();
  });
});

describe('Subscriptions', () => {
  it('of one caller are at most so many, and an ended one makes room', async () => {
    const world = aLiveStatus(1, 0, { max: 100, maxPerCaller: 2 });
    const held = world.live.subscribe('ann', idOf(1));
    world.follow('ann', 1);
    await world.pass(0);
    expect(await codeOf(world.live.subscribe('ann', idOf(1)), world)).toBe('RATE_LIMITED');
    expect(await codeOf(world.live.subscribe('ben', idOf(1)), world)).toBe('OPEN');
    await held.return?.();
    expect(await codeOf(world.live.subscribe('ann', idOf(1)), world)).toBe('OPEN');
    world.live.close();
  });

  it('keep a tenth of the places for callers who have none', async () => {
    const world = aLiveStatus(1, 0, { max: 20, maxPerCaller: 100 });
    for (let tab = 0; tab < 30; tab += 1) world.follow('greedy', 1);
    await world.pass(0);
    expect(world.live.subscriberCount).toBe(18);
    expect(await codeOf(world.live.subscribe('ann', idOf(1)), world)).toBe('OPEN');
    expect(await codeOf(world.live.subscribe('ben', idOf(1)), world)).toBe('OPEN');
    expect(await codeOf(world.live.subscribe('cleo', idOf(1)), world)).toBe('RATE_LIMITED');
    world.live.close();
  });

  it('of an account with ever new tokens make room for customers, and for nobody else', async () => {
    const trustIn = ({ token }: { token: string }) => (token.startsWith('invented') ? 'unknown' : 'accepted');
    const world = aLiveStatus(1, 0, { max: 20, maxPerCaller: 4 }, trustIn);
    const own = ['one', 'two', 'three'].map((token) => world.live.subscribe(`ann/${token}`, idOf(1)));
    const others = ['ben', 'cleo', 'dan'].map((token) => world.live.subscribe(token, idOf(1)));
    for (const each of [...own, ...others]) await each.next();
    for (let token = 0; token < 14; token += 1) world.follow(`greedy/${token}`, 1);
    await world.pass(0);
    expect(world.live.subscriberCount).toBe(20);
    expect(await codeOf(world.live.subscribe('invented', idOf(1)), world)).toBe('RATE_LIMITED');
    // A claim is no proof: nobody is sent away for one who says that they are greedy too.
    expect(await codeOf(world.live.subscribe('greedy/14', idOf(1)), world)).toBe('RATE_LIMITED');
    for (let number = 0; number < 10; number += 1)
      expect(await codeOf(world.live.subscribe(`customer-${number}`, idOf(1)), world)).toBe('OPEN');
    // It holds as many as one caller may.
    expect(await codeOf(world.live.subscribe('customer-10', idOf(1)), world)).toBe('RATE_LIMITED');
    expect(world.live.subscriberCount).toBe(20);
    const waiting = [...own, ...others].map((each) => each.next());
    expect(await Promise.race([...waiting, Promise.resolve('all wait')])).toBe('all wait');
    world.live.close();
  });

  it('of an account with ever new tokens have changes looked for no later than one of its tokens does', async () => {
    const world = aLiveStatus(1, 60, undefined, () => 'accepted');
    const seen = world.follow('ann', 1);
    for (let token = 0; token < 40; token += 1) world.follow(`greedy/${token}`, 1);
    await world.pass(240_000);
    expect(world.live.subscriberCount).toBe(41);
    world.truth.set(1, 'CUSTOMER_SIGNED');
    await world.pass(30_000);
    expect(seen.get(idOf(1))).toBe('CUSTOMER_SIGNED');
    world.live.close();
  });

  it('of an account with ever new tokens from ever new addresses wait for their first status in one turn', async () => {
    const world = aLiveStatus(1, 60, undefined, () => 'accepted');
    for (let token = 0; token < 60; token += 1)
      void world.live.subscribe(`greedy/${token}`, idOf(1), `address ${token}`).next();
    const ann = world.live.subscribe('ann', idOf(1), 'elsewhere').next();
    await world.pass(10_000);
    expect(await Promise.race([ann, 'waits'])).toMatchObject({ value: { request: { id: idOf(1) } } });
    world.live.close();
  });

  it('that strangers crowd in with at one address, before a status was read, make room for others', async () => {
    const world = aLiveStatus(1, 4, { max: 20, maxPerCaller: 100 });
    const crowd = Array.from({ length: 20 }, (_, number) =>
      world.live.subscribe(`invented-${number}`, null, 'at one address'),
    );
    expect(world.live.subscriberCount).toBe(20);
    const ann = world.live.subscribe('ann', idOf(1), 'elsewhere');
    // She waits for one turn of theirs at the most: addresses take turns.
    const first = ann.next();
    await world.pass(125_000);
    const opened = await Promise.race([first, Promise.resolve('waits')]);
    expect(opened).toMatchObject({ value: { request: { id: idOf(1) } } });
    expect(await codeOf(world.live.subscribe('one more', idOf(1), 'at one address'), world)).toBe(
      'RATE_LIMITED',
    );
    for (const one of crowd) await one.return?.();
    world.live.close();
  });
});

describe('Where strangers of ever new addresses wait at all places', () => {
  it('one makes room for each customer, and none for another stranger', async () => {
    const trustIn = ({ token }: { token: string }) => (token.startsWith('known') ? 'accepted' : 'unknown');
    // One turn a minute: the strangers wait.
    const world = aLiveStatus(1, 4, { max: 20, maxPerCaller: 100 }, trustIn);
    for (let number = 0; number < 20; number += 1)
      world.live.subscribe(`invented-${number}`, null, `address ${number}`);
    const customers = ['known-1', 'known-2'].map((token) =>
      world.live.subscribe(token, idOf(1), 'elsewhere').next(),
    );
    await world.pass(125_000);
    for (const first of customers)
      expect(await Promise.race([first, 'waits'])).toMatchObject({ value: { request: { id: idOf(1) } } });
    for (let number = 20; number < 40; number += 1)
      world.live.subscribe(`invented-${number}`, null, `address ${number}`);
    expect(world.live.subscriberCount).toBe(20);
    world.live.close();
  });

  it('one makes room for a customer who has to be looked up first, at the first try', async () => {
    const lookUps = new Map<string, (trust: Trust) => void>();
    const trustIn = ({ token }: { token: string }) =>
      token.startsWith('invented')
        ? 'unknown'
        : new Promise<Trust>((resolve) => {
            lookUps.set(token, resolve);
          });
    const world = aLiveStatus(1, 4, { max: 20, maxPerCaller: 100 }, trustIn);
    const invented = Array.from({ length: 20 }, (_, number) =>
      world.live.subscribe(`invented-${number}`, null, `address ${number}`),
    );
    const subscribe = (token: string) => world.live.subscribe(token, idOf(1), 'elsewhere');
    const [ann, ben, cid] = [subscribe('ann'), subscribe('ben'), subscribe('cid')];
    expect([...lookUps.keys()]).toEqual(['ann', 'ben', 'cid']);
    await cid.return?.();
    for (const token of ['ann', 'cid']) lookUps.get(token)?.('accepted');
    lookUps.get('ben')?.('unknown');
    expect(await codeOf(ben, world)).toBe('RATE_LIMITED');
    expect(world.live.subscriberCount).toBe(20);
    // The first one has taken the turn that there was.
    expect(await codeOf(invented[1] as never, world)).toBe('RATE_LIMITED');
    const anns = ann.next();
    expect(await Promise.race([anns, 'waits'])).toBe('waits');
    const dan = subscribe('dan');
    world.live.close();
    lookUps.get('dan')?.('accepted');
    expect(await codeOf(dan, world)).toBe('RATE_LIMITED');
    expect(world.live.subscriberCount).toBe(0);
  });

  it('nobody is looked up where none would make room', async () => {
    let lookUps = 0;
    const trustIn = async (): Promise<Trust> => {
      lookUps += 1;
      return 'accepted';
    };
    const world = aLiveStatus(1, 0, { max: 20, maxPerCaller: 100 }, trustIn);
    for (let number = 0; number < 20; number += 1) world.follow(`customer-${number}`, 1);
    await world.pass(1000);
    lookUps = 0;
    expect(await codeOf(world.live.subscribe('another', idOf(1), 'elsewhere'), world)).toBe('RATE_LIMITED');
    expect(lookUps).toBe(0);
    world.live.close();
  });
});

it('A subscriber whose token can’t be looked up waits among strangers, and not for ever', async () => {
  const world = aLiveStatus(1, 60, undefined, () => Promise.reject(new Error('Its key can’t be read.')));
  const seen = world.follow('ann', 1);
  await world.pass(0);
  expect(seen.get(idOf(1))).toBe('APPROVED');
  world.live.close();
});
