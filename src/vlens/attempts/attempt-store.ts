import { LRUCache } from 'lru-cache';
import { atMost } from '../at-most.js';

/** One attempt on a counter. */
export interface Counted {
  /** How many there are with it. */
  count: number;
  /** When the first of them is forgotten. */
  msLeft: number;
  /** Takes it off where it was counted; a counter that counts nothing is gone. Once at the most. */
  remove(): Promise<void>;
}

/** Where attempts are counted and devices remembered, under keys that are hashes. */
export interface AttemptStore {
  /** Counts one more. */
  add(key: string, windowMs: number): Promise<Counted>;
  remember(key: string): Promise<void>;
  remembers(key: string): Promise<boolean>;
}

export const MAX_COUNTERS = 100_000;
export const MAX_KNOWN_DEVICES = 100_000;
/** Longer than most customers stay away between two signatures. */
export const DEVICE_TTL_MS = 90 * 24 * 3_600_000;

interface Counter {
  count: number;
  until: number;
}

/**
 * The attempts of one process. Both tables are bounded; those asked for longest ago go first. An attempt counts only where Vlens
 * was asked, so that the quota bounds how many counters there can be long before.
 */
export class ProcessAttemptStore implements AttemptStore {
  private readonly counters = new LRUCache<string, Counter>(atMost(MAX_COUNTERS));
  private readonly devices: LRUCache<string, true>;

  constructor(private readonly now: () => number) {
    this.devices = new LRUCache({
      ...atMost(MAX_KNOWN_DEVICES),
      ttl: DEVICE_TTL_MS,
      ttlResolution: 0,
      perf: { now },
    });
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

  async remember(key: string) {
    this.devices.set(key, true);
  }

  async remembers(key: string) {
    return this.devices.get(key) === true;
  }
}
