import type { Outcome, Rejection } from '../answer.js';
import type { AttemptLimiter, TooManyAttempts } from '../attempts/attempt-limiter.js';
import type { CodeSent } from '../customer-types.js';
import { CallAborted, tooManyAttempts, VlensFault } from '../faults.js';
import { answerToCome } from '../late-answer.js';
import { type Said, say } from '../messages/words.js';
import type { AttemptLimits } from '../operation.js';
import { ownRejection } from '../own-rejection.js';
import type { Call, Middleware, Next } from '../pipeline.js';

/** A code or a password that was wrong too often is not passed on to Vlens. */
export function limitAttempts(limiter: AttemptLimiter): Middleware {
  return (call, next) => {
    const { attemptLimits } = call.operation;
    return attemptLimits === 'none' ? next(call) : attempt(limiter, attemptLimits, call, next);
  };
}

async function attempt(
  limiter: AttemptLimiter,
  { of, keys, counts, lostAnswers, idOfSentCode, codes }: AttemptLimits<object>,
  call: Call,
  next: Next,
): Promise<Outcome> {
  const countedKeys = keys(call.input, call.caller);
  const counted = await limiter.count(of, countedKeys);
  if ('countedBy' in counted) return refusal(counted, counts);
  // A device that has logged in before hardly needs one, and must not wait for what others asked for.
  const code =
    codes && !counted.isKnown
      ? await limiter.count(codes.of, codes.keys(call.input, call.caller)).catch(async (error: unknown) => {
          await counted.refund();
          throw error;
        })
      : null;
  if (code && 'countedBy' in code) {
    await counted.refund();
    return refusal(code, 'every call');
  }
  const answered = async (outcome: Outcome) => {
    if (outcome.kind !== 'accepted' || outcome.needsMore !== 'first') await code?.refund();
    if (idOfSentCode && outcome.kind === 'accepted')
      await limiter.codeSent(idOfSentCode(outcome.value as CodeSent), countedKeys);
    // What costs somebody something counts whatever comes of it, unless it never reached Vlens.
    if (counts === 'every call') return;
    if (outcome.kind === 'accepted') {
      if (outcome.needsMore === 'first') await counted.refund();
      else if (outcome.needsMore === undefined) await counted.succeeded();
    } else if (outcome.kind === 'rejection') {
      if (outcome.isNoFailedAttempt) await counted.refund();
      else if (NOT_THEIRS.has(outcome.reason)) await counted.refund(['request']);
    }
  };
  const failed = async (error: unknown) => {
    await code?.refund();
    if (neverSent(error) || isTenants(error, counts)) await counted.refund();
    else if (counts === 'every call') return;
    else if (lostAnswers === 'do not count' && answerLost(call.operation, error)) await counted.refund();
    else if (error instanceof VlensFault && NOT_THEIRS.has(error.code))
      // Where a token is asked for, it is the token that was refused: the code itself was not looked at.
      await counted.refund(call.operation.mayCall === 'user token' ? ['request', 'otpRequest'] : ['request']);
  };
  try {
    const outcome = await next(call);
    await answered(outcome);
    return outcome;
  } catch (error) {
    const late = answerToCome(error);
    // It can be found by then, and tells as much of a guess as one in time.
    if (late) void late.then(answered, failed);
    else await failed(error);
    throw error;
  }
}

/** Too many from one address are a fault of their sender; too many for one customer are what a page shows. */
function refusal(
  { countedBy, retryAfterSeconds }: TooManyAttempts,
  counts: AttemptLimits<object>['counts'],
): Rejection {
  if (BY_ADDRESS.has(countedBy)) throw tooManyAttempts(retryAfterSeconds);
  const minutes = Math.ceil(retryAfterSeconds / 60);
  return {
    ...ownRejection('TOO_MANY_ATTEMPTS', sentence(countedBy, counts, minutes)),
    refusedLocally: true,
    // Of a code that was tried too often another helps at once.
    ...(counts === 'failures' && countedBy === 'otpRequest' ? {} : { retryAfterSeconds }),
  };
}

function sentence(
  countedBy: TooManyAttempts['countedBy'],
  counts: AttemptLimits<object>['counts'],
  minutes: number,
): Said {
  if (counts === 'every call') return say('askedTooOften', { minutes });
  return countedBy === 'otpRequest' ? say('codeTriedTooOften') : say('tooManyFailedAttempts', { minutes });
}

const BY_ADDRESS: ReadonlySet<string> = new Set(['address', 'linksByOne', 'linksAtAddress', 'linksByAll']);
/** It told nothing of the code: else anybody who knows a request's id could lock its signer out. */
const NOT_THEIRS: ReadonlySet<string> = new Set([
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'NOT_APPROVED',
]);

const NO_ANSWER: ReadonlySet<string> = new Set(['UPSTREAM_TIMEOUT', 'UPSTREAM_UNAVAILABLE']);

function neverSent(error: unknown): boolean {
  // Else any number of guesses could be sent, and of pictures decoded, by leaving before the answer.
  if (error instanceof CallAborted) return !error.wasOnItsWay;
  if (!(error instanceof VlensFault) || error.details.isAttempt) return false;
  return error.details.unsent !== undefined || error.code === 'RATE_LIMITED';
}

/**
 * It says nothing of what was guessed, and the customer can't help it. A 401 may be one to the code: 401 is published for wrong credentials
 * and a wrong ApiKey alike (didocv2, error-codes), and a guess that counts for nothing may be made any number of times.
 */
function isTenants(error: unknown, counts: AttemptLimits<object>['counts']): boolean {
  if (!(error instanceof VlensFault) || error.code !== 'TENANT_CONFIGURATION') return false;
  return counts === 'every call' || !error.details.isOfApiKey;
}

/**
 * Anybody who guessed learnt nothing, and a Vlens in trouble locks nobody out. A read has no outcome to lose: an answer that can't be read
 * counts, since Vlens may say no to a wrong guess by a page.
 */
function answerLost({ effect }: Call['operation'], error: unknown): boolean {
  if (!(error instanceof VlensFault)) return false;
  return error.details.outcome === 'UNKNOWN' || (effect === 'read' && NO_ANSWER.has(error.code));
}
