import type { Rejection } from '../answer.js';
import type { VlensApi, VlensCaller } from '../api.js';
import { CallAborted, tooManyAttempts, VlensFault } from '../faults.js';
import { PassedOn } from '../passed-on.js';
import type { Login, OpenSigningSession, ValidateActivationOtp } from '../types.js';
import type { AttemptKeys, AttemptLimiter, TooManyAttempts } from './attempt-limiter.js';

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
    private readonly limits: AttemptLimiter,
  ) {}

  for(caller: C): VlensApi {
    return new GuardedOperations(this.client.for(caller), this.limits, caller);
  }
}

/** The operations of one caller. */
class GuardedOperations extends PassedOn {
  constructor(
    own: VlensApi,
    private readonly limits: AttemptLimiter,
    private readonly caller: CallerAtAddress,
  ) {
    super(own);
  }

  override stepValidateOtp(input: ValidateActivationOtp) {
    const { token, address } = this.caller;
    const { otpRequestId: otpRequest, requestId: request } = input;
    return this.attempt(
      'activation OTP',
      { otpRequest, request, caller: token ?? '', address },
      () => this.inner.stepValidateOtp(input),
      neverSent,
    );
  }

  /** By request and address: who tries wrong hashes must not lock out the request's own signer. */
  override openSigningSession(input: OpenSigningSession) {
    return this.attempt(
      'signing link',
      { request: input.requestId, address: this.caller.address },
      () => this.inner.openSigningSession(input),
      (error) => neverSent(error) || outcomeLost(error),
    );
  }

  /** The same hash as that of the exchange, on the same count. */
  override viewContractPdf(requestId: string, securityHash: string) {
    return this.attempt(
      'signing link',
      { request: requestId, address: this.caller.address },
      () => this.inner.viewContractPdf(requestId, securityHash),
      (error) => neverSent(error) || outcomeLost(error),
    );
  }

  override login(input: Login) {
    const { otpRequestId: otpRequest, phoneNumber, deviceId: device } = input;
    return this.attempt(
      'login',
      { otpRequest, phoneNumber, device, address: this.caller.address },
      () => this.inner.login(input),
      (error) => neverSent(error) || outcomeLost(error),
    );
  }

  private async attempt<T extends { kind: string }>(
    kind: string,
    keys: AttemptKeys,
    take: () => Promise<T>,
    isNoTry: (error: unknown) => boolean,
  ): Promise<T | Rejection> {
    const counted = await this.limits.count(kind, keys);
    if ('countedBy' in counted) return refusal(counted);
    try {
      const answer = await take();
      if (answer.kind === 'accepted') await counted.succeeded();
      else if (isNotTheirs(answer)) await counted.refund(['request']);
      return answer;
    } catch (error) {
      if (isNoTry(error)) await counted.refund();
      else if (error instanceof VlensFault && NOT_THEIRS.has(error.code)) await counted.refund(['request']);
      throw error;
    }
  }
}

/** Too many from one address are a fault of whoever sends them; too many for one customer are what a page shows. */
function refusal({ countedBy, retryAfterSeconds }: TooManyAttempts): Rejection {
  if (BY_ADDRESS.has(countedBy)) throw tooManyAttempts(retryAfterSeconds);
  const minutes = Math.ceil(retryAfterSeconds / 60);
  return {
    kind: 'rejection',
    refusedLocally: true,
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

const BY_ADDRESS: ReadonlySet<string> = new Set(['address', 'requestAtAddress']);
const NOT_THEIRS: ReadonlySet<string> = new Set([
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'NOT_APPROVED',
]);

/** It told nothing of the code: else whoever knows a request's id could lock its signer out. */
function isNotTheirs(answer: { kind: string; reason?: unknown }): boolean {
  return typeof answer.reason === 'string' && NOT_THEIRS.has(answer.reason);
}

/** It certainly never reached Vlens. */
function neverSent(error: unknown): boolean {
  if (error instanceof CallAborted) return true;
  return error instanceof VlensFault && (error.details.unsent !== undefined || error.code === 'RATE_LIMITED');
}

/**
 * Its answer was lost, so that whoever guessed learnt nothing, and a Vlens in trouble locks nobody out. Not so for an
 * activation OTP: a right one has its effect, whether its answer arrives or not.
 */
function outcomeLost(error: unknown): boolean {
  return error instanceof VlensFault && error.details.outcome === 'UNKNOWN';
}
