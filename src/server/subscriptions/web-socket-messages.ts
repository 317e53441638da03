import { exceededBy } from '../../json-text.js';
import { countOf } from '../buffered-bytes.js';
import { MAX_VALUES } from '../input-bounds.js';

/** An id of an operation is a number or a UUID with every client; each answer to it carries it. */
export const MAX_ID_CHARACTERS = 256;
/** A client may measure by it how long a message takes. */
const MAX_ECHO_BYTES = 1024;

/**
 * Whether a message is parsed. What has too many values is refused after that, as what its operation came to; but very many arrays and
 * objects take V8 seconds to read, and nobody sends them.
 */
export function isParsed(message: string): boolean {
  // What stands in texts is no array: only where there are many is it worth a walk.
  const isWithin = countOf('[', message, MAX_VALUES) + countOf('{', message, MAX_VALUES) <= MAX_VALUES;
  return isWithin || exceededBy(message, { containers: MAX_VALUES }) === null;
}

/** The answer to a ping of the protocol, with what came with it where that is short. */
export function pongTo(payload: Record<string, unknown> | undefined, messageBytes: number): string {
  return JSON.stringify(
    payload && messageBytes <= MAX_ECHO_BYTES ? { type: 'pong', payload } : { type: 'pong' },
  );
}
