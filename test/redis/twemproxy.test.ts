import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { RecordId } from '../../src/idempotency/store.js';
import { RedisBus } from '../../src/redis/redis-bus.js';
import { SharedStateHealth } from '../../src/redis/redis-health.js';
import { RedisLink } from '../../src/redis/redis-link.js';
import { RedisStore } from '../../src/redis/redis-store.js';
import { freePort } from '../../tools/soak/free-port.js';
import { describeWithRedis, RedisProcess } from '../support/redis-process.js';
import { until } from '../support/until.js';

const PREFIX = 'vlens:{test}:';
const SECRET = 'a secret of at least 32 characters';
const PATH = `${process.env.PATH}:/usr/sbin`;
const isInstalled = spawnSync('nutcracker', ['-V'], { env: { ...process.env, PATH } }).status === 0;
const test = isInstalled ? it : it.skip;
const why = isInstalled ? '' : " (left out: Debian's nutcracker is not installed)";

/** A proxy in front of two servers, which chooses one of them by a key: by the whole of it, unless it is told otherwise. */
describeWithRedis('twemproxy', () => {
  let folder: string;
  let servers: RedisProcess[];
  let proxy: ChildProcess | undefined;
  let link: RedisLink;
  let bus: RedisBus;
  let changes: string[];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'twemproxy-'));
    servers = await Promise.all([RedisProcess.start(), RedisProcess.start()]);
    changes = [];
  });
  afterEach(async () => {
    bus.close();
    link.close();
    if (proxy) {
      const ended = once(proxy, 'exit');
      proxy.kill();
      await ended;
    }
    await Promise.all(servers.map((server) => server.kill()));
    await rm(folder, { recursive: true });
  });

  /** Names decide which keys go where, so that it is the same each time. */
  async function open(options: string[]): Promise<void> {
    const [port, statistics] = [await freePort(), await freePort()];
    const lines = [
      ...[`listen: 127.0.0.1:${port}`, 'hash: fnv1a_64', 'distribution: ketama', 'redis: true', ...options],
      ...['servers:', ...servers.map(({ port: of }, at) => ` - 127.0.0.1:${of}:1 server${at}`)],
    ];
    await writeFile(join(folder, 'proxy.yml'), `gateway:\n${lines.map((line) => `  ${line}\n`).join('')}`);
    const args = ['-c', join(folder, 'proxy.yml'), '-a', '127.0.0.1', '-s', String(statistics)];
    proxy = spawn('nutcracker', args, { stdio: 'ignore', env: { ...process.env, PATH } });
    const onChange = ({ state, cause }: { state: string; cause: string | null }) =>
      changes.push(`${state}: ${cause}`);
    link = new RedisLink({ url: `redis://127.0.0.1:${port}`, keyPrefix: PREFIX, timeoutMs: 5000, onChange });
    bus = new RedisBus(link, PREFIX, SECRET);
  }
  function problems(): string[] {
    const health = new SharedStateHealth(link, bus);
    health.close();
    return health.now().problems;
  }

  test(`that spreads the keys of one tenant over its servers counts as down, and says what to set${why}`, async () => {
    await open([]);
    await until(() => changes.includes('down: SPREAD'));
    expect(link.isUp).toBe(false);
    expect(problems()).toEqual([expect.stringMatching(/^down: SPREAD; .*hash_tag: "\{\}"/)]);
  });

  test(`that goes by what is in braces keeps steps, and announces no changes${why}`, async () => {
    await open(['hash_tag: "{}"']);
    await until(() => link.isUp);
    expect(problems()).toEqual([expect.stringMatching(/^not subscribed/)]);
    const store = new RedisStore({ link, keyPrefix: PREFIX, maxStepMs: 1000 });
    const another = new RedisStore({ link, keyPrefix: PREFIX, maxStepMs: 1000 });
    await Promise.all([store.opened(), another.opened()]);
    for (const id of ['a', 'b', 'c', 'd', 'e'] as RecordId[]) {
      await until(async () => (await store.claim(id, 'input').catch(() => null))?.state === 'claimed');
      expect(await store.markSent(id)).toBe(true);
      await store.settle(id, 'input', Buffer.from(id));
      expect(await another.claim(id, 'input')).toMatchObject({
        state: 'settled',
        ciphertext: Buffer.from(id),
      });
    }
    await Promise.all([store.close(), another.close()]);
  });
});
