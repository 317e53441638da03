import type { FastifyReply, FastifyRequest } from 'fastify';
import { addressBlock } from './address-block.js';
import { type Buffered, type BufferedBytes, oldestOfGreediest, SMALL_BYTES } from './buffered-bytes.js';
import { isInUse } from './connection-in-use.js';
import { whenClosed } from './when-closed.js';

/** A stream from a file or from Vlens is read as fast as its client reads: at most this much of it is buffered. */
const STREAMED_BYTES = 128 * 1024;
/** Many may be made in one turn of the event loop: all that are read have left by then. */
const LEAVING_MS = 100;

/**
 * The answers that have been made and have not left. Nothing more is done for them, so that they count for nothing: anybody who asks
 * for many and reads none keeps nobody out. Where there are too many, or too large ones, one is let go, the oldest of the address that
 * has the most: a slow download of somebody else goes on. Never one whose connection has a request in flight, which would be cut with it:
 * those that were made behind it cannot leave yet, and where they are too much, no more is taken behind another request.
 */
export class AnswersInTransit {
  /** The oldest first. */
  private readonly answers = new Set<LeavingAnswer>();
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly max: () => number,
    private readonly bytes: BufferedBytes,
    private readonly onEnd: () => void,
  ) {}

  get size(): number {
    return this.answers.size;
  }

  /** @param payload what is sent, as Fastify has it */
  begin(request: FastifyRequest, reply: FastifyReply, payload: unknown): void {
    const answer = new LeavingAnswer(request);
    this.answers.add(answer);
    const bytes = bytesOf(payload);
    // Node has none for the answer until those before it have left.
    const isBehind = reply.raw.socket === null;
    if (isBehind || bytes > SMALL_BYTES) this.bytes.add(answer, bytes);
    // At once where the client left before there was an answer.
    whenClosed(reply.raw, () => this.end(answer));
    if (this.answers.size > this.max())
      this.timer ??= setTimeout(() => this.letGoOfTooMany(), LEAVING_MS).unref();
  }

  /** Whether no more is taken behind another request: its answer would wait here, too. */
  refuses({ raw: { socket } }: FastifyRequest): boolean {
    return this.bytes.isFull && isInUse(socket);
  }

  private letGoOfTooMany(): void {
    this.timer = null;
    const unread = [...this.answers].filter((answer) => answer.mayGo);
    for (const greediest of oldestOfGreediest(unread, () => 1, this.max())) {
      greediest.letGo();
      this.end(greediest);
    }
  }

  private end(answer: LeavingAnswer): void {
    if (!this.answers.delete(answer)) return;
    this.bytes.end(answer);
    answer.forget();
    this.onEnd();
  }
}

class LeavingAnswer implements Buffered {
  bufferedBytes = 0;
  private block: string | null = null;

  /** @param request null once it has left: see `passing-set.ts` */
  constructor(private request: FastifyRequest | null) {}

  /** Asked for where there is too much alone, and then for each that goes: behind a proxy it is read from a header. */
  get from(): string {
    this.block ??= addressBlock(this.request?.ip);
    return this.block;
  }

  get mayGo(): boolean {
    return !this.request || !isInUse(this.request.raw.socket);
  }

  letGo(): void {
    this.request?.raw.socket.destroy();
  }

  /** The answer has been sent, or never will be. */
  forget(): void {
    this.request = null;
  }
}

function bytesOf(payload: unknown): number {
  if (typeof payload === 'string' || payload instanceof Uint8Array) return Buffer.byteLength(payload);
  return payload === null || payload === undefined ? 0 : STREAMED_BYTES;
}
