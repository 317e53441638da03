import { InFlight } from '../../in-flight.js';

/** A stream that stays open for as long as its client wants. */
export interface OpenStream {
  /** Whether no operation on this stream waits for an answer. */
  isIdle(): boolean;
  /** Closes the stream in such a way that its client reconnects to another process. */
  close(): void;
}

/** The open streams. When the process stops, each is closed as soon as its operations in flight have been answered. */
export class OpenStreams {
  private readonly streams = new Set<OpenStream>();
  private readonly open = new InFlight();
  private isDraining = false;

  /** Adds a stream; returns a function that removes it. */
  add(stream: OpenStream): () => void {
    this.streams.add(stream);
    const end = this.open.begin();
    return () => {
      this.streams.delete(stream);
      end();
    };
  }

  /** Closes each stream as soon as it is idle. */
  drain(): void {
    this.isDraining = true;
    for (const stream of [...this.streams]) this.closeIfIdle(stream);
  }

  /** Call this when a stream may have become idle. */
  settled(stream: OpenStream): void {
    // Answers of this turn are written before the stream is closed.
    if (this.isDraining) setImmediate(() => this.closeIfIdle(stream));
  }

  closeAll(): void {
    for (const stream of [...this.streams]) stream.close();
  }

  /** Resolves when no stream is open. */
  ended(): Promise<void> {
    return this.open.ended();
  }

  private closeIfIdle(stream: OpenStream): void {
    if (this.streams.has(stream) && stream.isIdle()) stream.close();
  }
}
