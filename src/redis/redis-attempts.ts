import { type AttemptStore, DEVICE_TTL_MS } from '../vlens/attempts/attempt-store.js';
import { type RedisLink, Script } from './redis-link.js';

/** Attempts counted for all replicas; while Redis is down each replica counts for itself: the same number at each. */
export class RedisAttempts implements AttemptStore {
  constructor(
    private readonly link: RedisLink,
    private readonly keyPrefix: string,
    private readonly alone: AttemptStore,
  ) {}

  async add(key: string, windowMs: number) {
    try {
      const reply = await this.link.script(ADD, [this.counter(key)], [windowMs]);
      const [count, msLeft] = reply as [number, number];
      return { count, msLeft };
    } catch {
      return this.alone.add(key, windowMs);
    }
  }

  async remove(key: string) {
    await this.alone.remove(key);
    await this.link.script(REMOVE, [this.counter(key)], []).catch(() => undefined);
  }

  async remember(key: string) {
    await this.alone.remember(key);
    await this.link
      .run((client) => client.set(this.device(key), '', 'PX', DEVICE_TTL_MS))
      .catch(() => undefined);
  }

  async remembers(key: string) {
    if (await this.alone.remembers(key)) return true;
    return (await this.link.run((client) => client.exists(this.device(key))).catch(() => 0)) === 1;
  }

  private counter(key: string): string {
    return `${this.keyPrefix}attempts:${key}`;
  }

  private device(key: string): string {
    return `${this.keyPrefix}device:${key}`;
  }
}

const ADD = new Script(`
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return {count, redis.call('PTTL', KEYS[1])}
`);

const REMOVE = new Script(`
local count = tonumber(redis.call('GET', KEYS[1]) or 0)
if count <= 1 then return redis.call('DEL', KEYS[1]) end
return redis.call('DECR', KEYS[1])
`);
