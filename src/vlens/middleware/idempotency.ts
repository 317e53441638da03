import type { Encryption } from '../../idempotency/encryption.js';
import { notRemembered } from '../../idempotency/not-remembered.js';
import type { IdempotencyStore, RecordId } from '../../idempotency/store.js';
import type { Outcome } from '../answer.js';
import type { AttemptLimiter, TooManyAttempts } from '../attempts/attempt-limiter.js';
import type { VlensCaller } from '../caller.js';
import { CallAborted, type FaultCode, tokenNotAccepted, VlensFault } from '../faults.js';
import type { ContractOperation, StepOperation } from '../operation.js';
import type { Call, Middleware, Next, Sending } from '../pipeline.js';
import { unknownOutcome } from '../unknown-outcome.js';
import { RepeatsInFlight, type StepInFlight } from './repeats-in-flight.js';
import { type Remembered, repeatOutcome, type Taking, takeFirst } from './take-first.js';

/** A client sent the same key with another input, or for another step. */
export class IdempotencyKeyReused extends Error {
  override readonly name = 'IdempotencyKeyReused';
}

type Step = StepOperation<ContractOperation, object, Outcome>;

/**
 * Remembers the outcome of a step for 24 hours, for clients that send an idempotency key. It does not remember a step that was not sent
 * (also because of too many attempts), or that Vlens refused without looking at it (401, 403, 429): a client may try it again with the same
 * key. An unknown outcome stays unknown, unless the answer comes late; until then the key waits. Those who wait for a step that Vlens
 * refuses so get the same refusal.
 */
export function takeOncePerKey(dependencies: IdempotencyDependencies): Middleware {
  const repeats = new RepeatsInFlight();
  return (call, next) => {
    const { operation, idempotencyKey } = call;
    if (idempotencyKey === null || operation.effect !== 'step') return next(call);
    return takeOnce(dependencies, repeats, operation, idempotencyKey.toLowerCase(), call, next);
  };
}

export interface IdempotencyDependencies {
  store: IdempotencyStore;
  encryption: Encryption;
  /** For the records in the store that were written under the former secret. */
  former?: { encryption: Encryption; knows: (id: RecordId) => boolean } | null;
  /** Whether Vlens accepts the caller's token. A token that nobody verified must not give access to another caller's answer. */
  isProven: (caller: VlensCaller) => Promise<boolean>;
  /** Counts the inputs that callers without a token try with a used key. */
  attempts: Pick<AttemptLimiter, 'count'>;
  /** How long a step may be in flight, in milliseconds. */
  maxStepMs: number;
  /** A monotonic clock, in milliseconds. */
  now: () => number;
  /** Delays the end of this process until a write is done. */
  hold: Taking['hold'];
}

/**
 * A step may share the call of another key or another replica. Such a step counts as sent from the start, since that call may already be
 * sent.
 */
async function takeAs(step: Step, sending: Sending, call: Call, next: Next): Promise<Outcome> {
  if (step.sharedInFlight === 'never') return next({ ...call, sending });
  await sending.begin();
  return next(call);
}

/** A record written under the former secret can be found and compared only with that secret. */
function encryptionFor(
  { encryption, former }: IdempotencyDependencies,
  token: string | null,
  key: string,
): Encryption {
  return former?.knows(former.encryption.recordId(token, key)) ? former.encryption : encryption;
}

async function takeOnce(
  dependencies: IdempotencyDependencies,
  repeats: RepeatsInFlight,
  step: Step,
  key: string,
  call: Call,
  next: Next,
): Promise<Outcome> {
  const { store, isProven, maxStepMs, now, hold } = dependencies;
  // A step that goes to Vlens with the ApiKey alone is nobody's: the same step comes with a token, with none, or with the next one.
  const token = step.mayCall === 'apiKey' ? null : call.caller.token;
  const encryption = encryptionFor(dependencies, token, key);
  const id = encryption.recordId(token, key);
  const takenBy = encryption.tokenMark(token);
  const fingerprint = encryption.fingerprint(call.name, call.input);
  const taking: Taking = {
    takenBy,
    settle: (remembered) => store.settle(id, fingerprint, encryption.encrypt(id, remembered)),
    release: () => store.release(id),
    hold,
  };
  const untilChanged = async () => {
    await store.changed(id, call.signal);
    if (call.signal.aborted) throw new CallAborted();
  };
  let isTakenOver = false;
  let isCounted = false;
  const sameCall = `${fingerprint} ${takenBy}`;
  let own: StepInFlight | null = null;
  const sending: Sending = {
    async begin() {
      isTakenOver = !(await store.markSent(id));
      if (isTakenOver) throw notRemembered();
      if (own) own.isSent = true;
    },
    undo: () => store.markUnsent(id),
  };
  let elsewhereSince: number | null = null;
  for (;;) {
    // By now a process that stalled and the one that took over from it are both done. If the store still says that the step is in flight,
    // it has lost the record.
    if (elsewhereSince !== null && now() - elsewhereSince > 2 * maxStepMs)
      throw unknownOutcome(step.unknownOutcome, 'UPSTREAM_UNAVAILABLE');
    const claim = await store.claim(id, fingerprint).catch((error: unknown) => {
      if (elsewhereSince === null) throw error;
      // This process sent nothing, but the one that takes the step may have. A store that fails over is back before the step must end.
      if (now() - elsewhereSince > maxStepMs)
        throw unknownOutcome(step.unknownOutcome, 'UPSTREAM_UNAVAILABLE');
      return null;
    });
    if (claim === null) {
      await untilChanged();
      continue;
    }
    if (claim.state === 'claimed') {
      const inFlight = repeats.begin(id, sameCall);
      own = inFlight;
      try {
        return await takeFirst(taking, () => {
          const taken = takeAs(step, sending, call, next);
          repeats.follow(id, inFlight, taken);
          return taken;
        });
      } catch (error) {
        // This process stalled and another one took over. The answer is the outcome that the other one got.
        if (!isTakenOver) throw error;
        isTakenOver = false;
        elsewhereSince ??= now();
        await untilChanged();
        continue;
      }
    }
    const remembered =
      claim.state === 'settled' ? (encryption.decrypt(id, claim.ciphertext) as Remembered) : null;
    const isOtherInput = claim.fingerprint !== fingerprint;
    // A stranger must not even learn that the key was used. Vlens may refuse the token by a code in an HTTP 200 answer, which is no fault:
    // then `isProven` is false.
    const isOthers = token !== null && remembered?.takenBy !== takenBy;
    if ((remembered || isOtherInput) && isOthers) {
      const asked = isProven(call.caller);
      if (!(await (isOtherInput ? asked : orUnknown(step, asked)))) throw tokenNotAccepted();
    }
    const inFlight = claim.state === 'in flight' ? repeats.get(id) : null;
    if (token === null && !isCounted) {
      const { address = '' } = call.caller;
      const count = () => countInput(dependencies, key, call.caller);
      const counted = await (isOtherInput ? count() : repeats.countOnce(`${id} ${address}`, count));
      if ('countedBy' in counted) throw unknownBecauseOfGuesses(step, counted);
    }
    isCounted = true;
    if (isOtherInput) throw new IdempotencyKeyReused();
    // It is not known here whose step it was. Its caller must get this answer even if Vlens can't be reached.
    if (claim.state === 'lost') throw unknownOutcome(step.unknownOutcome, 'UPSTREAM_UNAVAILABLE');
    if (remembered) return repeatOutcome(step.unknownOutcome, remembered);
    elsewhereSince ??= now();
    await untilChanged();
    if (inFlight?.refusal && inFlight.of === sameCall) throw inFlight.refusal;
  }
}

/**
 * Callers of steps that need no token share their keys, and their input is their only proof. It may contain a password. Someone who knows
 * the key of a login could try any number of passwords, get "other input" each time, and get a session in the end. So such inputs are
 * counted like passwords. Beyond the limit, everybody who sends the key gets UNKNOWN as the step's outcome.
 */
function countInput({ attempts }: IdempotencyDependencies, key: string, { address }: VlensCaller) {
  const keys = { account: key, isPassword: true, ...(address === undefined ? {} : { address }) } as const;
  return attempts.count('input of a key', keys);
}

function unknownBecauseOfGuesses(step: Step, { retryAfterSeconds }: TooManyAttempts): VlensFault {
  return unknownOutcome(step.unknownOutcome, 'UPSTREAM_UNAVAILABLE', { retryAfterSeconds });
}

/**
 * Vlens can't be reached to verify the token. Its fault alone would say that the step was not sent, and the client would send the step
 * again with a new key.
 */
async function orUnknown(step: Step, asked: Promise<boolean>): Promise<boolean> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof VlensFault) || REFUSALS.has(error.code)) throw error;
    const { retryAfterSeconds } = error.details;
    const details = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
    throw unknownOutcome(step.unknownOutcome, 'UPSTREAM_UNAVAILABLE', details);
  }
}

const REFUSALS: ReadonlySet<FaultCode> = new Set(['UNAUTHENTICATED', 'FORBIDDEN']);
