import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import type { Claim, RecordId } from '../../src/idempotency/store.js';
import { RedisBus } from '../../src/redis/redis-bus.js';
import { SharedStateHealth } from '../../src/redis/redis-health.js';
import { RedisLink } from '../../src/redis/redis-link.js';
import { RedisQuota } from '../../src/redis/redis-quota.js';
import { RedisStore } from '../../src/redis/redis-store.js';
import { redisProblems } from '../../src/redis/shared-state.js';
import type { StatusHint } from '../../src/vlens/webhook.js';
import { freePort } from '../../tools/soak/free-port.js';
import { RedisSentinels, startSentinel } from '../../tools/soak/redis-sentinels.js';
import { type Certificate, makeCertificate } from '../support/certificate.js';
import { RedisCluster, tlsSettings } from '../support/redis-cluster.js';
import { REDIS_USER, redisUserRule } from '../support/redis-user.js';
import { Relay } from '../support/relay.js';
import { until } from '../support/until.js';

const PREFIX = 'vlens:{test}:';
const SECRET = 'a secret of at least 32 characters';
/** Of one that is gone; a busy machine holds up one that is not. */
const TIMEOUT_MS = 2000;
/** The same for sentinels, which would promote the replica of a primary that is there. */
const DOWN_AFTER_MS = 2000;
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
const open: Replica[] = [];
/** What the servers under test say of themselves. */
let stateOfServers: () => Promise<unknown> = async () => null;
async function stateOf(replicas: Replica[]): Promise<unknown> {
  const ofReplicas = replicas.map(({ link, store, changes }) => {
    const { isUp, cause, client } = link;
    return { isUp, cause, status: client.status, pendingWrites: store.pendingWrites, changes };
  });
  return { replicas: ofReplicas, servers: await stateOfServers() };
}
async function leave(): Promise<void> {
  for (const replica of open.splice(0)) {
    const { link, store, bus } = replica;
    // One that leaves without a word is waited for in the next epoch.
    await until(
      () => link.isUp,
      () => stateOf([replica]),
    );
    bus.close();
    await store.close();
    link.close();
  }
}
afterEach(leave);

/** As docs/how-to/redis.md has it: a user of Redis with few rights, and a password of the sentinels. */
const access = { user: REDIS_USER, rule: redisUserRule(), sentinelPassword: 'of-the-sentinels' };
const { sentinelPassword } = access;

/** What the page adds to its rule for a cluster. */
const OF_A_CLUSTER = ['+cluster|slots +asking', '+client|setname +readonly +readwrite'];

async function replica(url: string): Promise<Replica> {
  const changes: string[] = [];
  const onChange = ({ state, cause }: { state: string; cause: string | null }) =>
    changes.push(cause ? `${state}: ${cause}` : state);
  const ca = url.startsWith('rediss') ? certificate.ca : null;
  const timeoutMs = TIMEOUT_MS;
  const link = new RedisLink({ url, keyPrefix: PREFIX, timeoutMs, onChange, sentinelPassword, ca });
  const bus = new RedisBus(link, PREFIX, SECRET);
  const store = new RedisStore({ link, keyPrefix: PREFIX, maxStepMs: 60_000 });
  const all = { link, store, bus, changes };
  open.push(all);
  await link.opened(30_000);
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
  const state = () => stateOf(replicas);
  try {
    await until(() => ledger.taken.size > 5, state);
    await happening();
    const [first] = replicas;
    await until(
      async () => first !== undefined && (await ledger.take(first.store, randomUUID())) === 'claimed',
      state,
    );
  } finally {
    stopping.abort();
    await working;
  }
  await until(() => replicas.every(({ store }) => store.pendingWrites === 0), state);
  return ledger;
}

/** What is known of a key. Who is told that nothing was sent tries again: in a failover, or on a busy machine. */
async function known(replica: Replica, key: string): Promise<Claim> {
  let claim: Claim | null = null;
  await until(
    async () => {
      claim = await replica.store.claim(key as RecordId, 'same input').catch(() => null);
      return claim !== null;
    },
    () => stateOf([replica]),
  );
  return claim as unknown as Claim;
}

/** Each key that was taken before is known to be, with its answer, at every replica. */
async function allAreKnown(ledger: Ledger, replicas: Replica[]): Promise<unknown[]> {
  const wrong: unknown[] = [];
  for (const key of ledger.taken.keys())
    for (const replica of replicas) {
      const claim = await known(replica, key);
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

/** What two replicas hold to while something happens to Redis: no step twice, none forgotten, hints arrive again, no flapping. */
async function surviveTogether(replicas: Replica[], happening: () => Promise<unknown>): Promise<void> {
  const ledger = await through(replicas, happening);
  expect(ledger.doubled).toEqual([]);
  expect(await allAreKnown(ledger, replicas)).toEqual([]);
  const [a, b] = replicas as [Replica, Replica];
  await hintsArrive(a, b);
  // Down and up again: it does not flap. What a busy machine holds up is no flapping.
  for (const { changes } of replicas) {
    const ups = changes.filter((change, at) => change === 'up' && changes[at - 1] !== 'down: TIMEOUT');
    expect(ups.length).toBeLessThanOrEqual(4);
  }
}

/** Each change of a link that does not come up, and what an operator is told after the first of them. */
async function refused(url: string, more: { keyPrefix?: string; ca?: string } = {}) {
  const changes: string[] = [];
  const onChange = ({ state, cause }: { state: string; cause: string | null }) =>
    changes.push(`${state}: ${cause}`);
  // A busy machine is no reason.
  const timeoutMs = 20_000;
  const link = new RedisLink({ url, keyPrefix: PREFIX, sentinelPassword, timeoutMs, ...more, onChange });
  const bus = new RedisBus(link, PREFIX, SECRET);
  await until(() => changes.length > 0);
  // It is tried again meanwhile.
  await pause(1000);
  const health = new SharedStateHealth(link, bus);
  const { problems } = health.now();
  health.close();
  bus.close();
  link.close();
  return { changes, problem: problems[0] };
}

/** What an operator is told of a Redis that is up. */
async function problemsAt(url: string): Promise<string[]> {
  const link = new RedisLink({ url, keyPrefix: PREFIX, timeoutMs: TIMEOUT_MS });
  let isRead = false;
  const health = new SharedStateHealth(link, { isSubscribed: true }, () => {
    isRead = true;
  });
  await until(() => isRead);
  const { problems } = health.now();
  health.close();
  link.close();
  return problems;
}

/** Commands, keys and channels that a server refused to the user of the page. */
function refusals(log: unknown): string[][] {
  const of = (entry: string[], name: string) => entry[entry.indexOf(name) + 1];
  const [user] = REDIS_USER.split(':');
  return (log as string[][]).filter(
    (entry) => of(entry, 'username') === user && of(entry, 'reason') !== 'auth',
  );
}

let folder: string;
let certificate: Certificate;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redis-'));
  certificate = await makeCertificate('DNS:localhost');
});
afterAll(async () => {
  await certificate?.remove();
  await rm(folder, { recursive: true, force: true });
});

describeWith(`A Redis Cluster of six${why}`, () => {
  let cluster: RedisCluster;
  beforeAll(async () => {
    const rule = redisUserRule(...OF_A_CLUSTER);
    cluster = await RedisCluster.start(folder, { ...access, rule }, certificate);
    stateOfServers = () => cluster.everyNode('cluster', 'nodes');
  }, 300_000);
  afterAll(() => cluster?.kill());

  it('counts the quota of all replicas, every key of it in one slot', async () => {
    const quotas = await Promise.all(
      [cluster.url, cluster.tlsUrl].map(async (url) => {
        const { link } = await replica(url);
        const settings = { perSecond: 0, perMinute: 4, maxCallMs: 1000, maxReplicas: 2, probationMs: 0 };
        return new RedisQuota({ link, keyPrefix: PREFIX, ...settings });
      }),
    );
    const call = { priority: 'signing', caller: 'a', strangers: null, expectedCallMs: 10 } as never;
    for (const quota of quotas) await until(async () => (await quota.take(call)).kind !== 'changed');
    expect(Math.max(...quotas.map(({ used }) => used))).toBe(2);
  });

  it('says in one line what is missing, and does not come up', async () => {
    const [user = '', password] = REDIS_USER.split(':');
    const [, ...rule] = redisUserRule(...OF_A_CLUSTER).split(' ');
    const without = async (right: string) => {
      const name = `${user}_${right.replace('|', '_')}`;
      await cluster.everyNode('acl', 'setuser', name, ...rule, `-${right}`);
      return cluster.url.replace(REDIS_USER, `${name}:${password}`);
    };
    const answers = await Promise.all([
      refused(await without('asking')),
      refused(await without('cluster|slots')),
      refused(cluster.url.replace(REDIS_USER, `${user}:wrong`)),
      refused(cluster.tlsUrl),
      refused(cluster.url, { keyPrefix: 'vlens:' }),
      refused(await cluster.urlOfAnother(PREFIX)),
    ]);
    const grant = 'down: NOPERM; grant the commands and keys that docs/how-to/redis.md lists';
    expect(answers).toEqual([
      { changes: ['down: NOPERM'], problem: grant },
      { changes: ['down: NOPERM'], problem: grant },
      { changes: ['down: WRONGPASS'], problem: expect.stringContaining('mend the user name or password') },
      { changes: ['down: TLS'], problem: expect.stringContaining('REDIS_CA_FILE') },
      { changes: ['down: CROSSSLOT'], problem: expect.stringContaining('lie in one slot') },
      { changes: ['down: MOVED'], problem: expect.stringContaining('write redis+cluster://') },
    ]);
  });

  it.each(['no-such-host.invalid', null])(
    'says that its nodes can’t be reached where they announce %s',
    async (name) => {
      await cluster.tellName(name);
      expect(await refused(cluster.url)).toEqual({
        changes: ['down: NODES'],
        problem: expect.stringContaining('the addresses that they announce'),
      });
      await cluster.tellName('localhost');
    },
    300_000,
  );

  it('hears of hints again where its listener’s node has left the cluster and runs on', async () => {
    const [a, b] = [await replica(cluster.url), await replica(cluster.tlsUrl)];
    await hintsArrive(a, b);
    await hintsArrive(b, a);
    const rejoin = await cluster.partWithListenedTo();
    await hintsArrive(a, b);
    await hintsArrive(b, a);
    await rejoin();
  }, 300_000);

  it('tells the eviction policy of the node that has its keys, and that redis:// reaches that node alone', async () => {
    const owner = await cluster.ownerOf(PREFIX);
    await cluster.everyNode('config', 'set', 'maxmemory-policy', 'noeviction');
    await owner.command('config', 'set', 'maxmemory-policy', 'allkeys-lru');
    const evicts = 'evicts keys: maxmemory-policy is allkeys-lru; set it to noeviction';
    const oneNode = expect.stringContaining('one node: ');
    for (let time = 0; time < 5; time += 1) expect(await problemsAt(cluster.url)).toEqual([evicts]);
    expect(await problemsAt(cluster.urlOf(owner))).toEqual([evicts, oneNode]);
    await cluster.everyNode('config', 'set', 'maxmemory-policy', 'allkeys-lru');
    await owner.command('config', 'set', 'maxmemory-policy', 'noeviction');
    for (let time = 0; time < 5; time += 1) expect(await problemsAt(cluster.url)).toEqual([]);
    await cluster.everyNode('config', 'set', 'maxmemory-policy', 'noeviction');
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
      const replicas = [await replica(cluster.url), await replica(cluster.tlsUrl)];
      await surviveTogether(replicas, happening);
    },
    300_000,
  );

  it('refuses nothing of all that to the user of the page', async () => {
    for (const log of await cluster.everyNode('acl', 'log')) expect(refusals(log)).toEqual([]);
  });
});

describeWith(`Redis behind sentinels${why}`, () => {
  let sentinels: RedisSentinels;
  let ways: [Relay, Relay];
  beforeAll(async () => {
    ways = [await Relay.start(), await Relay.start()];
    sentinels = await RedisSentinels.inFolder(folder, access, ways, DOWN_AFTER_MS);
    stateOfServers = () => sentinels.state();
  }, 300_000);
  afterAll(async () => {
    await sentinels?.kill();
    for (const way of ways ?? []) way.close();
  });

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
      await surviveTogether(replicas, () => happening(replicas));
    },
    300_000,
  );

  it('keeps each key to one side of a network that cuts the primary off, and goes to the new one within seconds', async () => {
    await sentinels.settled();
    const before = await sentinels.primary();
    const [old, next] = before === sentinels.servers[0] ? ways : [ways[1], ways[0]];
    // As docs/how-to/redis.md says, with a shorter time.
    await before.command('config', 'set', 'min-replicas-to-write', '1', 'min-replicas-max-lag', '1');
    // The one replica is on the primary's side of the cut, all others are on the other one.
    const inner = await Relay.start();
    inner.leadTo(before.port);
    const outside = await replica(sentinels.url);
    const inside = await replica(`redis://${REDIS_USER}@127.0.0.1:${inner.port}`);
    const ledger = await through([outside, inside], async () => {
      old.freeze();
      await until(() => inside.changes.includes('down: NOREPLICAS'));
      await until(async () => (await sentinels.primary()) !== before && outside.link.isUp);
      old.thaw();
      inner.leadTo(next.port);
    });
    expect(ledger.doubled).toEqual([]);
    expect(await allAreKnown(ledger, [outside, inside])).toEqual([]);
    await leave();
    inner.close();
    // On a busy machine a replica is later than that: in what follows it would take no writes as a primary.
    await before.command('config', 'set', 'min-replicas-to-write', '0');
  }, 300_000);

  it('are reached over TLS with a CA of your own, as is what they name', async () => {
    await sentinels.settled();
    await sentinels.keepPrimary();
    const port = await freePort();
    const primary = await sentinels.primary();
    await primary.command('config', 'set', ...tlsSettings(certificate, port).flat());
    const lines = [...tlsSettings(certificate, await freePort()), ['tls-replication', 'yes']];
    const tlsPort = lines.find(([name]) => name === 'tls-port')?.[1];
    const names = ['sentinel resolve-hostnames yes', 'sentinel announce-hostnames yes'];
    const sentinel = await startSentinel(folder, 'tls', `localhost ${port}`, access, DOWN_AFTER_MS, [
      ...names,
      ...lines.map((line) => line.join(' ')),
    ]);
    const url = `rediss+sentinel://${REDIS_USER}@localhost:${tlsPort}/vlens`;
    try {
      expect(await known(await replica(url), randomUUID())).toEqual({ state: 'claimed' });
      await leave();
      expect(await refused(url)).toMatchObject({ changes: ['down: SENTINEL'] });
    } finally {
      sentinel.child.kill('SIGKILL');
    }
  }, 300_000);

  it('says what is there instead, or that they know no such master', async () => {
    const [first] = new URL(sentinels.url.replace('redis+sentinel', 'http').replace(/,.*/, '')).host.split(
      ',',
    );
    const answers = await Promise.all([
      refused(sentinels.url.replace(/vlens$/, 'other')),
      refused(`redis://:${sentinelPassword}@${first}`),
      refused((await sentinels.primary()).url.replace('redis', 'redis+cluster')),
    ]);
    expect(answers.map(({ changes }) => changes)).toEqual([
      ['down: SENTINEL'],
      ['down: NOCOMMAND'],
      ['down: NOCLUSTER'],
    ]);
  });

  it('says what to mend where the sentinels get no password, or a wrong one', async () => {
    const redis = { url: sentinels.url, timeoutMs: 5000, secret: SECRET, tenant: 'tenant' };
    const given = [null, 'wrong'].map((sentinelPassword) => redisProblems({ ...redis, sentinelPassword }));
    expect((await Promise.all(given)).flat()).toEqual([
      'down: SENTINEL_NOAUTH; write the password of the sentinels into REDIS_SENTINEL_PASSWORD',
      'down: SENTINEL_WRONGPASS; mend REDIS_SENTINEL_PASSWORD: the sentinels take another password',
    ]);
  });

  it('refuse nothing of all that to the user of the page', async () => {
    for (const { url } of sentinels.servers) {
      const client = new Redis(url);
      expect(refusals(await client.call('acl', 'log'))).toEqual([]);
      client.disconnect();
    }
  });
});
