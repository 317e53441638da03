import { spawnSync } from 'node:child_process';
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

  /** As if whoever takes the steps had ended before they were answered, some time ago. */
  async forgetOutcome(): Promise<void> {
    const client = new Redis(this.url);
    for (const key of await client.keys('*:step:*')) {
      await client.hdel(key, 'ciphertext');
      await client.hset(key, 'until', 0);
    }
    client.disconnect();
  }

  /** Every key with what lies under it, as text. */
  async everything(): Promise<string[]> {
    const client = new Redis(this.url);
    const read: Record<string, (key: string) => Promise<unknown>> = {
      string: (key) => client.get(key),
      hash: (key) => client.hgetall(key),
      zset: (key) => client.zrange(key, 0, -1),
    };
    const all: string[] = [];
    for (const key of await client.keys('*')) {
      const type = await client.type(key);
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
