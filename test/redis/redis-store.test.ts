import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Redis } from 'ioredis';
import type { RecordId } from '../../src/idempotency/store.js';
import { RedisDown, RedisLink } from '../../src/redis/redis-link.js';
import { RedisStore } from '../../src/redis/redis-store.js';
import { UNNOTICED_STEP_MS } from '../../src/redis/store-scripts.js';
import { RedisPair } from '../../tools/soak/redis-pair.js';
import { held } from '../support/held.js';
import { describeWithRedis, RedisProcess } from '../support/redis-process.js';
import { until } from '../support/until.js';

const ANSWER = Buffer.from('encrypted');
const STEP_MS = 60_000;
/** Of one that hangs; a busy machine holds up one that does not. */
const TIMEOUT_MS = 2000;

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
  const link = new RedisLink({ url, keyPrefix: '{test}:', timeoutMs: TIMEOUT_MS });
  const store = new RedisStore({ link, keyPrefix: '{test}:', maxStepMs: STEP_MS, limits });
  open.push({ link, store });
  await link.opened(30_000);
  if (url !== redis.url) return { link, store };
  await until(async () => (await raw.hget('{test}:epoch', 'since')) !== null);
  await raw.hset('{test}:epoch', 'since', Date.now() - 120_000);
  return { link, store };
}

/** As a process that is stopped, or on a machine that hangs: it asks nothing of Redis until it goes on. */
function frozen(link: RedisLink): () => void {
  const run = link.run;
  link.run = () => Promise.reject(new RedisDown(false));
  return () => {
    link.run = run;
  };
}

/** Resolves once so many beats of replicas have come to Redis. */
async function beaten(times: number): Promise<void> {
  const beats = async () => Number(/cmdstat_zadd:calls=(\d+)/.exec(await raw.info('commandstats'))?.[1]);
  const before = await beats();
  await until(async () => (await beats()) >= before + times);
}

describeWithRedis('The store of steps in Redis', () => {
  it('lets one of all replicas claim, and gives its answer to each', async () => {
    const [{ store: a }, { store: b }] = [await replica(), await replica()];
    expect(await a.claim(id('r'), 'f')).toEqual({ state: 'claimed' });
    expect(await b.claim(id('r'), 'f')).toEqual({ state: 'in flight', fingerprint: 'f' });
    await a.settle(id('r'), 'f', ANSWER);
    expect(await b.claim(id('r'), 'f')).toMatchObject({ state: 'settled', fingerprint: 'f' });
  });

  it('looks once for all who wait at a replica for one step of another replica', async () => {
    const [{ store: a }, { store: b }] = [await replica(), await replica()];
    await a.claim(id('r'), 'f');
    let looks = 0;
    const stopWatching = await redis.watch(([command, ...words]) => {
      if (command === 'evalsha' && words.includes('{test}:step:r')) looks += 1;
    });
    const waiter = async () => {
      const { signal } = new AbortController();
      for (let rounds = 0; ; rounds += 1) {
        const claim = await b.claim(id('r'), 'f');
        if (claim.state !== 'in flight') return { claim, rounds };
        await b.changed(id('r'), signal);
      }
    };
    const waiters = Array.from({ length: 100 }, waiter);
    await until(() => looks >= 5);
    await a.settle(id('r'), 'f', ANSWER);
    const ends = await Promise.all(waiters);
    stopWatching();
    for (const { claim } of ends) expect(claim).toMatchObject({ state: 'settled', fingerprint: 'f' });
    // One look in each round, the last one, and what settled it.
    expect(looks).toBeLessThan(Math.max(...ends.map(({ rounds }) => rounds)) + 5);
  });

  it('gives a step to one of those who ask for it at one replica at once', async () => {
    const { store } = await replica();
    const claims = await Promise.all(['f', 'f', 'g'].map((fingerprint) => store.claim(id('r'), fingerprint)));
    expect(claims).toEqual([
      { state: 'claimed' },
      { state: 'in flight', fingerprint: 'f' },
      { state: 'in flight', fingerprint: 'f' },
    ]);
  });

  it('lets a waiter go at once when its caller leaves', async () => {
    const { store } = await replica();
    const leaving = new AbortController();
    const waits = store.changed(id('r'), leaving.signal).then(() => 'left');
    leaving.abort();
    expect(await Promise.race([waits, pause(50, 'waited')])).toBe('left');
  });

  it('never tells UNKNOWN of a step that was not sent, however often it was repeated while Redis hung', async () => {
    const { store, link } = await replica();
    redis.signal('SIGSTOP');
    const tries = await Promise.allSettled([1, 2, 3].map(() => store.claim(id('r'), 'f')));
    expect(tries.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    // Written while the socket still seemed well, and executed by Redis after all. The three shared one claim.
    expect(store.pendingWrites).toBe(1);
    await expect(store.claim(id('r'), 'f')).rejects.toThrow('Nothing was sent');
    expect(store.pendingWrites).toBe(1);
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

  describe('where the replica that claimed a step is killed', () => {
    const unseen = async () => {
      const [first] = await raw.zrange('{test}:replicas', '0', '-1');
      await raw.zadd('{test}:replicas', Date.now() - 6000, String(first));
    };
    /** One that claimed a step and is not seen any more, and another. */
    const killed = async (isSent: boolean) => {
      const { store: a, link } = await replica();
      await until(async () => (await raw.zcard('{test}:replicas')) === 1);
      expect(await a.claim(id('r'), 'f')).toEqual({ state: 'claimed' });
      if (isSent) await a.markSent(id('r'));
      const thaw = frozen(link);
      await unseen();
      return { a, thaw, b: (await replica()).store };
    };

    it('takes the step over that still waited to be sent, and has the first one send nothing', async () => {
      const { a, thaw, b } = await killed(false);
      expect(await b.claim(id('r'), 'f')).toEqual({ state: 'claimed' });
      expect(await b.markSent(id('r'))).toBe(true);
      // It was only frozen.
      thaw();
      expect(await a.markSent(id('r'))).toBe(false);
      await a.release(id('r'));
      expect(await (await replica()).store.claim(id('r'), 'f')).toMatchObject({ state: 'in flight' });
      await b.settle(id('r'), 'f', ANSWER);
      await until(() => b.pendingWrites === 0);
      expect(await a.claim(id('r'), 'f')).toMatchObject({ state: 'settled' });
    });

    it('takes over no step that was sent: it is lost', async () => {
      const { b } = await killed(true);
      expect(await b.claim(id('r'), 'f')).toMatchObject({ state: 'in flight' });
      await raw.hset('{test}:step:r', 'until', Date.now() - 1);
      expect(await b.claim(id('r'), 'f')).toMatchObject({ state: 'lost' });
    });

    it('takes over none after a failover, which may have lost that it was sent', async () => {
      const { b } = await killed(false);
      await raw.hset('{test}:epoch', 'run', 'another');
      await until(async () => (await raw.hget('{test}:epoch', 'run')) !== 'another');
      await raw.hset('{test}:epoch', 'since', Date.now() - 120_000);
      await unseen();
      expect(await b.claim(id('r'), 'f')).toMatchObject({ state: 'in flight' });
      await raw.hset('{test}:step:r', 'until', Date.now() - 1);
      expect(await b.claim(id('r'), 'f')).toMatchObject({ state: 'lost' });
    });

    it('has the first one send nothing also where a failover lost that it was taken over', async () => {
      const { store: a, link: ofA } = await replica();
      await until(async () => (await raw.zcard('{test}:replicas')) === 1);
      for (const name of ['r', 'sent']) await a.claim(id(name), 'f');
      await a.markSent(id('sent'));
      const thaw = frozen(ofA);
      await unseen();
      const { store: b, link: ofB } = await replica();
      expect(await b.claim(id('r'), 'f')).toEqual({ state: 'claimed' });
      expect(await b.markSent(id('r'))).toBe(true);
      frozen(ofB);
      await raw.del('{test}:step:r', '{test}:step:sent');
      await raw.hset('{test}:epoch', 'run', 'another');
      // So long it stood still.
      const now = performance.now.bind(performance);
      const clock = jest.spyOn(performance, 'now').mockImplementation(() => now() + 6000);
      thaw();
      await until(async () => (await raw.exists('{test}:step:sent')) === 1);
      const isMine = await a.markSent(id('r'));
      clock.mockRestore();
      expect(isMine).toBe(false);
    });

    it('takes over none of one that is alive', async () => {
      const [{ store: a }, { store: b }] = [await replica(), await replica()];
      await a.claim(id('r'), 'f');
      expect(await b.claim(id('r'), 'f')).toMatchObject({ state: 'in flight' });
      expect(await a.markSent(id('r'))).toBe(true);
    });
  });

  it('sends nothing while Redis does not take its word', async () => {
    const { store, link } = await replica();
    await store.claim(id('r'), 'f');
    redis.signal('SIGSTOP');
    await expect(store.markSent(id('r'))).rejects.toThrow('Nothing was sent');
    await store.release(id('r'));
    redis.signal('SIGCONT');
    await until(() => link.isUp && store.pendingWrites === 0);
    expect(await store.claim(id('r'), 'f')).toEqual({ state: 'claimed' });
  });

  it('bounds how long a record of the future counts as under way', async () => {
    const { store } = await replica();
    await raw.hset('{test}:step:r', 'fingerprint', 'f', 'owner', 'gone', 'until', Date.now() + 3_600_000);
    expect(await store.claim(id('r'), 'f')).toMatchObject({ state: 'in flight' });
    expect(Number(await raw.hget('{test}:step:r', 'until'))).toBeLessThanOrEqual(
      Date.now() + STEP_MS + UNNOTICED_STEP_MS,
    );
  });

  it('writes again what it settled, and what is under way, when a failover lost it', async () => {
    const [{ store: a }, { store: b }] = [await replica(), await replica()];
    await a.claim(id('settled'), 'f');
    await a.settle(id('settled'), 'f', ANSWER);
    await a.claim(id('in flight'), 'f');
    // What a failover to a replica that lacks the last writes looks like: another run, without them.
    expect(await raw.del('{test}:step:settled', '{test}:step:in flight')).toBe(2);
    await raw.hset('{test}:epoch', 'run', 'another');
    await expect(b.claim(id('settled'), 'f')).rejects.toThrow('Nothing was sent');
    await until(async () => (await b.claim(id('settled'), 'f').catch(() => null)) !== null);
    expect(await b.claim(id('settled'), 'f')).toMatchObject({ state: 'settled' });
    expect(await b.claim(id('in flight'), 'f')).toMatchObject({ state: 'in flight' });
  });

  it('writes it again also where the same server is primary once more, with the data of one that lacked it', async () => {
    const other = await RedisProcess.start();
    const ofOther = new Redis(other.url);
    try {
      await ofOther.replicaof('127.0.0.1', redis.port);
      await until(async () => (await ofOther.info('replication')).includes('master_link_status:up'));
      const [{ store: a }, { store: b }] = [await replica(), await replica()];
      const isInSync = async () =>
        (await ofOther.hlen('{test}:told')) === 2 &&
        (await ofOther.hget('{test}:epoch', 'since')) === (await raw.hget('{test}:epoch', 'since'));
      await until(isInSync);
      // Cut off from its primary, it stays a replica and misses what comes now.
      await ofOther.replicaof('127.0.0.1', 1);
      await until(async () => (await a.claim(id('r'), 'f').catch(() => null))?.state === 'claimed');
      await a.settle(id('r'), 'f', ANSWER);
      await ofOther.replicaof('NO', 'ONE');
      await raw.replicaof('127.0.0.1', other.port);
      await until(async () => (await raw.info('replication')).includes('master_link_status:up'));
      expect(await raw.exists('{test}:step:r')).toBe(0);
      await raw.replicaof('NO', 'ONE');
      await until(async () => (await b.claim(id('r'), 'f').catch(() => null)) !== null);
      expect(await b.claim(id('r'), 'f')).toMatchObject({ state: 'settled' });
    } finally {
      ofOther.disconnect();
      await other.kill();
    }
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

  it('stays in doubt about it where Redis fails over once more within that minute', async () => {
    const { store } = await replica();
    const dead = 'a replica that was killed';
    const isInDoubt = async () => (await raw.smembers('{test}:untold')).join() === dead;
    await raw.zadd('{test}:replicas', Date.now(), dead);
    await raw.hset('{test}:epoch', 'run', 'another');
    await until(isInDoubt);
    // By the next failover the others have been seen again, and it has not.
    await raw.zadd('{test}:replicas', Date.now() - 10_000, dead);
    await raw.hset('{test}:epoch', 'run', 'one more');
    await expect(store.claim(id('r'), 'f')).rejects.toThrow('Nothing was sent');
    await until(async () => (await raw.hget('{test}:epoch', 'run')) !== 'one more');
    await raw.hset('{test}:epoch', 'since', Date.now() - 11_000);
    expect(await store.claim(id('r'), 'f')).toMatchObject({ state: 'lost' });
    await raw.hset('{test}:epoch', 'since', Date.now() - 61_000);
    expect(await store.claim(id('later'), 'f')).toEqual({ state: 'claimed' });
    // Then nobody is in doubt about it any more, however often Redis fails over.
    await beaten(2);
    await raw.hset('{test}:epoch', 'run', 'yet another');
    await until(async () => (await raw.hget('{test}:epoch', 'run')) !== 'yet another');
    // The living one is waited for, too, until it has reported.
    await until(async () => (await raw.scard('{test}:untold')) === 0);
  });

  it('and where Redis comes back empty once more within that minute', async () => {
    const { store, link } = await replica();
    const dead = 'a replica that was killed';
    const isInDoubt = async () => (await raw.smembers('{test}:untold').catch(() => [])).join() === dead;
    await raw.zadd('{test}:replicas', Date.now(), dead);
    await raw.hset('{test}:epoch', 'run', 'another');
    await until(isInDoubt);
    await beaten(3);
    await redis.kill();
    await redis.start();
    await until(async () => link.isUp && (await raw.exists('{test}:epoch').catch(() => 0)) === 1);
    await until(isInDoubt);
    await raw.hset('{test}:epoch', 'since', Date.now() - 11_000);
    expect(await store.claim(id('r'), 'f')).toMatchObject({ state: 'lost' });
  });

  it.each(['comes back empty', 'is emptied'])(
    'takes no step again that a replica took which is frozen while Redis %s',
    async (how) => {
      const [{ store: a, link: ofA }, { store: b, link: ofB }] = [await replica(), await replica()];
      await a.claim(id('r'), 'f');
      await a.settle(id('r'), 'f', ANSWER);
      await until(async () => (await raw.hlen('{test}:told')) === 2);
      // With its next beat the other has seen it.
      await beaten(4);
      const thaw = frozen(ofA);
      if (how === 'is emptied') await raw.flushall();
      else {
        await redis.kill();
        await redis.start();
      }
      await until(async () => ofB.isUp && (await raw.smembers('{test}:untold').catch(() => [])).length === 1);
      await raw.hset('{test}:epoch', 'since', Date.now() - 5000);
      await expect(b.claim(id('r'), 'f')).rejects.toThrow('Nothing was sent');
      await raw.hset('{test}:epoch', 'since', Date.now() - 11_000);
      expect(await b.claim(id('other'), 'f')).toMatchObject({ state: 'lost' });
      thaw();
      await until(async () => (await raw.scard('{test}:untold')) === 0);
      expect(await b.claim(id('r'), 'f')).toMatchObject({ state: 'settled' });
      expect(await b.claim(id('new'), 'f')).toEqual({ state: 'claimed' });
    },
  );

  it('does not call a step lost that is in flight while Redis’s clock steps ahead', async () => {
    const [{ store: a }, { store: b }] = [await replica(), await replica()];
    await a.claim(id('r'), 'f');
    await raw.hset('{test}:step:gone', 'fingerprint', 'f', 'owner', 'gone', 'until', Date.now());
    await until(async () => (await raw.zcard('{test}:replicas')) === 2);
    await raw.hincrby('{test}:step:r', 'until', -7_200_000);
    for (const each of await raw.zrange('{test}:replicas', '0', '-1'))
      await raw.zincrby('{test}:replicas', -7_200_000, each);
    expect(await b.claim(id('r'), 'f')).toMatchObject({ state: 'in flight' });
    await until(async () => (await b.claim(id('gone'), 'f')).state === 'lost');
    expect(await b.claim(id('r'), 'f')).toMatchObject({ state: 'in flight' });
    await a.settle(id('r'), 'f', ANSWER);
    expect(await b.claim(id('r'), 'f')).toMatchObject({ state: 'settled' });
  });

  it.each([9_000, 15_000, 55_000, 65_000])(
    'does not call a step lost that is nearly at its end when Redis’s clock steps ahead by %d ms',
    async (aheadMs) => {
      const [{ store: a }, { store: b }] = [await replica(), await replica()];
      await a.claim(id('r'), 'f');
      await a.markSent(id('r'));
      await until(async () => (await raw.zcard('{test}:replicas')) === 2);
      await raw.hincrby('{test}:step:r', 'until', -(STEP_MS - 500) - aheadMs);
      for (const each of await raw.zrange('{test}:replicas', '0', '-1'))
        await raw.zincrby('{test}:replicas', -aheadMs, each);
      expect(await b.claim(id('r'), 'f')).toMatchObject({ state: 'in flight' });
    },
  );

  it('takes leave only of a Redis that will know it: what it said to a primary whose replica takes its place is lost', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'redis-'));
    const pair = await RedisPair.inFolder(folder);
    const rights = new Redis(pair.url);
    rights.on('error', () => {});
    const [a, b] = await Promise.all([replica({}, pair.url), replica({}, pair.url)]);
    await until(async () => (await rights.zcard('{test}:replicas')) === 2);
    await a.store.opened();
    const [isSaid, said] = held();
    let failingOver: Promise<void> | undefined;
    try {
      failingOver = pair.failOver(isSaid);
      await until(async () => (await rights.info('replication')).includes('connected_slaves:0'));
      expect(await a.store.claim(id('last'), 'f')).toEqual({ state: 'claimed' });
      await a.store.settle(id('last'), 'f', ANSWER);
      // Then its process ends.
      const left = a.store.close(30_000).then(() => a.link.close());
      // It has said so to the old primary.
      await until(async () => (await rights.zcard('{test}:replicas')) === 1);
      said();
      await left;
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
      said();
      await failingOver?.catch(() => undefined);
      rights.disconnect();
      await b.store.close();
      b.link.close();
      open = [];
      await pair.kill();
      await rm(folder, { recursive: true });
    }
  }, 120_000);
});
