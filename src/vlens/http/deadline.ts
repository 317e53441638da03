import { systemClock } from '../../clock.js';
import { TIME_IS_UP } from '../abort-controller.js';
import { CallAborted, timedOut } from '../faults.js';
import { limitTime } from './limit-time.js';
import type { HttpResponse } from './transport.js';

/** Ends a call before its answer arrives: at its time limit, or when the caller leaves. */
export class Deadline {
  private readonly controller = new AbortController();
  /** The answer has begun and is worth waiting for: from here on only the caller ends it. */
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
    // A function, and no object with `handleEvent`: Node would write one of its own straight into the listener.
    const leave = () => this.controller.abort(caller.reason);
    this.leave = leave;
    caller.addEventListener('abort', leave, { once: true });
  }

  /** To be passed to the transport. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** The error, if this ended the call; null where the call failed by itself. */
  get reason(): Error | null {
    if (this.caller.aborted) return new CallAborted(null, true);
    return this.timedOut ? timedOut() : null;
  }

  /** The call is over; both ends are let go. */
  release(): void {
    this.stopTheClock();
    this.caller.removeEventListener('abort', this.leave);
  }

  /** As `release`, once the body that somebody may still be reading has ended. */
  releaseAfter(response: Pick<HttpResponse, 'whenOver'>): void {
    response.whenOver(() => this.release());
  }

  /** Ends a call that failed, and with it whatever of its answer is still on its way. */
  abort(): void {
    this.controller.abort();
  }
}
