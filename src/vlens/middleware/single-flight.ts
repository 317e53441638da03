import { LRUCache } from 'lru-cache';
import type { Outcome } from '../answer.js';
import { CallAborted } from '../faults.js';
import type { Middleware } from '../pipeline.js';

/** How long an answer waits for anybody who asks next, where all that had asked left before it came. */
export const UNCLAIMED_LIMITS = { maxEntries: 1000, ttlMs: 60_000 };

/**
 * Two tabs that send the same refresh token get one answer: the second call would use a token that the first has used up, and
 * end the session of both. The call goes on where its callers leave, and its answer is kept for a minute for the next one: lost,
 * it would have ended the session too. An answer that somebody got is given to nobody else.
 */
export function shareStepsInFlight(hash: (text: string) => string, now: () => number): Middleware {
  const inFlight = new Map<string, Shared>();
  const unclaimed = new LRUCache<string, Outcome>({
    max: UNCLAIMED_LIMITS.maxEntries,
    ttl: UNCLAIMED_LIMITS.ttlMs,
    ttlResolution: 0,
    perf: { now },
  });
  return (call, next) => {
    const { operation, input, signal, name } = call;
    if (operation.effect !== 'step' || operation.sharedInFlight === 'never') return next(call);
    if (signal.aborted) return Promise.reject(new CallAborted());
    const key = hash(`${name} ${operation.sharedInFlight.by(input)}`);
    const lost = unclaimed.get(key);
    if (lost) {
      unclaimed.delete(key);
      return Promise.resolve(lost);
    }
    let shared = inFlight.get(key);
    if (!shared) {
      const started: Shared = { answer: next({ ...call, signal: NEVER }), waiting: 0 };
      shared = started;
      inFlight.set(key, started);
      const end = (answer: Outcome | null) => {
        inFlight.delete(key);
        if (answer?.kind === 'accepted' && started.waiting === 0) unclaimed.set(key, answer);
      };
      started.answer.then(end, () => end(null));
    }
    return untilLeft(shared, signal);
  };
}

interface Shared {
  answer: Promise<Outcome>;
  waiting: number;
}

const NEVER = new AbortController().signal;

function untilLeft(shared: Shared, signal: AbortSignal): Promise<Outcome> {
  shared.waiting += 1;
  return new Promise((resolve, reject) => {
    const leave = () => {
      shared.waiting -= 1;
      reject(new CallAborted(shared.answer));
    };
    signal.addEventListener('abort', leave, { once: true });
    const settled =
      <Value>(settle: (value: Value) => void) =>
      (value: Value) => {
        signal.removeEventListener('abort', leave);
        settle(value);
      };
    shared.answer.then(settled(resolve), settled(reject));
  });
}
