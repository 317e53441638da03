import { LRUCache } from 'lru-cache';
import type { Outcome } from '../answer.js';
import { CallAborted } from '../faults.js';
import { answerToCome } from '../late-answer.js';
import type { NextStep } from '../messages/next-steps.js';
import type { Middleware } from '../pipeline.js';
import { type Remembered, repeatOutcome, type Taking, takeFirst } from './take-first.js';

/** How many answers are kept for the next caller, and how long, if every caller has left before the answer came. */
export const UNCLAIMED_LIMITS = { maxEntries: 1000, ttlMs: 60_000 };

/** The calls that other replicas have in flight. */
export interface SharedFlights {
  /**
   * Waits for the call that another replica has in flight, or begins one that other replicas wait for.
   * @returns the outcome of the other replica's call, or the begun call
   */
  join(key: string): Promise<Remembered | Flight>;
}

/** A call that this replica makes and other replicas wait for. */
export interface Flight {
  kind: 'begun';
  /**
   * @param isUnclaimed nobody waits for the answer here, so the next caller gets it, at any replica
   * @returns whether the other replicas know the answer now
   */
  settle(remembered: Remembered, isUnclaimed: boolean): Promise<boolean>;
  release(): Promise<void>;
}

export interface SingleFlightDependencies {
  /** A keyed hash, the same at all replicas. */
  hash: (text: string) => string;
  /** A monotonic clock, in milliseconds. */
  now: () => number;
  /** Null if there are no other replicas. */
  flights: SharedFlights | null;
  /** Delays the end of this process until a write is done. */
  hold: Taking['hold'];
}

/**
 * Two tabs that send the same refresh token get one answer. A second call would use a token that the first has used up, and would end the
 * session of both. The call goes on if its callers leave or time out. Its answer is then kept for a minute for the next caller, since
 * losing it would end the session too. An answer that one caller got is given to no later caller.
 */
export function shareStepsInFlight({ hash, now, flights, hold }: SingleFlightDependencies): Middleware {
  const inFlight = new Map<string, Shared>();
  const unclaimed = new LRUCache<string, Outcome>({
    max: UNCLAIMED_LIMITS.maxEntries,
    ttl: UNCLAIMED_LIMITS.ttlMs,
    ttlResolution: 0,
    perf: { now },
  });
  const whenOver = (key: string, shared: Shared): void => {
    const end = (answer: Outcome | null) => {
      inFlight.delete(key);
      if (answer?.kind === 'accepted' && shared.waiting === 0 && !shared.isKeptForAll)
        unclaimed.set(key, answer);
    };
    shared.answer.then(end, (error: unknown) => {
      const late = answerToCome(error);
      if (!late) return end(null);
      const { writing } = shared;
      // Waits for the write, which decides whether the other replicas know of the answer.
      shared.answer = writing ? late.finally(() => writing) : late;
      shared.waiting = 0;
      whenOver(key, shared);
    });
  };
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
      shared = { answer: NEVER_YET, waiting: 0, isKeptForAll: false, writing: null };
      const make = () => next({ ...call, signal: NEVER });
      const { unknownOutcome } = operation;
      shared.answer = flights ? together({ flights, key, shared, hold, unknownOutcome }, make) : make();
      inFlight.set(key, shared);
      whenOver(key, shared);
    }
    return untilLeft(shared, signal);
  };
}

interface Shared {
  answer: Promise<Outcome>;
  waiting: number;
  /** The other replicas get the answer too. */
  isKeptForAll: boolean;
  /** Ends when the other replicas have the late answer. */
  writing: Promise<void> | null;
}

const NEVER = new AbortController().signal;
const NEVER_YET = new Promise<never>(() => {});

interface ForAllReplicas extends Pick<Taking, 'hold'> {
  flights: SharedFlights;
  key: string;
  shared: Shared;
  unknownOutcome: NextStep;
}

/** Makes a call that no other replica is making, or returns the outcome of the one that another replica made. */
async function together(
  { flights, key, shared, hold, unknownOutcome }: ForAllReplicas,
  make: () => Promise<Outcome>,
): Promise<Outcome> {
  const flight = await flights.join(key);
  if (flight.kind !== 'begun') return repeatOutcome(unknownOutcome, flight);
  shared.isKeptForAll = true;
  const taking: Taking = {
    takenBy: '',
    async settle(remembered) {
      const isUnclaimed = remembered.kind === 'answer' && shared.waiting === 0;
      shared.isKeptForAll = await flight.settle(remembered, isUnclaimed);
    },
    release: () => flight.release(),
    hold(writing) {
      shared.writing = writing;
      hold(writing);
    },
  };
  return takeFirst(taking, make);
}

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
