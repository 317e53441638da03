import { invalidResponse } from '../faults.js';
import { sentenceText } from './values.js';
import { objectAs, readEach } from './wire.js';

/**
 * The list in an accepted answer, either the data itself or the framework's `items` (PagedResultDto). Null is an empty list.
 * @throws VlensFault if it is no list
 */
export function listData<T>(data: unknown, read: (entry: unknown) => T | null): T[] {
  const list = objectAs<{ items: unknown }>(data)?.items ?? data;
  if (list !== null && !Array.isArray(list)) throw invalidResponse();
  return readEach(list, read);
}

/**
 * The result of a reader.
 * @throws VlensFault if it is null: the reader could not read the answer
 */
export function readable<T>(value: T | null): T {
  if (value === null) throw invalidResponse();
  return value;
}

/** The sentence with which some steps answer, if there is one. Older steps send an object with a message. */
export function sentence(data: unknown): { message: string | null } {
  const message = objectAs<{ message: unknown }>(data)?.message ?? data;
  // `true` is no sentence to show.
  return { message: typeof message === 'string' ? sentenceText(message) : null };
}
