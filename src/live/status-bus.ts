import type { StatusHint } from '../vlens/webhook.js';

/** Carries hints from the replica that a webhook came to, to every replica that somebody subscribes at. */
export interface StatusBus {
  /**
   * Takes a delivery over; anybody who sends it again under the same event id gets the same answer and nobody hears of it
   * twice. Resolves when it is safely taken over.
   */
  publish(hint: StatusHint): Promise<void>;
  /** Hears of every hint from now on, and of times in which some may have been missed; answers how to end that. */
  listen(hear: (hint: StatusHint) => void, missedSome: () => void): () => void;
  /** Whether every hint of every replica comes in here at the moment. */
  readonly hearsAll: boolean;
}
