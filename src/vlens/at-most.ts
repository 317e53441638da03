/**
 * At most this many entries in an LRUCache, whose memory grows with them: by `max` it would take that of all at once (lru-cache 11.5.3: 4.4 MB
 * for 100,000 that are not there).
 */
export function atMost(entries: number): { maxSize: number; sizeCalculation: () => number } {
  return { maxSize: entries, sizeCalculation: () => 1 };
}
