import type { StreamedRequest } from './streamed-request.js';

/**
 * The operations of one connection that have not ended. A client may reuse an id as soon as it has completed the operation
 * that had it, while that one goes on until its call has ended.
 */
export class StreamsById {
  private readonly current = new Map<string, StreamedRequest>();
  /** Operations whose id a newer one has now. Null while there are none, as nearly always. */
  private replaced: Set<StreamedRequest> | null = null;

  get size(): number {
    return this.current.size + (this.replaced?.size ?? 0);
  }

  add(id: string, streamed: StreamedRequest): void {
    const before = this.current.get(id);
    if (before) {
      this.replaced ??= new Set();
      this.replaced.add(before);
    }
    this.current.set(id, streamed);
  }

  /** Whether its results may be sent under this id. */
  isCurrent(id: string, streamed: StreamedRequest): boolean {
    return this.current.get(id) === streamed;
  }

  /** Whether a newer operation got its id before its end. */
  isReplaced(streamed: StreamedRequest): boolean {
    return this.replaced?.has(streamed) ?? false;
  }

  /** Ends one of them. */
  end(id: string, streamed: StreamedRequest): void {
    if (this.isCurrent(id, streamed)) this.current.delete(id);
    this.replaced?.delete(streamed);
    streamed.end();
  }

  endAll(): void {
    for (const streamed of [...this.current.values(), ...(this.replaced ?? [])]) streamed.end();
    this.current.clear();
    this.replaced = null;
  }
}
