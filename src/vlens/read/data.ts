import { invalidResponse } from '../faults.js';
import { filledText } from './values.js';
import { objectAs, readEach } from './wire.js';

/**
 * The list that an accepted answer holds; null is an empty one.
 * @throws VlensFault where it is anything else than a list.
 */
export function listData<T>(data: unknown, read: (entry: unknown) => T | null): T[] {
  if (data !== null && !Array.isArray(data)) throw invalidResponse();
  return readEach(data, read);
}

/**
 * What a reader made of an accepted answer.
 * @throws VlensFault where it could make nothing of it.
 */
export function readable<T>(value: T | null): T {
  if (value === null) throw invalidResponse();
  return value;
}

/** The sentence that some steps answer with, where there is one; in an object, as older steps have it, its message. */
export function sentence(data: unknown): { message: string | null } {
  return { message: filledText(data) ?? filledText(objectAs<{ message: unknown }>(data)?.message) };
}
