import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { readConfig } from '../../src/config/config.js';
import { isRedisUrl, redisTarget } from '../../src/config/redis-url.js';
import type { RecordId } from '../../src/idempotency/store.js';
import { RedisAttempts } from '../../src/redis/redis-attempts.js';
import { PUBLISHED_EVENTS_LIMITS, RedisBus } from '../../src/redis/redis-bus.js';
import { ADVICE_BY_CAUSE, SharedStateHealth } from '../../src/redis/redis-health.js';
import { RedisLink, resubscribeDelayMs } from '../../src/redis/redis-link.js';
import { RedisStore } from '../../src/redis/redis-store.js';
import { RIGHTS_PROBE } from '../../src/redis/rights-probe.js';
import { openSharedState, redisProblems } from '../../src/redis/shared-state.js';
import { startLine } from '../../src/start-line.js';
import { ProcessAttemptStore } from '../../src/vlens/attempts/attempt-store.js';
import { freePort } from '../../tools/soak/free-port.js';
import { FakeSentinel } from '../support/fake-sentinel.js';
import { describeWithRedis, RedisProcess } from '../support/redis-process.js';
import { REDIS_USER, redisUserRule } from '../support/redis-user.js';
import { Relay } from '../support/relay.js';
import { until } from '../support/until.js';
import { UNTRUSTED } from '../support/untrusted-certificate.js';

const SECRET = 'a secret of at least 32 characters';
/** Of one that hangs; a busy machine holds up one that does not. */
const TIMEOUT_MS = 2000;
/** Of one that does not hang. */
const PATIENT_MS = 10_000;
/** `not subscribed`, and `no INFO`. */
const SAID_OTHERWISE: ReadonlySet<string> = new Set(['+subscribe', '+info']);
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
    timeoutMs: TIMEOUT_MS,
    onChange: (change) => changes.push(change),
  });
  await link.opened(30_000);
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

/** How often Redis was asked whether it can be used. */
async function probes(): Promise<number> {
  const stats = await raw.info('commandstats');
  const [, calls, rejected] = /cmdstat_evalsha:calls=(\d+).*rejected_calls=(\d+)/.exec(stats) ?? [];
  return Number(calls ?? 0) + Number(rejected ?? 0);
}

/** How often Redis refused something to each user. */
async function refusals(): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const entry of (await raw.call('ACL', 'LOG', '1000')) as (string | number)[][]) {
    const of = (name: string) => entry[entry.indexOf(name) + 1];
    const user = String(of('username'));
    counts.set(user, (counts.get(user) ?? 0) + Number(of('count')));
  }
  return counts;
}

describeWithRedis('The link to Redis', () => {
  it('tells each change of state once, with the first word of its cause', async () => {
    expect(changes).toEqual([{ state: 'up', cause: null }]);
    await raw.config('SET', 'maxmemory', '1');
    await until(() => !link.isUp);
    expect(link.cause).toBe('OOM');
    // It answers PING all the while, is probed again, and must not flap.
    const asked = await probes();
    await until(async () => (await probes()) >= asked + 3);
    await raw.config('SET', 'maxmemory', '0');
    await until(() => link.isUp);
    expect(changes).toEqual([
      { state: 'up', cause: null },
      { state: 'down', cause: 'OOM' },
      { state: 'up', cause: null },
    ]);
  });

  it('is down where Redis takes no writes since the network cut it off from its replicas', async () => {
    await raw.config('SET', 'min-replicas-to-write', '1');
    await until(() => !link.isUp);
    expect(link.cause).toBe('NOREPLICAS');
    await raw.config('SET', 'min-replicas-to-write', '0');
    await until(() => link.isUp);
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

  it('connects again where its sentinels tell of a new primary while they are asked for it', async () => {
    const sentinel = await FakeSentinel.start(redis.port);
    const { url } = sentinel;
    const behind = new RedisLink({ url, keyPrefix: '{test}:', timeoutMs: PATIENT_MS });
    try {
      await until(() => behind.isUp && sentinel.subscribers.size === 1);
      sentinel.hold();
      await redis.kill();
      await until(() => sentinel.waiting > 0);
      sentinel.publishSwitch();
      // Heard: then nobody listens there any more.
      await until(() => sentinel.subscribers.size === 0);
      await redis.start();
      sentinel.answer();
      await until(() => behind.isUp);
      expect(await behind.run((client) => client.set('x', '1'))).toBe('OK');
    } finally {
      behind.close();
      sentinel.close();
    }
  }, 120_000);

  it('leaves no listener with the sentinels for one that was cut', async () => {
    const sentinel = await FakeSentinel.start(redis.port);
    const behind = new RedisLink({ url: sentinel.url, keyPrefix: '{test}:', timeoutMs: PATIENT_MS });
    const hints = new RedisBus(behind, '{test}:', SECRET);
    try {
      for (let cut = 0; cut < 3; cut += 1) {
        // One of the link, one of the bus.
        await until(() => behind.isUp && hints.isSubscribed && sentinel.subscribers.size === 2);
        await raw.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
        await until(() => !hints.isSubscribed);
      }
      await until(() => hints.isSubscribed && sentinel.subscribers.size === 2);
    } finally {
      hints.close();
      behind.close();
      sentinel.close();
    }
  }, 120_000);

  it('hears of a failover from sentinels that were restarted', async () => {
    const sentinel = await FakeSentinel.start(redis.port);
    const behind = new RedisLink({ url: sentinel.url, keyPrefix: '{test}:', timeoutMs: PATIENT_MS });
    const hints = new RedisBus(behind, '{test}:', SECRET);
    const areThere = () => until(() => behind.isUp && hints.isSubscribed && sentinel.subscribers.size === 2);
    try {
      for (let restarts = 0; restarts < 3; restarts += 1) {
        await areThere();
        sentinel.restart();
      }
      await areThere();
      sentinel.hold();
      sentinel.publishSwitch();
      await until(() => sentinel.waiting > 0);
      sentinel.answer();
      await areThere();
    } finally {
      hints.close();
      behind.close();
      sentinel.close();
    }
  }, 120_000);

  it('is judged by its eviction policy too', async () => {
    await raw.config('SET', 'maxmemory-policy', 'allkeys-lru');
    const health = new SharedStateHealth(link, { isSubscribed: true });
    await raw.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    await until(() => link.isUp && health.now().problems.length > 0);
    health.close();
    expect(health.now().problems).toEqual([
      'evicts keys: maxmemory-policy is allkeys-lru; set it to noeviction',
    ]);
  });
});

describeWithRedis('Gateways that use one Redis', () => {
  const OTHERS = [
    'other secrets: a gateway for the same ApiKey runs under another STATE_SECRET, so that neither steps nor quota are shared with it; give all the same one',
  ];
  const settingsOf = (secret: string, tenant: string) => ({
    ...{ url: redis.url, timeoutMs: PATIENT_MS, secret, tenant },
    ...{ upstreamTimeoutMs: 1000, quota: { perSecond: 10, perMinute: 60 }, maxReplicas: 2 },
  });
  const gateway = (secret: string, tenant: string) => openSharedState(settingsOf(secret, tenant));
  const problems = (secret: string, tenant: string) => redisProblems(settingsOf(secret, tenant));

  it('are told of each other where their secrets differ, before a start too', async () => {
    const a = await gateway(SECRET, 'tenant');
    await until(async () => (await raw.keys('vlens:secrets:*')).length === 1);
    expect(await problems(SECRET, 'tenant')).toEqual([]);
    expect(await problems(`${SECRET}!`, 'another')).toEqual([]);
    expect(await problems(`${SECRET}!`, 'tenant')).toEqual(OTHERS);
    expect(a.health().problems).toEqual([]);
    const b = await gateway(`${SECRET}!`, 'tenant');
    await until(() => [a, b].every((each) => String(each.health().problems) === String(OTHERS)));
    const [key = ''] = await raw.keys('vlens:secrets:*');
    expect([key, ...(await raw.zrange(key, '0', '-1'))].join()).not.toContain(SECRET);
    for (const each of [a, b]) {
      await each.steps.store.close();
      each.close();
    }
  });
});

describeWithRedis('A user with the rights that docs/how-to/redis.md lists', () => {
  it('may do all that replicas need', async () => {
    await raw.call('ACL', 'SETUSER', ...redisUserRule('+select').split(' '));
    const shared = await openSharedState({
      url: `${redis.url.replace('//', `//${REDIS_USER}@`)}/1`,
      secret: SECRET,
      tenant: 'tenant',
      timeoutMs: PATIENT_MS,
      upstreamTimeoutMs: 1000,
      quota: { perSecond: 10, perMinute: 60 },
      maxReplicas: 1,
    });
    const { store } = shared.steps;
    const taking = await shared.quota.take({ priority: 'read', caller: 'c', expectedCallMs: 1 } as never);
    expect(['taken', 'changed']).toContain(taking.kind);
    expect(await store.claim('r' as never, 'f')).toEqual({ state: 'claimed' });
    await store.release('r' as never);
    const { attempts } = shared;
    const [first] = [await attempts.add('a', 60_000), await attempts.add('a', 60_000)];
    await first.remove();
    await attempts.remember('code', 'd');
    expect(await attempts.remembers('code', 'e')).not.toBe(true);
    await shared.bus.publish(HINT);
    shared.trust.accept('k' as never, 1000, 'owner' as never);
    expect(await shared.trust.isAccepted('k' as never)).toBe('owner');
    await until(() => shared.health().problems.length === 0);
    await store.close();
    shared.close();
    expect(((await raw.call('ACL', 'LOG')) as unknown[]).length).toBe(0);
    expect(await raw.info('keyspace')).toMatch(/^db1:/m);
    expect(await raw.keys('vlens:*')).toEqual([]);
  });

  it('is told NOPERM once, and does not come up, where it lacks any one command of them', async () => {
    const [name = '', ...rule] = redisUserRule('+select').split(' ');
    const rights = rule.filter((word) => word.startsWith('+'));
    const told = new Map<string, unknown[]>();
    const links: RedisLink[] = [];
    for (const right of rights.filter((one) => !SAID_OTHERWISE.has(one))) {
      const user = `${name}_${right.slice(1)}`;
      await raw.call('ACL', 'SETUSER', user, ...rule, `-${right.slice(1)}`);
      const url = `${redis.url.replace('//', `//${REDIS_USER.replace(name, user)}@`)}/1`;
      const seen: unknown[] = [];
      told.set(right, seen);
      const onChange = (change: unknown) => seen.push(change);
      links.push(new RedisLink({ url, keyPrefix: 'vlens:{test}:', timeoutMs: PATIENT_MS, onChange }));
    }
    const inNone = new RedisLink({
      url: `${redis.url}/99`,
      keyPrefix: 'vlens:{test}:',
      timeoutMs: PATIENT_MS,
    });
    links.push(inNone);
    await until(() => [...told.values()].every(({ length }) => length > 0));
    // Each is probed again, and must not come up. One probe is refused twice at the most.
    await until(async () => {
      const refused = await refusals();
      return [...told.keys()].every((right) => (refused.get(`${name}_${right.slice(1)}`) ?? 0) > 2);
    });
    expect([inNone.isUp, inNone.cause]).toEqual([false, 'NODATABASE']);
    for (const one of links) one.close();
    expect([...told]).toEqual([...told.keys()].map((right) => [right, [{ state: 'down', cause: 'NOPERM' }]]));
    expect(told.size).toBeGreaterThan(20);
  });

  it('is told so where it may not ask INFO', async () => {
    const [name = '', ...rule] = redisUserRule().split(' ');
    await raw.call('ACL', 'SETUSER', name, ...rule, '-info');
    const url = redis.url.replace('//', `//${REDIS_USER}@`);
    const settings = { url, timeoutMs: PATIENT_MS, secret: SECRET, tenant: 'tenant' };
    expect(await redisProblems(settings)).toEqual([
      'no INFO: its restarts and failovers are noticed only where it comes back empty; grant info',
    ]);
  });

  it('finds on the page each cause of being away, and addresses of each kind', async () => {
    const page = await readFile('docs/how-to/redis.md', 'utf8');
    const rows = page.split('\n').filter((line) => line.startsWith('| `down: '));
    const named = new Set(rows.flatMap((row) => row.split('|')[1]?.match(/\b[A-Z_]+\b/g) ?? []));
    expect(Object.keys(ADVICE_BY_CAUSE).filter((cause) => !named.has(cause))).toEqual([]);
    const addresses = [...page.matchAll(/`(redis[+a-z]*:\/\/\S+)`/g)].map(([, address = '']) => address);
    expect(addresses.map((address) => redisTarget(address).kind)).toEqual(['server', 'sentinel', 'cluster']);
  });

  it('has the rights to all that the sources call, and to nothing else', async () => {
    const sources = await Promise.all(
      (await readdir('src/redis')).map((file) => readFile(join('src/redis', file), 'utf8')),
    );
    const called = sources.flatMap((text) => [...text.matchAll(/redis\.p?call\('(\w+)'/g)]);
    const names = new Set(called.map(([, command = '']) => command.toLowerCase()));
    const listed = redisUserRule().matchAll(/ \+(\w+)/g);
    expect([...listed].map(([, command]) => command).sort()).toEqual(
      [...names, 'eval', 'evalsha', 'subscribe'].sort(),
    );
    for (const command of names)
      if (command !== 'info') expect(RIGHTS_PROBE).toContain(`'${command.toUpperCase()}'`);
  });
});

describeWithRedis('The bus of hints', () => {
  it('carries a hint to the other replicas, and each event once', async () => {
    const [a, b] = [bus(), bus()];
    const heard = [a, b].map((each) => {
      const events: string[] = [];
      each.listen(
        ({ eventId }) => events.push(eventId),
        () => {},
      );
      return events;
    });
    await until(() => a.isSubscribed && b.isSubscribed);
    await a.publish(HINT);
    await b.publish(HINT);
    // What is published later arrives later.
    await b.publish({ ...(HINT as object), eventId: 'another' } as never);
    await until(() => heard.every((events) => events.includes('another')));
    expect(heard).toEqual(Array(2).fill(['event', 'another']));
  });

  it('remembers so many events and no more: the oldest go', async () => {
    const from = bus();
    const key = '{test}:events';
    const { maxEntries } = PUBLISHED_EVENTS_LIMITS;
    const now = Date.now() - 60_000;
    for (let first = 0; first < maxEntries; first += 10_000)
      await raw.zadd(
        key,
        ...Array.from({ length: 10_000 }, (_, at) => [now + first + at, `${first + at}`]).flat(),
      );
    let told = 0;
    await until(async () => {
      // A Redis that is busy with them is told again.
      told += 1;
      await from.publish({ ...(HINT as object), eventId: `event ${told}` } as never);
      return (await raw.zscore(key, '0')) === null;
    });
    expect(await raw.zcard(key)).toBe(maxEntries);
    expect(await raw.pttl(key)).toBeGreaterThan(0);
  });

  it('says that hints are missed for as long as it may not subscribe, and when that ends', async () => {
    await raw.call('ACL', 'SETUSER', 'default', 'resetchannels');
    await raw.call('ACL', 'LOG', 'RESET');
    const mute = bus();
    let missed = 0;
    mute.listen(
      () => {},
      () => {
        missed += 1;
      },
    );
    await until(async () => ((await refusals()).get('default') ?? 0) > 1);
    expect([link.isUp, mute.isSubscribed, mute.hearsAll]).toEqual([true, false, false]);
    expect(new SharedStateHealth(link, mute).now().problems[0]).toContain('not subscribed');
    await raw.call('ACL', 'SETUSER', 'default', 'allchannels');
    await until(() => mute.hearsAll);
    expect(missed).toBeGreaterThan(0);
  });

  it.each(['came to', 'did not come to'])(
    'carries a hint that came while the replica that it %s was cut off from Redis',
    async (which) => {
      const relay = await Relay.start();
      relay.leadTo(redis.port);
      const url = `redis://127.0.0.1:${relay.port}`;
      const cutLink = new RedisLink({ url, keyPrefix: '{test}:', timeoutMs: PATIENT_MS });
      const cut = new RedisBus(cutLink, '{test}:', SECRET);
      const whole = bus();
      const [from, to] = which === 'came to' ? [cut, whole] : [whole, cut];
      try {
        await until(() => cut.hearsAll && whole.hearsAll);
        relay.leadTo(await freePort());
        await until(() => !cutLink.isUp && !cut.isSubscribed);
        const heard: unknown[] = [];
        to.listen(
          (hint) => heard.push(hint),
          () => {},
        );
        await from.publish(HINT);
        expect(heard).toEqual([]);
        relay.leadTo(redis.port);
        await until(() => heard.length > 0);
        // Nobody hears of it twice.
        await from.publish({ ...(HINT as object), eventId: 'another' } as never);
        await until(() => heard.length > 1);
        expect(heard).toEqual([HINT, { ...(HINT as object), eventId: 'another' }]);
      } finally {
        cut.close();
        cutLink.close();
        relay.close();
      }
    },
    120_000,
  );

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
    await raw.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
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
    expect(await attempts.look('other')).toMatchObject({ count: 2, msLeft: expect.any(Number) });
    expect(await attempts.look('one')).toEqual({ count: 0, msLeft: 0 });
  });

  it('are given back to the window that they were counted in, and not to the one after it', async () => {
    let passed = 0;
    const alone = new ProcessAttemptStore(() => passed);
    const attempts = new RedisAttempts(link, '{test}:', alone, () => passed);
    const before = await attempts.add('one', 60_000);
    const count = () => raw.get('{test}:attempts:one');
    // Its window is over.
    await raw.del('{test}:attempts:one');
    passed += 60_001;
    const after = await attempts.add('one', 60_000);
    await before.remove();
    expect(await count()).toBe('1');
    passed += 30_000;
    await raw.pexpire('{test}:attempts:one', 30_000);
    await after.remove();
    expect(await count()).toBe(null);
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

  it('know which codes another replica sent, and say that they cannot tell while Redis is away', async () => {
    const of = () => new RedisAttempts(link, '{test}:', new ProcessAttemptStore(() => performance.now()));
    const [sender, other] = [of(), of()];
    // A Redis that is busy is told and asked again.
    await until(async () => {
      await sender.remember('code', 'sent');
      return (await other.remembers('code', 'sent')) === true;
    });
    await until(async () => (await other.remembers('device', 'sent')) === false);
    await until(async () => (await other.remembers('code', 'made up')) === false);
    expect(await raw.pttl('{test}:code:sent')).toBeGreaterThan(23 * 3_600_000);
    redis.signal('SIGSTOP');
    const [known, unknown] = [await sender.remembers('code', 'sent'), await other.remembers('code', 'sent')];
    redis.signal('SIGCONT');
    expect([known, unknown]).toEqual([true, null]);
  });
});

describeWithRedis('The link to a Redis', () => {
  it('over TLS takes the CA of REDIS_CA_FILE, and names what is wrong without it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tls-'));
    const [certificate, key] = [join(folder, 'redis.crt'), join(folder, 'redis.key')];
    await Promise.all([writeFile(certificate, UNTRUSTED.cert), writeFile(key, UNTRUSTED.key)]);
    const port = await freePort();
    await raw.config(
      'SET',
      'tls-cert-file',
      certificate,
      'tls-key-file',
      key,
      'tls-ca-cert-file',
      certificate,
    );
    await raw.config('SET', 'tls-auth-clients', 'no', 'tls-port', String(port));
    const url = `rediss://127.0.0.1:${port}`;
    const trusting = new RedisLink({ url, keyPrefix: '{tls}:', ca: UNTRUSTED.cert, timeoutMs: PATIENT_MS });
    const causes: (string | null)[] = [];
    const other = new RedisLink({
      url,
      keyPrefix: '{tls}:',
      timeoutMs: PATIENT_MS,
      onChange: ({ cause }) => causes.push(cause),
    });
    await until(() => trusting.isUp && causes.includes('TLS'));
    expect(other.isUp).toBe(false);
    for (const each of [trusting, other]) each.close();
    await rm(folder, { recursive: true });
  });

  it('that is 600 ms away works where REDIS_TIMEOUT_MS allows for it, and is down where it does not', async () => {
    const far = createServer((client) => {
      const server = connect(Number(new URL(redis.url).port), '127.0.0.1');
      for (const [from, to] of [
        [client, server],
        [server, client],
      ] as const) {
        from.on('data', (bytes) => setTimeout(() => to.write(bytes), 300));
        from.on('error', () => {}).on('close', () => to.destroy());
      }
    }).listen(0, '127.0.0.1');
    await once(far, 'listening');
    const url = `redis://127.0.0.1:${(far.address() as AddressInfo).port}`;
    const causes: (string | null)[] = [];
    const patient = new RedisLink({ url, keyPrefix: '{far}:', timeoutMs: 5000 });
    const hasty = new RedisLink({ url, keyPrefix: '{far}:', onChange: ({ cause }) => causes.push(cause) });
    const store = new RedisStore({ link: patient, keyPrefix: '{far}:', maxStepMs: 60_000 });
    await until(async () =>
      store.claim('r' as RecordId, 'f').then(
        ({ state }) => state === 'claimed',
        () => false,
      ),
    );
    await store.settle('r' as RecordId, 'f', Buffer.from('answer'));
    expect(await store.claim('r' as RecordId, 'f')).toMatchObject({ state: 'settled' });
    expect([hasty.isUp, causes.includes('TIMEOUT')]).toEqual([false, true]);
    await store.close();
    for (const each of [patient, hasty]) each.close();
    far.close();
  }, 120_000);
});

describe('REDIS_URL', () => {
  it('cannot switch off a bound by its parameters', () => {
    const target = redisTarget('rediss://me:p%40ss@[::1]:7000/2?commandTimeout=0&enableOfflineQueue=true');
    expect(target).toEqual({
      kind: 'server',
      hosts: [{ host: '::1', port: 7000 }],
      access: { username: 'me', password: 'p@ss', db: 2, tls: {} },
    });
  });

  it('names sentinels and their master, or nodes of a cluster', () => {
    expect(redisTarget('rediss+sentinel://me:secret@one,two:7000,[::1]:7001/mymaster/3')).toEqual({
      kind: 'sentinel',
      hosts: [
        { host: 'one', port: 26379 },
        { host: 'two', port: 7000 },
        { host: '::1', port: 7001 },
      ],
      master: 'mymaster',
      access: { username: 'me', password: 'secret', db: 3, tls: {} },
    });
    expect(redisTarget('redis+cluster://:secret@one:7000,two')).toEqual({
      kind: 'cluster',
      hosts: [
        { host: 'one', port: 7000 },
        { host: 'two', port: 6379 },
      ],
      access: { password: 'secret' },
    });
  });

  it.each([
    ['redis+sentinel://me:secret@one,two:7000/mymaster', 'sentinel one:26379,two:7000'],
    ['redis+cluster://one,two', 'cluster one:6379,two:6379'],
    ['redis://me:secret@[::1]:7000/1?password=secret', '[::1]:7000'],
  ])('is told by its hosts in the first line of the log: %s', (url, redis) => {
    const config = readConfig({ REDIS_URL: url, STATE_SECRET: SECRET });
    const line = startLine(config, { url: 'http://localhost:4000', upstreamUrl: 'http://localhost:4001' });
    expect(line).toMatchObject({ redis });
  });

  it.each([
    'http://x',
    'redis://a,b',
    'redis+sentinel://a,b',
    'redis+cluster://a/1',
    'redis://a:b:c',
    'redis://a/b',
    'redis://a:65536',
    'redis+sentinel://a,b:0/mymaster',
    'rediss+cluster://a:99999',
  ])('is refused where it can’t be meant: %s', (url) => {
    expect(isRedisUrl(url)).toBe(false);
  });
});

describe('A listener that cannot subscribe', () => {
  it('waits longer each time, up to half a minute', () => {
    const waits = [0, 1, 2, 5, 8, 9, 1000].map(resubscribeDelayMs);
    expect(waits).toEqual([100, 200, 400, 3200, 25_600, 30_000, 30_000]);
  });
});
