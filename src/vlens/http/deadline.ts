import { systemClock } from '../../clock.js';
import { TIME_IS_UP } from '../abort-controller.js';
import { CallAborted, timedOut } from '../faults.js';
import { limitTime } from './limit-time.js';
import type { HttpResponse } from './transport.js';

/** Ends a call early: at its time limit, or when the caller leaves. */
export class Deadline {
  private readonly controller = new AbortController();
  /** Call this when the answer has begun and is worth waiting for. From then on only the caller ends the call. */
  readonly stopTheClock: () => void;
  private readonly leave: () => void;
  private timedOut = false;

  constructor(
    private readonly caller: AbortSignal,
    timeoutMs: number,
  ) {
    const timeOut = () => {
      this.timedOut = true;
      this.controller.abort(TIME_IS_UP);
    };
    this.stopTheClock = limitTime(systemClock, timeOut, timeoutMs);
    if (caller.aborted) this.controller.abort(caller.reason);
    // A function, not an object with `handleEvent`: Node would add a property of its own to such a listener.
    const leave = () => this.controller.abort(caller.reason);
    this.leave = leave;
    caller.addEventListener('abort', leave, { once: true });
  }

  /** The signal for the transport. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** The error, if this deadline ended the call; null if the call failed by itself. */
  get reason(): Error | null {
    if (this.caller.aborted) return new CallAborted(null, true);
    return this.timedOut ? timedOut() : null;
  }

  /** Call this when the call is over. It stops the timer and the listener. */
  release(): void {
    this.stopTheClock();
    this.caller.removeEventListener('abort', this.leave);
  }

  /** As `release`, once the body has ended, which somebody may still be reading. */
  releaseAfter(response: Pick<HttpResponse, 'whenOver'>): void {
    response.whenOver(() => this.release());
  }

  /** Ends a call that failed, and the rest of its answer. */
  abort(): void {
    this.controller.abort();
  }
}
