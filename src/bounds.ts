import { PROCESS_STORE_LIMITS } from './idempotency/process-store.js';
import { REDIS_STORE_LIMITS } from './redis/redis-store.js';
import { RESPONSE_CACHE_LIMITS } from './server/response-cache.js';
import { CALLER_CACHE_LIMITS } from './vlens/middleware/caller-cache.js';
import { INVALIDATIONS_LIMITS } from './vlens/middleware/invalidations.js';

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
];
