import { over, type VlensApi, type VlensCaller } from '../vlens/api.js';
import { CallAborted, type FaultCode, VlensFault } from '../vlens/faults.js';
import { unknownOutcome } from '../vlens/unknown-outcome.js';
import type { Sealing } from './sealing.js';
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

const STEPS = [
  'createBusinessRequest',
  'stepRequestOtp',
  'stepReValidateLiveness',
  'stepValidateOtp',
  'stepValidatePayment',
  'generateSignContractLink',
  'openSigningSession',
  'login',
] as const satisfies (keyof VlensApi)[];

type Step = (typeof STEPS)[number];

/** What is remembered of a step: its answer, or that it may have been taken. */
type Remembered = { kind: 'answer'; answer: unknown } | { kind: 'unknown'; code: FaultCode };

/**
 * Remembers for 24 hours what a step came to, for who sends an idempotency key (contract.md, Idempotency). A step that
 * was not sent (also because of too many tries here), or that Vlens turned away before looking at it (401, 403, 429), is
 * not remembered: it may be tried again under the same key. One whose outcome is unknown stays so.
 */
export class RememberedVlens<C extends VlensCaller = VlensCaller> {
  constructor(
    private readonly client: ClientForCallers<C>,
    private readonly store: IdempotencyStore,
    private readonly sealing: Sealing,
  ) {}

  for(caller: C): CallerVlens {
    const own = this.client.for(caller);
    return over(own, {
      once: (key: string) => {
        const id = this.sealing.recordId(caller.token, key.toLowerCase());
        const steps = STEPS.map((step) => [
          step,
          (input: object) =>
            this.takeOnce(id, step, input, caller.signal, () => Reflect.apply(own[step], own, [input])),
        ]);
        return over(own, Object.fromEntries(steps));
      },
    });
  }

  private async takeOnce(
    id: RecordId,
    step: Step,
    input: object,
    signal: AbortSignal,
    take: () => Promise<unknown>,
  ): Promise<unknown> {
    const fingerprint = this.sealing.fingerprint(step, input);
    for (;;) {
      const claim = await this.store.claim(id, fingerprint);
      if (claim.state === 'claimed') return this.takeFirst(id, fingerprint, take);
      if (claim.fingerprint !== fingerprint) throw new IdempotencyKeyReused();
      if (claim.state === 'lost') throw unknownOutcome(step, 'UPSTREAM_UNAVAILABLE');
      if (claim.state === 'settled') return told(step, this.sealing.open(id, claim.sealed) as Remembered);
      await this.store.changed(id, signal);
      if (signal.aborted) throw new CallAborted();
    }
  }

  private async takeFirst(id: RecordId, fingerprint: string, take: () => Promise<unknown>): Promise<unknown> {
    const settle = (remembered: Remembered) =>
      this.store.settle(id, fingerprint, this.sealing.seal(id, remembered));
    try {
      const answer = await take();
      if (wasUnasked(answer)) await this.store.release(id);
      else await settle({ kind: 'answer', answer });
      return answer;
    } catch (error) {
      if (mayBeTriedAgain(error)) await this.store.release(id);
      else await settle({ kind: 'unknown', code: codeOf(error) });
      throw error;
    }
  }
}

function told(step: Step, remembered: Remembered): unknown {
  if (remembered.kind === 'unknown') throw unknownOutcome(step, remembered.code);
  return remembered.answer;
}

/** Certain that Vlens did nothing. What is not expected here may have happened after the sending. */
function mayBeTriedAgain(error: unknown): boolean {
  if (error instanceof CallAborted) return true;
  return error instanceof VlensFault && error.details.outcome !== 'UNKNOWN';
}

/** Too many tries before this one: it never reached Vlens, and may be tried when they are over. */
function wasUnasked(answer: unknown): boolean {
  return typeof answer === 'object' && answer !== null && 'unasked' in answer;
}

function codeOf(error: unknown): FaultCode {
  return error instanceof VlensFault ? error.code : 'UPSTREAM_INVALID_RESPONSE';
}
