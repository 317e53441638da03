import { MAX_BUFFERED_BYTES, MAX_HELD_BYTES, MAX_UNREAD_BYTES } from './server/buffered-bytes.js';
import { MAX_DOWNLOADS, MAX_DOWNLOADS_OF_ONE_CONTRACT } from './server/downloads-in-flight.js';
import { MAX_FAILED_CALLERS } from './vlens/http/breaker.js';

/** A table whose entries exist only as long as what they describe, so another limit bounds their number. */
export interface FollowingBound {
  table: string;
  file: string;
  boundedBy: string;
}

/** Every table whose size follows from what is in flight or open, and the limit that bounds it. */
export const FOLLOWING_BOUNDS: readonly FollowingBound[] = [
  ...row(
    'Request bodies and messages over WebSockets that are being received',
    ['src/server/bodies-in-transit.ts', 'src/server/buffered-bytes.ts'],
    `\`MAX_IN_FLIGHT_REQUESTS\` bodies, and ${inMegabytes(MAX_BUFFERED_BYTES)} of both; then, by the memory that they take when parsed, ${inMegabytes(MAX_HELD_BYTES)} of those above 16 KB until they are answered, or twice as much if each is from another address block`,
  ),
  ...row(
    'Answers over WebSockets that are not read',
    'src/server/buffered-bytes.ts',
    `16 KB for each, and ${inMegabytes(MAX_UNREAD_BYTES)} of everything above that`,
  ),
  ...row(
    'Answers over HTTP that are ready and not read',
    'src/server/answers-in-transit.ts',
    `\`MAX_IN_FLIGHT_REQUESTS\`, and ${inMegabytes(MAX_UNREAD_BYTES)} of those above 16 KB`,
  ),
  ...row(
    'Downloads of contracts',
    'src/server/downloads-in-flight.ts',
    `${MAX_DOWNLOADS}, ${MAX_DOWNLOADS_OF_ONE_CONTRACT} of one contract for each address block`,
  ),
  ...row(
    'Connections, and the address blocks that they come from',
    'src/server/connections.ts',
    '10,000 and `MAX_SUBSCRIBERS`; at most three quarters of the open files that the process may have (all but 1,024 if it may have many)',
  ),
  ...row(
    'Requests and messages that wait for a turn of the event loop',
    ['src/server/turn-gate.ts', 'src/server/subscriptions/messages-in-turn.ts'],
    'connections, of which one request or message each waits; of a WebSocket twice `MAX_OPERATIONS_PER_CONNECTION` and 100, with a step or query in flight what was read of it in one piece; and operations in flight that continue after an answer',
  ),
  ...row(
    'Connections that wait to be read, while what comes in one turn of the event loop takes too long',
    'src/server/reads-in-turn.ts',
    'connections; up to 64 KB of each WebSocket that was read and not looked at; an address block for each turn that took too long, until one did not',
  ),
  ...row('Requests of one connection', 'src/server/pipelining.ts', '100; one behind an event stream'),
  ...row(
    'Requests and operations in flight, and the address blocks and tokens that they come from',
    ['in-flight-by-client.ts', 'shutdown/shutdown.ts', 'shutdown/operations-in-flight.ts'].map(
      (name) => `src/server/${name}`,
    ),
    'three times `MAX_IN_FLIGHT_REQUESTS`: twice for all, once more for clients with no more than a fair share',
  ),
  ...row('Callers whose calls have failed', 'src/vlens/http/breaker.ts', String(MAX_FAILED_CALLERS)),
  ...row(
    'Hashes of what is in `STATE_FOLDER`',
    'src/idempotency/checked-level.ts',
    'the outcomes on disk, of which each has one',
  ),
  ...row(
    'Steps in flight, and calls that are shared while in flight',
    [
      'src/idempotency/process-store.ts',
      'src/redis/redis-store.ts',
      'src/vlens/middleware/caller-cache.ts',
      'src/vlens/middleware/repeats-in-flight.ts',
      'src/vlens/middleware/single-flight.ts',
    ],
    'three times `MAX_IN_FLIGHT_REQUESTS`, times the calls of one operation',
  ),
  ...row(
    'Calls that wait for the quota, and callers who must wait',
    ['waiting-calls.ts', 'fair-queue.ts', 'backoff.ts'].map((name) => `src/vlens/quota/${name}`),
    'requests in flight',
  ),
  ...row('Pictures that wait to be decoded', 'src/pictures/picture-decoder.ts', '64; of 3 MB each'),
  ...row('Calls that count against the quota', 'src/vlens/quota/fair-share.ts', '`UPSTREAM_RATE_PER_MINUTE`'),
  ...row(
    'Steps whose outcome a killed process lost',
    'src/idempotency/durable-store.ts',
    'what was in flight then; 24 h',
  ),
  ...row(
    'WebSockets, streams and subscriptions, and what each has received',
    [
      'src/server/shutdown/open-streams.ts',
      'src/server/subscriptions/ping-wheel.ts',
      'src/server/subscriptions/streams-by-id.ts',
      'src/server/waiting-web-sockets.ts',
      'src/server/web-sockets-of-accounts.ts',
      'src/server/subscriptions/web-socket-connection.ts',
      'src/live/live-status.ts',
      'src/live/watch-index.ts',
      'src/live/opening-queue.ts',
      'src/live/caller-watch.ts',
      'src/live/subscribers.ts',
      'src/live/caller-reads.ts',
      'src/live/reads-alone.ts',
      'src/live/expected-hints.ts',
      'src/live/change-queue.ts',
    ],
    '`MAX_SUBSCRIBERS`, `MAX_SUBSCRIPTIONS_PER_CALLER`, `MAX_OPERATIONS_PER_CONNECTION`; 1000 changes wait for each at the most, and 100 requests of a caller are remembered as slow',
  ),
  ...row(
    'Whether an operation is too large, by the lengths of its lists',
    'src/server/documents/cost.ts',
    '200 results for each parsed document',
  ),
  ...row(
    'The pipeline of each operation, and whether Vlens refuses it to the tenant',
    ['src/vlens/http/tenant-watch.ts', 'src/vlens/pipeline.ts'],
    'one per operation',
  ),
  ...row(
    'Listeners, and causes of a failing Redis that were logged',
    ['src/redis/redis-link.ts', 'src/redis/redis-bus.ts', 'src/live/process-bus.ts'],
    'fixed',
  ),
];

function row(table: string, files: string | string[], boundedBy: string): FollowingBound[] {
  return [files].flat().map((file) => ({ table, file, boundedBy }));
}

function inMegabytes(bytes: number): string {
  return `${bytes / 1024 / 1024} MB`;
}
