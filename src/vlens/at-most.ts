/**
 * Limits an LRUCache to this many entries, in a way that lets its memory grow with them. With `max`, the cache reserves memory for all
 * entries at once (lru-cache 11.5.3: 4.4 MB for 100,000 empty ones).
 */
export function atMost(entries: number): { maxSize: number; sizeCalculation: () => number } {
  return { maxSize: entries, sizeCalculation: () => 1 };
}
