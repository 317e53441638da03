declare const brand: unique symbol;
/** Identifies one caller's use of one idempotency key without revealing either: a keyed hash of both. */
export type RecordId = string & { readonly [brand]: 'RecordId' };

/** What a store knows about a record when a caller wants to take its step. */
export type Claim =
  /** No caller did before. This caller takes the step now, and settles or releases the record. */
  | { state: 'claimed' }
  | { state: 'in flight'; fingerprint: string }
  /** The process that took the step ended before it stored the outcome. */
  | { state: 'lost'; fingerprint: string }
  | { state: 'settled'; fingerprint: string; ciphertext: Uint8Array };

/**
 * Remembers which steps were taken with an idempotency key, in this process or shared between replicas. A store gets only keyed hashes and
 * encrypted answers.
 */
export interface IdempotencyStore {
  /** Of all callers that claim a record at the same time, exactly one gets `claimed`. */
  claim(id: RecordId, fingerprint: string): Promise<Claim>;
  /**
   * Resolves when the store has written that the claimed step may have been sent. The caller sends it then, in the same turn.
   * @returns false if the claim no longer belongs to this process: the step must not be sent
   * @throws VlensFault if that can't be written: the step must not be sent either
   */
  markSent(id: RecordId): Promise<boolean>;
  /** Takes the mark back: nothing was sent, since no connection was made. The step may still be sent later. */
  markUnsent(id: RecordId): Promise<void>;
  /** Remembers the answer for 24 hours. */
  settle(id: RecordId, fingerprint: string, ciphertext: Uint8Array): Promise<void>;
  /** Forgets the claim, since nothing was sent. */
  release(id: RecordId): Promise<void>;
  /** Resolves when a record in flight may have been settled or released, or when the signal ends the wait. */
  changed(id: RecordId, signal: AbortSignal): Promise<void>;
  /** Resolves when all pending writes that succeed are made. Called before the process ends. */
  flush(): Promise<void>;
  /**
   * Makes the pending writes that succeed, and closes the store.
   * @param timeoutMs how long to wait for a server that does not answer now; by default it does not wait
   */
  close(timeoutMs?: number): Promise<void>;
}

/**
 * The longest time that a step can take. Its pictures are decoded or it is checked, it waits for quota, it is sent, and it is answered,
 * each within the upstream timeout. Its answer may be late by one more timeout.
 */
export function maxStepMs(upstreamTimeoutMs: number): number {
  return 5 * upstreamTimeoutMs;
}

/** The description of `idempotencyKey` promises this time (schema/step-input.ts). */
export const REMEMBERED_MS = 24 * 60 * 60 * 1000;
