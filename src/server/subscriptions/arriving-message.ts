import { BESIDES_A_PIECE_BYTES, type Buffered, type BufferedBytes } from '../buffered-bytes.js';

/** The header of a client's ping or pong frame (RFC 6455, sections 5.2 and 5.5). */
const CONTROL_FRAME_HEAD_BYTES = 6;
/** An upper bound for the frame headers of a message. */
const UNCOUNTED_BYTES = 1024;
/** More than any client uses for 4 MB: browsers send fragments of 64 KB or only whole messages. */
export const MAX_FRAGMENTS = 1024;
/** The smallest fragment that is kept until its message is complete: header, mask and one byte. */
const SMALLEST_FRAGMENT_BYTES = 7;
/** The overhead of each fragment: 120 bytes in Node 20. */
const BESIDES_A_FRAGMENT_BYTES = 128;

/** The incomplete message on one WebSocket, as far as it has arrived. Its bytes are counted before they are read. */
export class ArrivingMessage implements Buffered {
  /** Includes the overhead of chunks and fragments. */
  bufferedBytes = 0;
  private bytes = 0;
  /** The overhead of the fragments that the data may contain. Their number is unknown before the message is complete. */
  private fragmentBytes = 0;
  /** The size of the last chunk. */
  private pieceBytes = 0;

  constructor(
    private readonly connection: Pick<Required<Buffered>, 'from' | 'mayGo' | 'pause' | 'letGo'>,
    private readonly ofAll: BufferedBytes,
  ) {}

  get from(): string {
    return this.connection.from;
  }

  get mayGo(): boolean {
    return this.connection.mayGo;
  }

  pause(): void {
    this.connection.pause();
  }

  letGo(): void {
    this.connection.letGo();
  }

  addPiece(bytes: number): void {
    this.bytes += bytes;
    this.pieceBytes = bytes;
    this.ofAll.add(this, bytes + BESIDES_A_PIECE_BYTES + this.moreForFragments());
  }

  /** The last bytes were a client's ping or pong, which is not part of a message. */
  wasControlFrame(bytes: number): void {
    const frame = bytes + CONTROL_FRAME_HEAD_BYTES;
    this.bytes -= frame;
    if (this.bytes <= 0) this.end();
    else this.ofAll.add(this, -frame);
  }

  /** The message is complete and waits for its turn. Its fragments have been freed. */
  becameWhole(): void {
    this.ofAll.add(this, -this.fragmentBytes);
    this.fragmentBytes = 0;
  }

  /** The message is being processed. Data behind it in the same chunk belongs to the next message, which may never be complete. */
  tookMessage(bytes: number): void {
    const rest = Math.min(this.bytes - bytes, this.pieceBytes);
    this.end();
    if (rest <= UNCOUNTED_BYTES) return;
    this.bytes = rest;
    this.ofAll.add(this, rest + this.moreForFragments());
  }

  /** Nothing of the message is in memory any more. */
  end(): void {
    this.bytes = 0;
    this.fragmentBytes = 0;
    this.ofAll.end(this);
  }

  private moreForFragments(): number {
    const before = this.fragmentBytes;
    const fragments = Math.min(MAX_FRAGMENTS, Math.floor(this.bytes / SMALLEST_FRAGMENT_BYTES));
    this.fragmentBytes = fragments * BESIDES_A_FRAGMENT_BYTES;
    return this.fragmentBytes - before;
  }
}
