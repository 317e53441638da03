import { LRUCache } from 'lru-cache';
import { type Claim, type IdempotencyStore, REMEMBERED_MS, type RecordId } from './store.js';

const BESIDES_THE_ANSWER_BYTES = 200;

interface UnderWay {
  fingerprint: string;
  over: Promise<void>;
  end: () => void;
}

/** Remembers in this process only, bounded: where it is full, the answers that were asked for longest ago go first. */
export class ProcessStore implements IdempotencyStore {
  private readonly underWay = new Map<RecordId, UnderWay>();
  private readonly settled: LRUCache<RecordId, { fingerprint: string; ciphertext: Uint8Array }>;

  constructor(
    maxBytes: number,
    /** Milliseconds that only go forward. */
    now: () => number,
  ) {
    this.settled = new LRUCache({
      maxSize: maxBytes,
      sizeCalculation: ({ ciphertext }) => ciphertext.byteLength + BESIDES_THE_ANSWER_BYTES,
      ttl: REMEMBERED_MS,
      ttlResolution: 0,
      perf: { now },
    });
  }

  async claim(id: RecordId, fingerprint: string): Promise<Claim> {
    const settled = this.settled.get(id);
    if (settled) return { state: 'settled', ...settled };
    const underWay = this.underWay.get(id);
    if (underWay) return { state: 'under way', fingerprint: underWay.fingerprint };
    let end = () => {};
    const over = new Promise<void>((resolve) => {
      end = resolve;
    });
    this.underWay.set(id, { fingerprint, over, end });
    return { state: 'claimed' };
  }

  async settle(id: RecordId, fingerprint: string, ciphertext: Uint8Array): Promise<void> {
    this.settled.set(id, { fingerprint, ciphertext });
    await this.release(id);
  }

  async release(id: RecordId): Promise<void> {
    this.underWay.get(id)?.end();
    this.underWay.delete(id);
  }

  async changed(id: RecordId, signal: AbortSignal): Promise<void> {
    const underWay = this.underWay.get(id);
    if (!underWay || signal.aborted) return;
    let leave = () => {};
    const left = new Promise<void>((resolve) => {
      leave = resolve;
      signal.addEventListener('abort', leave, { once: true });
    });
    await Promise.race([underWay.over, left]);
    signal.removeEventListener('abort', leave);
  }
}
