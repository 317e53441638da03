import { LRUCache } from 'lru-cache';
import { atMost } from '../at-most.js';

/** One attempt on a counter. */
export interface Counted {
  /** How many there are with it. */
  count: number;
  /** When the first of them is forgotten. */
  msLeft: number;
  /** Takes it off where it was counted; a counter that counts nothing is gone. Once at most. */
  remove(): Promise<void>;
}

/** Devices that have logged in and links that were right; or ids of codes that were sent. */
export type Remembered = 'device' | 'code';

/** Counts attempts, and remembers what distinguishes a customer from a guesser, under keys that are hashes. */
export interface AttemptStore {
  /** Counts one more. */
  add(key: string, windowMs: number): Promise<Counted>;
  remember(what: Remembered, key: string): Promise<void>;
  /** Null: not known at the moment. */
  remembers(what: Remembered, key: string): Promise<boolean | null>;
}

export const MAX_COUNTERS = 100_000;
export const MAX_REMEMBERED = 100_000;
export const REMEMBERED_TTL_MS: Record<Remembered, number> = {
  /** Longer than most customers stay away between two signatures. */
  device: 90 * 24 * 3_600_000,
  /** Longer than any code is good for: an id that is forgotten while its code is good has guesses for each address. */
  code: 24 * 3_600_000,
};

interface Counter {
  count: number;
  until: number;
}

/**
 * The attempts of one process. Its tables are bounded; those asked for longest ago go first. An attempt counts only where Vlens
 * was asked, or the one decoder of pictures, so that the quota bounds how many counters there can be long before. What is tried under an
 * idempotency key costs neither: it has a store of its own (`src/upstream.ts`).
 */
export class ProcessAttemptStore implements AttemptStore {
  private readonly counters = new LRUCache<string, Counter>(atMost(MAX_COUNTERS));
  private readonly remembered: Record<Remembered, LRUCache<string, true>>;

  constructor(private readonly now: () => number) {
    const bounded = { ...atMost(MAX_REMEMBERED), ttlResolution: 0, perf: { now } };
    this.remembered = {
      device: new LRUCache({ ...bounded, ttl: REMEMBERED_TTL_MS.device }),
      code: new LRUCache({ ...bounded, ttl: REMEMBERED_TTL_MS.code }),
    };
  }

  /** How many counters there are. */
  get size(): number {
    return this.counters.size;
  }

  async add(key: string, windowMs: number): Promise<Counted> {
    const now = this.now();
    const known = this.counters.get(key);
    const counter = known && known.until > now ? known : { count: 0, until: now + windowMs };
    counter.count += 1;
    this.counters.set(key, counter);
    return {
      count: counter.count,
      msLeft: counter.until - now,
      remove: async () => {
        counter.count -= 1;
        if (counter.count <= 0 && this.counters.peek(key) === counter) this.counters.delete(key);
      },
    };
  }

  async remember(what: Remembered, key: string) {
    this.remembered[what].set(key, true);
  }

  async remembers(what: Remembered, key: string) {
    return this.remembered[what].get(key) === true;
  }
}
