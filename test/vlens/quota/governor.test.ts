import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { VlensFault } from '../../../src/vlens/faults.js';
import { type Priority, STRANGERS, type Strangers } from '../../../src/vlens/quota/counters.js';
import { QuotaGovernor, type QuotaSettings } from '../../../src/vlens/quota/governor.js';
import type { Admission } from '../../../src/vlens/quota/waiting-calls.js';
import { HeldClock } from '../../support/held-clock.js';
import { SharedCount } from '../../support/shared-count.js';

const DEFAULTS: QuotaSettings = {
  perSecond: 10,
  perMinute: 60,
  maxReadWaitMs: 2000,
  maxSigningWaitMs: 10_000,
};

/** A governor, a clock to move, and an upstream that answers each call after `callMs`. */
function setUp(settings: Partial<QuotaSettings> = {}, callMs = 20) {
  const clock = new HeldClock();
  const governor = new QuotaGovernor({ ...DEFAULTS, ...settings }, clock);
  const started: { at: number; caller: string; priority: string }[] = [];
  const outcomes: { caller: string; priority: string; waitedMs: number | null; fault: VlensFault | null }[] =
    [];
  async function call(caller: string, priority: Priority = 'read', signal = new AbortController().signal) {
    const since = clock.now();
    try {
      const admission: Admission = await governor.admit({
        caller,
        strangers: null,
        priority,
        isPatient: priority === 'announced',
        signal,
      });
      started.push({ at: clock.now(), caller, priority });
      outcomes.push({ caller, priority, waitedMs: clock.now() - since, fault: null });
      clock.after(callMs, () => admission.end());
    } catch (error) {
      outcomes.push({ caller, priority, waitedMs: null, fault: error instanceof VlensFault ? error : null });
    }
  }
  return { clock, governor, started, outcomes, call };
}

const busiest = (starts: number[], spanMs: number) =>
  Math.max(0, ...starts.map((from) => starts.filter((at) => at >= from && at < from + spanMs).length));

describe('The quota governor', () => {
  it('lets calls through at once while the quota has room', async () => {
    const { clock, call, outcomes } = setUp();
    for (let i = 0; i < 5; i += 1) void call('a');
    await clock.advance(0);
    expect(outcomes.map(({ waitedMs }) => waitedMs)).toEqual([0, 0, 0, 0, 0]);
  });

  it('never exceeds either window, no matter who calls and when', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ pauseMs: fc.nat(400), caller: fc.nat(5), signing: fc.boolean() }), {
          minLength: 80,
          maxLength: 200,
        }),
        fc.integer({ min: 1, max: 600 }),
        async (calls, callMs) => {
          const { clock, call, started } = setUp({ maxReadWaitMs: 5000 }, callMs);
          for (const { pauseMs, caller, signing } of calls) {
            void call(`caller ${caller}`, signing ? 'signing' : 'read');
            await clock.advance(pauseMs);
          }
          await clock.advance(120_000);
          const starts = started.map(({ at }) => at);
          expect(busiest(starts, 1000)).toBeLessThanOrEqual(10);
          expect(busiest(starts, 60_000)).toBeLessThanOrEqual(60);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('lets a signing step go before every read that waits', async () => {
    const { clock, call, started } = setUp();
    for (let i = 0; i < 12; i += 1) void call('reader');
    for (let i = 0; i < 2; i += 1) void call('signer', 'signing');
    void call('signer', 'signing');
    await clock.advance(1100);
    const firstSecond = started.filter(({ at }) => at < 1000);
    expect(firstSecond.filter(({ priority }) => priority === 'signing')).toHaveLength(2);
    const afterwards = started.filter(({ at }) => at >= 1000);
    expect(afterwards[0]?.priority).toBe('signing');
  });

  it('keeps room for signing steps while reads use up their part of the minute', async () => {
    const { clock, call, outcomes } = setUp();
    for (let second = 0; second < 60; second += 1) {
      for (let caller = 0; caller < 50; caller += 1) void call(`caller ${caller}`);
      if (second % 6 === 5) void call('signer', 'signing');
      await clock.advance(1000);
    }
    const waits = outcomes
      .filter(({ priority }) => priority === 'signing')
      .map(({ waitedMs }) => waitedMs ?? Infinity);
    expect(waits).toHaveLength(10);
    expect(Math.max(...waits)).toBeLessThanOrEqual(1000);
  });

  it('reads what webhooks announce within a second while others read all that they may', async () => {
    const { clock, call, outcomes } = setUp();
    for (let second = 0; second < 240; second += 1) {
      for (let caller = 0; caller < 50; caller += 1) void call(`caller ${caller}`);
      if (second % 12 === 11) void call(`watcher ${second}`, 'announced');
      if (second % 6 === 5) void call('signer', 'signing');
      await clock.advance(1000);
    }
    const waits = (of: Priority) =>
      outcomes.flatMap(({ priority, waitedMs }) => (priority === of ? [waitedMs ?? Infinity] : []));
    // In the first minute nobody knows yet that webhooks come, and its last one is late into the second.
    const [announced, steps] = [waits('announced').slice(10), waits('signing')];
    expect([announced.length, steps.length]).toEqual([10, 40]);
    expect(Math.max(...announced, ...steps)).toBeLessThanOrEqual(1000);
  });

  it('lends reads what steps need later, so that a quota is used up to its end and no step waits', async () => {
    // The busy hour's: 357 calls of 360 a minute, which come evenly.
    const { clock, call, outcomes } = setUp({ perSecond: 60, perMinute: 360, maxReadWaitMs: 3000 });
    const [reads, steps] = [295, 62];
    const tick = 20;
    const due = (perMinute: number, at: number) => Math.floor((perMinute * at) / 60_000);
    for (let at = tick; at <= 600_000; at += tick) {
      for (let number = due(reads, at - tick); number < due(reads, at); number += 1)
        void call(`reader ${number}`);
      for (let number = due(steps, at - tick); number < due(steps, at); number += 1)
        void call(`signer ${number}`, 'signing');
      await clock.advance(tick);
    }
    await clock.advance(10_000);
    const of = (wanted: Priority) => outcomes.filter(({ priority }) => priority === wanted);
    expect(of('read')).toHaveLength(10 * reads);
    expect(of('read').filter(({ fault }) => fault)).toHaveLength(0);
    expect(of('signing')).toHaveLength(10 * steps);
    expect(Math.max(...of('signing').map(({ waitedMs }) => waitedMs ?? Infinity))).toBeLessThanOrEqual(1000);
  });

  it('is short where three quarters of the minute are used, or somebody waits', async () => {
    const { clock, governor, call } = setUp({ perSecond: 0 });
    const ask = async (calls: number, name: string) => {
      for (let caller = 0; caller < calls; caller += 1) void call(`${name} ${caller}`);
      await clock.advance(20);
      return governor.isShort;
    };
    expect(await ask(44, 'reader')).toBe(false);
    expect(await ask(1, 'one more')).toBe(true);
    await clock.advance(60_000);
    expect(governor.isShort).toBe(false);
  });

  it('lends nothing where reads went all at once, and will leave all at once', async () => {
    const { clock, call, started } = setUp({ perSecond: 0 });
    const ask = async () => {
      for (let caller = 0; caller < 60; caller += 1) void call(`caller ${caller} ${started.length}`);
      await clock.advance(20);
      return started.length;
    };
    expect(await ask()).toBe(48);
    await clock.advance(30_000);
    // Half a minute before those leave, half of the steps' part is enough for steps that come evenly.
    expect(await ask()).toBe(54);
    for (let step = 0; step < 6; step += 1) {
      void call(`signer ${step}`, 'signing');
      await clock.advance(0);
      expect(started.filter(({ priority }) => priority === 'signing')).toHaveLength(step + 1);
      await clock.advance(4900);
    }
  });

  it('leaves reads what steps can’t take, also where those went all at once', async () => {
    const { clock, call, started } = setUp({ perSecond: 0 });
    for (let signer = 0; signer < 60; signer += 1) void call(`signer ${signer}`, 'signing');
    await clock.advance(20);
    for (let reader = 0; reader < 60; reader += 1) void call(`reader ${reader}`);
    await clock.advance(0);
    const count = (of: Priority) => started.filter(({ priority }) => priority === of).length;
    expect([count('signing'), count('read')]).toEqual([48, 12]);
  });

  it('leaves nothing free for webhooks where none come, or once they have ceased to', async () => {
    const { clock, call, started } = setUp({ perSecond: 0 });
    const readAll = async () => {
      const before = started.length;
      for (let caller = 0; caller < 60; caller += 1) void call(`caller ${caller}`);
      await clock.advance(0);
      return started.length - before;
    };
    expect(await readAll()).toBe(48);
    await clock.advance(61_000);
    for (let number = 0; number < 3; number += 1) void call(`watcher ${number}`, 'announced');
    await clock.advance(61_000);
    expect(await readAll()).toBe(45);
    await clock.advance(300_000);
    expect(await readAll()).toBe(48);
  });

  it('lets a flood of webhooks take no step’s part, and wait no longer than a step would', async () => {
    const { clock, call, outcomes, started } = setUp({ perSecond: 0 });
    for (let number = 0; number < 80; number += 1) void call(`watcher ${number}`, 'announced');
    await clock.advance(0);
    expect(started).toHaveLength(48);
    for (let step = 0; step < 12; step += 1) void call(`signer ${step}`, 'signing');
    await clock.advance(0);
    expect(started.filter(({ priority }) => priority === 'signing')).toHaveLength(12);
    await clock.advance(10_000);
    expect(outcomes.filter(({ fault }) => fault?.code === 'RATE_LIMITED')).toHaveLength(32);
  });

  it('lets callers take turns, so that a noisy one does not starve the rest', async () => {
    const { clock, call, started } = setUp({ perMinute: 0, maxReadWaitMs: 10_000 });
    for (let i = 0; i < 40; i += 1) void call('noisy');
    await clock.advance(100);
    void call('quiet');
    await clock.advance(1100);
    const turn = started.findIndex(({ caller }) => caller === 'quiet');
    expect(turn).toBeGreaterThanOrEqual(0);
    expect(turn).toBeLessThanOrEqual(10);
  });

  it('leaves something of the minute to anybody who comes after a noisy caller', async () => {
    const { clock, call, outcomes } = setUp({ perSecond: 0 });
    for (let i = 0; i < 60; i += 1) void call('noisy');
    await clock.advance(1000);
    for (const caller of ['second', 'third', 'fourth']) void call(caller);
    await clock.advance(0);
    const answered = (caller: string) =>
      outcomes.filter((outcome) => outcome.caller === caller && outcome.waitedMs !== null).length;
    expect(answered('noisy')).toBe(24);
    for (const caller of ['second', 'third', 'fourth']) expect(answered(caller)).toBe(1);
  });

  it('refuses a read that would wait too long, at once and with an honest time', async () => {
    const { clock, call, outcomes, governor } = setUp({ perSecond: 0, perMinute: 10 });
    for (let i = 0; i < 9; i += 1) void call('a');
    await clock.advance(100);
    const refused = outcomes.find(({ fault }) => fault);
    expect(refused?.fault?.code).toBe('RATE_LIMITED');
    const seconds = refused?.fault?.details.retryAfterSeconds ?? 0;
    await clock.advance(seconds * 1000);
    const answered = governor.admit({
      caller: 'a',
      strangers: null,
      priority: 'read',
      signal: new AbortController().signal,
    });
    await clock.advance(2000);
    await expect(answered).resolves.toMatchObject({ waitedMs: expect.any(Number) });
    expect(seconds).toBeGreaterThan(2);
  });

  it('never lets a read wait longer than the limit, even when others are let in before it', async () => {
    const { clock, call, outcomes } = setUp({ perSecond: 1, perMinute: 0 });
    for (let i = 0; i < 6; i += 1) {
      void call(`caller ${i}`, i % 2 ? 'signing' : 'read');
      await clock.advance(300);
    }
    await clock.advance(20_000);
    const reads = outcomes.filter(({ priority }) => priority === 'read');
    expect(reads).toHaveLength(3);
    for (const { waitedMs } of reads) expect(waitedMs ?? 0).toBeLessThanOrEqual(2000);
  });

  it('believes a 429 at once: nothing is sent until it is over, and less for a while after', async () => {
    const { clock, governor, call, started } = setUp({ maxReadWaitMs: 6000 });
    const admission = await governor.admit({
      caller: 'a',
      strangers: null,
      priority: 'read',
      signal: new AbortController().signal,
    });
    admission.end({ refusedForSeconds: 3 });
    for (let i = 0; i < 10; i += 1) void call('a');
    void call('s', 'signing');
    await clock.advance(2990);
    expect(started).toHaveLength(0);
    await clock.advance(500);
    expect(started.length).toBeGreaterThan(0);
    expect(started.length).toBeLessThanOrEqual(5);
    expect(started[0]?.priority).toBe('signing');
  });

  it.each([
    ['others have read as much as reads may', Array.from({ length: 48 }, (_, at) => `reader ${at % 6}`)],
    ['the caller has read as much as a caller may', Array.from({ length: 23 }, () => 'signer')],
  ])('has a place for the one read after a step where %s', async (_case, readers) => {
    const { clock, governor, call, outcomes } = setUp({ perSecond: 0, maxReadWaitMs: 0 });
    for (const reader of readers) {
      void call(reader);
      await clock.advance(30);
    }
    const { signal } = new AbortController();
    const step = await governor.admit({ caller: 'signer', strangers: null, priority: 'signing', signal });
    await clock.advance(30);
    step.end({ isAnswered: true });
    const last = async (caller: string) => {
      await call(caller);
      await clock.advance(30);
      return outcomes.at(-1)?.fault?.code ?? 'let through';
    };
    expect(await last('signer')).toBe('let through');
    expect(await last('signer')).toBe('RATE_LIMITED');
  });

  it('forgets a caller that gave up waiting, and gives its place to the next', async () => {
    const { clock, call, governor, outcomes } = setUp({ perSecond: 1, perMinute: 0 });
    const gone = new AbortController();
    void call('first');
    void call('gone', 'read', gone.signal);
    await clock.advance(10);
    gone.abort();
    await clock.advance(0);
    expect(governor.waiting).toBe(0);
    void call('next');
    await clock.advance(1100);
    expect(outcomes.filter(({ waitedMs }) => waitedMs !== null).map(({ caller }) => caller)).toEqual([
      'first',
      'next',
    ]);
  });

  it.each(STRANGERS.flatMap((strangers) => [[strangers, 'read'] as const, [strangers, 'signing'] as const]))(
    'has no more strangers (%s, %s) wait than can go in that time, from however many addresses',
    async (strangers, priority) => {
      const { clock, governor } = setUp();
      const ask = (caller: string) =>
        governor.admit({ caller, strangers, priority, signal: new AbortController().signal }).catch(String);
      // All of their part is in flight, and Vlens is slow.
      for (let number = 0; number < 24; number += 1) {
        void ask(`first ${number}`);
        await clock.advance(200);
      }
      await clock.advance(20_000);
      const refused = [];
      for (let number = 0; number < 1000; number += 1)
        void ask(`stranger ${number}`).then((how) => refused.push(how));
      await clock.advance(0);
      expect(governor.waiting).toBeLessThanOrEqual(100);
      expect(refused.length).toBeGreaterThanOrEqual(900);
    },
  );

  it('has no more customers wait for a place that will be free than can have it in time', async () => {
    const { clock, call, governor } = setUp({ perSecond: 0 });
    for (let number = 0; number < 60; number += 1) {
      void call(`customer ${number}`, number % 5 ? 'read' : 'signing');
      await clock.advance(20);
    }
    await clock.advance(57_800);
    for (let number = 0; number < 1000; number += 1) void call(`late ${number}`);
    await clock.advance(0);
    expect(governor.waiting).toBeGreaterThan(10);
    expect(governor.waiting).toBeLessThanOrEqual(60);
  });

  it('has no limit where both windows are switched off', async () => {
    const { clock, call, started } = setUp({ perSecond: 0, perMinute: 0 });
    for (let i = 0; i < 500; i += 1) void call('a');
    await clock.advance(0);
    expect(started).toHaveLength(500);
  });
});

describe('Governors that share a quota', () => {
  interface Other {
    caller: string;
    strangers: Strangers | null;
    priority: Priority;
  }
  const PRIORITY = (number: number): Priority => (number % 2 ? 'signing' : 'read');
  const OF_EACH_KIND = (number: number): Other => ({
    caller: `stranger ${number}`,
    strangers: STRANGERS[(number >> 1) % STRANGERS.length] ?? 'token',
    priority: PRIORITY(number),
  });
  const OF_ONE_CUSTOMER = (number: number): Other => ({
    caller: 'greedy',
    strangers: null,
    priority: PRIORITY(number),
  });

  it('hold nobody back any more, for a 429 of their own, once the shared count gives a place again', async () => {
    const clock = new HeldClock();
    const place = { end: () => {}, giveBack: () => {} };
    const governor = new QuotaGovernor(DEFAULTS, clock, {
      part: 1,
      used: 0,
      take: async () => ({ kind: 'taken', place }),
    });
    const { signal } = new AbortController();
    const admit = () => governor.admit({ caller: 'a', strangers: null, priority: 'read', signal });
    (await admit()).end({ refusedForSeconds: 60 });
    expect(governor.use.heldForMs).toBe(60_000);
    // The next one asks the shared count, where another's probe was answered meanwhile.
    await clock.advance(10_000);
    await admit();
    expect(await admit().catch(String)).toMatchObject({ waitedMs: 0 });
    expect(governor.use.heldForMs).toBe(0);
  });

  /** The second of two over one count: at the first these have asked evenly, so that what is theirs falls free one by one. */
  async function afterThoseOfAnother(other: (number: number) => Other) {
    const clock = new HeldClock();
    const shared = new SharedCount(DEFAULTS, clock);
    const first = new QuotaGovernor(DEFAULTS, clock, shared);
    const governor = new QuotaGovernor(DEFAULTS, clock, shared);
    const askAt = async (at: QuotaGovernor, asker: Other) => {
      const { signal } = new AbortController();
      try {
        (await at.admit({ ...asker, signal })).end({ isAnswered: true });
        return 'let through';
      } catch (error) {
        return error instanceof VlensFault ? error.code : String(error);
      }
    };
    for (let number = 0; number < 40; number += 1) {
      void askAt(first, other(number));
      await clock.advance(2000);
    }
    shared.asked.length = 0;
    return { clock, shared, governor, ask: (asker: Other) => askAt(governor, asker) };
  }

  it.each([
    ['strangers', OF_EACH_KIND],
    ['one customer', OF_ONE_CUSTOMER],
  ])('let customers ask for their places, however many calls of %s wait for theirs', async (_, other) => {
    const { clock, shared, ask } = await afterThoseOfAnother(other);
    const told: string[] = [];
    for (let second = 0; second < 20; second += 1) {
      for (let number = 0; number < 60; number += 1) void ask(other(100 * second + number));
      const customer = { caller: `customer ${second}`, strangers: null, priority: 'read' } as const;
      void ask(customer).then((how) => told.push(how));
      await clock.advance(1000);
    }
    await clock.advance(2000);
    expect(told).toEqual(Array(20).fill('let through'));
    // Once for all of a kind or a caller, and again when there may be room.
    expect(shared.asked.length).toBeLessThan(150);
  });

  it.each([...STRANGERS, null])(
    'have no more wait than can go in time, wherever the places were used (%s)',
    async (strangers) => {
      const { clock, governor, ask } = await afterThoseOfAnother(OF_EACH_KIND);
      const told: string[] = [];
      for (let number = 0; number < 1000; number += 1)
        void ask({ caller: `late ${number}`, strangers, priority: PRIORITY(number) }).then((how) =>
          told.push(how),
        );
      await clock.advance(100);
      expect(governor.waiting).toBeLessThanOrEqual(100);
      await clock.advance(11_000);
      expect(told).toHaveLength(1000);
    },
  );
});
