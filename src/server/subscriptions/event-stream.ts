import type { FastifyReply } from 'fastify';
import { firstEvent } from '../../first-event.js';
import type { Buffered, BufferedBytes } from '../buffered-bytes.js';
import type { Pinged } from './ping-wheel.js';

/**
 * `connection` is Node’s to say: with keep-alive on a connection that Varnish pipes, and so asks to be closed, the client’s next
 * request got 400.
 */
const HEADERS = {
  'cache-control': 'no-store',
  'content-encoding': 'none',
  'content-type': 'text/event-stream; charset=utf-8',
  // nginx would hold events back.
  'x-accel-buffering': 'no',
};
/** Says nothing; Firefox and Safari take a stream for open with its first bytes. */
const COMMENT = ':\n\n';

/** An answer of server-sent events, as graphql-sse's distinct connections mode has them. */
export class EventStream implements Pinged {
  private readonly raw: FastifyReply['raw'];

  constructor(
    reply: FastifyReply,
    /** How long its reader may read nothing of what waits for it. */
    private readonly maxBacklogMs: number,
  ) {
    this.raw = reply.raw;
    this.raw.writeHead(200, { ...(reply.getHeaders() as Record<string, string>), ...HEADERS });
    // The head by itself, and both in one write: with the first bytes of the body, Node keeps it in the hundred pieces that it was made of.
    this.raw.socket?.cork();
    this.raw.flushHeaders();
    this.raw.write(COMMENT);
    this.raw.socket?.uncork();
  }

  /** Keeps what is between from taking it for dead; a client that has left is seen by that. */
  ping(): boolean {
    if (!this.raw.writableNeedDrain && !this.isOver) this.raw.write(COMMENT);
    return true;
  }

  /** Sends an event; resolves when there is room for the next one. */
  async next(text: string): Promise<void> {
    if (this.isOver) return;
    if (!this.raw.write(`event: next\ndata: ${text}\n\n`)) await this.drained();
  }

  /** As `next`, where the text counts among what is not read. */
  async nextOf(unread: BufferedBytes, from: string, text: string): Promise<void> {
    const backlog: Buffered = { from, bufferedBytes: 0, letGo: () => this.raw.destroy() };
    unread.add(backlog, Buffer.byteLength(text));
    try {
      await this.next(text);
    } finally {
      unread.end(backlog);
    }
  }

  /** There are no more. */
  complete(): void {
    this.raw.end('event: complete\ndata:\n\n');
  }

  /** Without `complete`, so that its client subscribes again. */
  cut(): void {
    this.raw.end();
  }

  /** It may be long after its end before all of it has left: behind another answer, or where its client reads slowly. */
  private get isOver(): boolean {
    return this.raw.writableEnded || this.raw.destroyed;
  }

  private async drained(): Promise<void> {
    const { raw } = this;
    const { socket } = raw;
    // Node takes what leaves for progress, also a part of what it was given at once. Behind another answer, that one is watched.
    const usualMs = socket?.timeout ?? 0;
    socket?.setTimeout(this.maxBacklogMs);
    await firstEvent(raw, 'drain', 'close');
    socket?.setTimeout(usualMs);
  }
}
