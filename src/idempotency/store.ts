declare const brand: unique symbol;
/** Names one caller's use of one idempotency key, without revealing either: a keyed hash of both. */
export type RecordId = string & { readonly [brand]: 'RecordId' };

/** The state of a record when a caller wants to take its step. */
export type Claim =
  /** The step is new: the caller takes it now, and settles or releases the record. */
  | { state: 'claimed' }
  | { state: 'in flight'; fingerprint: string }
  /** The process that took the step ended before it stored the outcome. */
  | { state: 'lost'; fingerprint: string }
  | { state: 'settled'; fingerprint: string; ciphertext: Uint8Array };

/**
 * Remembers which steps were taken under an idempotency key: in this process, or shared between replicas.
 * It sees keyed hashes and encrypted answers only.
 */
export interface IdempotencyStore {
  /** Of all calls at the same time, one gets `claimed`. */
  claim(id: RecordId, fingerprint: string): Promise<Claim>;
  /**
   * Resolves when it is written down that the claimed step may have been sent: from then on it is, in the same turn.
   * @returns false where the claim is no longer this process's: it must not be sent
   * @throws VlensFault where that can't be written: then neither
   */
  markSent(id: RecordId): Promise<boolean>;
  /** Nothing was sent after all, and it may be yet: no connection came about. */
  markUnsent(id: RecordId): Promise<void>;
  /** Remembers the answer for 24 hours. */
  settle(id: RecordId, fingerprint: string, ciphertext: Uint8Array): Promise<void>;
  /** As if it had never been claimed: nothing was sent. */
  release(id: RecordId): Promise<void>;
  /** Resolves when a record that was in flight may have been settled or released, or when the signal ends the wait. */
  changed(id: RecordId, signal: AbortSignal): Promise<void>;
  /** Resolves when everything was written that can be, before the process ends. */
  flush(): Promise<void>;
  /**
   * Writes what can be written, and lets go.
   * @param timeoutMs how long it may wait for what does not answer now; without it not at all
   */
  close(timeoutMs?: number): Promise<void>;
}

/**
 * A step has its pictures decoded or is checked, waits for quota, is sent and is answered, each within the upstream's time, and its
 * answer may be late by as much; more it never takes.
 */
export function maxStepMs(upstreamTimeoutMs: number): number {
  return 5 * upstreamTimeoutMs;
}

/** As `idempotencyKey` promises (schema/step-input.ts). */
export const REMEMBERED_MS = 24 * 60 * 60 * 1000;
