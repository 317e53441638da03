import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { HeldBytes } from '../buffered-bytes.js';

/** A document of a subscription that breaks no rule, kept once for everybody who sends it. */
export interface KnownSubscription {
  /** Another one for each document and operation of it. */
  id: number;
  document: DocumentNode;
  text: string;
  /** How many subscribe with it, and how to give back what it takes of the memory for the first of them. */
  holders: number;
  giveBack: (() => void) | null;
}

/** Of their texts, of which each character takes some 150 bytes when it is parsed: a few hundred documents. */
export const KNOWN_SUBSCRIPTIONS_LIMITS = { maxCharacters: 32 * 1024 };
const BYTES_PER_CHARACTER = 150;

/**
 * The subscriptions that were read and found to be in order: a frontend sends the same few, and thousands of parsed copies
 * would be most of what its subscribers hold.
 */
export class KnownSubscriptions {
  private readonly known = new LRUCache<string, KnownSubscription>({
    maxSize: KNOWN_SUBSCRIPTIONS_LIMITS.maxCharacters,
    sizeCalculation: ({ text }) => Math.max(1, text.length),
  });
  private lastId = 0;

  get(text: string, operationName: string | null | undefined): KnownSubscription | undefined {
    return this.known.get(keyOf(text, operationName));
  }

  keep(text: string, operationName: string | null | undefined, document: DocumentNode): KnownSubscription {
    this.lastId += 1;
    const kept: KnownSubscription = { id: this.lastId, document, text, holders: 0, giveBack: null };
    this.known.set(keyOf(text, operationName), kept);
    return kept;
  }

  /** Counts who subscribes with it, for it is held as long as the last of them does; null where the memory is full of others. */
  hold(known: KnownSubscription, from: string, held: HeldBytes): (() => void) | null {
    if (known.holders === 0) known.giveBack = held.take(() => from, known.text.length * BYTES_PER_CHARACTER);
    if (known.giveBack === null) return null;
    known.holders += 1;
    return () => {
      known.holders -= 1;
      if (known.holders === 0) known.giveBack?.();
    };
  }
}

function keyOf(text: string, operationName: string | null | undefined): string {
  return `${operationName ?? ''}\n${text}`;
}
