import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { describe } from '@jest/globals';
import { Redis } from 'ioredis';
import { freePort } from '../../tools/soak/free-port.js';
import { RedisServer } from '../../tools/soak/redis-server.js';

/** A Redis of the test's own, which keeps nothing on disk, and into which the test may look. */
export class RedisProcess extends RedisServer {
  static async start(): Promise<RedisProcess> {
    const redis = new RedisProcess(await freePort(), null);
    await redis.start();
    return redis;
  }

  /** As if the process that takes the steps had ended before they were answered, some time ago. */
  async forgetOutcome(): Promise<void> {
    const client = new Redis(this.url);
    for (const key of await client.keys('*:step:*')) {
      await client.hdel(key, 'ciphertext');
      await client.hset(key, 'until', 0);
    }
    client.disconnect();
  }

  /** Has it refuse writes for a reason of its own, and still answer reads. */
  async refuseWrites(reason: 'OOM' | 'MISCONF' | 'READONLY'): Promise<void> {
    const client = new Redis(this.url);
    if (reason === 'OOM') await client.config('SET', 'maxmemory', '1');
    if (reason === 'READONLY') await client.replicaof('127.0.0.1', 1);
    if (reason === 'MISCONF') {
      // Its snapshot can't take the place of a folder.
      await mkdir(this.snapshot);
      await client.config('SET', 'save', '3600 1');
      await client.bgsave();
      while (!(await client.info('persistence')).includes('rdb_last_bgsave_status:err')) await pause(20);
    }
    client.disconnect();
  }

  async takeWrites(): Promise<void> {
    const client = new Redis(this.url);
    await client.config('SET', 'maxmemory', '0');
    await client.config('SET', 'save', '');
    await client.replicaof('NO', 'ONE');
    client.disconnect();
    await rm(this.snapshot, { recursive: true, force: true });
  }

  /**
   * Tells of each command that Redis takes, until the returned function is called. Over a socket of its own: ioredis's `monitor()` takes a
   * line that comes together with the OK for an answer (findings/).
   */
  async watch(onCommand: (words: string[]) => void): Promise<() => void> {
    const socket = connect(this.port, '127.0.0.1').on('error', () => {});
    socket.write('MONITOR\r\n');
    const lines = createInterface({ input: socket });
    await once(lines, 'line');
    lines.on('line', (line) =>
      onCommand([...line.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, word = '']) => word)),
    );
    return () => socket.destroy();
  }

  /** Every key with what lies under it, as text. */
  async everything(): Promise<string[]> {
    const client = new Redis(this.url);
    const read: Record<string, (key: string) => Promise<unknown>> = {
      string: (key) => client.get(key),
      hash: (key) => client.hgetall(key),
      zset: (key) => client.zrange(key, '0', '-1'),
    };
    const all: string[] = [];
    for (const key of await client.keys('*')) {
      const type = await client.type(key);
      // It has just expired.
      if (type === 'none') continue;
      const value = await read[type]?.(key);
      if (value === undefined) throw new Error(`Nothing here reads a ${type}.`);
      all.push(`${key} ${JSON.stringify(value)}`);
    }
    client.disconnect();
    return all;
  }
}

/** Tests that need Redis; where it isn't installed they are left out, and their title says so. */
export function describeWithRedis(title: string, tests: () => void): void {
  if (spawnSync('redis-server', ['--version']).status === 0) describe(title, tests);
  else describe.skip(`${title} (left out: there is no redis-server; Debian has it as redis-server)`, tests);
}
