import type { Outcome, Rejection } from '../answer.js';
import type { AttemptLimiter, CountedBy, TooManyAttempts } from '../attempts/attempt-limiter.js';
import type { VlensCaller } from '../caller.js';
import type { CodeSent } from '../customer-types.js';
import { CallAborted, tooManyAttempts, VlensFault } from '../faults.js';
import { answerToCome } from '../late-answer.js';
import { type Said, say } from '../messages/words.js';
import type { AttemptLimits } from '../operation.js';
import { ownRejection } from '../own-rejection.js';
import type { Call, Middleware, Next } from '../pipeline.js';

/** Whether Vlens has accepted the caller's token. */
type IsAccepted = (caller: VlensCaller) => Promise<boolean>;

/** Refuses a code or a password that was wrong too often, without a call to Vlens. */
export function limitAttempts(limiter: AttemptLimiter, isAccepted: IsAccepted): Middleware {
  return async (call, next) => {
    const { attemptLimits, mayCall } = call.operation;
    if (attemptLimits === 'none') return next(call);
    // Asked before the call: after a 401 it is accepted no more.
    const isStranger = mayCall === 'user token' && !(await isAccepted(call.caller));
    return attempt(limiter, attemptLimits, isStranger, call, next);
  };
}

async function attempt(
  limiter: AttemptLimiter,
  { of, keys, counts, lostAnswers, idOfSentCode, codes }: AttemptLimits<object>,
  isStranger: boolean,
  call: Call,
  next: Next,
): Promise<Outcome> {
  const countedKeys = keys(call.input, call.caller);
  const counted = await limiter.count(of, isStranger ? { ...countedKeys, isStranger } : countedKeys);
  if ('countedBy' in counted) return refusal(counted, counts);
  // A device that has logged in before rarely needs a code, and must not wait because others requested codes.
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
    // A wrong code may bring a new one, which counts like the first.
    if (outcome.kind !== 'accepted' || outcome.needsMore === undefined) await code?.refund();
    if (idOfSentCode && outcome.kind === 'accepted')
      await limiter.codeSent(idOfSentCode(outcome.value as CodeSent), countedKeys);
    // A call that costs somebody something counts whatever its outcome, unless it never reached Vlens.
    if (counts === 'every call') return;
    if (outcome.kind === 'accepted') {
      if (outcome.needsMore === 'first') await counted.refund();
      else if (outcome.needsMore === undefined) await counted.succeeded();
    } else if (outcome.kind === 'rejection') {
      if (outcome.isNoFailedAttempt) return counted.refund();
      const notBy = NOT_THEIRS.has(outcome.reason) ? OF_REQUEST : [];
      await counted.refund(notBy);
      await counted.wasWrong(notBy);
    }
  };
  const failed = async (error: unknown) => {
    if (!mayHaveSentCode(error)) await code?.refund();
    if (neverSent(error) || isTenants(error, counts)) await counted.refund();
    else if (counts === 'every call') return;
    else if (lostAnswers === 'do not count' && answerLost(call.operation, error)) await counted.refund();
    else if (error instanceof VlensFault && NOT_THEIRS.has(error.code))
      await counted.refund(notCountedBy(error, call.operation, isStranger));
  };
  try {
    const outcome = await next(call);
    await answered(outcome);
    return outcome;
  } catch (error) {
    const late = answerToCome(error);
    // A later request can find this answer, and it tells as much about a guess as an answer in time.
    if (late) void late.then(answered, failed);
    else await failed(error);
    throw error;
  }
}

/**
 * Too many attempts from one address are the sender's fault, so they are an error. Too many for one customer are a rejection, which a page
 * shows.
 */
function refusal(
  { countedBy, retryAfterSeconds }: TooManyAttempts,
  counts: AttemptLimits<object>['counts'],
): Rejection {
  if (BY_ADDRESS.has(countedBy)) throw tooManyAttempts(retryAfterSeconds);
  const minutes = Math.ceil(retryAfterSeconds / 60);
  return {
    ...ownRejection('TOO_MANY_ATTEMPTS', sentence(countedBy, counts, minutes)),
    refusedLocally: true,
    // No wait is needed after too many attempts at one code: another code helps at once.
    ...(counts === 'failures' && BY_CODE.has(countedBy) ? {} : { retryAfterSeconds }),
  };
}

function sentence(
  countedBy: TooManyAttempts['countedBy'],
  counts: AttemptLimits<object>['counts'],
  minutes: number,
): Said {
  if (counts === 'every call') return say('askedTooOften', { minutes });
  return BY_CODE.has(countedBy) ? say('codeTriedTooOften') : say('tooManyFailedAttempts', { minutes });
}

const BY_ADDRESS: ReadonlySet<string> = new Set(['address', 'linksByOne', 'linksAtAddress', 'linksByAll']);
/** These answers say nothing about the code. If they counted, anybody who knows a request's id could lock its signer out. */
const NOT_THEIRS: ReadonlySet<string> = new Set([
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'NOT_APPROVED',
]);

const OF_REQUEST = ['request', 'requestByStrangers'] as const;
const OF_CODE = ['otpRequest', 'otpRequestByStrangers'] as const;
const BY_CODE: ReadonlySet<CountedBy> = new Set(OF_CODE);

/**
 * The counters that a refusal of the caller does not touch. For a call that needs a token, Vlens refused the token and did not look at the
 * code. But 401 is published for wrong credentials too, so it may be about the code if Vlens accepted the token before, or says so by a
 * code in its answer.
 */
function notCountedBy(
  { code, details }: VlensFault,
  { mayCall }: Call['operation'],
  isStranger: boolean,
): readonly CountedBy[] {
  if (mayCall !== 'user token') return OF_REQUEST;
  const isAboutToken = isStranger && !details.isByCode;
  return code !== 'UNAUTHENTICATED' || isAboutToken ? [...OF_REQUEST, ...OF_CODE] : [];
}

const NO_ANSWER: ReadonlySet<string> = new Set(['UPSTREAM_TIMEOUT', 'UPSTREAM_UNAVAILABLE']);

function neverSent(error: unknown): boolean {
  // Otherwise a client could send any number of guesses, or have any number of pictures decoded, by aborting before the answer.
  if (error instanceof CallAborted) return !error.wasOnItsWay;
  if (!(error instanceof VlensFault) || error.details.isAttempt) return false;
  return error.details.unsent !== undefined || error.code === 'RATE_LIMITED';
}

/** Whether Vlens may have sent a code although its answer was lost. An unexpected error may have happened after the call was sent. */
function mayHaveSentCode(error: unknown): boolean {
  if (neverSent(error)) return false;
  return !(error instanceof VlensFault) || error.details.outcome === 'UNKNOWN';
}

/**
 * A fault of the tenant's configuration says nothing about the guess, and the customer can't mend it. A 401 to the ApiKey may also be an
 * answer to the code: the same 401 is published for wrong credentials and for a wrong ApiKey (didocv2, error-codes). If it did not count,
 * anybody could guess any number of times.
 */
function isTenants(error: unknown, counts: AttemptLimits<object>['counts']): boolean {
  if (!(error instanceof VlensFault) || error.code !== 'TENANT_CONFIGURATION') return false;
  return counts === 'every call' || !error.details.isOfApiKey;
}

/**
 * The guesser learned nothing, and an outage of Vlens must lock nobody out. A read has no outcome to lose. An answer that can't be read
 * counts, since Vlens may answer a wrong guess with a page.
 */
function answerLost({ effect }: Call['operation'], error: unknown): boolean {
  if (!(error instanceof VlensFault)) return false;
  return error.details.outcome === 'UNKNOWN' || (effect === 'read' && NO_ANSWER.has(error.code));
}
