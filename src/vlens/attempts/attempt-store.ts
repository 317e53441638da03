import { LRUCache } from 'lru-cache';
import { atMost } from '../at-most.js';

/** One attempt in a counter. */
export interface Counted {
  /** The number of attempts, including this one. */
  count: number;
  /** Milliseconds until the counter starts again. */
  msLeft: number;
  /** Removes the attempt from its counter, and drops an empty counter. Call it at most once. */
  remove(): Promise<void>;
}

/** A counter as it is now. */
export type Count = Pick<Counted, 'count' | 'msLeft'>;

/** Devices that have logged in and links that were right, or ids of sent codes. */
export type Remembered = 'device' | 'code';

/** Counts attempts, and remembers what distinguishes a customer from a guesser. All keys are hashes. */
export interface AttemptStore {
  /** Counts one more attempt. */
  add(key: string, windowMs: number): Promise<Counted>;
  /** How many attempts count now. */
  look(key: string): Promise<Count>;
  remember(what: Remembered, key: string): Promise<void>;
  /** Null if it is not known at the moment. */
  remembers(what: Remembered, key: string): Promise<boolean | null>;
}

export const MAX_COUNTERS = 100_000;
export const MAX_REMEMBERED = 100_000;
export const REMEMBERED_TTL_MS: Record<Remembered, number> = {
  /** Longer than most customers stay away between two signatures. */
  device: 90 * 24 * 3_600_000,
  /** Longer than any code is valid. If an id were forgotten while its code is valid, each address could guess. */
  code: 24 * 3_600_000,
};

interface Counter {
  count: number;
  until: number;
}

const NO_ATTEMPTS: Counter = { count: 0, until: 0 };

/**
 * The attempts of one process. Its tables are bounded; what was used longest ago goes first. An attempt counts only if it costs a call to
 * Vlens or the one picture decoder, so the quota bounds the number of counters first. Inputs under an idempotency key cost neither; they
 * have a store of their own (`src/upstream.ts`).
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

  async look(key: string): Promise<Count> {
    const now = this.now();
    const { count, until } = this.counters.get(key) ?? NO_ATTEMPTS;
    return until > now ? { count, msLeft: until - now } : { count: 0, msLeft: 0 };
  }

  async remember(what: Remembered, key: string) {
    this.remembered[what].set(key, true);
  }

  async remembers(what: Remembered, key: string) {
    return this.remembered[what].get(key) === true;
  }
}
