import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { HeldBytes } from '../buffered-bytes.js';

/** A valid subscription document, kept once for all clients that send it. */
export interface KnownSubscription {
  /** Unique for each document and operation. */
  id: number;
  document: DocumentNode;
  text: string;
  /** How many subscriptions use it. */
  holders: number;
  giveBack: (() => void) | null;
}

/** In characters of the texts: a few hundred documents. A parsed document takes some 150 bytes per character. */
export const KNOWN_SUBSCRIPTIONS_LIMITS = { maxCharacters: 32 * 1024 };
const BYTES_PER_CHARACTER = 150;

/**
 * Subscriptions that were parsed and validated. A frontend sends the same few, and thousands of parsed copies would be most of what its
 * subscribers hold in memory.
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

  /** Counts a subscription that uses the document, which stays in memory until the last of them ends; null if memory has no room for it. */
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
