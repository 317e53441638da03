import { PROCESS_STORE_LIMITS } from './idempotency/process-store.js';
import { MAX_REMEMBERED_EVENTS } from './live/process-bus.js';
import { REDIS_STORE_LIMITS } from './redis/redis-store.js';
import { RESPONSE_CACHE_LIMITS } from './server/response-cache.js';
import { DEVICE_TTL_MS, MAX_COUNTERS, MAX_KNOWN_DEVICES } from './vlens/attempts/attempt-store.js';
import { CALLER_CACHE_LIMITS } from './vlens/middleware/caller-cache.js';
import { INVALIDATIONS_LIMITS } from './vlens/middleware/invalidations.js';
import { MAX_HELD_PEOPLE } from './vlens/quota/person-limits.js';
import {
  ACCEPTED_TTL_MS,
  MAX_ACCEPTED_TOKENS,
  MAX_REFUSED_TOKENS,
  REFUSED_TTL_MS,
} from './vlens/quota/token-trust.js';

/** One table that the gateway keeps in memory, on disk or in Redis, and where it ends. */
export interface Bound {
  /** What the table holds. */
  table: string;
  maxEntries?: number;
  maxBytes?: number;
  /** How long one entry is kept at the most. */
  ttlMs?: number;
  /** What happens to a new entry where the table is full. */
  whenFull: string;
}

/**
 * Every table with its bound, from the constants that enforce it: `npm run codegen` writes them into docs/security.md.
 * To add a table, export its limits where they are enforced, and name them here.
 */
export const BOUNDS: readonly Bound[] = [
  {
    table: 'Outcomes of steps under an idempotency key (this process; on disk in `STATE_FOLDER`)',
    ...PROCESS_STORE_LIMITS,
    whenFull: 'the outcome that was asked for longest ago goes; what is under way never does',
  },
  {
    table: 'Copies of the outcomes that this replica wrote to Redis',
    maxEntries: REDIS_STORE_LIMITS.maxCopies,
    maxBytes: REDIS_STORE_LIMITS.maxCopyBytes,
    ttlMs: REDIS_STORE_LIMITS.ttlMs,
    whenFull: 'the copy that was asked for longest ago goes; Redis still has it',
  },
  {
    table: 'Keys that this replica took, without their outcome',
    maxEntries: REDIS_STORE_LIMITS.maxTakenKeys,
    ttlMs: REDIS_STORE_LIMITS.ttlMs,
    whenFull: 'the oldest key goes',
  },
  {
    table: 'Writes of steps that Redis has not acknowledged',
    maxEntries: REDIS_STORE_LIMITS.maxPendingWrites,
    whenFull: 'none is forgotten: a new step with a key is refused before anything is sent',
  },
  {
    table: 'Answers to reads, shared per caller',
    ...CALLER_CACHE_LIMITS,
    whenFull: 'the answer that was asked for longest ago goes, and is read again when it is asked for',
  },
  {
    table: 'Business requests whose change was announced',
    ...INVALIDATIONS_LIMITS,
    whenFull: 'the oldest announcement goes; every answer that is older than that is read again',
  },
  {
    table: 'Responses to queries that are polled, per caller',
    ...RESPONSE_CACHE_LIMITS,
    whenFull: 'the response that was asked for longest ago goes, and is executed again',
  },
  {
    table: 'Webhook events that were told (this process)',
    maxEntries: MAX_REMEMBERED_EVENTS,
    whenFull: 'the oldest goes; Vlens delivers again within minutes, if at all',
  },
  {
    table: 'Tokens that Vlens took',
    maxEntries: MAX_ACCEPTED_TOKENS,
    ttlMs: ACCEPTED_TTL_MS,
    whenFull: 'the one used longest ago goes, and is a stranger until Vlens takes it again',
  },
  {
    table: 'Tokens that Vlens refused',
    maxEntries: MAX_REFUSED_TOKENS,
    ttlMs: REFUSED_TTL_MS,
    whenFull: 'the one used longest ago goes, and is asked about once more',
  },
  {
    table: 'People whom Vlens told to wait',
    maxEntries: MAX_HELD_PEOPLE,
    whenFull: 'the one asked for longest ago goes; Vlens tells them again',
  },
  {
    table: 'Counters of attempts',
    maxEntries: MAX_COUNTERS,
    whenFull:
      'the one asked for longest ago goes; only attempts that reached Vlens are counted, so the quota bounds them long before',
  },
  {
    table: 'Devices that have logged in',
    maxEntries: MAX_KNOWN_DEVICES,
    ttlMs: DEVICE_TTL_MS,
    whenFull: 'the one used longest ago goes, and counts as a new device',
  },
];
