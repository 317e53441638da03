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

/** The overhead of an answer besides its text and its target: its decoder, its cache entry and its key. */
const BESIDES_AN_ANSWER_BYTES = 1600;
/** A request's id and status, which stay for as long as the answer that contains it. */
const A_REQUEST_BYTES = 110;

/**
 * A caller's reads are shared between that caller's operations, for as long as their rows allow. A step is passed on as it
 * is, once, and what its caller has read is dropped both before it is sent and before its answer goes out, whatever came
 * of it; once more where that comes late.
 */
export function cacheReads(
  cache: CallerCache,
  freshness: Readonly<Freshness>,
  isByLanguage = false,
  patience: Patience | null = null,
): Middleware {
  const impatient: Waiter = { limit: patience && untilRefused(patience), wouldGoOn: () => false };
  return (call, next) => {
    const { operation, caller } = call;
    if (caller.token === null) return next(call);
    if (operation.effect === 'step') return dropReadsAround(cache, call, next);
    if (operation.cache === 'never') return next(call);
    const lookup = new Lookup(call, operation.cache, freshness, isByLanguage);
    const hit = cache.get<Outcome>(lookup);
    const waiter = caller.isPatient ? PATIENT : impatient;
    if (!hit) return ask(cache, placed(cache, call, lookup), { lookup, waiter }, next);
    caller.observer.saved({ endpoint: call.name, origin: 'cached', entry: hit });
    return Promise.resolve(hit.value);
  };
}

/**
 * While webhooks announce changes, the status of a whole request that was read is reused for as long as a status may be old. A page that
 * shows a request and then polls for its status costs one call, not two. A subscriber’s status is read again.
 */
export function recallStatus(
  cache: CallerCache,
  freshness: Readonly<Freshness>,
  isByLanguage = false,
): (call: Call) => Outcome | null {
  return (call) => {
    const { operation, caller, name } = call;
    const { requestsMaxAgeMs, statusMaxAgeMs } = freshness;
    // Where no webhook announces changes, a status is good for no longer than the read that this would spare.
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
    // Reads until then may have begun before the step was taken.
    if (late) void inTheEnd(late).then(drop, drop);
    throw error;
  } finally {
    drop();
  }
}

/** An answer that a webhook has outdated is read with priority, as its subscribers' reads are. */
function placed(cache: CallerCache, call: Call, lookup: CacheLookup): Call {
  return call.priority === 'read' && cache.wasOutdatedByChange(lookup)
    ? { ...call, priority: 'announced' }
    : call;
}

/** A call that others wait for outlives its first caller's signal, and is counted to the one who asked first. */
async function ask(
  cache: CallerCache,
  call: Call,
  { lookup, waiter }: { lookup: CacheLookup; waiter: Waiter },
  next: Next,
): Promise<Outcome> {
  const { signal, caller, name, operation } = call;
  const dependsOnAny =
    operation.effect === 'read' &&
    operation.cache !== 'never' &&
    operation.cache.invalidatedBy === 'steps and any request';
  const askVlens = async (shared: AbortSignal, onItsWay: () => void) =>
    cacheable(await next({ ...call, signal: shared, onItsWay }), lookup.target, dependsOnAny);
  const { value, origin } = await cache.share(lookup, signal, askVlens, waiter);
  if (origin === 'shared') caller.observer.saved({ endpoint: name, origin });
  return value;
}

/** For how long somebody at a connection waits for a place in the quota. */
interface Patience {
  clock: Pick<Clock, 'monotonicNow' | 'setTimeout'>;
  maxReadWaitMs: number;
}

/** Callers without a waiting client: where a read with a shorter wait was refused, they make their own. */
const PATIENT: Waiter = { limit: null, wouldGoOn: isRefusedUnsent };

function isRefusedUnsent(error: unknown): boolean {
  return error instanceof VlensFault && error.code === 'RATE_LIMITED' && error.details.unsent !== undefined;
}

/** As the governor would refuse a read of one's own: the one in flight may be a subscriber's, who waits for several times as long. */
function untilRefused({ clock, maxReadWaitMs }: Patience): Waiter['limit'] {
  return (refuse) => limitTime(clock, () => refuse(quotaUsedUp(maxReadWaitMs)), maxReadWaitMs);
}

/** It keeps neither the call nor its token alive: a cached response uses it for a long time to check whether it is still valid. */
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

  /** As the settings are now: they may have been read again. */
  get maxAgeMs(): number {
    return this.freshness[this.maxAge];
  }
}

/** Only an accepted answer is worth keeping. */
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
 * An answer as it came. It is read once more for the first who asks again: most answers are never asked for again, and the objects that one is
 * read to take several times as much as its text. So they are held weakly: what nobody uses is collected, and read once more where it is asked for.
 */
class KeptAnswer implements Kept<Outcome> {
  private read: WeakRef<Outcome> | null = null;
  /** Every poll asks for them from the first webhook on: they are taken from the objects once. */
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

/** The requests of an outcome, without keeping the outcome alive. */
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
