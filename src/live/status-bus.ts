import type { StatusHint } from '../vlens/webhook.js';

/** Carries hints from the replica that received a webhook to all replicas with subscribers. */
export interface StatusBus {
  /**
   * Publishes the hint of a webhook delivery. If the same event id is published again, the answer is the same, and no subscriber gets the
   * hint twice. Resolves when the delivery can be acknowledged.
   */
  publish(hint: StatusHint): Promise<void>;
  /** Calls `hear` for every hint from now on, and `missedSome` when some may have been missed. Returns a function that ends this. */
  listen(hear: (hint: StatusHint) => void, missedSome: () => void): () => void;
  /** Whether the hints of all replicas arrive here at the moment. */
  readonly hearsAll: boolean;
}
