import DataLoader from 'dataloader';

/** One operation must not take a whole second of the tenant's quota (`UPSTREAM_RATE_PER_SECOND`, 10). */
const MAX_IN_FLIGHT = 4;

/** Reads each key once per operation, at once; keys that are not equal by `===` need a `keyOf`. */
export function dedupe<Key, Value>(read: (key: Key) => Promise<Value>): DataLoader<Key, Value>;
export function dedupe<Key, Value>(
  read: (key: Key) => Promise<Value>,
  keyOf: (key: Key) => string,
): DataLoader<Key, Value, string>;
export function dedupe<Key, Value>(read: (key: Key) => Promise<Value>, keyOf?: (key: Key) => string) {
  return new DataLoader<Key, Value, Key | string>((keys) => readEach(keys, read, keys.length), {
    batch: false,
    cacheKeyFn: (key) => keyOf?.(key) ?? key,
  });
}

/** Reads each key once per operation, a few at a time, where Vlens has no endpoint for several. */
export function inParallel<Key, Value>(read: (key: Key) => Promise<Value>): DataLoader<Key, Value> {
  return new DataLoader<Key, Value>((keys) => readEach(keys, read));
}

/** The values in the order of the keys, a few read at a time; where one can't be read, its error in the value's place. */
export async function readEach<Key, Value>(
  keys: readonly Key[],
  read: (key: Key) => Promise<Value>,
  atOnce = MAX_IN_FLIGHT,
): Promise<(Value | Error)[]> {
  const [only] = keys;
  if (only !== undefined && keys.length === 1) return [await read(only).catch(asError)];
  const results = new Array<Value | Error>(keys.length);
  const waiting = keys.entries();
  const worker = async () => {
    for (const [index, key] of waiting) results[index] = await read(key).catch(asError);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, keys.length) }, worker));
  return results;
}

/** DataLoader takes an Error for a failure and anything else for a value. */
export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error('A read failed.', { cause: thrown });
}
