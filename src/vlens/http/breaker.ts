import {
  BrokenCircuitError,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  ExponentialBackoff,
  handleWhen,
  noJitterGenerator,
} from 'cockatiel';
import { CallAborted, heldBack, VlensFault } from '../faults.js';

export type BreakerState = 'closed' | 'open' | 'half-open';

export interface BreakerSettings {
  /** So many calls in a row that found Vlens unavailable or too late open it; 0: never. */
  failures: number;
  /** How long it stays open the first time, in milliseconds; twice as long each time that the probe fails. */
  firstPauseMs: number;
  longestPauseMs: number;
}

/**
 * Stops asking a Vlens that is down: while open, a call fails at once and unsent; after a pause one call is let through,
 * and its success closes it. It is for an upstream that is down, not for one that stumbles: a single success in between
 * starts the count again.
 */
export class Breaker {
  private readonly policy;

  constructor({ failures, firstPauseMs, longestPauseMs }: BreakerSettings) {
    this.policy =
      failures === 0
        ? null
        : circuitBreaker(
            handleWhen((error) => isFailure(error) || this.wasNoProbe(error)),
            {
              breaker: new ConsecutiveBreaker(failures),
              halfOpenAfter: new ExponentialBackoff({
                initialDelay: firstPauseMs,
                maxDelay: longestPauseMs,
                generator: noJitterGenerator,
              }),
            },
          );
  }

  get state(): BreakerState {
    switch (this.policy?.state) {
      case CircuitState.Open:
      case CircuitState.Isolated:
        return 'open';
      case CircuitState.HalfOpen:
        return 'half-open';
      default:
        return 'closed';
    }
  }

  /** @throws what `call` throws, or UPSTREAM_UNAVAILABLE where it was not made. */
  async run<T>(call: () => Promise<T>): Promise<T> {
    if (!this.policy) return call();
    // The library would let everybody wait for the probe, for as long as that takes.
    if (this.state === 'half-open') throw heldBack();
    const came = await this.policy
      .execute(() => answerOf(call))
      .catch((error: unknown) => {
        throw error instanceof BrokenCircuitError ? heldBack() : error;
      });
    if ('fault' in came) throw came.fault;
    return came.value;
  }

  /** A probe that never came to an answer says nothing of Vlens: closed on its word, the breaker would let all through. */
  private wasNoProbe(error: Error): boolean {
    return cameToNothing(error) && this.state === 'half-open';
  }
}

/**
 * What Vlens said, a no as well: somebody is there. cockatiel 3.2.1 counts an error that it does not handle neither as a success nor
 * as a failure, so that a 403 between two timeouts would leave them two in a row.
 */
async function answerOf<T>(call: () => Promise<T>): Promise<{ value: T } | { fault: VlensFault }> {
  try {
    return { value: await call() };
  } catch (error) {
    if (!(error instanceof VlensFault) || isFailure(error) || cameToNothing(error)) throw error;
    return { fault: error };
  }
}

function cameToNothing(error: Error): boolean {
  return error instanceof CallAborted || (error instanceof VlensFault && error.details.unsent !== undefined);
}

function isFailure(error: Error): boolean {
  return (
    error instanceof VlensFault &&
    error.details.unsent !== 'held back' &&
    (error.code === 'UPSTREAM_UNAVAILABLE' || error.code === 'UPSTREAM_TIMEOUT')
  );
}
