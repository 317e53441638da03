import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe } from '@jest/globals';
import { Redis } from 'ioredis';

/** A real Redis of the test's own, which keeps nothing on disk. */
export class RedisProcess {
  private child: ChildProcess | null = null;
  private constructor(private readonly port: number) {}

  static async start(): Promise<RedisProcess> {
    const redis = new RedisProcess(await freePort());
    await redis.start();
    return redis;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const args = ['--port', String(this.port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    const child = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'ignore'] });
    this.child = child;
    let printed = '';
    await new Promise<void>((resolve, reject) => {
      child.once('exit', () => reject(new Error(`redis-server ended: ${printed}`)));
      child.stdout.on('data', (text) => {
        printed += text;
        if (printed.includes('Ready to accept connections')) resolve();
      });
    });
  }

  /** SIGSTOP and SIGCONT make it hang and go on. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.child?.kill(signal);
  }

  async kill(): Promise<void> {
    const { child } = this;
    this.child = null;
    if (!child || child.exitCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  /** As if whoever takes the steps had ended before they were answered, some time ago. */
  async forgetOutcome(): Promise<void> {
    const client = new Redis(this.url);
    for (const key of await client.keys('*:step:*')) {
      await client.hdel(key, 'sealed');
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

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
}

/** Tests that need Redis; where it isn't installed they are left out, and their title says so. */
export function describeWithRedis(title: string, tests: () => void): void {
  if (spawnSync('redis-server', ['--version']).status === 0) describe(title, tests);
  else describe.skip(`${title} (left out: there is no redis-server; Debian has it as redis-server)`, tests);
}
