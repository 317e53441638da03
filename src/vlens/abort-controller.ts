import { setMaxListeners } from 'node:events';

/** The abort reason of a call that Vlens did not answer in time. Any other reason means that the caller left or that this process ends. */
export const TIME_IS_UP = new Error('No answer came in time.');

/** An AbortController whose signal may have any number of listeners: Node 20 warns of a leak beyond ten. */
export function abortController(): AbortController {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
}

/** The same, but made only when its signal is used. A poll that the cache answers and a stream that waits never use it. */
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
