import { exceededBy } from '../../json-text.js';
import { countOf } from '../buffered-bytes.js';
import { MAX_VALUES } from '../input-bounds.js';

/** An id of an operation is a number or a UUID with every client; each answer to it carries it. */
export const MAX_ID_CHARACTERS = 256;
/** A client may measure by it how long a message takes. */
const MAX_ECHO_BYTES = 1024;

/** More than a message holds besides what `boundsError` counts of it: what is refused here would be refused there. */
const VALUES_OF_MESSAGE = 20;
/** How a message begins an operation, as clients write it. */
const OPERATION =
  /^\s*\{\s*(?:"id"\s*:\s*("[^"\\]+")\s*,\s*"type"\s*:\s*"subscribe"|"type"\s*:\s*"subscribe"\s*,\s*"id"\s*:\s*("[^"\\]+"))\s*,/;
const MAX_BEGINNING = 2 * MAX_ID_CHARACTERS;

/** Whether it holds more values than any message may: V8 takes a second to read 4 MB of names or small objects. */
export function holdsTooManyValues(message: string): boolean {
  // What stands in texts is no value: only where there are many commas or brackets is it worth a walk.
  const signs = [',', '[', '{'].reduce((sum, sign) => sum + countOf(sign, message, MAX_VALUES), 0);
  if (signs <= MAX_VALUES) return false;
  return exceededBy(message, { values: MAX_VALUES + VALUES_OF_MESSAGE }) !== null;
}

/** The same operation without anything of it, to be refused under its id; null where it is none, or not written as clients write it. */
export function withoutPayload(message: string): string | null {
  const [, first, second] = OPERATION.exec(message.slice(0, MAX_BEGINNING)) ?? [];
  const id = first ?? second;
  return id === undefined ? null : `{"id":${id},"type":"subscribe","payload":{"query":""}}`;
}

/** The answer to a ping of the protocol, with what came with it where that is short. */
export function pongTo(payload: Record<string, unknown> | undefined, messageBytes: number): string {
  return JSON.stringify(
    payload && messageBytes <= MAX_ECHO_BYTES ? { type: 'pong', payload } : { type: 'pong' },
  );
}
