import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import type { RecordId } from '../../src/idempotency/store.js';
import { RedisLink } from '../../src/redis/redis-link.js';
import { RedisStore } from '../../src/redis/redis-store.js';
import { RedisPair } from '../../tools/soak/redis-pair.js';
import { describeWithRedis, RedisProcess } from '../support/redis-process.js';
import { until } from '../support/until.js';

const ANSWER = Buffer.from('encrypted');
const STEP_MS = 60_000;

let redis: RedisProcess;
let raw: Redis;
let open: { link: RedisLink; store: RedisStore }[];
beforeEach(async () => {
  redis = await RedisProcess.start();
  raw = new Redis(redis.url);
  raw.on('error', () => {});
  open = [];
});
afterEach(async () => {
  for (const { link, store } of open) {
    await store.close();
    link.close();
  }
  raw.disconnect();
  await redis.kill();
});

const id = (name: string) => name as RecordId;

/** A replica whose Redis is old enough to be claimed in. */
async function replica(limits?: { maxPendingWrites?: number }, url = redis.url) {
  const link = new RedisLink({ url, keyPrefix: '{test}:' });
  const store = new RedisStore({ link, keyPrefix: '{test}:', maxStepMs: STEP_MS, limits });
  open.push({ link, store });
  await link.opened(2000);
  if (url !== redis.url) return { link, store };
  await until(async () => (await raw.hget('{test}:epoch', 'since')) !== null);
  await raw.hset('{test}:epoch', 'since', Date.now() - 120_000);
  return { link, store };
}

describeWithRedis('The store of steps in Redis', () => {
  it('lets one of all replicas claim, and gives its answer to each', async () => {
    const [{ store: a }, { store: b }] = [await replica(), await replica()];
    expect(await a.claim(id('r'), 'f')).toEqual({ state: 'claimed' });
    expect(await b.claim(id('r'), 'f')).toEqual({ state: 'in flight', fingerprint: 'f' });
    await a.settle(id('r'), 'f', ANSWER);
    expect(await b.claim(id('r'), 'f')).toMatchObject({ state: 'settled', fingerprint: 'f' });
  });

  it('never tells UNKNOWN of a step that was not sent, however often it was repeated while Redis hung', async () => {
    const { store, link } = await replica();
    redis.signal('SIGSTOP');
    const tries = await Promise.allSettled([1, 2, 3].map(() => store.claim(id('r'), 'f')));
    expect(tries.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    // Written while the socket still seemed well, and executed by Redis after all.
    expect(store.pendingWrites).toBe(3);
    await expect(store.claim(id('r'), 'f')).rejects.toThrow('Nothing was sent');
    expect(store.pendingWrites).toBe(3);
    redis.signal('SIGCONT');
    await until(() => link.isUp && store.pendingWrites === 0);
    expect(await store.claim(id('r'), 'f')).toEqual({ state: 'claimed' });
  });

  it('nor where a proxy before Redis lost the answer, and says an error of its own', async () => {
    const { store: direct } = await replica();
    let isLost = false;
    const proxy = createServer((client) => {
      const to = connect(redis.port, '127.0.0.1').on('error', () => {});
      client.on('error', () => {}).on('close', () => to.destroy());
      client.pipe(to);
      to.on('data', (answer) => client.write(isLost ? '-upstream failure\r\n' : answer));
    }).listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    const { port } = proxy.address() as AddressInfo;
    const { store } = await replica({}, `redis://127.0.0.1:${port}`);
    // Redis knows the script from now on.
    await store.claim(id('other'), 'f');
    isLost = true;
    await expect(store.claim(id('r'), 'f')).rejects.toThrow('Nothing was sent');
    expect(await direct.claim(id('r'), 'f')).toMatchObject({ state: 'in flight' });
    isLost = false;
    await until(() => store.pendingWrites === 0);
    expect(await direct.claim(id('r'), 'f')).toEqual({ state: 'claimed' });
    proxy.close();
  });

  it('voids a claim that reaches Redis after its release', async () => {
    const { store } = await replica();
    redis.signal('SIGSTOP');
    await store.claim(id('r'), 'f').catch(() => undefined);
    redis.signal('SIGCONT');
    await until(() => store.pendingWrites === 0);
    const [mark] = await raw.keys('{test}:void:*');
    expect(mark).toBeDefined();
    expect(await raw.pttl(mark as string)).toBeGreaterThan(0);
  });

  it('owes nothing for commands that were never written', async () => {
    const { store, link } = await replica();
    await redis.kill();
    await until(() => !link.isUp);
    for (let number = 0; number < 100; number += 1)
      await store.claim(id(`r${number}`), 'f').catch(() => undefined);
    expect(store.pendingWrites).toBe(0);
  });

  it('refuses new claims where it owes too much, instead of forgetting', async () => {
    const { store } = await replica({ maxPendingWrites: 2 });
    await store.claim(id('a'), 'f');
    await store.claim(id('b'), 'f');
    await expect(store.claim(id('c'), 'f')).rejects.toThrow('Nothing was sent');
    await store.settle(id('a'), 'f', ANSWER);
    expect(await store.claim(id('c'), 'f')).toEqual({ state: 'claimed' });
  });

  it('takes a stamp of a clock that has stepped back as new, and waits no longer than for a new one', async () => {
    const { store } = await replica();
    await raw.hset('{test}:epoch', 'since', Date.now() + 3_600_000);
    await expect(store.claim(id('r'), 'f')).rejects.toThrow('Nothing was sent');
    expect(Number(await raw.hget('{test}:epoch', 'since'))).toBeLessThanOrEqual(Date.now());
    await until(async () => (await store.claim(id('r'), 'f').catch(() => null)) !== null);
  });

  it('takes no step again that Redis forgot since its clock stepped a day ahead', async () => {
    const [{ store: a }, { store: b }] = [await replica(), await replica()];
    await a.claim(id('r'), 'f');
    await a.settle(id('r'), 'f', ANSWER);
    await until(async () => (await raw.zcard('{test}:replicas')) === 2);
    await raw.del('{test}:step:r');
    for (const each of await raw.zrange('{test}:replicas', '0', '-1'))
      await raw.zincrby('{test}:replicas', -86_400_000, each);
    await expect(b.claim(id('r'), 'f')).rejects.toThrow('Nothing was sent');
    await until(async () => (await b.claim(id('r'), 'f').catch(() => null)) !== null);
    expect(await b.claim(id('r'), 'f')).toMatchObject({ state: 'settled' });
  });

  it('bounds how long a record of the future counts as under way', async () => {
    const { store } = await replica();
    await raw.hset('{test}:step:r', 'fingerprint', 'f', 'owner', 'gone', 'until', Date.now() + 3_600_000);
    expect(await store.claim(id('r'), 'f')).toMatchObject({ state: 'in flight' });
    expect(Number(await raw.hget('{test}:step:r', 'until'))).toBeLessThanOrEqual(Date.now() + STEP_MS);
  });

  it('writes again what it settled, and what is under way, when a failover lost it', async () => {
    const [{ store: a }, { store: b }] = [await replica(), await replica()];
    await a.claim(id('settled'), 'f');
    await a.settle(id('settled'), 'f', ANSWER);
    await a.claim(id('in flight'), 'f');
    // What a failover to a replica that lacks the last writes looks like: another run, without them.
    await raw.del('{test}:step:settled', '{test}:step:under way');
    await raw.hset('{test}:epoch', 'run', 'another');
    await expect(b.claim(id('settled'), 'f')).rejects.toThrow('Nothing was sent');
    await until(async () => (await b.claim(id('settled'), 'f').catch(() => null)) !== null);
    expect(await b.claim(id('settled'), 'f')).toMatchObject({ state: 'settled' });
    expect(await b.claim(id('in flight'), 'f')).toMatchObject({ state: 'in flight' });
  });

  it('tells UNKNOWN where a replica ended together with the last epoch, since it may have sent the step', async () => {
    const { store } = await replica();
    const dead = 'a replica that was killed';
    await raw.zadd('{test}:replicas', Date.now(), dead);
    await raw.hset('{test}:epoch', 'run', 'another');
    await expect(store.claim(id('r'), 'f')).rejects.toThrow('Nothing was sent');
    await until(async () => (await raw.smembers('{test}:untold')).join() === dead);
    await raw.hset('{test}:epoch', 'since', Date.now() - 5000);
    await expect(store.claim(id('r'), 'f')).rejects.toThrow('Nothing was sent');
    await raw.hset('{test}:epoch', 'since', Date.now() - 11_000);
    expect(await store.claim(id('r'), 'f')).toMatchObject({ state: 'lost' });
    await raw.hset('{test}:epoch', 'since', Date.now() - 61_000);
    expect(await store.claim(id('later'), 'f')).toEqual({ state: 'claimed' });
  });

  it('takes leave only of a Redis that will know it: what it said to a primary whose replica takes its place is lost', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'redis-'));
    const pair = await RedisPair.inFolder(folder);
    const rights = new Redis(pair.url);
    rights.on('error', () => {});
    const [a, b] = await Promise.all([replica({}, pair.url), replica({}, pair.url)]);
    await until(async () => (await rights.zcard('{test}:replicas')) === 2);
    await a.store.opened();
    try {
      const failingOver = pair.failOver(1000);
      await until(async () => (await rights.info('replication')).includes('connected_slaves:0'));
      expect(await a.store.claim(id('last'), 'f')).toEqual({ state: 'claimed' });
      await a.store.settle(id('last'), 'f', ANSWER);
      // Then its process ends.
      await a.store.close(30_000).then(() => a.link.close());
      await failingOver;
      const claims: unknown[] = [];
      for (const name of ['last', 'new'])
        await until(async () => {
          const claim = await b.store.claim(id(name), 'f').catch(() => null);
          if (claim) claims.push(claim.state);
          return claim !== null;
        });
      // In doubt about the one that has gone, a new one would be `lost`.
      expect(claims).toEqual(['settled', 'claimed']);
    } finally {
      rights.disconnect();
      await b.store.close();
      b.link.close();
      open = [];
      await pair.kill();
      await rm(folder, { recursive: true });
    }
  }, 120_000);
});
