import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { notRemembered } from '../../../src/idempotency/not-remembered.js';
import {
  CallAborted,
  heldBack,
  notAllowed,
  quotaUsedUp,
  rateLimited,
  timedOut,
  tokenNotAccepted,
  tokenRefusedHere,
  unavailable,
} from '../../../src/vlens/faults.js';
import { Breaker, MAX_FAILED_CALLERS } from '../../../src/vlens/http/breaker.js';
import { held } from '../../support/held.js';
import { HeldClock } from '../../support/held-clock.js';

const FIRST_PAUSE_MS = 1000;

let clock: HeldClock;
beforeEach(() => {
  clock = new HeldClock();
});

const aBreaker = (failures: number) =>
  new Breaker({ failures, firstPauseMs: FIRST_PAUSE_MS, longestPauseMs: 30_000 }, clock);

/** A breaker that Vlens's silence has opened, whose first pause is over. */
async function dueForAProbe(): Promise<Breaker> {
  const breaker = aBreaker(1);
  await failing(breaker);
  expect(breaker.state).toBe('open');
  await clock.advance(FIRST_PAUSE_MS);
  return breaker;
}

const failing = (breaker: Breaker, error: Error = timedOut(), from: string | null = 'a customer') =>
  expect(breaker.run(() => Promise.reject(error), from)).rejects.toBe(error);

/** A call that went out, or waits for its place in the quota, until the test ends it. */
function aCall(breaker: Breaker, hasPlace = true, from: string | null = 'a customer') {
  const [placed, givePlace] = held();
  const [over, answer] = held();
  let fault: Error | null = null;
  if (hasPlace) givePlace();
  const ended = breaker
    .run(async (goOut) => {
      await placed;
      goOut();
      await over;
      if (fault) throw fault;
    }, from)
    .then(
      () => 'answered',
      (error: unknown) => error,
    );
  const fail = (error: Error) => {
    fault = error;
    answer();
  };
  return { ended, givePlace, answer, fail };
}

/** How long it takes from now until a call is let through, which fails. */
async function pauseOf(breaker: Breaker): Promise<number> {
  for (let ms = 0; ms < 100_000; ms += 500) {
    let isLetThrough = false;
    await breaker
      .run(async () => {
        isLetThrough = true;
        throw timedOut();
      }, 'a customer')
      .catch(() => undefined);
    if (isLetThrough) return ms;
    await clock.advance(500);
  }
  return Number.POSITIVE_INFINITY;
}

describe('A breaker that tries Vlens again', () => {
  it('waits twice as long each time that Vlens does not answer, thirty seconds at the most', async () => {
    const breaker = aBreaker(1);
    await failing(breaker);
    const pauses: number[] = [];
    for (let probe = 0; probe < 7; probe += 1) pauses.push(await pauseOf(breaker));
    expect(pauses).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  });

  it('begins with the first pause each time that Vlens has answered in between', async () => {
    const breaker = await dueForAProbe();
    await failing(breaker);
    await clock.advance(2 * FIRST_PAUSE_MS);
    await breaker.run(async () => {}, 'a customer');
    expect(breaker.state).toBe('closed');
    await failing(breaker);
    expect(await pauseOf(breaker)).toBe(FIRST_PAUSE_MS);
  });

  it('does so however the machine’s clock is set meanwhile', async () => {
    const breaker = aBreaker(1);
    const wallClock = jest.spyOn(Date, 'now').mockReturnValue(Date.now());
    await failing(breaker);
    wallClock.mockReturnValue(Date.now() - 3_600_000);
    await clock.advance(FIRST_PAUSE_MS);
    await breaker.run(async () => {}, 'a customer');
    wallClock.mockRestore();
    expect(breaker.state).toBe('closed');
  });

  it('lets one call through, and answers the others at once instead of letting them wait for it', async () => {
    const breaker = await dueForAProbe();
    let answer = () => {};
    const probe = breaker.run(
      () =>
        new Promise<void>((resolve) => {
          answer = resolve;
        }),
      'a customer',
    );
    expect(breaker.state).toBe('half-open');
    let asked = 0;
    const others = [1, 2, 3].map(() =>
      breaker.run(async () => {
        asked += 1;
      }, 'a customer'),
    );
    for (const { status } of await Promise.allSettled(others)) expect(status).toBe('rejected');
    expect(asked).toBe(0);
    answer();
    await probe;
    expect(breaker.state).toBe('closed');
  });

  it.each([
    ['whose caller left', new CallAborted()],
    ['that the quota held back', quotaUsedUp(2000)],
  ])('does not take a probe %s for an answer', async (_, error) => {
    const breaker = await dueForAProbe();
    await failing(breaker, error);
    expect(breaker.state).toBe('open');
  });

  it.each([
    ['whose caller left while it waited', new CallAborted()],
    ['that the quota held back', quotaUsedUp(2000)],
    ['that could not be written down', notRemembered()],
  ])('lets the next call through at once after one %s: Vlens saw nothing of it', async (_, error) => {
    const breaker = await dueForAProbe();
    for (let number = 0; number < 5; number += 1) await failing(breaker, error);
    expect(await pauseOf(breaker)).toBe(0);
    // And that one failed.
    expect(await pauseOf(breaker)).toBe(2 * FIRST_PAUSE_MS);
  });

  it('waits as long again, and no longer, after one whose caller left before Vlens answered', async () => {
    const breaker = await dueForAProbe();
    for (let number = 0; number < 3; number += 1) {
      await failing(breaker, new CallAborted(null, true));
      await expect(breaker.run(async () => {}, 'a customer')).rejects.toMatchObject({
        message: heldBack().message,
      });
      await clock.advance(FIRST_PAUSE_MS);
    }
    await breaker.run(async () => {}, 'a customer');
    expect(breaker.state).toBe('closed');
  });

  it('goes by the probe alone: calls that went out before are as old as what opened it', async () => {
    const breaker = aBreaker(2);
    const [slow, older, later] = [aCall(breaker), aCall(breaker), aCall(breaker)];
    for (let number = 0; number < 2; number += 1) await failing(breaker);
    await clock.advance(FIRST_PAUSE_MS);
    const probe = aCall(breaker);
    await clock.advance(0);
    slow.fail(timedOut());
    older.fail(timedOut());
    await Promise.all([slow.ended, older.ended]);
    expect(breaker.state).toBe('half-open');
    probe.answer();
    expect(await probe.ended).toBe('answered');
    expect(breaker.state).toBe('closed');
    later.fail(timedOut());
    await later.ended;
    await failing(breaker);
    expect(breaker.state).toBe('closed');
  });

  it('keeps nobody out for a probe that waits long for its place in the quota', async () => {
    const breaker = await dueForAProbe();
    const waiting = aCall(breaker, false);
    await clock.advance(FIRST_PAUSE_MS - 1);
    expect(await aCall(breaker).ended).toMatchObject({ message: heldBack().message });
    await clock.advance(1);
    const second = aCall(breaker);
    await clock.advance(0);
    expect(await aCall(breaker).ended).toMatchObject({ message: heldBack().message });
    waiting.givePlace();
    expect(await waiting.ended).toMatchObject({ message: heldBack().message });
    expect(breaker.state).toBe('half-open');
    second.answer();
    expect(await second.ended).toBe('answered');
    expect(breaker.state).toBe('closed');
  });

  it('takes the first for its probe that has its place, of several that waited', async () => {
    const breaker = await dueForAProbe();
    const first = aCall(breaker, false);
    await clock.advance(FIRST_PAUSE_MS);
    const second = aCall(breaker, false);
    await clock.advance(FIRST_PAUSE_MS);
    first.givePlace();
    await clock.advance(0);
    expect(await aCall(breaker).ended).toMatchObject({ message: heldBack().message });
    second.givePlace();
    expect(await second.ended).toMatchObject({ message: heldBack().message });
    first.answer();
    expect(await first.ended).toBe('answered');
    expect(breaker.state).toBe('closed');
  });

  it('sends nothing of what waited for its place when it opened', async () => {
    const breaker = aBreaker(1);
    const waiting = aCall(breaker, false);
    await failing(breaker);
    waiting.givePlace();
    expect(await waiting.ended).toMatchObject({ message: heldBack().message });
    expect(breaker.state).toBe('open');
  });

  it('closes when Vlens says no: somebody is there', async () => {
    const breaker = await dueForAProbe();
    await expect(breaker.run(() => Promise.reject(notAllowed()), 'a customer')).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(breaker.state).toBe('closed');
  });
});

describe('A breaker that one caller’s calls have opened', () => {
  const STRANGERS = null;
  const isLetThrough = async (breaker: Breaker, from: string | null, error?: Error) => {
    let isMade = false;
    const call = async () => {
      isMade = true;
      if (error) throw error;
    };
    await breaker.run(call, from).catch(() => undefined);
    return isMade;
  };
  const openedBy = async (...callers: (string | null)[]) => {
    const breaker = aBreaker(callers.length);
    for (const caller of callers) await failing(breaker, timedOut(), caller);
    expect(breaker.state).toBe('open');
    return breaker;
  };

  it.each([
    ['a customer', 'ann', 'bob'],
    ['strangers, who are one', STRANGERS, 'bob'],
    ['a customer, for strangers', 'ann', STRANGERS],
  ])('lets another one’s through at once: %s', async (_, ann, bob) => {
    const breaker = await openedBy(ann, ann);
    expect(await isLetThrough(breaker, ann)).toBe(false);
    expect(await isLetThrough(breaker, bob)).toBe(true);
    expect(breaker.state).toBe('closed');
  });

  it('lets one of the others through, and no more of them when it has failed too', async () => {
    const breaker = await openedBy('ann', 'ann');
    expect(await isLetThrough(breaker, 'bob', timedOut())).toBe(true);
    for (const caller of ['ann', 'bob', 'eve', STRANGERS])
      expect(await isLetThrough(breaker, caller)).toBe(false);
    await clock.advance(2 * FIRST_PAUSE_MS);
    expect(await isLetThrough(breaker, 'ann')).toBe(true);
  });

  it('lets nobody through where several have found Vlens away', async () => {
    const breaker = await openedBy('ann', 'bob');
    for (const caller of ['ann', 'bob', 'eve', STRANGERS])
      expect(await isLetThrough(breaker, caller)).toBe(false);
  });

  it('waits for no probe of theirs that hangs, and for one of a customer', async () => {
    const breaker = await openedBy(STRANGERS, STRANGERS);
    await clock.advance(FIRST_PAUSE_MS);
    const hanging = aCall(breaker, true, STRANGERS);
    await clock.advance(0);
    const probe = aCall(breaker, true, 'bob');
    await clock.advance(0);
    expect(await isLetThrough(breaker, 'eve')).toBe(false);
    hanging.fail(timedOut());
    await hanging.ended;
    probe.answer();
    expect(await probe.ended).toBe('answered');
    expect(breaker.state).toBe('closed');
  });

  it('is kept open by no stranger’s probes for customers, who have failed once too', async () => {
    const breaker = await openedBy('ann', STRANGERS, STRANGERS);
    await clock.advance(FIRST_PAUSE_MS);
    expect(await isLetThrough(breaker, STRANGERS, timedOut())).toBe(true);
    expect(await isLetThrough(breaker, STRANGERS)).toBe(false);
    expect(await isLetThrough(breaker, 'ann')).toBe(true);
    expect(breaker.state).toBe('closed');
  });
});

describe('A breaker that a few callers keep open with calls that always fail', () => {
  const SECONDS = 120;
  /** How many of the calls of others, of whom one comes every three seconds, are let through meanwhile. */
  const servedBeside = async (callers: (string | null)[], callMs: number) => {
    const breaker = aBreaker(10);
    let served = 0;
    for (let tenth = 0; tenth < SECONDS * 10; tenth += 1) {
      for (const caller of callers)
        void breaker
          .run(async (goOut) => {
            goOut();
            await new Promise<void>((resolve) => void clock.after(callMs, resolve));
            throw timedOut();
          }, caller)
          .catch(() => undefined);
      if (tenth % 30 === 29)
        await breaker.run(async () => (served += 1), `customer ${tenth % 7}`).catch(() => undefined);
      await clock.advance(100);
    }
    return served;
  };

  it.each([
    ['two customers', ['ann', 'bob'], 50],
    ['a customer and strangers', ['ann', null], 50],
    ['three customers whose calls hang', ['ann', 'bob', 'cy'], 10_000],
  ])('lets the calls of others through: %s', async (_, callers, callMs) => {
    expect(await servedBeside(callers, callMs)).toBeGreaterThanOrEqual((SECONDS / 3) * 0.9);
  });

  it('lets nobody through for the whole pause once very many have found Vlens away', async () => {
    const breaker = aBreaker(MAX_FAILED_CALLERS);
    for (let number = 0; number < MAX_FAILED_CALLERS; number += 1)
      await failing(breaker, timedOut(), `customer ${number}`);
    expect(await pauseOf(breaker)).toBe(FIRST_PAUSE_MS);
    await clock.advance(FIRST_PAUSE_MS);
    await expect(breaker.run(async () => {}, 'another one')).rejects.toMatchObject({
      message: heldBack().message,
    });
  });
});

describe('A breaker that counts failures in a row', () => {
  it.each([
    ['that the quota held back', quotaUsedUp(2000)],
    ['whose caller left', new CallAborted()],
    ['whose token was refused here', tokenRefusedHere()],
  ])('counts on over a call %s', async (_, error) => {
    const breaker = aBreaker(2);
    for (const each of [timedOut(), error, timedOut()]) await failing(breaker, each);
    expect(breaker.state).toBe('open');
  });

  it.each([
    ['a 403', notAllowed()],
    ['a 401', tokenNotAccepted()],
    ['a 429', rateLimited(1)],
    ['a 503 that says when to come again', unavailable({ status: 503 }, { retryAfterSeconds: 1 })],
  ])('starts again after %s: somebody is there', async (_, error) => {
    const breaker = aBreaker(2);
    for (const each of [timedOut(), error, timedOut()]) await failing(breaker, each);
    expect(breaker.state).toBe('closed');
  });
});
