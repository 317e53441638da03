import { LRUCache } from 'lru-cache';
import { ATTEMPT_WINDOW_MS } from '../vlens/attempts/attempt-limiter.js';
import {
  type AttemptStore,
  type Count,
  type Counted,
  REMEMBERED_TTL_MS,
  type Remembered,
} from '../vlens/attempts/attempt-store.js';
import { RedisDown, type RedisLink, Script } from './redis-link.js';

/** Bounds the refunds that wait until Redis is back. */
export const PENDING_REFUNDS_LIMITS = { maxEntries: 10_000, ttlMs: ATTEMPT_WINDOW_MS };
const TAKEN_OFF_AT_ONCE = 100;

/** Attempts to take off a counter, if the counter still counts the same window as when they were added. */
interface Refund {
  attempts: number;
  windowMs: number;
  /** When that window ends, by `now`. */
  endsAt: number;
}

/** Counts attempts for all replicas together. While Redis is down each replica counts for itself, with the same limit. */
export class RedisAttempts implements AttemptStore {
  /** The refund that each counter waits for. */
  private readonly pendingRefunds = new LRUCache<string, Refund>({
    max: PENDING_REFUNDS_LIMITS.maxEntries,
    ttl: PENDING_REFUNDS_LIMITS.ttlMs,
  });

  constructor(
    private readonly link: RedisLink,
    private readonly keyPrefix: string,
    private readonly alone: AttemptStore,
    /** A monotonic clock, in milliseconds. */
    private readonly now: () => number = () => performance.now(),
  ) {
    link.onHealed(() => void this.takeOffPending());
  }

  async add(key: string, windowMs: number): Promise<Counted> {
    try {
      const reply = await this.link.script(ADD, [this.counter(key)], [windowMs]);
      const [count, msLeft] = reply as [number, number];
      const window = { windowMs, endsAt: this.now() + msLeft };
      return { count, msLeft, remove: () => this.takeOff(key, { ...window, attempts: 1 }) };
    } catch (error) {
      const counted = await this.alone.add(key, windowMs);
      // If Redis only hung, it still executes a command that was sent.
      const isCountedTwice = error instanceof RedisDown && error.mayHaveRun;
      const endsAt = this.now() + windowMs;
      return {
        ...counted,
        remove: async () => {
          await counted.remove();
          if (isCountedTwice) await this.takeOff(key, { windowMs, endsAt, attempts: 1 });
        },
      };
    }
  }

  async look(key: string): Promise<Count> {
    try {
      const [count, msLeft] = (await this.link.script(LOOK, [this.counter(key)], [])) as [number, number];
      return { count, msLeft: Math.max(0, msLeft) };
    } catch {
      return this.alone.look(key);
    }
  }

  async remember(what: Remembered, key: string) {
    await this.alone.remember(what, key);
    await this.link
      .run((client) => client.set(this.remembered(what, key), '', 'PX', REMEMBERED_TTL_MS[what]))
      .catch(() => undefined);
  }

  async remembers(what: Remembered, key: string) {
    if (await this.alone.remembers(what, key)) return true;
    return this.link
      .run((client) => client.exists(this.remembered(what, key)))
      .then(
        (found) => found === 1,
        () => null,
      );
  }

  /** Takes attempts off a counter. If the command may have run it is not retried: a second run would refund one attempt too many. */
  private async takeOff(key: string, refund: Refund): Promise<void> {
    const { attempts, windowMs, endsAt } = refund;
    // A later window ends at least one whole window after `endsAt`. Half a window of tolerance covers clocks that run at different speeds.
    const maxMsLeft = Math.ceil(endsAt - this.now() + windowMs / 2);
    await this.link.script(REMOVE, [this.counter(key)], [attempts, maxMsLeft]).catch((error: unknown) => {
      if (error instanceof RedisDown && error.mayHaveRun) return;
      const pending = this.pendingRefunds.get(key);
      const isSameWindow = pending && Math.abs(pending.endsAt - endsAt) < windowMs / 2;
      this.pendingRefunds.set(
        key,
        isSameWindow ? { ...refund, attempts: pending.attempts + attempts } : refund,
      );
    });
  }

  private async takeOffPending(): Promise<void> {
    const pending = [...this.pendingRefunds.entries()];
    this.pendingRefunds.clear();
    for (let from = 0; from < pending.length; from += TAKEN_OFF_AT_ONCE) {
      const some = pending.slice(from, from + TAKEN_OFF_AT_ONCE);
      await Promise.all(some.map(([key, refund]) => this.takeOff(key, refund)));
    }
  }

  private counter(key: string): string {
    return `${this.keyPrefix}attempts:${key}`;
  }

  private remembered(what: Remembered, key: string): string {
    return `${this.keyPrefix}${what}:${key}`;
  }
}

const ADD = new Script(`
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return {count, redis.call('PTTL', KEYS[1])}
`);

const LOOK = new Script(`
return {tonumber(redis.call('GET', KEYS[1]) or 0), redis.call('PTTL', KEYS[1])}
`);

/** ARGV: the number of attempts, and the longest time that their window can still last, in milliseconds. */
const REMOVE = new Script(`
if redis.call('PTTL', KEYS[1]) > tonumber(ARGV[2]) then return 0 end
local count = tonumber(redis.call('GET', KEYS[1]) or 0)
if count <= tonumber(ARGV[1]) then return redis.call('DEL', KEYS[1]) end
return redis.call('SET', KEYS[1], count - ARGV[1], 'KEEPTTL')
`);
