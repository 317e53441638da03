import type { Buffered, BufferedBytes } from '../buffered-bytes.js';

/**
 * Above this many unread bytes, the gateway reads nothing from the client until it has read them. Smaller backlogs are limited only by
 * their number.
 */
const MAX_UNREAD_BYTES = 16 * 1024;

/** The connection that these answers were sent to. */
interface Reader extends Pick<Buffered, 'from' | 'letGo'> {
  /** Whether an operation is in flight. It may be a step, whose answer would be lost with the connection. */
  readonly isAnswering: boolean;
  /** Pauses reading from the connection, which is closed if its client reads nothing for long. */
  waitForReading(): void;
  /** The client has read its backlog. */
  wasRead(): void;
}

/**
 * Answers that the gateway sent over one WebSocket and the client has not read. A client that sends and never reads could otherwise make
 * the gateway keep any number of answers.
 */
export class UnreadAnswers {
  private bytes = 0;
  /** Counted in the total of all connections; null if it is small. */
  private backlog: Buffered | null = null;

  constructor(
    private readonly reader: Reader,
    private readonly ofAll: BufferedBytes,
  ) {}

  /** Whether the backlog is so large that nothing more is read from the client. */
  get isBacklog(): boolean {
    return this.backlog !== null;
  }

  /** @param bytes how many bytes were added; negative for bytes that were written */
  add(bytes: number): void {
    this.bytes += bytes;
    if (this.bytes > MAX_UNREAD_BYTES) {
      if (!this.backlog) this.reader.waitForReading();
      this.backlog ??= new Backlog(this.reader);
      this.ofAll.add(this.backlog, this.bytes - this.backlog.bufferedBytes);
    } else if (this.backlog) {
      this.end();
      this.reader.wasRead();
    }
  }

  /** Nothing is in memory any more. */
  end(): void {
    if (this.backlog) this.ofAll.end(this.backlog);
    this.backlog = null;
  }
}

class Backlog implements Buffered {
  bufferedBytes = 0;

  constructor(private readonly reader: Reader) {}

  get from(): string {
    return this.reader.from;
  }

  get mayGo(): boolean {
    return !this.reader.isAnswering;
  }

  letGo(): void {
    this.reader.letGo();
  }
}
