import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { RecordId } from '../../src/idempotency/store.js';
import { RedisBus } from '../../src/redis/redis-bus.js';
import { RedisLink } from '../../src/redis/redis-link.js';
import { RedisQuota } from '../../src/redis/redis-quota.js';
import { RedisStore } from '../../src/redis/redis-store.js';
import { redisProblems } from '../../src/redis/shared-state.js';
import type { StatusHint } from '../../src/vlens/webhook.js';
import { RedisSentinels } from '../../tools/soak/redis-sentinels.js';
import { RedisCluster } from '../support/redis-cluster.js';
import { REDIS_USER, redisUserRule } from '../support/redis-user.js';
import { until } from '../support/until.js';

const PREFIX = 'vlens:{test}:';
const SECRET = 'a secret of at least 32 characters';
const missing = ['redis-server', 'redis-sentinel'].filter(
  (program) => spawnSync(program, ['--version']).status !== 0,
);
const describeWith = missing.length === 0 ? describe : describe.skip;
const why = missing.length === 0 ? '' : ` (left out: Debian's ${missing.join(', ')} is not installed)`;

/** What one replica of the gateway has of Redis. */
interface Replica {
  link: RedisLink;
  store: RedisStore;
  bus: RedisBus;
  changes: string[];
}
let open: Replica[] = [];
afterEach(async () => {
  for (const { link, store, bus } of open) {
    // One that leaves without a word is waited for in the next epoch.
    await until(() => link.isUp);
    bus.close();
    await store.close();
    link.close();
  }
  open = [];
});

/** As docs/how-to/redis.md has it: a user of Redis with few rights, and a password of the sentinels. */
const access = { user: REDIS_USER, rule: redisUserRule(), sentinelPassword: 'of-the-sentinels' };
const { sentinelPassword } = access;

async function replica(url: string): Promise<Replica> {
  const changes: string[] = [];
  const onChange = ({ state, cause }: { state: string; cause: string | null }) =>
    changes.push(cause ? `${state}: ${cause}` : state);
  const link = new RedisLink({ url, keyPrefix: PREFIX, onChange, sentinelPassword });
  const bus = new RedisBus(link, PREFIX, SECRET);
  const store = new RedisStore({ link, keyPrefix: PREFIX, maxStepMs: 60_000 });
  const all = { link, store, bus, changes };
  open.push(all);
  await link.opened(5000);
  await store.opened();
  return all;
}

/** How often each step was taken, by those who were allowed to. */
class Ledger {
  readonly taken = new Map<string, number>();
  refused = 0;

  /** Takes new steps at every replica in turn, each key at two replicas at once, until it is told to stop. */
  async work(replicas: Replica[], signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const key = randomUUID();
      await Promise.all(replicas.map(({ store }) => this.take(store, key)));
      await pause(10);
    }
  }

  /** As the gateway does: only who may claim a key takes its step, and says what it came to. */
  async take(store: RedisStore, key: string): Promise<string> {
    const claim = await store.claim(key as RecordId, 'same input').catch(() => null);
    if (claim === null) this.refused += 1;
    if (claim?.state !== 'claimed') return claim?.state ?? 'refused';
    this.taken.set(key, (this.taken.get(key) ?? 0) + 1);
    await store.settle(key as RecordId, 'same input', Buffer.from(`answer to ${key}`));
    return 'claimed';
  }

  get doubled(): string[] {
    return [...this.taken].filter(([, times]) => times > 1).map(([key]) => key);
  }
}

/** Works while something happens, until new steps are taken again. */
async function through(replicas: Replica[], happening: () => Promise<unknown>): Promise<Ledger> {
  const ledger = new Ledger();
  const stopping = new AbortController();
  const working = ledger.work(replicas, stopping.signal);
  await until(() => ledger.taken.size > 5);
  await happening();
  const [first] = replicas;
  await until(
    async () => first !== undefined && (await ledger.take(first.store, randomUUID())) === 'claimed',
  );
  stopping.abort();
  await working;
  await until(() => replicas.every(({ store }) => store.pendingWrites === 0));
  return ledger;
}

/** Each key that was taken before is known to be, with its answer, at every replica. */
async function allAreKnown(ledger: Ledger, replicas: Replica[]): Promise<unknown[]> {
  const wrong: unknown[] = [];
  for (const key of ledger.taken.keys())
    for (const { store } of replicas) {
      const claim = await store.claim(key as RecordId, 'same input');
      if (claim.state !== 'settled' || String(claim.ciphertext) !== `answer to ${key}`)
        wrong.push([key, claim]);
    }
  return wrong;
}

async function hintsArrive(from: Replica, at: Replica): Promise<void> {
  const heard: string[] = [];
  const stop = at.bus.listen(
    (hint) => heard.push(hint.eventId),
    () => undefined,
  );
  const told = async () => {
    const eventId = randomUUID();
    await from.bus.publish({ eventId, requestId: randomUUID() } as unknown as StatusHint);
    await pause(100);
    return heard.includes(eventId);
  };
  await until(told);
  stop();
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redis-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describeWith(`Redis behind sentinels${why}`, () => {
  let sentinels: RedisSentinels;
  beforeAll(async () => {
    sentinels = await RedisSentinels.inFolder(folder, access);
  }, 30_000);
  afterAll(() => sentinels.kill());

  it.each([
    [
      'its primary is demoted by an operator',
      async (replicas: Replica[]) => {
        await sentinels.failOver();
        await until(() => replicas.every(({ changes }) => changes.length > 2));
      },
    ],
    ['its primary is killed', () => sentinels.killPrimary()],
  ])(
    'takes no step twice and forgets none while %s',
    async (_, happening) => {
      await sentinels.settled();
      const replicas = [await replica(sentinels.url), await replica(sentinels.url)];
      const ledger = await through(replicas, () => happening(replicas));
      expect(ledger.doubled).toEqual([]);
      expect(await allAreKnown(ledger, replicas)).toEqual([]);
      const [a, b] = replicas as [Replica, Replica];
      await hintsArrive(a, b);
      // Down and up again: it does not flap.
      for (const { changes } of replicas)
        expect(changes.filter((change) => change === 'up').length).toBeLessThanOrEqual(4);
    },
    60_000,
  );

  it('goes to the new primary within seconds where the old one hangs', async () => {
    await sentinels.settled();
    const { link } = await replica(sentinels.url);
    const before = await sentinels.primary();
    before.signal('SIGSTOP');
    await until(() => !link.isUp);
    await until(() => link.isUp);
    expect(await sentinels.primary()).not.toBe(before);
    before.signal('SIGCONT');
  }, 60_000);

  it('says that the sentinels know no such master', async () => {
    const changes: (string | null)[] = [];
    const url = sentinels.url.replace(/vlens$/, 'other');
    const onChange = ({ cause }: { cause: string | null }) => changes.push(cause);
    const link = new RedisLink({ url, keyPrefix: PREFIX, onChange, sentinelPassword });
    await until(() => changes.includes('SENTINEL'));
    link.close();
  });

  it('says what to mend where the sentinels get no password, or a wrong one', async () => {
    const redis = { url: sentinels.url, timeoutMs: 200, secret: SECRET, tenant: 'tenant' };
    const given = [null, 'wrong'].map((sentinelPassword) => redisProblems({ ...redis, sentinelPassword }));
    expect((await Promise.all(given)).flat()).toEqual([
      'down: SENTINEL_NOAUTH; write the password of the sentinels into REDIS_SENTINEL_PASSWORD',
      'down: SENTINEL_WRONGPASS; mend REDIS_SENTINEL_PASSWORD: the sentinels take another password',
    ]);
  });
});

describeWith(`A Redis Cluster of six${why}`, () => {
  let cluster: RedisCluster;
  beforeAll(async () => {
    cluster = await RedisCluster.start(folder, {
      ...access,
      rule: redisUserRule('+cluster|slots +cluster|info'),
    });
  }, 30_000);
  afterAll(() => cluster.kill());

  it('counts the quota of all replicas, every key of it in one slot', async () => {
    const quotas = await Promise.all(
      [1, 2].map(async () => {
        const { link } = await replica(cluster.url);
        const settings = { perSecond: 0, perMinute: 4, maxCallMs: 1000, maxReplicas: 2, probationMs: 0 };
        return new RedisQuota({ link, keyPrefix: PREFIX, ...settings });
      }),
    );
    const call = { priority: 'signing', caller: 'a', strangers: null, expectedCallMs: 10 } as never;
    for (const quota of quotas) await until(async () => (await quota.take(call)).kind !== 'changed');
    expect(Math.max(...quotas.map(({ used }) => used))).toBe(2);
  });

  it.each([
    ['the slot of its keys moves to another node', () => cluster.moveSlotOf(PREFIX)],
    [
      'the node that holds them is gone',
      async () => {
        const owner = await cluster.ownerOf(PREFIX);
        await owner.kill();
        await until(async () => (await cluster.ownerOf(PREFIX)) !== owner);
      },
    ],
  ])(
    'takes no step twice and forgets none while %s',
    async (_, happening) => {
      const replicas = [await replica(cluster.url), await replica(cluster.url)];
      const ledger = await through(replicas, happening);
      expect(ledger.doubled).toEqual([]);
      expect(await allAreKnown(ledger, replicas)).toEqual([]);
      const [a, b] = replicas as [Replica, Replica];
      await hintsArrive(a, b);
      // Down and up again: it does not flap.
      for (const { changes } of replicas)
        expect(changes.filter((change) => change === 'up').length).toBeLessThanOrEqual(4);
    },
    60_000,
  );
});
