import { invalidResponse } from '../faults.js';
import { sentenceText } from './values.js';
import { objectAs, readEach } from './wire.js';

/**
 * The list that an accepted answer holds, by itself or as the framework's `items` (PagedResultDto); null is an empty one.
 * @throws VlensFault where it is anything else than a list.
 */
export function listData<T>(data: unknown, read: (entry: unknown) => T | null): T[] {
  const list = objectAs<{ items: unknown }>(data)?.items ?? data;
  if (list !== null && !Array.isArray(list)) throw invalidResponse();
  return readEach(list, read);
}

/**
 * The value that a reader made of an accepted answer.
 * @throws VlensFault where it could make nothing of it.
 */
export function readable<T>(value: T | null): T {
  if (value === null) throw invalidResponse();
  return value;
}

/** The sentence that some steps answer with, where there is one; in an object, as older steps have it, its message. */
export function sentence(data: unknown): { message: string | null } {
  const message = objectAs<{ message: unknown }>(data)?.message ?? data;
  // `true` is no sentence to show.
  return { message: typeof message === 'string' ? sentenceText(message) : null };
}
