import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { RedisLink } from '../../src/redis/redis-link.js';
import { RedisQuota } from '../../src/redis/redis-quota.js';
import { VlensFault } from '../../src/vlens/faults.js';
import { processClock } from '../../src/vlens/quota/clock.js';
import { QuotaGovernor } from '../../src/vlens/quota/governor.js';
import { describeWithRedis, RedisProcess } from '../support/redis-process.js';

const CALL_MS = 30;
const REPLICAS = 3;

let redis: RedisProcess;
let links: RedisLink[];
let started: { at: number; priority: string; caller: string; replica: number }[];
let refused: VlensFault[];
beforeEach(async () => {
  redis = await RedisProcess.start();
  links = [];
  started = [];
  refused = [];
});
afterEach(async () => {
  for (const link of links) link.close();
  await redis.kill();
});

async function replicas(
  perSecond: number,
  perMinute: number,
  { probationMs = 0, maxReadWaitMs = 5000 } = {},
): Promise<QuotaGovernor[]> {
  links = Array.from({ length: REPLICAS }, () => new RedisLink({ url: redis.url, keyPrefix: 'test:' }));
  await Promise.all(links.map((link) => link.opened(2000)));
  return links.map((link) => {
    const quota = new RedisQuota({
      link,
      keyPrefix: 'test:',
      perSecond,
      perMinute,
      longestCallMs: 1000,
      maxReplicas: REPLICAS,
      probationMs,
    });
    return new QuotaGovernor(
      { perSecond, perMinute, maxReadWaitMs, maxSigningWaitMs: 10_000 },
      processClock,
      quota,
    );
  });
}

async function call(
  governors: QuotaGovernor[],
  replica: number,
  caller: string,
  priority: 'read' | 'signing' = 'read',
): Promise<void> {
  const governor = governors[replica];
  if (!governor) throw new Error('There is no such replica.');
  try {
    const admission = await governor.admit({
      caller,
      strangers: null,
      priority,
      signal: new AbortController().signal,
    });
    started.push({ at: performance.now(), priority, caller, replica });
    await pause(CALL_MS);
    admission.end();
  } catch (error) {
    if (!(error instanceof VlensFault)) throw error;
    refused.push(error);
  }
}

/** The most calls that began within any span of so long. */
function busiest(spanMs: number): number {
  const starts = started.map(({ at }) => at);
  return Math.max(0, ...starts.map((from) => starts.filter((at) => at >= from && at < from + spanMs).length));
}

describeWithRedis('Replicas that count the quota in one Redis', () => {
  it('never exceed a second’s quota together', async () => {
    const governors = await replicas(10, 0);
    await Promise.all(
      Array.from({ length: 45 }, (_, number) =>
        call(governors, number % REPLICAS, `caller ${number % 5}`, number % 9 ? 'read' : 'signing'),
      ),
    );
    expect(started.length).toBeGreaterThan(30);
    expect(busiest(1000)).toBeLessThanOrEqual(10);
  });

  it('never exceed a minute’s quota together, whoever asks, and say when to come again', async () => {
    const governors = await replicas(0, 30, { maxReadWaitMs: 500 });
    await Promise.all(
      Array.from({ length: 60 }, (_, number) => call(governors, number % REPLICAS, `caller ${number}`)),
    );
    expect(started.length).toBe(24);
    expect(refused.every(({ code }) => code === 'RATE_LIMITED')).toBe(true);
    expect(refused[0]?.details.retryAfterSeconds).toBeGreaterThan(50);
  });

  it('keep a part for signing steps, which go before the reads of every replica', async () => {
    const governors = await replicas(10, 0);
    const reads = Array.from({ length: 30 }, (_, number) => call(governors, number % REPLICAS, `${number}`));
    await pause(100);
    const begun = performance.now();
    const signing = Array.from({ length: 4 }, (_, number) =>
      call(governors, number % REPLICAS, 'signer', 'signing'),
    );
    await Promise.all(signing);
    const last = started.filter(({ priority }) => priority === 'signing').at(-1);
    expect((last?.at ?? Number.POSITIVE_INFINITY) - begun).toBeLessThan(1300);
    await Promise.all(reads);
    expect(busiest(1000)).toBeLessThanOrEqual(10);
  });

  it('leave something of the minute to callers who come later, at another replica', async () => {
    const governors = await replicas(0, 60, { maxReadWaitMs: 200 });
    await Promise.all(Array.from({ length: 60 }, (_, number) => call(governors, number % REPLICAS, 'noisy')));
    expect(started.length).toBeLessThan(40);
    await call(governors, 2, 'quiet');
    expect(started.at(-1)?.caller).toBe('quiet');
  });

  it('keep to a part of it each, after what was used together, when Redis goes', async () => {
    const governors = await replicas(0, 30, { maxReadWaitMs: 900 });
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
    const governors = await replicas(0, 30, { maxReadWaitMs: 300, probationMs: 60_000 });
    await Promise.all(Array.from({ length: 40 }, (_, number) => call(governors, 0, `caller ${number}`)));
    expect(started.length).toBe(8);
    for (const replica of [1, 2])
      await Promise.all(
        Array.from({ length: 40 }, (_, number) => call(governors, replica, `caller ${number}`)),
      );
    expect(started.length).toBe(24);
  });

  it('give strangers of all replicas together a small part, and take none of it for those whom Vlens takes', async () => {
    const [one, two, three] = await replicas(0, 60, { maxReadWaitMs: 50 });
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

  it('hold the tenant back together, and one probe that is answered sets all of them free', async () => {
    const [one, two] = await replicas(0, 60, { maxReadWaitMs: 50 });
    const ask = async (governor: QuotaGovernor | undefined) =>
      (await governor?.admit({
        caller: 'a',
        strangers: null,
        priority: 'read',
        signal: new AbortController().signal,
      })) ?? null;
    const refused = await ask(one);
    refused?.end({ refusedForSeconds: 999_999_999 });
    await pause(50);
    await expect(ask(two)).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    const link = links[0];
    const state = 'test:quota:state';
    const until = Number(await link?.run((client) => client.hget(state, 'blocked until')));
    expect(until - Date.now()).toBeLessThanOrEqual(61_000);
    await link?.run((client) => client.hset(state, 'probe at', Date.now() - 1));
    const fresh = (await replicas(0, 60, { maxReadWaitMs: 50 }))[2];
    (await ask(fresh))?.end({ isAnswered: true });
    await pause(50);
    const after = Number(await links[0]?.run((client) => client.hget(state, 'blocked until')));
    expect(after).toBeLessThanOrEqual(Date.now());
  });
});
