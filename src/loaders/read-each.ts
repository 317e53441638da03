/** One operation must not use up a whole second of the tenant's quota (`UPSTREAM_RATE_PER_SECOND`, 10). */
const MAX_IN_FLIGHT = 4;

/** Reads a few keys at a time. Returns the values in the order of the keys, with an error in place of a value that can't be read. */
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

/** DataLoader treats an Error as a failure, and anything else as a value. */
export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error('A read failed.', { cause: thrown });
}
