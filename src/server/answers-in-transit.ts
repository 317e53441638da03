import type { FastifyReply, FastifyRequest } from 'fastify';
import { addressBlock } from './address-block.js';
import { type Buffered, type BufferedBytes, oldestOfGreediest, SMALL_BYTES } from './buffered-bytes.js';
import { isInUse } from './connection-in-use.js';
import { whenClosed } from './when-closed.js';

/** The part of a streamed answer that waits in memory. Data from a file or from Vlens is read only as fast as the client takes it. */
const STREAMED_BYTES = 128 * 1024;
/** One turn of the event loop may produce many answers. By this time, answers that are being read have left. */
const LEAVING_MS = 100;

/**
 * Answers that are ready and have not been sent completely. They cause no more work, so they do not count as in flight: a client that asks
 * for many and reads none keeps nobody out. If there are too many or too large ones, this closes connections, beginning with the oldest of
 * the addresses that have the most, so a slow download from another address continues. A connection with a request in flight is never
 * closed, since that request would be cut. Answers queued behind such a request can't be sent yet. If they take too much memory, no more
 * requests are accepted behind a request in flight.
 */
export class AnswersInTransit {
  /** Ordered from the oldest to the newest. */
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

  /** @param payload the answer as Fastify passes it to `onSend` */
  begin(request: FastifyRequest, reply: FastifyReply, payload: unknown): void {
    const answer = new LeavingAnswer(request);
    this.answers.add(answer);
    const bytes = bytesOf(payload);
    // Node gives a response no socket until all earlier responses have been sent.
    const isBehind = reply.raw.socket === null;
    if (isBehind || bytes > SMALL_BYTES) this.bytes.add(answer, bytes);
    // Called at once if the client left before its answer was ready.
    whenClosed(reply.raw, () => this.end(answer));
    if (this.answers.size > this.max())
      this.timer ??= setTimeout(() => this.letGoOfTooMany(), LEAVING_MS).unref();
  }

  /** Whether a request is refused because another one on its connection is in flight, so that its answer would also wait here. */
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

  /** @param request null after the answer was sent, for the reason in `passing-set.ts` */
  constructor(private request: FastifyRequest | null) {}

  /**
   * The address block. It is computed on demand: only if there is too much, and then for each answer that is dropped. Behind a proxy, it
   * comes from a header.
   */
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

  /** The answer was sent, or never will be. */
  forget(): void {
    this.request = null;
  }
}

function bytesOf(payload: unknown): number {
  if (typeof payload === 'string' || payload instanceof Uint8Array) return Buffer.byteLength(payload);
  return payload === null || payload === undefined ? 0 : STREAMED_BYTES;
}
