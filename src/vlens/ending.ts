/** Who is told: a function, or an object with a method for it (DOM, EventListener), which needs no closure for each call. */
export type EndListener = (() => void) | { handleEvent(): void };

/** What may end a wait or a call: as much of an AbortSignal as is used here, which is one too. */
export interface EndSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: EndListener, options?: { once?: boolean }): void;
  removeEventListener(type: 'abort', listener: EndListener): void;
}

/**
 * An AbortController and its signal in one. Each call needs several, and one of the platform's, with its events, costs many
 * times as much. It is said once, to listeners in their order.
 */
export class Ending implements EndSignal {
  aborted = false;
  private readonly listeners: EndListener[] = [];

  /** By this node-fetch knows a signal. */
  get [Symbol.toStringTag](): string {
    return 'AbortSignal';
  }

  addEventListener(_type: 'abort', listener: EndListener): void {
    if (!this.aborted && !this.listeners.includes(listener)) this.listeners.push(listener);
  }

  removeEventListener(_type: 'abort', listener: EndListener): void {
    const at = this.listeners.indexOf(listener);
    if (at >= 0) this.listeners.splice(at, 1);
  }

  abort(): void {
    if (this.aborted) return;
    this.aborted = true;
    for (let listener = this.listeners.shift(); listener; listener = this.listeners.shift()) {
      if (typeof listener === 'function') listener();
      else listener.handleEvent();
    }
  }
}
