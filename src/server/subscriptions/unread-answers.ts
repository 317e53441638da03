import type { Buffered, BufferedBytes } from '../buffered-bytes.js';

/** Of what a client is told; beyond it it is not read from until it has read. Smaller ones are held by their number alone. */
const MAX_UNREAD_BYTES = 16 * 1024;

/** Whose answers these are. */
interface Reader extends Pick<Buffered, 'from' | 'letGo'> {
  /** Whether an operation is in flight, perhaps a step, whose answer would be lost with the connection. */
  readonly isAnswering: boolean;
  /** Nothing more is read from it, and it is let go where it reads nothing for long. */
  waitForReading(): void;
  /** It has read what waited for it. */
  wasRead(): void;
}

/**
 * What the client of one WebSocket was told and does not read. Anybody who sends and does not read could have any number of answers kept
 * for them.
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

  /** None of it is here any more. */
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
