import { LRUCache } from 'lru-cache';
import type { CallerKey } from '../../vlens/caller-keys.js';

/** In characters of their texts, of which each takes up to two bytes. */
export const PERSISTED_QUERY_LIMITS = {
  /** Several times what a frontend's largest build sends. */
  queriesPerCaller: 200,
  charactersPerCaller: 200_000,
  /** Whatever anybody takes for a token is one caller here: together they hold no more than this. */
  characters: 8_000_000,
};
/** What V8 and lru-cache need besides the texts: some 200 bytes for each query, 2 kB for each caller. */
const BESIDES_A_QUERY = 100;
const BESIDES_A_CALLER = 1000;

/**
 * What callers asked to remember by its hash: the automatic persisted queries of Apollo's and urql's links. A caller finds their own
 * alone, and what was longest unused goes first: its link sends the text again then. Apollo Server's own store is asked by hash
 * alone, so that one caller would execute what another has sent.
 */
export class PersistedQueries {
  private readonly callers = new LRUCache<CallerKey, LRUCache<string, string>>({
    maxSize: PERSISTED_QUERY_LIMITS.characters,
  });

  get(caller: CallerKey, hash: string): string | null {
    return this.callers.get(caller)?.get(hash) ?? null;
  }

  keep(caller: CallerKey, hash: string, text: string): void {
    const queries = this.callers.get(caller) ?? noQueries();
    queries.set(hash, text);
    if (queries.size > PERSISTED_QUERY_LIMITS.queriesPerCaller) queries.pop();
    // lru-cache would keep the old size of a value that it has already.
    this.callers.delete(caller);
    this.callers.set(caller, queries, { size: BESIDES_A_CALLER + queries.calculatedSize });
  }

  /** How many characters they take, and what is needed besides. */
  get size(): number {
    return this.callers.calculatedSize;
  }
}

/** By `max` it would take the memory of all that one caller may have at once. */
function noQueries(): LRUCache<string, string> {
  return new LRUCache({
    maxSize: PERSISTED_QUERY_LIMITS.charactersPerCaller,
    sizeCalculation: (text, hash) => text.length + hash.length + BESIDES_A_QUERY,
  });
}
