import type { StreamedRequest } from './streamed-request.js';

/**
 * The operations of one connection that have not ended. A client may reuse an id as soon as it has completed the operation with that id,
 * although that operation continues until what it waits for has arrived.
 */
export class StreamsById {
  private readonly heard = new Map<string, StreamedRequest>();
  /** Operations whose ids are now used by others. Null if there are none, which is nearly always the case. */
  private unheard: Set<StreamedRequest> | null = null;

  get size(): number {
    return this.heard.size + (this.unheard?.size ?? 0);
  }

  add(id: string, streamed: StreamedRequest): void {
    const before = this.heard.get(id);
    if (before) {
      this.unheard ??= new Set();
      this.unheard.add(before);
    }
    this.heard.set(id, streamed);
  }

  /** Whether its results may be sent under this id. */
  isHeard(id: string, streamed: StreamedRequest): boolean {
    return this.heard.get(id) === streamed;
  }

  /** Whether another operation took its id before its end. */
  isUnheard(streamed: StreamedRequest): boolean {
    return this.unheard?.has(streamed) ?? false;
  }

  /** Ends an operation. */
  end(id: string, streamed: StreamedRequest): void {
    if (this.isHeard(id, streamed)) this.heard.delete(id);
    this.unheard?.delete(streamed);
    streamed.end();
  }

  endAll(): void {
    for (const streamed of [...this.heard.values(), ...(this.unheard ?? [])]) streamed.end();
    this.heard.clear();
    this.unheard = null;
  }
}
