import type { Rejection } from '../vlens/answer.js';
import type { VlensApi, VlensCaller } from '../vlens/api.js';
import { CallAborted, tooManyTries, VlensFault } from '../vlens/faults.js';
import { PassedOn } from '../vlens/passed-on.js';
import type { Login, OpenSigningSession, ValidateActivationOtp } from '../vlens/types.js';
import type { TooManyTries, TryKeys, TryLimits } from './try-limits.js';

/** A caller, and where they come from. */
export interface CallerAtAddress extends VlensCaller {
  /** The IP address; absent where it is not known. */
  address?: string;
}

interface ClientForCallers<C extends VlensCaller> {
  for(caller: C): VlensApi;
}

/** Vlens for callers who may be guessing: a code or a password that failed too often is not passed on to Vlens. */
export class GuardedVlens<C extends CallerAtAddress> {
  constructor(
    private readonly client: ClientForCallers<C>,
    private readonly limits: TryLimits,
  ) {}

  for(caller: C): VlensApi {
    return new GuardedOperations(this.client.for(caller), this.limits, caller);
  }
}

/** The operations of one caller. */
class GuardedOperations extends PassedOn {
  constructor(
    own: VlensApi,
    private readonly limits: TryLimits,
    private readonly caller: CallerAtAddress,
  ) {
    super(own);
  }

  override stepValidateOtp(input: ValidateActivationOtp) {
    const { token, address } = this.caller;
    return this.attempt(
      'activation OTP',
      { otpRequest: input.otpRequestId, caller: token ?? undefined, address },
      () => this.inner.stepValidateOtp(input),
      wasNoTry,
    );
  }

  /** By address alone: who tries wrong hashes must not lock out the request's own signer. */
  override openSigningSession(input: OpenSigningSession) {
    return this.attempt(
      'signing link',
      { address: this.caller.address },
      () => this.inner.openSigningSession(input),
      (error) => wasNoTry(error) || taughtNothing(error),
    );
  }

  override login(input: Login) {
    return this.attempt(
      'login',
      { otpRequest: input.otpRequestId, phoneNumber: input.phoneNumber, address: this.caller.address },
      () => this.inner.login(input),
      (error) => wasNoTry(error) || taughtNothing(error),
    );
  }

  private async attempt<T extends { kind: string }>(
    kind: string,
    keys: TryKeys,
    take: () => Promise<T>,
    isNoTry: (error: unknown) => boolean,
  ): Promise<T | Rejection> {
    const counted = await this.limits.count(kind, keys);
    if ('countedBy' in counted) return refusal(counted);
    try {
      const answer = await take();
      if (answer.kind === 'accepted') await counted.takeBack();
      return answer;
    } catch (error) {
      if (isNoTry(error)) await counted.takeBack();
      throw error;
    }
  }
}

/** Too many from one address are a fault of whoever sends them; too many for one customer are what a page shows. */
function refusal({ countedBy, retryAfterSeconds }: TooManyTries): Rejection {
  if (countedBy === 'address') throw tooManyTries(retryAfterSeconds);
  const minutes = Math.ceil(retryAfterSeconds / 60);
  return {
    kind: 'rejection',
    unasked: true,
    reason: 'TOO_MANY_ATTEMPTS',
    message:
      countedBy === 'otpRequest'
        ? 'This code was tried too often: ask for another one.'
        : `There were too many wrong tries: try again in ${minutes} min.`,
    errorCode: null,
    fieldErrors: [],
    paymentUrl: null,
  };
}

/** It certainly never reached Vlens. */
function wasNoTry(error: unknown): boolean {
  if (error instanceof CallAborted) return true;
  return error instanceof VlensFault && (error.details.unsent !== undefined || error.code === 'RATE_LIMITED');
}

/**
 * Its answer was lost, so that whoever guessed learnt nothing, and a Vlens in trouble locks nobody out. Not so for an
 * activation OTP: a right one has its effect, whether its answer arrives or not.
 */
function taughtNothing(error: unknown): boolean {
  return error instanceof VlensFault && error.details.outcome === 'UNKNOWN';
}
