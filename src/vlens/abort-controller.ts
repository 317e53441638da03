import { setMaxListeners } from 'node:events';

/** Why a call ends that Vlens did not answer in time. Any other reason is its caller's leaving, or the end of this process. */
export const TIME_IS_UP = new Error('No answer came in time.');

/** An AbortController whose signal any number of calls may listen to: Node 20 warns of a leak beyond ten. */
export function abortController(): AbortController {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
}

/** The same, made when somebody asks for its signal: a poll that the cache answers, and a stream that waits, never do. */
export class LazyAbort {
  private controller: AbortController | null = null;
  private isAborted = false;

  get signal(): AbortSignal {
    if (this.controller) return this.controller.signal;
    this.controller = abortController();
    if (this.isAborted) this.controller.abort();
    return this.controller.signal;
  }

  get aborted(): boolean {
    return this.isAborted;
  }

  abort(): void {
    this.isAborted = true;
    this.controller?.abort();
  }
}
