import type { FastifyReply } from 'fastify';
import { firstEvent } from '../../first-event.js';
import type { Buffered, BufferedBytes } from '../buffered-bytes.js';
import type { Pinged } from './ping-wheel.js';

/**
 * Node sets `connection`. When this set keep-alive on a connection that Varnish pipes, and so asks to be closed, the client's next request
 * got 400.
 */
const HEADERS = {
  'cache-control': 'no-store',
  'content-encoding': 'none',
  'content-type': 'text/event-stream; charset=utf-8',
  // Without this, nginx buffers events.
  'x-accel-buffering': 'no',
};
/** An empty comment. Firefox and Safari treat a stream as open after its first bytes. */
const COMMENT = ':\n\n';

/** A response of server-sent events, as in graphql-sse's distinct connections mode. */
export class EventStream implements Pinged {
  private readonly raw: FastifyReply['raw'];

  constructor(
    reply: FastifyReply,
    /** How long its client may read nothing of the backlog. */
    private readonly maxBacklogMs: number,
  ) {
    this.raw = reply.raw;
    this.raw.writeHead(200, { ...(reply.getHeaders() as Record<string, string>), ...HEADERS });
    // The headers are flushed separately, and cork sends headers and comment in one write. If Node sent the headers with the body's first
    // bytes, it would keep them in the hundred pieces that they were made of.
    this.raw.socket?.cork();
    this.raw.flushHeaders();
    this.raw.write(COMMENT);
    this.raw.socket?.uncork();
  }

  /** Sends a comment, so that no proxy takes the stream for dead. It also shows whether the client has left. */
  ping(): boolean {
    if (!this.raw.writableNeedDrain && !this.isOver) this.raw.write(COMMENT);
    return true;
  }

  /** Sends an event; resolves when there is room for the next one. */
  async next(text: string): Promise<void> {
    if (this.isOver) return;
    if (!this.raw.write(`event: next\ndata: ${text}\n\n`)) await this.drained();
  }

  /** Like `next`, and counts the text as unread until it is sent. */
  async nextOf(unread: BufferedBytes, from: string, text: string): Promise<void> {
    const backlog: Buffered = { from, bufferedBytes: 0, letGo: () => this.raw.destroy() };
    unread.add(backlog, Buffer.byteLength(text));
    try {
      await this.next(text);
    } finally {
      unread.end(backlog);
    }
  }

  /** Ends the stream: there are no more events. */
  complete(): void {
    this.raw.end('event: complete\ndata:\n\n');
  }

  /** Ends the stream without `complete`, so that its client subscribes again. */
  cut(): void {
    this.raw.end();
  }

  /** Whether the stream has ended. Sending the rest may still take long, behind another answer or to a slow client. */
  private get isOver(): boolean {
    return this.raw.writableEnded || this.raw.destroyed;
  }

  private async drained(): Promise<void> {
    const { raw } = this;
    const { socket } = raw;
    // Node's timeout counts any sent data as progress, even part of one write. Behind another answer, the timeout watches that answer.
    const usualMs = socket?.timeout ?? 0;
    socket?.setTimeout(this.maxBacklogMs);
    await firstEvent(raw, 'drain', 'close');
    socket?.setTimeout(usualMs);
  }
}
