import { LRUCache } from 'lru-cache';
import { type Claim, type IdempotencyStore, REMEMBERED_MS, type RecordId } from './store.js';
import { untilLeft } from './until-left.js';

/** Limits the answers to steps with an idempotency key that one process keeps. */
export const PROCESS_STORE_LIMITS = {
  maxBytes: 64 * 1024 * 1024,
  ttlMs: REMEMBERED_MS,
};

/** Memory for keys, hashes and the overhead of V8 and lru-cache per entry: 400 bytes in the heap and 100 outside of it, on Node 20. */
const BESIDES_THE_ANSWER_BYTES = 500;

interface Unsettled {
  fingerprint: string;
  over: Promise<void>;
  end: () => void;
}

interface Settled {
  fingerprint: string;
  ciphertext: Uint8Array;
}

export interface ProcessStoreSettings {
  maxBytes?: number;
  /** A monotonic clock, in milliseconds. */
  now: () => number;
  /** Called for each record that is forgotten, because it is too old or there is no room. */
  onForgotten?: (id: RecordId) => void;
}

/** Remembers steps in this process only, up to a limit. When it is full, it evicts the least recently used answers first. */
export class ProcessStore implements IdempotencyStore {
  private readonly inFlight = new Map<RecordId, Unsettled>();
  private readonly settled: LRUCache<RecordId, Settled>;

  constructor({ maxBytes = PROCESS_STORE_LIMITS.maxBytes, now, onForgotten }: ProcessStoreSettings) {
    this.settled = new LRUCache({
      maxSize: maxBytes,
      sizeCalculation: ({ ciphertext }) => ciphertext.byteLength + BESIDES_THE_ANSWER_BYTES,
      ttl: PROCESS_STORE_LIMITS.ttlMs,
      ttlResolution: 0,
      perf: { now },
      ...(onForgotten && {
        dispose: (_value, id, reason) => {
          if (reason !== 'set') onForgotten(id);
        },
      }),
    });
  }

  async claim(id: RecordId, fingerprint: string): Promise<Claim> {
    const settled = this.settled.get(id);
    if (settled) return { state: 'settled', ...settled };
    const inFlight = this.inFlight.get(id);
    if (inFlight) return { state: 'in flight', fingerprint: inFlight.fingerprint };
    let end = () => {};
    const over = new Promise<void>((resolve) => {
      end = resolve;
    });
    this.inFlight.set(id, { fingerprint, over, end });
    return { state: 'claimed' };
  }

  /** Always true: steps in flight end with this process, whether sent or not, so there is nothing to store. */
  async markSent(): Promise<boolean> {
    return true;
  }

  async markUnsent(): Promise<void> {}

  async settle(id: RecordId, fingerprint: string, ciphertext: Uint8Array): Promise<void> {
    this.restore(id, { fingerprint, ciphertext }, PROCESS_STORE_LIMITS.ttlMs);
    await this.release(id);
  }

  /** Remembers an answer for the time that it has left. */
  restore(id: RecordId, settled: Settled, ttlMs: number): void {
    this.settled.set(id, settled, { ttl: ttlMs });
  }

  async release(id: RecordId): Promise<void> {
    this.inFlight.get(id)?.end();
    this.inFlight.delete(id);
  }

  async changed(id: RecordId, signal: AbortSignal): Promise<void> {
    const inFlight = this.inFlight.get(id);
    if (inFlight) await untilLeft(inFlight.over, signal);
  }

  /** The ids of all records in this store. */
  ids(): RecordId[] {
    return [...this.inFlight.keys(), ...this.settled.keys()];
  }

  /** Returns an answer, and how long it has been remembered. */
  settledOf(id: RecordId): (Settled & { ageMs: number }) | null {
    const settled = this.settled.peek(id);
    if (!settled) return null;
    return { ...settled, ageMs: PROCESS_STORE_LIMITS.ttlMs - this.settled.getRemainingTTL(id) };
  }

  inFlightOf(id: RecordId): Pick<Unsettled, 'fingerprint'> | null {
    return this.inFlight.get(id) ?? null;
  }

  /** Forgets answers that are too old now, instead of at their next lookup. */
  purge(): void {
    this.settled.purgeStale();
  }

  async flush(): Promise<void> {}

  async close(): Promise<void> {}
}
