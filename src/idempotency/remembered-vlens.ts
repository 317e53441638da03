import type { VlensApi, VlensCaller } from '../vlens/api.js';
import { CallAborted, type FaultCode, VlensFault } from '../vlens/faults.js';
import { PassedOn } from '../vlens/passed-on.js';
import type {
  ConfirmPayment,
  CreateBusinessRequest,
  GenerateSigningLink,
  Login,
  OpenSigningSession,
  RequestActivationOtp,
  RevalidateLiveness,
  ValidateActivationOtp,
} from '../vlens/types.js';
import { unknownOutcome } from '../vlens/unknown-outcome.js';
import type { Encryption } from './encryption.js';
import type { IdempotencyStore, RecordId } from './store.js';

/** Vlens for one caller, whose steps may be taken under an idempotency key too. */
export interface CallerVlens extends VlensApi {
  /** The steps, each of them taken once for this key: asked for again, it gives its first answer. */
  once(idempotencyKey: string): VlensApi;
}

/** The same key came with another input, or for another step. */
export class IdempotencyKeyReused extends Error {
  override readonly name = 'IdempotencyKeyReused';
}

interface ClientForCallers<C extends VlensCaller> {
  for(caller: C): VlensApi;
}

type Step =
  | 'createBusinessRequest'
  | 'stepRequestOtp'
  | 'stepReValidateLiveness'
  | 'stepValidateOtp'
  | 'stepValidatePayment'
  | 'generateSignContractLink'
  | 'openSigningSession'
  | 'login';

/** One caller's use of one key. */
interface Record {
  id: RecordId;
  takenBy: string;
  /** Resolves where Vlens accepts the caller's token. */
  proveToken: () => Promise<void>;
}

/** What is remembered of a step: its answer, or that it may have been taken. */
type Remembered<T> = ({ kind: 'answer'; answer: T } | { kind: 'unknown'; code: FaultCode }) & {
  /** Marks the token under which the step was taken. */
  takenBy: string;
};

/**
 * Remembers for 24 hours what a step came to, for who sends an idempotency key (contract.md, Idempotency). A step that
 * was not sent (also because of too many tries here), or that Vlens turned away before looking at it (401, 403, 429), is
 * not remembered: it may be tried again under the same key. One whose outcome is unknown stays so.
 */
export class RememberedVlens<C extends VlensCaller = VlensCaller> {
  constructor(
    private readonly client: ClientForCallers<C>,
    private readonly store: IdempotencyStore,
    private readonly encryption: Encryption,
  ) {}

  for(caller: C): CallerVlens {
    return new RememberedOperations(this.client.for(caller), (own, key) => {
      const { encryption } = this;
      const record: Record = {
        id: encryption.recordId(caller.token, key.toLowerCase()),
        takenBy: encryption.tokenMark(caller.token),
        // Vlens judges the token: a claim that nobody verified must not open another's answer.
        proveToken: async () => {
          await own.listBusinessRequestIds({ skipCount: 0, maxResultCount: 1 });
        },
      };
      return new StepsUnderKey(own, (step, input, take) =>
        this.takeOnce(record, step, input, caller.signal, take),
      );
    });
  }

  private async takeOnce<T>(
    record: Record,
    step: Step,
    input: object,
    signal: AbortSignal,
    take: () => Promise<T>,
  ): Promise<T> {
    const { id } = record;
    const fingerprint = this.encryption.fingerprint(step, input);
    for (;;) {
      const claim = await this.store.claim(id, fingerprint);
      if (claim.state === 'claimed') return this.takeFirst(record, fingerprint, take);
      if (claim.fingerprint !== fingerprint) throw new IdempotencyKeyReused();
      if (claim.state === 'lost') throw unknownOutcome(step, 'UPSTREAM_UNAVAILABLE');
      if (claim.state === 'settled') {
        const remembered = this.encryption.decrypt(id, claim.ciphertext) as Remembered<T>;
        if (remembered.takenBy !== record.takenBy) await record.proveToken();
        return told(step, remembered);
      }
      await this.store.changed(id, signal);
      if (signal.aborted) throw new CallAborted();
    }
  }

  private async takeFirst<T>(
    { id, takenBy }: Record,
    fingerprint: string,
    take: () => Promise<T>,
  ): Promise<T> {
    const settle = (remembered: Remembered<T>) =>
      this.store.settle(id, fingerprint, this.encryption.encrypt(id, remembered));
    try {
      const answer = await take();
      if (wasRefusedLocally(answer)) await this.store.release(id);
      else await settle({ kind: 'answer', answer, takenBy });
      return answer;
    } catch (error) {
      if (mayBeTriedAgain(error)) await this.store.release(id);
      else await settle({ kind: 'unknown', code: codeOf(error), takenBy });
      throw error;
    }
  }
}

class RememberedOperations extends PassedOn implements CallerVlens {
  constructor(
    own: VlensApi,
    private readonly underKey: (own: VlensApi, idempotencyKey: string) => VlensApi,
  ) {
    super(own);
  }

  once(idempotencyKey: string): VlensApi {
    return this.underKey(this.inner, idempotencyKey);
  }
}

type TakeOnce = <T>(step: Step, input: object, take: () => Promise<T>) => Promise<T>;

/** One caller's steps under one key. */
class StepsUnderKey extends PassedOn {
  constructor(
    own: VlensApi,
    private readonly takeOnce: TakeOnce,
  ) {
    super(own);
  }

  override createBusinessRequest(input: CreateBusinessRequest) {
    return this.takeOnce('createBusinessRequest', input, () => this.inner.createBusinessRequest(input));
  }
  override stepRequestOtp(input: RequestActivationOtp) {
    return this.takeOnce('stepRequestOtp', input, () => this.inner.stepRequestOtp(input));
  }
  override stepReValidateLiveness(input: RevalidateLiveness) {
    return this.takeOnce('stepReValidateLiveness', input, () => this.inner.stepReValidateLiveness(input));
  }
  override stepValidateOtp(input: ValidateActivationOtp) {
    return this.takeOnce('stepValidateOtp', input, () => this.inner.stepValidateOtp(input));
  }
  override stepValidatePayment(input: ConfirmPayment) {
    return this.takeOnce('stepValidatePayment', input, () => this.inner.stepValidatePayment(input));
  }
  override generateSignContractLink(input: GenerateSigningLink) {
    return this.takeOnce('generateSignContractLink', input, () => this.inner.generateSignContractLink(input));
  }
  override openSigningSession(input: OpenSigningSession) {
    return this.takeOnce('openSigningSession', input, () => this.inner.openSigningSession(input));
  }
  override login(input: Login) {
    return this.takeOnce('login', input, () => this.inner.login(input));
  }
}

function told<T>(step: Step, remembered: Remembered<T>): T {
  if (remembered.kind === 'unknown') throw unknownOutcome(step, remembered.code);
  return remembered.answer;
}

/** Certain that Vlens did nothing. What is not expected here may have happened after the sending. */
function mayBeTriedAgain(error: unknown): boolean {
  if (error instanceof CallAborted) return true;
  return error instanceof VlensFault && error.details.outcome !== 'UNKNOWN';
}

/** Too many tries before this one: it never reached Vlens, and may be tried when they are over. */
function wasRefusedLocally(answer: unknown): boolean {
  return typeof answer === 'object' && answer !== null && 'refusedLocally' in answer;
}

function codeOf(error: unknown): FaultCode {
  return error instanceof VlensFault ? error.code : 'UPSTREAM_INVALID_RESPONSE';
}
