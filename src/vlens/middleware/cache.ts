import type { Clock } from '../../clock.js';
import type { AnswerSource, Outcome } from '../answer.js';
import { bytesOfText } from '../bytes-in-memory.js';
import type { CallerKey } from '../caller-keys.js';
import { quotaUsedUp, VlensFault } from '../faults.js';
import { limitTime } from '../http/limit-time.js';
import { answerToCome, inTheEnd } from '../late-answer.js';
import type { CachePolicy, Freshness } from '../operation.js';
import type { Call, Middleware, Next } from '../pipeline.js';
import type { Cacheable, CacheLookup, CallerCache, Kept, Waiter } from './caller-cache.js';
import type { AnsweredRequest } from './invalidations.js';

/** What an answer takes besides its text and its target: the closure that reads it again, its cache entry and its key. */
const BESIDES_AN_ANSWER_BYTES = 1600;
/** A request's id and status, which are kept as long as the answer that contains the request. */
const A_REQUEST_BYTES = 110;

/**
 * Shares a caller's reads between that caller's operations, for as long as their rows allow. Passes a step on unchanged, once. Drops what
 * the caller has read before the step is sent, again before its answer goes out (whatever the outcome), and once more if an answer comes
 * late.
 */
export function cacheReads(
  cache: CallerCache,
  freshness: Readonly<Freshness>,
  isByLanguage = false,
  patience: Patience | null = null,
): Middleware {
  return (call, next) => {
    const { operation, caller } = call;
    if (caller.token === null) return next(call);
    if (operation.effect === 'step') return dropReadsAround(cache, call, next);
    if (operation.cache === 'never') return next(call);
    const lookup = new Lookup(call, operation.cache, freshness, isByLanguage);
    const hit = cache.get<Outcome>(lookup);
    if (!hit) return ask(cache, placed(cache, call, lookup), { lookup, patience }, next);
    caller.observer.saved({ endpoint: call.name, origin: 'cached', entry: hit });
    return Promise.resolve(hit.value);
  };
}

/**
 * While webhooks announce changes, a status that was read with a whole request is reused until a status is too old. So a page that shows a
 * request and then polls its status costs one call, not two. A subscriber’s status is always read again.
 */
export function recallStatus(
  cache: CallerCache,
  freshness: Readonly<Freshness>,
  isByLanguage = false,
): (call: Call) => Outcome | null {
  return (call) => {
    const { operation, caller, name } = call;
    const { requestsMaxAgeMs, statusMaxAgeMs } = freshness;
    // Without webhooks, a status may be no older than the read that this would save.
    if (statusMaxAgeMs <= requestsMaxAgeMs) return null;
    if (caller.token === null || caller.uncachedStatuses) return null;
    if (operation.effect === 'step' || operation.cache === 'never') return null;
    const lookup = new Lookup(call, operation.cache, freshness, isByLanguage, 'statusMaxAgeMs');
    const hit = cache.get<Outcome>(lookup);
    if (!hit) return null;
    caller.observer.saved({ endpoint: name, origin: 'cached', entry: hit });
    return hit.value;
  };
}

async function dropReadsAround(cache: CallerCache, call: Call, next: Next): Promise<Outcome> {
  const drop = () => cache.invalidate(call.caller.key);
  drop();
  try {
    return await next(call);
  } catch (error) {
    const late = answerToCome(error);
    // A read made before the late answer may show the state before the step.
    if (late) void inTheEnd(late).then(drop, drop);
    throw error;
  } finally {
    drop();
  }
}

/** A read of what a webhook has outdated goes before other reads, as the reads for its subscribers do. */
function placed(cache: CallerCache, call: Call, lookup: CacheLookup): Call {
  return call.priority === 'read' && cache.wasOutdatedByChange(lookup)
    ? { ...call, priority: 'announced' }
    : call;
}

/** If others wait for the call too, it outlives its first caller's signal. It counts as a call of the first caller. */
async function ask(
  cache: CallerCache,
  call: Call,
  { lookup, patience }: { lookup: CacheLookup; patience: Patience | null },
  next: Next,
): Promise<Outcome> {
  const { signal, caller, name, operation } = call;
  const dependsOnAny =
    operation.effect === 'read' &&
    operation.cache !== 'never' &&
    operation.cache.invalidatedBy === 'steps and any request';
  const askVlens = async (shared: AbortSignal, onItsWay: () => void) =>
    cacheable(await next({ ...call, signal: shared, onItsWay }), lookup.target, dependsOnAny);
  const waiter = caller.isPatient ? PATIENT : impatient(patience);
  const isAnnounced = call.priority === 'announced';
  const { value, origin } = await cache.share(lookup, signal, askVlens, { ...waiter, isAnnounced });
  if (origin === 'shared') caller.observer.saved({ endpoint: name, origin });
  return value;
}

/** How long a read waits for a place in the quota while its client waits at a connection. */
interface Patience {
  clock: Pick<Clock, 'monotonicNow' | 'setTimeout'>;
  maxReadWaitMs: number;
}

type Patient = Pick<Waiter, 'limit' | 'wouldGoOn'>;

/**
 * For reads that no connection waits for. If a shared call was refused because another caller could not wait longer, they make a call of
 * their own.
 */
const PATIENT: Patient = { limit: null, wouldGoOn: isRefusedUnsent };

function isRefusedUnsent(error: unknown): boolean {
  return error instanceof VlensFault && error.code === 'RATE_LIMITED' && error.details.unsent !== undefined;
}

/**
 * Refuses when the governor would refuse a read of this caller's own. The shared call in flight may be a subscriber's, which waits several
 * times as long. The time counts from the caller's first wait, also if another call takes the place of the one that it waits for.
 */
function impatient(patience: Patience | null): Patient {
  if (!patience) return { limit: null, wouldGoOn: () => false };
  const { clock, maxReadWaitMs } = patience;
  const refusedAt = clock.monotonicNow() + maxReadWaitMs;
  return {
    limit: (refuse) =>
      limitTime(
        clock,
        () => refuse(quotaUsedUp(maxReadWaitMs)),
        Math.max(0, refusedAt - clock.monotonicNow()),
      ),
    wouldGoOn: () => false,
  };
}

/** Holds neither the call nor its token, because a response keeps the lookup to check later whether its answer is still current. */
class Lookup implements CacheLookup {
  readonly caller: CallerKey;
  readonly target: string;
  readonly keptForMs: number;
  readonly isInvalidated: boolean;

  constructor(
    { input, caller, target }: Call,
    policy: CachePolicy<object>,
    private readonly freshness: Freshness,
    isByLanguage: boolean,
    private readonly maxAge: keyof Freshness = !caller.uncachedStatuses && policy.wantsStatusesOnly(input)
      ? 'statusMaxAgeMs'
      : policy.maxAge,
  ) {
    const { requestsMaxAgeMs, statusMaxAgeMs } = freshness;
    this.caller = caller.key;
    this.target = isByLanguage ? `${caller.language ?? 'en'} ${target}` : target;
    this.keptForMs =
      policy.maxAge === 'requestsMaxAgeMs' ? Math.max(requestsMaxAgeMs, statusMaxAgeMs) : this.maxAgeMs;
    this.isInvalidated = policy.invalidatedBy !== 'nothing';
  }

  /** Read from the settings each time, since they may be reloaded. */
  get maxAgeMs(): number {
    return this.freshness[this.maxAge];
  }
}

/** Only an accepted answer is worth caching. */
function cacheable(outcome: Outcome, target: string, dependsOnAny: boolean): Cacheable<Outcome> {
  if (outcome.kind !== 'accepted' || !outcome.source) return { value: outcome, bytes: null, requests: [] };
  const { source, value } = outcome;
  const requests = dependsOnAny ? 'any' : requestsIn(value);
  return {
    value: outcome,
    bytes:
      BESIDES_AN_ANSWER_BYTES +
      bytesOfText(source.text) +
      bytesOfText(target) +
      (requests === 'any' ? 0 : A_REQUEST_BYTES * requests.length),
    requests,
    toKeep: () => new KeptAnswer(source, dependsOnAny),
  };
}

/**
 * Caches the text of an answer, and reads it again when it is requested again. Most answers are never requested again, and the objects read
 * from a text take several times its memory. They are held weakly, so that the garbage collector can free them while nobody uses them.
 */
class KeptAnswer implements Kept<Outcome> {
  private read: WeakRef<Outcome> | null = null;
  /** Taken from the objects once, because every poll needs them from the first webhook on. */
  private knownRequests: readonly AnsweredRequest[] | 'any' | null;

  constructor(
    private readonly source: AnswerSource,
    dependsOnAny: boolean,
  ) {
    this.knownRequests = dependsOnAny ? 'any' : null;
  }

  get value(): Outcome {
    const known = this.read?.deref();
    if (known) return known;
    const read = this.source.readAgain();
    this.read = new WeakRef(read);
    return read;
  }

  get requests(): readonly AnsweredRequest[] | 'any' {
    this.knownRequests ??= requestsOf(this.value);
    return this.knownRequests;
  }
}

/** Copies the ids and statuses of an outcome's requests, without a reference to the outcome. */
function requestsOf(outcome: Outcome): readonly AnsweredRequest[] {
  if (outcome.kind !== 'accepted') return [];
  return requestsIn(outcome.value).map(({ id, status }) => (status === undefined ? { id } : { id, status }));
}

/** The business requests in an answer: a page of them, one, or none. */
function requestsIn(value: unknown): readonly AnsweredRequest[] {
  if (typeof value === 'object' && value !== null && 'items' in value && Array.isArray(value.items))
    return value.items.every(isRequest) ? value.items : value.items.filter(isRequest);
  return isRequest(value) ? [value] : [];
}

function isRequest(value: unknown): value is AnsweredRequest {
  return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string';
}
