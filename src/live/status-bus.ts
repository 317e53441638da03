import type { StatusHint } from '../vlens/webhook.js';

/** Carries hints from the replica that received a webhook to every replica with subscribers. */
export interface StatusBus {
  /**
   * Takes a delivery over. A delivery with the same event id gets the same answer, and is not published twice. Resolves when it is
   * safely taken over.
   */
  publish(hint: StatusHint): Promise<void>;
  /** Calls back with every hint from now on, and where some may have been missed; returns how to stop. */
  listen(hear: (hint: StatusHint) => void, missedSome: () => void): () => void;
  /** Whether every hint of every replica comes in here at the moment. */
  readonly hearsAll: boolean;
}
