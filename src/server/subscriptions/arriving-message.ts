import { BESIDES_A_PIECE_BYTES, type Buffered, type BufferedBytes } from '../buffered-bytes.js';

/** The header of a client's ping or pong (RFC 6455, sections 5.2 and 5.5). */
const CONTROL_FRAME_HEAD_BYTES = 6;
/** As much as the heads of a message's parts may be. */
const UNCOUNTED_BYTES = 1024;
/** More than any client cuts 4 MB into: browsers send fragments of 64 KB or nothing but whole messages. */
export const MAX_FRAGMENTS = 1024;
/** The smallest fragment that is kept until its message is whole: its head, its mask and one byte. */
const SMALLEST_FRAGMENT_BYTES = 7;
/** The overhead of each fragment besides its bytes: 120 in Node 20. */
const BESIDES_A_FRAGMENT_BYTES = 128;

/** The message over one WebSocket that is not whole, as far as it is here: counted before it is read. */
export class ArrivingMessage implements Buffered {
  /** With what its pieces and fragments need. */
  bufferedBytes = 0;
  private bytes = 0;
  /** What the fragments need that may be among it: nobody says how many there are before the message is whole. */
  private fragmentBytes = 0;
  /** The bytes of the last chunk. */
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

  /** A client's ping or pong, which is no part of a message. */
  wasControlFrame(bytes: number): void {
    const frame = bytes + CONTROL_FRAME_HEAD_BYTES;
    this.bytes -= frame;
    if (this.bytes <= 0) this.end();
    else this.ofAll.add(this, -frame);
  }

  /** It is whole and waits for its turn: its fragments have gone. */
  becameWhole(): void {
    this.ofAll.add(this, -this.fragmentBytes);
    this.fragmentBytes = 0;
  }

  /** The message was taken. Bytes behind it in the same chunk belong to the next one, which may never be complete. */
  tookMessage(bytes: number): void {
    const rest = Math.min(this.bytes - bytes, this.pieceBytes);
    this.end();
    if (rest <= UNCOUNTED_BYTES) return;
    this.bytes = rest;
    this.ofAll.add(this, rest + this.moreForFragments());
  }

  /** Nothing of it is here any more. */
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
