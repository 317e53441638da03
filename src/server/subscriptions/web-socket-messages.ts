import { MessageType } from 'graphql-ws';
import { exceededBy } from '../../json-text.js';
import { countOf } from '../buffered-bytes.js';
import { MAX_VALUES } from '../input-bounds.js';

/** With every client, the id of an operation is a number or a UUID. Each answer repeats it. */
export const MAX_ID_CHARACTERS = 256;
/** The longest payload of a ping that is echoed. A client may use it to measure the round trip. */
const MAX_ECHO_BYTES = 1024;

/** More values than a message has outside of what `boundsError` counts, so what is refused here would be refused there. */
const VALUES_OF_MESSAGE = 20;
/** The beginning of a message that begins an operation, as clients write it. */
const OPERATION =
  /^\s*\{\s*(?:"id"\s*:\s*("[^"\\]+")\s*,\s*"type"\s*:\s*"subscribe"|"type"\s*:\s*"subscribe"\s*,\s*"id"\s*:\s*("[^"\\]+"))\s*,/;
const MAX_BEGINNING = 2 * MAX_ID_CHARACTERS;

/** Whether a message has more values than allowed: V8 takes a second to read 4 MB of names or small objects. */
export function holdsTooManyValues(message: string): boolean {
  // Signs inside strings are no values, so the exact scan runs only if there are many signs.
  const signs = [',', '[', '{'].reduce((sum, sign) => sum + countOf(sign, message, MAX_VALUES), 0);
  if (signs <= MAX_VALUES) return false;
  return exceededBy(message, { values: MAX_VALUES + VALUES_OF_MESSAGE }) !== null;
}

/**
 * The message without its content, so that the operation can be refused under its id; null if it is not an operation, or not written as
 * clients write it.
 */
export function withoutPayload(message: string): string | null {
  const [, first, second] = OPERATION.exec(message.slice(0, MAX_BEGINNING)) ?? [];
  const id = first ?? second;
  return id === undefined ? null : `{"id":${id},"type":"subscribe","payload":{"query":""}}`;
}

/** The answer to a ping of the GraphQL protocol. It repeats the payload if that is short. */
export function pongTo(payload: Record<string, unknown> | undefined, messageBytes: number): string {
  return JSON.stringify(
    payload && messageBytes <= MAX_ECHO_BYTES ? { type: 'pong', payload } : { type: 'pong' },
  );
}

const OF_SERVER = new Set<unknown>([MessageType.ConnectionAck, MessageType.Next, MessageType.Error]);

/** Whether a message is one that only a server sends. graphql-ws takes it for valid, and then fails as if the mistake were the server's. */
export function isOfServer(message: string): boolean {
  return OF_SERVER.has((JSON.parse(message) as { type: unknown }).type);
}

/** What a close frame has room for (RFC 6455, section 5.5). */
const MAX_REASON_BYTES = 123;

/** The reason for a close frame, cut where it is too long: one of graphql-ws's quotes the client's id, and ws refuses a longer one. */
export function closeReason(reason: string): Buffer {
  const { read } = new TextEncoder().encodeInto(reason, new Uint8Array(MAX_REASON_BYTES));
  return Buffer.from(reason.slice(0, read));
}
