import { MAX_IN_DOUBT } from './idempotency/durable-store.js';
import { PROCESS_STORE_LIMITS } from './idempotency/process-store.js';
import { REMEMBERED_MS } from './idempotency/store.js';
import { MAX_REMEMBERED_EVENTS } from './live/process-bus.js';
import { PENDING_REFUNDS_LIMITS } from './redis/redis-attempts.js';
import { PUBLISHED_EVENTS_LIMITS } from './redis/redis-bus.js';
import { REDIS_STORE_LIMITS } from './redis/redis-store.js';
import { TAKEN_HINTS_LIMITS } from './redis/taken-hints.js';
import { MAX_OPERATIONS, WINDOW_MS } from './server/documents/limit-across-requests.js';
import { PARAMETERIZED_LIMITS } from './server/documents/parameterized-documents.js';
import { MAX_DOCUMENT_CHARACTERS } from './server/documents/parsed-documents.js';
import { PERSISTED_QUERY_LIMITS } from './server/documents/persisted-queries.js';
import { MAX_KNOWN_TEXTS } from './server/documents/trusted-documents.js';
import { MAX_PIPELINED } from './server/pipelined-requests.js';
import { RESPONSE_CACHE_LIMITS } from './server/response-cache.js';
import { KNOWN_SUBSCRIPTIONS_LIMITS } from './server/subscriptions/known-subscriptions.js';
import { TURN_GATE_LIMITS } from './server/turn-gate.js';
import { MAX_COUNTERS, MAX_REMEMBERED, REMEMBERED_TTL_MS } from './vlens/attempts/attempt-store.js';
import { CALLER_CACHE_LIMITS } from './vlens/middleware/caller-cache.js';
import { INVALIDATIONS_LIMITS } from './vlens/middleware/invalidations.js';
import { UNCLAIMED_LIMITS } from './vlens/middleware/single-flight.js';
import { MAX_HELD_PEOPLE } from './vlens/quota/person-limits.js';
import { MAX_READS_AFTER_STEPS, READ_AFTER_STEP_MS } from './vlens/quota/reads-after-steps.js';
import {
  MAX_ACCEPTED_TOKENS,
  MAX_REFUSED_TOKENS,
  PROOF_TTL_MS,
  REFUSED_TTL_MS,
} from './vlens/quota/token-trust.js';

/** A table that the gateway keeps in memory, on disk or in Redis, and its limits. */
export interface Bound {
  /** What the table holds. */
  table: string;
  /** The file that keeps the table and enforces its limits. */
  file: string;
  maxEntries?: number;
  maxBytes?: number;
  /** The most characters of the texts that the entries were made from. */
  maxCharacters?: number;
  /** How long an entry is kept, at most. */
  ttlMs?: number;
  /** What happens when the table is full and a new entry arrives. */
  whenFull: string;
}

/**
 * Every table with its bound, from the constants that enforce it: `npm run codegen` writes them into docs/security.md.
 * To add a table, export its limits where they are enforced, and name them here.
 */
export const BOUNDS: readonly Bound[] = [
  {
    table: 'Outcomes of steps under an idempotency key (this process; on disk in `STATE_FOLDER`)',
    file: 'src/idempotency/process-store.ts',
    ...PROCESS_STORE_LIMITS,
    whenFull: 'the outcome that was read longest ago goes; outcomes in flight never do',
  },
  {
    table: 'Keys that came in the ten minutes after `STATE_FOLDER` was found to have lost records',
    file: 'src/idempotency/durable-store.ts',
    maxEntries: MAX_IN_DOUBT,
    ttlMs: REMEMBERED_MS,
    whenFull: 'none is forgotten: a further key is UNKNOWN only for those ten minutes',
  },
  {
    table: 'Copies of the outcomes that this replica wrote to Redis',
    file: 'src/redis/settled-steps.ts',
    maxEntries: REDIS_STORE_LIMITS.maxCopies,
    maxBytes: REDIS_STORE_LIMITS.maxCopyBytes,
    ttlMs: REDIS_STORE_LIMITS.ttlMs,
    whenFull: 'the copy that was read longest ago goes; Redis still has it',
  },
  {
    table: 'Keys that this replica took, without their outcome',
    file: 'src/redis/settled-steps.ts',
    maxEntries: REDIS_STORE_LIMITS.maxTakenKeys,
    ttlMs: REDIS_STORE_LIMITS.ttlMs,
    whenFull: 'the oldest key goes',
  },
  {
    table: 'Writes of steps that Redis has not acknowledged',
    file: 'src/idempotency/pending-writes.ts',
    maxEntries: REDIS_STORE_LIMITS.maxPendingWrites,
    whenFull: 'none is forgotten: a new step with a key is refused before anything is sent',
  },
  {
    table: 'Counters in Redis from which attempts must still be subtracted',
    file: 'src/redis/redis-attempts.ts',
    ...PENDING_REFUNDS_LIMITS,
    whenFull: 'the oldest goes: its attempt counts until its quarter of an hour is over',
  },
  {
    table: 'Answers to reads, shared per caller',
    file: 'src/vlens/middleware/caller-cache.ts',
    ...CALLER_CACHE_LIMITS,
    whenFull: 'the answer that was read longest ago goes, and Vlens is asked again',
  },
  {
    table: 'Callers whose steps made their cached answers outdated',
    file: 'src/vlens/middleware/caller-cache.ts',
    maxEntries: CALLER_CACHE_LIMITS.maxEntries,
    whenFull: 'the one used longest ago goes, and its answers with it',
  },
  {
    table: 'Answers for which nobody waited any more (two tabs with one refresh token)',
    file: 'src/vlens/middleware/single-flight.ts',
    ...UNCLAIMED_LIMITS,
    whenFull: 'the oldest goes, and its session ends',
  },
  {
    table: 'Business requests whose change was announced',
    file: 'src/vlens/middleware/invalidations.ts',
    ...INVALIDATIONS_LIMITS,
    whenFull: 'the oldest announcement goes; Vlens is asked again for every answer that is older',
  },
  {
    table: 'Responses to queries that are polled, per caller',
    file: 'src/server/response-cache.ts',
    ...RESPONSE_CACHE_LIMITS,
    whenFull: 'the response that was read longest ago goes, and is executed again',
  },
  {
    table: 'Operations that wait for a turn of the event loop',
    file: 'src/server/turn-gate.ts',
    maxEntries: TURN_GATE_LIMITS.maxEntries,
    whenFull: `the last of the address block that has the most is refused, as is what exceeds ${TURN_GATE_LIMITS.maxEntriesPerAddress} of one`,
  },
  {
    table: 'Requests that wait behind another one of their connection, over all connections',
    file: 'src/server/pipelined-requests.ts',
    maxEntries: MAX_PIPELINED,
    whenFull:
      'connections end: first those of which nothing has begun, then those on which no step may be in flight, last the one that sends more',
  },
  {
    table: 'Parsed documents (Apollo Server’s document store)',
    file: 'src/server/documents/parsed-documents.ts',
    maxCharacters: MAX_DOCUMENT_CHARACTERS,
    whenFull: 'the document that was used longest ago goes, and is parsed and validated again',
  },
  {
    table: 'Documents whose values became variables, by their shape',
    file: 'src/server/documents/parameterized-documents.ts',
    maxCharacters: PARAMETERIZED_LIMITS.characters,
    whenFull: 'the shape that was sent longest ago goes; from the second time on it is made again',
  },
  {
    table: 'Subscriptions that were parsed and validated',
    file: 'src/server/subscriptions/known-subscriptions.ts',
    ...KNOWN_SUBSCRIPTIONS_LIMITS,
    whenFull: 'the one sent longest ago goes, and is parsed again; subscriptions with it go on',
  },
  {
    table: 'Callers who have automatic persisted queries',
    file: 'src/server/documents/persisted-queries.ts',
    maxCharacters: PERSISTED_QUERY_LIMITS.characters,
    whenFull: 'the caller who sent one longest ago goes, and must send the texts again',
  },
  {
    table: 'Automatic persisted queries of one caller',
    file: 'src/server/documents/persisted-queries.ts',
    maxEntries: PERSISTED_QUERY_LIMITS.queriesPerCaller,
    maxCharacters: PERSISTED_QUERY_LIMITS.charactersPerCaller,
    whenFull: 'the one used longest ago goes, and its text must be sent again',
  },
  {
    table: 'Operations of a router, with the fields that may be asked for once',
    file: 'src/server/documents/limit-across-requests.ts',
    maxEntries: MAX_OPERATIONS,
    ttlMs: WINDOW_MS,
    whenFull: 'the oldest goes, and may ask again: attempt limits still apply',
  },
  {
    table: 'Hashes of texts that are trusted documents',
    file: 'src/server/documents/trusted-documents.ts',
    maxEntries: MAX_KNOWN_TEXTS,
    whenFull: 'the one used longest ago goes, and its text is compared again',
  },
  {
    table: 'Webhook events that were published (this process)',
    file: 'src/live/process-bus.ts',
    maxEntries: MAX_REMEMBERED_EVENTS,
    whenFull: 'the oldest goes; Vlens delivers again within minutes, if at all',
  },
  {
    table: 'Webhook events that were published (Redis)',
    file: 'src/redis/redis-bus.ts',
    ...PUBLISHED_EVENTS_LIMITS,
    whenFull:
      'the oldest goes, and counts as new if it is delivered again; only deliveries with a valid signature are in this table',
  },
  {
    table: 'Webhooks that are published again for a replica that may have missed them (with Redis)',
    file: 'src/redis/taken-hints.ts',
    ...TAKEN_HINTS_LIMITS,
    whenFull: 'the oldest goes: at that replica the next poll finds the change',
  },
  {
    table: 'Tokens, devices and links that Vlens accepted',
    file: 'src/vlens/quota/token-trust.ts',
    maxEntries: MAX_ACCEPTED_TOKENS,
    ttlMs: PROOF_TTL_MS,
    whenFull: 'the one used longest ago goes, and is a stranger until Vlens accepts it again',
  },
  {
    table: 'Tokens that Vlens refused',
    file: 'src/vlens/quota/token-trust.ts',
    maxEntries: MAX_REFUSED_TOKENS,
    ttlMs: REFUSED_TTL_MS,
    whenFull: 'the one used longest ago goes, and Vlens is asked about it once more',
  },
  {
    table: 'People whom Vlens told to wait',
    file: 'src/vlens/quota/person-limits.ts',
    maxEntries: MAX_HELD_PEOPLE,
    whenFull: 'the one used longest ago goes; Vlens says it again',
  },
  {
    table: 'Callers whose step has a place for the read after it',
    file: 'src/vlens/quota/reads-after-steps.ts',
    maxEntries: MAX_READS_AFTER_STEPS,
    ttlMs: READ_AFTER_STEP_MS,
    whenFull: 'the oldest goes, and its read takes its turn among the reads',
  },
  {
    table: 'Counters of attempts, and as many of other inputs under idempotency keys',
    file: 'src/vlens/attempts/attempt-store.ts',
    maxEntries: MAX_COUNTERS,
    whenFull:
      'the one used longest ago goes; attempts that reached neither Vlens nor the decoder are not counted, so the quota bounds them long before. Only this limit bounds inputs under keys, and they push out none of the others',
  },
  {
    table: 'Devices that have logged in, and links whose hash was right',
    file: 'src/vlens/attempts/attempt-store.ts',
    maxEntries: MAX_REMEMBERED,
    ttlMs: REMEMBERED_TTL_MS.device,
    whenFull: 'the one used longest ago goes, and counts as a new device or a guess',
  },
  {
    table: 'Ids of codes that were sent, by recipient',
    file: 'src/vlens/attempts/attempt-store.ts',
    maxEntries: MAX_REMEMBERED,
    ttlMs: REMEMBERED_TTL_MS.code,
    whenFull: 'the one used longest ago goes, and guesses at its code count by id and address block alone',
  },
];
