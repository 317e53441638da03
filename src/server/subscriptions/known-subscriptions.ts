import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';

/** A document of a subscription that breaks no rule, kept once for everybody who sends it. */
export interface KnownSubscription {
  /** Another one for each document and operation of it. */
  id: number;
  document: DocumentNode;
  text: string;
}

/** Of their texts, of which each character takes some 150 bytes when it is parsed: a few hundred documents. */
export const KNOWN_SUBSCRIPTIONS_LIMITS = { maxCharacters: 32 * 1024 };

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
    const kept = { id: this.lastId, document, text };
    this.known.set(keyOf(text, operationName), kept);
    return kept;
  }
}

function keyOf(text: string, operationName: string | null | undefined): string {
  return `${operationName ?? ''}\n${text}`;
}
