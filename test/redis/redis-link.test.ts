import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { RedisAttempts } from '../../src/redis/redis-attempts.js';
import { RedisBus } from '../../src/redis/redis-bus.js';
import { SharedStateHealth } from '../../src/redis/redis-health.js';
import { RedisLink, resubscribeDelayMs } from '../../src/redis/redis-link.js';
import { redisTarget } from '../../src/redis/redis-target.js';
import { openSharedState } from '../../src/redis/shared-state.js';
import { ProcessAttemptStore } from '../../src/vlens/attempts/attempt-store.js';
import { describeWithRedis, RedisProcess } from '../support/redis-process.js';
import { until } from '../support/until.js';

const SECRET = 'a secret of at least 32 characters';
const HINT = { eventId: 'event', requestId: '11111111-1111-4111-8111-111111111111' } as never;

let redis: RedisProcess;
let raw: Redis;
let link: RedisLink;
let buses: RedisBus[];
let changes: { state: string; cause: string | null }[];
beforeEach(async () => {
  redis = await RedisProcess.start();
  raw = new Redis(redis.url);
  raw.on('error', () => {});
  changes = [];
  buses = [];
  link = new RedisLink({
    url: redis.url,
    keyPrefix: '{test}:',
    onChange: (change) => changes.push(change),
  });
  await link.opened(2000);
});
afterEach(async () => {
  for (const bus of buses) bus.close();
  link.close();
  raw.disconnect();
  await redis.kill();
});
const bus = () => {
  const opened = new RedisBus(link, '{test}:', SECRET);
  buses.push(opened);
  return opened;
};

describeWithRedis('The link to Redis', () => {
  it('tells each change of state once, with the first word of its cause', async () => {
    expect(changes).toEqual([{ state: 'up', cause: null }]);
    await raw.config('SET', 'maxmemory', '1');
    await until(() => !link.isUp);
    expect(link.cause).toBe('OOM');
    // It answers PING all the while, and must not flap.
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await raw.config('SET', 'maxmemory', '0');
    await until(() => link.isUp);
    expect(changes).toEqual([
      { state: 'up', cause: null },
      { state: 'down', cause: 'OOM' },
      { state: 'up', cause: null },
    ]);
  });

  it('names a wrong password, and no more than that', async () => {
    await raw.config('SET', 'requirepass', 'right');
    const told: unknown[] = [];
    const wrong = new RedisLink({
      url: redis.url.replace('//', '//:hidden@'),
      keyPrefix: '{test}:',
      onChange: (change) => told.push(change),
    });
    await until(() => wrong.cause === 'WRONGPASS');
    wrong.close();
    expect(JSON.stringify(told)).not.toContain('hidden');
  });

  it('knows whether a command may yet be executed', async () => {
    const failing = link.run((client) => client.call('NO-SUCH-COMMAND')).catch((error) => error.mayHaveRun);
    expect(await failing).toBe(false);
    await until(() => link.isUp);
    redis.signal('SIGSTOP');
    expect(await link.run((client) => client.get('x')).catch((error) => error.mayHaveRun)).toBe(true);
    expect(await link.run((client) => client.get('x')).catch((error) => error.mayHaveRun)).toBe(false);
    redis.signal('SIGCONT');
  });

  it('is judged by its eviction policy too', async () => {
    await raw.config('SET', 'maxmemory-policy', 'allkeys-lru');
    const health = new SharedStateHealth(link, { isSubscribed: true });
    await raw.client('KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    await until(() => link.isUp && health.now().problems.length > 0);
    health.close();
    expect(health.now().problems).toEqual([
      'evicts keys: maxmemory-policy is allkeys-lru; set it to noeviction',
    ]);
  });
});

describeWithRedis('A user with the rights that docs/how-to/redis.md lists', () => {
  it('may do all that replicas need', async () => {
    const page = await readFile('docs/how-to/redis.md', 'utf8');
    const rule = /^user vlens (.*)$/m.exec(page)?.[1] ?? '';
    await raw.call('ACL', 'SETUSER', 'vlens', ...rule.split(' '));
    const shared = await openSharedState({
      url: redis.url.replace('//', '//vlens:PASSWORD@'),
      secret: SECRET,
      tenant: 'tenant',
      upstreamTimeoutMs: 1000,
      quota: { perSecond: 10, perMinute: 60 },
      maxReplicas: 1,
    });
    const { store } = shared.steps;
    const taking = await shared.quota.take({ priority: 'read', caller: 'c', expectedCallMs: 1 } as never);
    expect(['taken', 'changed']).toContain(taking.kind);
    expect(await store.claim('r' as never, 'f')).toEqual({ state: 'claimed' });
    await store.release('r' as never);
    await until(() => shared.health().problems.length === 0);
    await store.close();
    shared.close();
    expect(((await raw.call('ACL', 'LOG')) as unknown[]).length).toBe(0);
  });
});

describeWithRedis('The bus of hints', () => {
  it('carries a hint to the other replicas, and each event once', async () => {
    const [a, b] = [bus(), bus()];
    const heard: string[] = [];
    a.listen(
      () => heard.push('a'),
      () => {},
    );
    b.listen(
      () => heard.push('b'),
      () => {},
    );
    await until(() => a.isSubscribed && b.isSubscribed);
    await a.publish(HINT);
    await b.publish(HINT);
    await until(() => heard.length >= 2);
    expect(heard.sort()).toEqual(['a', 'b']);
  });

  it('says that hints are missed for as long as it may not subscribe, and when that ends', async () => {
    await raw.call('ACL', 'SETUSER', 'default', 'resetchannels');
    const mute = bus();
    let missed = 0;
    mute.listen(
      () => {},
      () => {
        missed += 1;
      },
    );
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect([link.isUp, mute.isSubscribed, mute.hearsAll]).toEqual([true, false, false]);
    expect(new SharedStateHealth(link, mute).now().problems[0]).toContain('not subscribed');
    await raw.call('ACL', 'SETUSER', 'default', 'allchannels');
    await until(() => mute.hearsAll);
    expect(missed).toBeGreaterThan(0);
  });

  it('notices that its connection was cut', async () => {
    const cut = bus();
    await until(() => cut.isSubscribed);
    let missed = 0;
    cut.listen(
      () => {},
      () => {
        missed += 1;
      },
    );
    await raw.client('KILL', 'TYPE', 'pubsub');
    await until(() => missed >= 2 && cut.isSubscribed);
  });
});

describeWithRedis('Counters of attempts in Redis', () => {
  it('are deleted when they count nothing any more', async () => {
    const attempts = new RedisAttempts(link, '{test}:', new ProcessAttemptStore(() => performance.now()));
    const one = await attempts.add('one', 60_000);
    await attempts.add('other', 60_000);
    await one.remove();
    expect(await raw.keys('*attempts:*')).toEqual(['{test}:attempts:other']);
    expect(await attempts.add('other', 60_000)).toMatchObject({ count: 2 });
  });

  it('are given back once Redis is there again, where they were counted, and nowhere else', async () => {
    const alone = new ProcessAttemptStore(() => performance.now());
    const attempts = new RedisAttempts(link, '{test}:', alone);
    const [taken] = [await attempts.add('taken', 60_000), await attempts.add('taken', 60_000)];
    const last = await attempts.add('last', 60_000);
    for (let number = 0; number < 3; number += 1) await attempts.add('other', 60_000);
    redis.signal('SIGSTOP');
    const whileItHangs = await attempts.add('while it hangs', 60_000);
    const whileDown = await attempts.add('other', 60_000);
    expect(whileDown.count).toBe(1);
    for (const counted of [taken, last, whileItHangs]) await counted.remove();
    redis.signal('SIGCONT');
    await until(async () => (await raw.keys('*attempts:*')).length === 2);
    await whileDown.remove();
    expect(alone.size).toBe(0);
    expect([await raw.get('{test}:attempts:taken'), await raw.get('{test}:attempts:other')]).toEqual([
      '1',
      '3',
    ]);
  });
});

describe('REDIS_URL', () => {
  it('cannot switch off a bound by its parameters', () => {
    const target = redisTarget('rediss://me:p%40ss@[::1]:7000/2?commandTimeout=0&enableOfflineQueue=true');
    expect(target).toEqual({
      host: '::1',
      port: 7000,
      username: 'me',
      password: 'p@ss',
      db: 2,
      tls: {},
    });
  });
});

describe('A listener that cannot subscribe', () => {
  it('waits longer each time, up to half a minute', () => {
    const waits = [0, 1, 2, 5, 8, 9, 1000].map(resubscribeDelayMs);
    expect(waits).toEqual([100, 200, 400, 3200, 25_600, 30_000, 30_000]);
  });
});
