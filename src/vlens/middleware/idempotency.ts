import type { Encryption } from '../../idempotency/encryption.js';
import { notRemembered } from '../../idempotency/not-remembered.js';
import type { IdempotencyStore, RecordId } from '../../idempotency/store.js';
import type { Outcome } from '../answer.js';
import type { AttemptLimiter } from '../attempts/attempt-limiter.js';
import type { VlensCaller } from '../caller.js';
import { CallAborted, type FaultCode, tokenNotAccepted, VlensFault } from '../faults.js';
import type { ContractOperation, StepOperation } from '../operation.js';
import type { Call, Middleware, Next, Sending } from '../pipeline.js';
import { unknownOutcome } from '../unknown-outcome.js';
import { type Remembered, repeatOutcome, type Taking, takeFirst } from './take-first.js';

/** The same key came with another input, or for another step. */
export class IdempotencyKeyReused extends Error {
  override readonly name = 'IdempotencyKeyReused';
}

type Step = StepOperation<ContractOperation, object, Outcome>;

/**
 * Remembers for 24 hours what a step came to, for anybody who sends an idempotency key. A step that was not sent (also
 * because of too many attempts), or that Vlens turned away before looking at it (401, 403, 429), is not remembered: it may
 * be tried again under the same key. One whose outcome is unknown stays so, unless its answer comes late: meanwhile the key waits.
 */
export function takeOncePerKey(dependencies: IdempotencyDependencies): Middleware {
  return (call, next) => {
    const { operation, idempotencyKey } = call;
    if (idempotencyKey === null || operation.effect !== 'step') return next(call);
    return takeOnce(dependencies, operation, idempotencyKey.toLowerCase(), call, next);
  };
}

export interface IdempotencyDependencies {
  store: IdempotencyStore;
  encryption: Encryption;
  /** Records in the store under a former secret. */
  former?: { encryption: Encryption; knows: (id: RecordId) => boolean } | null;
  /** Whether Vlens accepts the caller's token: a claim that nobody verified must not open another's answer. */
  isProven: (caller: VlensCaller) => Promise<boolean>;
  /** Counts the inputs that callers without a token try under a key that was used. */
  attempts: Pick<AttemptLimiter, 'count'>;
  /** How long a step may be in flight. */
  maxStepMs: number;
  /** Milliseconds that only go forward. */
  now: () => number;
  /** Holds work that must finish before this process ends. */
  hold: Taking['hold'];
}

/** A step that may share a call of another key, or of another replica, is taken for sent from the start: that call may be. */
async function takeAs(step: Step, sending: Sending, call: Call, next: Next): Promise<Outcome> {
  if (step.sharedInFlight === 'never') return next({ ...call, sending });
  await sending.begin();
  return next(call);
}

/** A step that was taken under the former secret is found, and compared, under that secret alone. */
function encryptionFor(
  { encryption, former }: IdempotencyDependencies,
  token: string | null,
  key: string,
): Encryption {
  return former?.knows(former.encryption.recordId(token, key)) ? former.encryption : encryption;
}

async function takeOnce(
  dependencies: IdempotencyDependencies,
  step: Step,
  key: string,
  call: Call,
  next: Next,
): Promise<Outcome> {
  const { store, isProven, maxStepMs, now, hold } = dependencies;
  const { token } = call.caller;
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
  const sending: Sending = {
    async begin() {
      isTakenOver = !(await store.markSent(id));
      if (isTakenOver) throw notRemembered();
    },
    undo: () => store.markUnsent(id),
  };
  let elsewhereSince: number | null = null;
  for (;;) {
    // By then a process that was paused, and one that took over, are done; a store that never changes its answer has lost the record.
    if (elsewhereSince !== null && now() - elsewhereSince > 2 * maxStepMs)
      throw unknownOutcome(step.unknownOutcome, 'UPSTREAM_UNAVAILABLE');
    const claim = await store.claim(id, fingerprint).catch((error: unknown) => {
      if (elsewhereSince === null) throw error;
      // Nothing was sent from here; the one who takes the step may have. A store that fails over is back before the step has to end.
      if (now() - elsewhereSince > maxStepMs)
        throw unknownOutcome(step.unknownOutcome, 'UPSTREAM_UNAVAILABLE');
      return null;
    });
    if (claim === null) {
      await untilChanged();
      continue;
    }
    if (claim.state === 'claimed') {
      try {
        return await takeFirst(taking, () => takeAs(step, sending, call, next));
      } catch (error) {
        // This process stood still meanwhile: what another one made of the step is the answer.
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
    // A stranger must not even learn that the key was used. A refusal may also come as a code in an answer, without a status that says so.
    const isOthers = token !== null && remembered?.takenBy !== takenBy;
    if ((remembered || isOtherInput) && isOthers) {
      const asked = isProven(call.caller);
      if (!(await (isOtherInput ? asked : orUnknown(step, asked)))) throw tokenNotAccepted();
    }
    if (token === null && !isCounted) await countInput(dependencies, step, key, call.caller, isOtherInput);
    isCounted = true;
    if (isOtherInput) throw new IdempotencyKeyReused();
    // A lost record does not say whose step it was, and its caller must get this answer even while Vlens can't be asked.
    if (claim.state === 'lost') throw unknownOutcome(step.unknownOutcome, 'UPSTREAM_UNAVAILABLE');
    if (remembered) return repeatOutcome(step.unknownOutcome, remembered);
    elsewhereSince ??= now();
    await untilChanged();
  }
}

/**
 * Callers without a token share their keys. Their input is all that proves anything, and a password may be in it: someone who knows the key
 * of a login could try any number, get "other input" each time and a session in the end. So such inputs are counted like passwords;
 * meanwhile the others get UNKNOWN as the step's outcome.
 */
async function countInput(
  { attempts }: IdempotencyDependencies,
  step: Step,
  key: string,
  { address }: VlensCaller,
  isOther: boolean,
): Promise<void> {
  const keys = { account: key, isPassword: true, ...(address === undefined ? {} : { address }) } as const;
  const counted = await attempts.count('input of a key', keys);
  if ('countedBy' in counted) {
    const { retryAfterSeconds } = counted;
    throw unknownOutcome(step.unknownOutcome, 'UPSTREAM_UNAVAILABLE', { retryAfterSeconds });
  }
  if (!isOther) await counted.refund();
}

/** Where Vlens can't be asked whose a token is: its fault alone would say that the step was not sent, and a new key would send it again. */
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
