import type { Buffered, BufferedBytes } from '../buffered-bytes.js';

/** Beyond this many unread bytes nothing is read from the client until it has read them. Smaller backlogs are limited by number alone. */
const MAX_UNREAD_BYTES = 16 * 1024;

/** The connection that these answers were sent over. */
interface Reader extends Pick<Buffered, 'from' | 'letGo'> {
  /** Whether an operation is in flight, perhaps a step, whose answer would be lost with the connection. */
  readonly isAnswering: boolean;
  /** Stops reading from the client, and closes the connection if it reads nothing for long. */
  waitForReading(): void;
  /** The client has read its backlog. */
  wasRead(): void;
}

/**
 * Answers that were sent over one WebSocket and that its client does not read. A client that sends and never reads could make the gateway
 * hold any number of answers.
 */
export class UnreadAnswers {
  private bytes = 0;
  /** Counted among those of all connections; null while it is small. */
  private backlog: Buffered | null = null;

  constructor(
    private readonly reader: Reader,
    private readonly ofAll: BufferedBytes,
  ) {}

  /** Whether so much waits that nothing more is read from the client. */
  get isBacklog(): boolean {
    return this.backlog !== null;
  }

  /** @param bytes fewer than none for what was written */
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

  /** Stops counting the backlog: the client has read it, or the connection is closed. */
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
