import { LRUCache } from 'lru-cache';
import { ATTEMPT_WINDOW_MS } from '../vlens/attempts/attempt-limiter.js';
import { type AttemptStore, type Counted, DEVICE_TTL_MS } from '../vlens/attempts/attempt-store.js';
import { RedisDown, type RedisLink, Script } from './redis-link.js';

/** Counters from which attempts are still to be taken off, once Redis is back. */
export const OWED_ATTEMPTS_LIMITS = { maxEntries: 10_000, ttlMs: ATTEMPT_WINDOW_MS };
const TAKEN_OFF_AT_ONCE = 100;

/** Attempts counted for all replicas; while Redis is down each replica counts for itself: the same number at each. */
export class RedisAttempts implements AttemptStore {
  /** How many attempts to take off each counter. */
  private readonly owed = new LRUCache<string, number>({
    max: OWED_ATTEMPTS_LIMITS.maxEntries,
    ttl: OWED_ATTEMPTS_LIMITS.ttlMs,
  });

  constructor(
    private readonly link: RedisLink,
    private readonly keyPrefix: string,
    private readonly alone: AttemptStore,
  ) {
    link.onHealed(() => void this.takeOffOwed());
  }

  async add(key: string, windowMs: number): Promise<Counted> {
    try {
      const reply = await this.link.script(ADD, [this.counter(key)], [windowMs]);
      const [count, msLeft] = reply as [number, number];
      return { count, msLeft, remove: () => this.takeOff(key, 1) };
    } catch (error) {
      const counted = await this.alone.add(key, windowMs);
      // A command that was written is executed where Redis only hung.
      const isCountedTwice = error instanceof RedisDown && error.mayHaveRun;
      return {
        ...counted,
        remove: async () => {
          await counted.remove();
          if (isCountedTwice) await this.takeOff(key, 1);
        },
      };
    }
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

  /** Not tried again where it may have run: another attempt would be taken off besides. */
  private async takeOff(key: string, attempts: number): Promise<void> {
    await this.link.script(REMOVE, [this.counter(key)], [attempts]).catch((error: unknown) => {
      if (error instanceof RedisDown && error.mayHaveRun) return;
      this.owed.set(key, (this.owed.get(key) ?? 0) + attempts);
    });
  }

  private async takeOffOwed(): Promise<void> {
    const owed = [...this.owed.entries()];
    this.owed.clear();
    for (let from = 0; from < owed.length; from += TAKEN_OFF_AT_ONCE) {
      const some = owed.slice(from, from + TAKEN_OFF_AT_ONCE);
      await Promise.all(some.map(([key, attempts]) => this.takeOff(key, attempts)));
    }
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
if count <= tonumber(ARGV[1]) then return redis.call('DEL', KEYS[1]) end
return redis.call('SET', KEYS[1], count - ARGV[1], 'KEEPTTL')
`);
