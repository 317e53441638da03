import type { Outcome } from '../answer.js';
import { answerToCome, inTheEnd } from '../late-answer.js';
import type { CachePolicy, Freshness } from '../operation.js';
import type { Call, Middleware, Next } from '../pipeline.js';
import type { Cacheable, CachedQuestion, CallerCache } from './caller-cache.js';
import type { AnsweredRequest } from './invalidations.js';

/**
 * A caller's reads are shared between that caller's operations, for as long as their rows allow. A step is passed on as it
 * is, once, and what its caller has read is dropped both before it is sent and before its answer goes out, whatever came
 * of it; once more where that comes late.
 */
export function cacheReads(
  cache: CallerCache,
  freshness: Readonly<Freshness>,
  isByLanguage = false,
): Middleware {
  return (call, next) => {
    const { operation, caller } = call;
    if (caller.token === null) return next(call);
    if (operation.effect === 'step') return dropReadsAround(cache, call, next);
    if (operation.cache === 'never') return next(call);
    const question = questionOf(call, operation.cache, freshness, isByLanguage);
    const hit = cache.get<Outcome>(question);
    if (!hit) return ask(cache, placed(cache, call, question), question, next);
    caller.observer.saved({ endpoint: call.name, origin: 'cached', entry: hit });
    return Promise.resolve(hit.value);
  };
}

/**
 * While webhooks announce changes, a whole request that was read tells its status for as long as a status may be old. A page that shows one and then polls for its status
 * costs one call, not two. A subscriber’s status is read again.
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
    const question = questionOf(call, operation.cache, freshness, isByLanguage);
    const hit = cache.get<Outcome>({ ...question, maxAgeMs: statusMaxAgeMs });
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
    // What is read until then may be from before it was taken.
    if (late) void inTheEnd(late).then(drop, drop);
    throw error;
  } finally {
    drop();
  }
}

/** What a webhook has outdated is read again before what nobody has waited for yet, as its subscribers' reads are. */
function placed(cache: CallerCache, call: Call, question: CachedQuestion): Call {
  return call.priority === 'read' && cache.wasOutdatedByChange(question)
    ? { ...call, priority: 'announced' }
    : call;
}

/** A call that others wait for outlives its first caller's signal, and is counted to the one who asked first. */
async function ask(cache: CallerCache, call: Call, question: CachedQuestion, next: Next): Promise<Outcome> {
  const { signal, caller, name, operation } = call;
  const tellsOfAny =
    operation.effect === 'read' &&
    operation.cache !== 'never' &&
    operation.cache.invalidatedBy === 'steps and any request';
  const { value, origin } = await cache.share(question, signal, async (shared) =>
    cacheable(await next({ ...call, signal: shared }), tellsOfAny),
  );
  if (origin === 'shared') caller.observer.saved({ endpoint: name, origin });
  return value;
}

function questionOf(
  { input, caller, target }: Call,
  policy: CachePolicy<object>,
  freshness: Freshness,
  isByLanguage: boolean,
): CachedQuestion {
  const { requestsMaxAgeMs, statusMaxAgeMs } = freshness;
  const isStatus = !caller.uncachedStatuses && policy.wantsStatusesOnly(input);
  const maxAgeMs = isStatus ? statusMaxAgeMs : freshness[policy.maxAge];
  return {
    caller: caller.key,
    target: isByLanguage ? `${caller.language ?? 'en'} ${target}` : target,
    maxAgeMs,
    keptForMs: policy.maxAge === 'requestsMaxAgeMs' ? Math.max(requestsMaxAgeMs, statusMaxAgeMs) : maxAgeMs,
    isInvalidated: policy.invalidatedBy !== 'nothing',
  };
}

/** Only an accepted answer is worth keeping. */
function cacheable(outcome: Outcome, tellsOfAny: boolean): Cacheable<Outcome> {
  if (outcome.kind !== 'accepted') return { value: outcome, bytes: null, requests: [] };
  const requests = tellsOfAny ? 'any' : requestsIn(outcome.value);
  return { value: outcome, bytes: outcome.bytes ?? null, requests };
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
