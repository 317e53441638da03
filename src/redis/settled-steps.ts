import { LRUCache } from 'lru-cache';
import type { RecordId } from '../idempotency/store.js';

export interface SettledStep {
  fingerprint: string;
  ciphertext: Uint8Array;
}

export interface SettledStepsLimits {
  maxCopies: number;
  maxCopyBytes: number;
  maxTakenKeys: number;
  ttlMs: number;
}

/** The same as in `process-store.ts`. */
const BESIDES_THE_ANSWER_BYTES = 500;

/** The steps that this replica settled itself. It can answer them without Redis, and restore them if Redis lost its last writes. */
export class SettledSteps {
  private readonly copies: LRUCache<RecordId, SettledStep>;
  /** The fingerprints of steps that were taken, but whose answers were evicted from `copies`. */
  private readonly takenKeys: LRUCache<RecordId, string>;

  constructor({ maxCopies, maxCopyBytes, maxTakenKeys, ttlMs }: SettledStepsLimits) {
    this.takenKeys = new LRUCache({ max: maxTakenKeys, ttl: ttlMs });
    this.copies = new LRUCache({
      max: maxCopies,
      maxSize: maxCopyBytes,
      sizeCalculation: ({ ciphertext }) => ciphertext.byteLength + BESIDES_THE_ANSWER_BYTES,
      ttl: ttlMs,
      dispose: ({ fingerprint }, id, reason) => {
        if (reason === 'evict') this.takenKeys.set(id, fingerprint);
      },
    });
  }

  get(id: RecordId): SettledStep | undefined {
    return this.copies.get(id);
  }

  add(id: RecordId, step: SettledStep): void {
    this.copies.set(id, step);
  }

  /** How long the step is still remembered; 0 if it is not. */
  msLeft(id: RecordId): number {
    return Math.ceil(this.copies.getRemainingTTL(id));
  }

  /** The newest first. */
  withCopies(): [RecordId, SettledStep][] {
    return [...this.copies.entries()];
  }

  /** The newest first. */
  withoutCopies(): [RecordId, string][] {
    return [...this.takenKeys.entries()];
  }
}
