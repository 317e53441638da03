import type { StreamedRequest } from './streamed-request.js';

/**
 * The operations of one connection that have not ended. A client may give an id to another operation as soon as it has completed the one
 * that had it, which goes on until what it waits for has come.
 */
export class StreamsById {
  private readonly heard = new Map<string, StreamedRequest>();
  /** Those whose ids others have now. Null while there are none, as nearly always. */
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

  /** Whether another one got its id before its end. */
  isUnheard(streamed: StreamedRequest): boolean {
    return this.unheard?.has(streamed) ?? false;
  }

  /** Ends one of them. */
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
