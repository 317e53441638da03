import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { systemClock } from '../../src/clock.js';
import { RedisLink } from '../../src/redis/redis-link.js';
import { RedisQuota } from '../../src/redis/redis-quota.js';
import { CallAborted, VlensFault } from '../../src/vlens/faults.js';
import type { Priority, Strangers } from '../../src/vlens/quota/counters.js';
import { QuotaGovernor } from '../../src/vlens/quota/governor.js';
import type { Admission } from '../../src/vlens/quota/waiting-calls.js';
import { HeldClock } from '../support/held-clock.js';
import { describeWithRedis, RedisProcess } from '../support/redis-process.js';
import { until } from '../support/until.js';

const CALL_MS = 30;
const MAX_CALL_MS = 1000;
/** A Redis that a busy machine holds up is there all the same. */
const PATIENT_MS = 10_000;
const REPLICAS = 3;

let redis: RedisProcess;
let links: RedisLink[];
let started: { priority: string; caller: string; replica: number }[];
/** When Redis gave each call its place, by Redis's own clock. */
let givenAt: number[];
let stopWatching: () => void;
let refused: VlensFault[];
beforeEach(async () => {
  redis = await RedisProcess.start();
  links = [];
  started = [];
  givenAt = [];
  stopWatching = await redis.watch(([command, key, score, ...id]) => {
    // The end of a call is written with XX.
    const isGiven = command?.toUpperCase() === 'ZADD' && key === 'test:quota:calls' && id.length === 1;
    if (isGiven) givenAt.push(Number(score) - MAX_CALL_MS);
  });
  refused = [];
});
afterEach(async () => {
  for (const link of links) link.close();
  stopWatching();
  await redis.kill();
});

async function replicas(
  perSecond: number,
  perMinute: number,
  { probationMs = 0, maxReadWaitMs = 5000, timeoutMs = PATIENT_MS } = {},
): Promise<QuotaGovernor[]> {
  const opened = Array.from(
    { length: REPLICAS },
    () => new RedisLink({ url: redis.url, keyPrefix: 'test:', timeoutMs }),
  );
  links.push(...opened);
  await Promise.all(opened.map((link) => link.opened(PATIENT_MS)));
  return opened.map((link) => {
    const quota = new RedisQuota({
      link,
      keyPrefix: 'test:',
      perSecond,
      perMinute,
      maxCallMs: MAX_CALL_MS,
      maxReplicas: REPLICAS,
      probationMs,
    });
    return new QuotaGovernor(
      { perSecond, perMinute, maxReadWaitMs, maxSigningWaitMs: 10_000 },
      systemClock,
      quota,
    );
  });
}

/** Of as many calls a minute this part may be sent. */
const PARTS: [string, number, number][] = [
  ['', 60, 1],
  [' of what may be sent after a 429', 240, 0.25],
];

/** As after a 429 that holds nobody back any more, for a minute. */
async function slowDownTo(pace: number): Promise<void> {
  const state = { pace, 'pace since': Date.now() + 60_000 };
  await links[0]?.run((client) => client.hset('test:quota:state', state));
}

async function call(
  governors: QuotaGovernor[],
  replica: number,
  caller: string,
  priority: Priority = 'read',
  signal = new AbortController().signal,
): Promise<void> {
  const governor = governors[replica];
  if (!governor) throw new Error('There is no such replica.');
  try {
    const admission = await governor.admit({
      caller,
      strangers: null,
      priority,
      signal,
    });
    started.push({ priority, caller, replica });
    await pause(CALL_MS);
    admission.end();
  } catch (error) {
    if (error instanceof CallAborted) return;
    if (!(error instanceof VlensFault)) throw error;
    refused.push(error);
  }
}

/** The most calls that were given their place within any second. */
async function busiestSecond(): Promise<number> {
  // Who leaves while a place is given gives it back.
  await until(() => givenAt.length >= started.length);
  return Math.max(...givenAt.map((from) => givenAt.filter((at) => at >= from && at < from + 1000).length));
}

describeWithRedis('Replicas that count the quota in one Redis', () => {
  it('never exceed a second’s quota together', async () => {
    const governors = await replicas(10, 0, { maxReadWaitMs: 20_000 });
    await Promise.all(
      Array.from({ length: 45 }, (_, number) =>
        call(governors, number % REPLICAS, `caller ${number % 5}`, number % 9 ? 'read' : 'signing'),
      ),
    );
    expect(started.length).toBe(45);
    expect(await busiestSecond()).toBeLessThanOrEqual(10);
  });

  it('never exceed a minute’s quota together, no matter who asks, and say when to come again', async () => {
    const governors = await replicas(0, 30, { maxReadWaitMs: 2000 });
    await Promise.all(
      Array.from({ length: 60 }, (_, number) => call(governors, number % REPLICAS, `caller ${number}`)),
    );
    expect(started.length).toBe(24);
    expect(refused.every(({ code }) => code === 'RATE_LIMITED')).toBe(true);
    // A tenth of the minute later steps that come evenly leave one of their places.
    expect(refused[0]?.details.retryAfterSeconds).toBeGreaterThan(5);
  });

  it('keep a part for signing steps, which go before the reads of every replica', async () => {
    const governors = await replicas(10, 0, { maxReadWaitMs: 60_000 });
    const leaving = new AbortController();
    const reads = Array.from({ length: 100 }, (_, number) =>
      call(governors, number % REPLICAS, `${number}`, 'read', leaving.signal),
    );
    await until(() => started.length === 8);
    const signing = Array.from({ length: 4 }, (_, number) =>
      call(governors, number % REPLICAS, 'signer', 'signing'),
    );
    await Promise.all(signing);
    // All reads came first, and most of them wait.
    expect(started.filter(({ priority }) => priority === 'read').length).toBeLessThan(reads.length / 2);
    leaving.abort();
    await Promise.all(reads);
    expect(await busiestSecond()).toBeLessThanOrEqual(10);
  });

  it('leave as many places to webhooks’ reads as those have asked for of late, at whichever replica', async () => {
    const rush = async (governors: QuotaGovernor[]) => {
      const before = started.length;
      const callers = Array.from({ length: 60 }, (_, number) => number);
      await Promise.all(callers.map((caller) => call(governors, caller % REPLICAS, `caller ${caller}`)));
      return started.length - before;
    };
    const watchers = (governors: QuotaGovernor[]) =>
      Promise.all([0, 1, 2].map((watcher) => call(governors, watcher, `watcher ${watcher}`, 'announced')));
    // A busy machine may take so long; in five seconds the next place is lent.
    const settings = { maxReadWaitMs: 2500 };
    const [before, after] = [await replicas(0, 60, settings), await replicas(0, 60, settings)];
    expect(await rush(before)).toBe(48);
    await watchers(before);
    // As if the minute were over, at replicas that have not been told to wait.
    const client = new Redis(redis.url);
    await client.del('test:quota:calls', 'test:quota:reads');
    client.disconnect();
    expect(await rush(after)).toBe(45);
    await watchers(after);
    expect(started.filter(({ priority }) => priority === 'announced')).toHaveLength(3);
  });

  it('lend reads what steps need later, where calls leave evenly', async () => {
    const governors = await replicas(0, 60, { maxReadWaitMs: 900 });
    await call(governors, 0, 'first');
    const ended = Array.from({ length: 48 }, (_, number) => [
      Date.now() - 1200 * number,
      `before ${number}`,
    ]).flat();
    await links[0]?.run(async (client) => {
      await client.zadd('test:quota:calls', ...ended);
      await client.zadd('test:quota:reads', ...ended);
    });
    await Promise.all(
      Array.from({ length: 60 }, (_, number) => call(governors, number % REPLICAS, `caller ${number}`)),
    );
    // One place is left for a step at once: 49 of 60 were taken.
    expect(started.length).toBeGreaterThanOrEqual(1 + 9);
    expect(started.length).toBeLessThanOrEqual(1 + 12);
    await call(governors, 1, 'signer', 'signing');
    expect(started.at(-1)?.priority).toBe('signing');
  });

  it('leave reads what steps can’t take, also where those went all at once', async () => {
    const governors = await replicas(0, 60, { maxReadWaitMs: 20_000 });
    await call(governors, 0, 'first');
    const now = Date.now();
    const ended = Array.from({ length: 48 }, (_, number) => [now, `step ${number}`]).flat();
    await links[0]?.run(async (client) => {
      await client.zadd('test:quota:calls', ...ended);
      await client.zadd('test:quota:steps', ...ended);
    });
    await Promise.all(
      Array.from({ length: 30 }, (_, number) => call(governors, number % REPLICAS, `caller ${number}`)),
    );
    expect(started).toHaveLength(12);
  });

  it('have a place for the one read after a step, where its caller has used what is theirs', async () => {
    const governors = await replicas(0, 60, { maxReadWaitMs: 900 });
    for (let number = 0; number < 23; number += 1) await call(governors, 0, 'signer');
    const { signal } = new AbortController();
    const step = await governors[0]?.admit({
      caller: 'signer',
      strangers: null,
      priority: 'signing',
      signal,
    });
    step?.end({ isAnswered: true });
    await call(governors, 0, 'signer');
    expect(refused).toEqual([]);
    await call(governors, 0, 'signer');
    expect(refused).toHaveLength(1);
  });

  it('have few such places for a caller whose many steps end at once', async () => {
    const governors = await replicas(0, 60, { maxReadWaitMs: 900 });
    const { signal } = new AbortController();
    const steps: (Admission | undefined)[] = [];
    for (let number = 0; number < 24; number += 1)
      steps.push(
        await governors[0]?.admit({ caller: 'signer', strangers: null, priority: 'signing', signal }),
      );
    for (const each of steps) {
      each?.end({ isAnswered: true });
      await call(governors, 0, 'signer');
    }
    // A twentieth of the quota, less what leaves others less.
    expect(started).toHaveLength(2);
    expect(refused).toHaveLength(22);
  });

  it('leave something of the minute to callers who come later, at another replica', async () => {
    const governors = await replicas(0, 60, { maxReadWaitMs: 2000 });
    await Promise.all(Array.from({ length: 60 }, (_, number) => call(governors, number % REPLICAS, 'noisy')));
    expect(started.length).toBeLessThan(40);
    await call(governors, 2, 'quiet');
    expect(started.at(-1)?.caller).toBe('quiet');
  });

  it('keep to a part of it each, after what was used together, when Redis goes', async () => {
    const governors = await replicas(0, 30, { maxReadWaitMs: 900, timeoutMs: 500 });
    for (let number = 0; number < 9; number += 1) await call(governors, number % REPLICAS, `${number}`);
    redis.signal('SIGSTOP');
    await Promise.all(
      Array.from({ length: 60 }, (_, number) => call(governors, number % REPLICAS, `caller ${number}`)),
    );
    redis.signal('SIGCONT');
    expect(started.length).toBeGreaterThan(9);
    expect(started.length).toBeLessThanOrEqual(30);
    for (const replica of [0, 1, 2])
      expect(started.filter((each) => each.replica === replica).length).toBeLessThanOrEqual(10);
  });

  it('keep to their parts while a Redis that has forgotten everything fills', async () => {
    const governors = await replicas(0, 30, { maxReadWaitMs: 3000, probationMs: 60_000 });
    await Promise.all(Array.from({ length: 40 }, (_, number) => call(governors, 0, `caller ${number}`)));
    expect(started.length).toBe(8);
    for (const replica of [1, 2])
      await Promise.all(
        Array.from({ length: 40 }, (_, number) => call(governors, replica, `caller ${number}`)),
      );
    expect(started.length).toBe(24);
  });

  it('give strangers of all replicas together a small part, and take none of it for those whom Vlens takes', async () => {
    const [one, two, three] = await replicas(0, 60, { maxReadWaitMs: 2000 });
    const { signal } = new AbortController();
    const ask = async (governor: QuotaGovernor | undefined, address: string, acceptedAs?: string) => {
      const asker = { caller: `token ${address}`, strangers: 'token' as const, priority: 'read' as const };
      const admission = await governor?.admit({ ...asker, signal }).catch(() => null);
      admission?.end({ isAnswered: true, acceptedAs });
      return admission ? 1 : 0;
    };
    for (let number = 0; number < 9; number += 1)
      expect(await ask(one, 'newcomers', `customer ${number}`)).toBe(1);
    let wasted = 0;
    for (let number = 0; number < 12; number += 1)
      wasted += await ask([one, two, three][number % 3], `guesser ${number}`);
    expect(wasted).toBe(6);
  });

  it.each([
    ['their kind', { token: 6 }],
    ['all kinds together', { unproven: 14, anonymous: 8, token: 2 }],
  ])('ask Redis once for all the strangers who find what %s may waste used up', async (_, usedUp) => {
    const governors = await replicas(0, 60, { maxReadWaitMs: 3000 });
    const [one, two] = governors;
    let addresses = 0;
    const ask = async (governor: QuotaGovernor | undefined, strangers: Strangers) => {
      addresses += 1;
      const { signal } = new AbortController();
      const asker = { caller: `${strangers} ${addresses}`, strangers, priority: 'read' as const };
      (await governor?.admit({ ...asker, signal }).catch(() => null))?.end({ isAnswered: true });
    };
    for (const [kind, calls] of Object.entries(usedUp))
      for (let number = 0; number < calls; number += 1) await ask(one, kind as Strangers);
    // Behind the ends of these calls.
    await links[0]?.client.ping();
    const asked: string[] = [];
    const stop = await redis.watch(([command, ...words]) => {
      const caller = words.find((word) => word.startsWith('test:quota:of:'));
      if (command === 'evalsha' && words.includes('take') && caller) asked.push(caller);
    });
    await Promise.all(Array.from({ length: 200 }, () => ask(two, 'token')));
    await call(governors, 1, 'customer');
    await until(() => asked.includes('test:quota:of:customer'));
    stop();
    expect(started).toHaveLength(1);
    expect(asked.filter((caller) => caller.includes(':token '))).toHaveLength(1);
  });

  it.each(PARTS)(
    'give all kinds of strangers two fifths%s together, and each kind a part that the others leave',
    async (_, perMinute, pace) => {
      const governors = await replicas(0, perMinute, { maxReadWaitMs: 2000 });
      await slowDownTo(pace);
      const wasted = { unproven: 0, anonymous: 0, token: 0 };
      let number = 0;
      for (const strangers of ['unproven', 'anonymous', 'token'] as const)
        for (let asked = 0; asked < 30; asked += 1) {
          number += 1;
          const { signal } = new AbortController();
          const asker = { caller: `${strangers} ${number}`, strangers, priority: 'read' as const, signal };
          const admission = await governors[number % REPLICAS]?.admit(asker).catch(() => null);
          admission?.end({ isAnswered: true });
          if (admission) wasted[strangers] += 1;
        }
      expect(wasted).toEqual({ unproven: 14, anonymous: 8, token: 2 });
    },
  );

  it.each(PARTS)(
    'give a customer one share%s, from whatever addresses Vlens accepts calls about them',
    async (_, perMinute, pace) => {
      const governors = await replicas(0, perMinute, { maxReadWaitMs: 2000 });
      await slowDownTo(pace);
      const askFrom = async (number: number) => {
        const asker = { caller: `address ${number}`, strangers: 'anonymous' as const, about: 'customer' };
        const { signal } = new AbortController();
        const admission = await governors[number % REPLICAS]?.admit({ ...asker, priority: 'read', signal });
        admission?.end({ isAnswered: true, acceptedAs: 'customer' });
        // Behind its end.
        await links[number % REPLICAS]?.client.ping();
      };
      let accepted = 0;
      for (; accepted < 40; accepted += 1) {
        const isRefused = await askFrom(accepted).then(
          () => false,
          () => true,
        );
        if (isRefused) break;
      }
      expect(accepted).toBe(24);
    },
  );

  it('hold the tenant back together, and one probe that is answered sets all of them free', async () => {
    const [one, two] = await replicas(0, 60, { maxReadWaitMs: 2000 });
    const ask = async (governor: QuotaGovernor | undefined) =>
      (await governor?.admit({
        caller: 'a',
        strangers: null,
        priority: 'read',
        signal: new AbortController().signal,
      })) ?? null;
    const refused = await ask(one);
    const link = links[0];
    const state = 'test:quota:state';
    const blockedUntil = async () => Number(await link?.run((client) => client.hget(state, 'blocked until')));
    refused?.end({ refusedForSeconds: 999_999_999 });
    await until(async () => (await blockedUntil()) > 0);
    await expect(ask(two)).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    expect((await blockedUntil()) - Date.now()).toBeLessThanOrEqual(61_000);
    await link?.run((client) => client.hset(state, 'probe at', Date.now() - 1));
    const fresh = (await replicas(0, 60))[2];
    (await ask(fresh))?.end({ isAnswered: true });
    await until(async () => (await blockedUntil()) <= Date.now());
  });

  it('ask again soon while a probe of another one is in flight, and go on once it is answered', async () => {
    const [one, two] = await replicas(0, 60, { maxReadWaitMs: 40_000 });
    const ask = async (governor: QuotaGovernor | undefined, caller: string) =>
      (await governor?.admit({
        caller,
        strangers: null,
        priority: 'read',
        signal: new AbortController().signal,
      })) ?? null;
    (await ask(one, 'a'))?.end({ isAnswered: true });
    const state = { 'blocked until': Date.now() + 50_000, 'probe at': Date.now() - 1 };
    await links[0]?.run((client) => client.hset('test:quota:state', state));
    const probe = await ask(one, 'a');
    let asked = 0;
    const stop = await redis.watch(([command, ...words]) => {
      if (command === 'evalsha' && words.includes('take')) asked += 1;
    });
    const waiting = ask(two, 'b').catch(String);
    await until(() => asked > 0);
    stop();
    probe?.end({ isAnswered: true });
    expect(await waiting).toMatchObject({ waitedMs: expect.any(Number) });
  });

  it.each([
    ['whose caller left', true],
    ['whose end was lost', false],
  ])('let another probe go after one %s', async (_what, isGivenBack) => {
    await replicas(0, 60);
    const [link] = links;
    if (!link) throw new Error('There is no link.');
    const quota = new RedisQuota({
      link,
      keyPrefix: 'test:',
      perSecond: 0,
      perMinute: 60,
      maxCallMs: MAX_CALL_MS,
      maxReplicas: REPLICAS,
      probationMs: 0,
    });
    const asked = { caller: 'a', strangers: null, priority: 'read', expectedCallMs: 20 } as const;
    const take = async () => {
      const taking = await quota.take(asked);
      return taking.kind === 'changed' ? quota.take(asked) : taking;
    };
    const state = 'test:quota:state';
    const hold = (probeAt: number) =>
      link.run((client) => client.hset(state, { 'blocked until': Date.now() + 50_000, 'probe at': probeAt }));
    const first = await take();
    if (first.kind !== 'taken') throw new Error('No place.');
    first.place.end({ isAnswered: true });
    await hold(Date.now() - 1);
    const probe = await take();
    expect(probe.kind).toBe('taken');
    expect((await take()).kind).toBe('wait');
    if (probe.kind === 'taken' && isGivenBack) probe.place.giveBack();
    // As if it had begun so long ago as no call lasts.
    await hold(Date.now() - 1);
    expect((await take()).kind).toBe('taken');
  });

  it('take what all have used for used no longer than it counts, though nobody asks meanwhile', async () => {
    const clock = new HeldClock();
    const link = { onHealed: () => {}, script: async () => ['taken', 50, 0] } as unknown as RedisLink;
    const quota = new RedisQuota({
      link,
      keyPrefix: 'test:',
      perSecond: 0,
      perMinute: 60,
      maxCallMs: MAX_CALL_MS,
      maxReplicas: REPLICAS,
      now: () => clock.monotonicNow(),
    });
    const settings = { perSecond: 0, perMinute: 60, maxReadWaitMs: 2000, maxSigningWaitMs: 10_000 };
    const governor = new QuotaGovernor(settings, clock, quota);
    await quota.take({ caller: 'a', strangers: null, priority: 'read', expectedCallMs: 100 });
    await clock.advance(59_000);
    expect(governor.isShort).toBe(true);
    await clock.advance(1000 + MAX_CALL_MS);
    expect(governor.isShort).toBe(false);
  });

  it.each([1, 'upstream failure'])(
    'keep to their part where what stands between answers %p in Redis’s place',
    async (reply) => {
      const link = { onHealed: () => {}, script: async () => reply } as unknown as RedisLink;
      const quota = new RedisQuota({
        link,
        keyPrefix: 'test:',
        perSecond: 0,
        perMinute: 30,
        maxCallMs: MAX_CALL_MS,
        maxReplicas: REPLICAS,
      });
      const read = { caller: 'a', strangers: null, priority: 'read', expectedCallMs: 100 } as const;
      expect(await quota.take(read)).toEqual({ kind: 'down' });
      expect(quota.part).toBe(1 / REPLICAS);
    },
  );
});
