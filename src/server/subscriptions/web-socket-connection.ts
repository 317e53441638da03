import type { Socket } from 'node:net';
import type { WebSocket } from '@fastify/websocket';
import { CloseCode } from 'graphql-ws';
import type { IdleWebSocket } from '../load-shedder.js';
import type { Buffered, BufferedBytes } from '../received-bytes.js';
import type { OpenStream } from '../shutdown/open-streams.js';
import type { OpenedBy } from './opened-by.js';
import type { Pinged } from './ping-wheel.js';
import type { StreamedRequest } from './streamed-request.js';

/** Clients that close with this subscribe again, over a new connection: graphql-ws, and with it Apollo Client and urql. */
const SERVICE_RESTART = 1012;
/** Clients connect again with it too, when they need to. */
const TRY_AGAIN_LATER = 1013;
/** What is before the bytes of a client's ping or pong (RFC 6455, sections 5.2 and 5.5). */
const CONTROL_FRAME_HEAD_BYTES = 6;
/** How long a client may take to answer the closing of its connection. */
const CLOSING_MS = 1000;
/** Of what it is told; beyond it a client is not read from until it has read. Smaller ones are held by their number alone. */
export const MAX_UNREAD_BYTES = 16 * 1024;

/** A connection, and what is in flight on it. There are thousands: what only some need is made when they do. */
export class WebSocketConnection implements OpenStream, IdleWebSocket, Pinged, Buffered {
  /** Its operations that have not ended. */
  readonly streams = new Map<string, StreamedRequest>();
  /** Those of them that are no subscriptions. */
  private readonly inFlight = new Set<string>();
  /** Subscriptions that ended with their token. */
  private cutOff: Set<string> | null = null;
  private isExpired = false;
  private isPinged = false;
  private isCorked = false;
  private operations = 0;
  /** Of a message that is not whole. */
  bufferedBytes = 0;
  /** Of the message that came last. */
  messageBytes = 0;
  /** Of what it was told. */
  private unreadBytes = 0;
  private backlog: Backlog | null = null;

  constructor(
    readonly socket: WebSocket,
    readonly openedBy: OpenedBy,
    /** What the WebSocket writes to. */
    private readonly stream: Socket,
    /** Messages that are not whole, and what is not read, of all connections. */
    private readonly of: { arriving: BufferedBytes; unread: BufferedBytes },
  ) {
    const { arriving, unread } = of;
    // Counted before it is read, and no more once a message is whole or the frame has shown to be none of a message.
    stream.prependListener('data', (bytes: Buffer) => arriving.add(this, bytes.length));
    socket.on('pong', (bytes: Buffer) => {
      this.isPinged = false;
      this.wasNoMessage(bytes);
    });
    socket.on('ping', (bytes: Buffer) => this.wasNoMessage(bytes));
    socket.once('close', () => {
      arriving.end(this);
      if (this.backlog) unread.end(this.backlog);
    });
  }

  get from(): string {
    return this.openedBy.address;
  }

  letGo(): void {
    this.socket.terminate();
  }

  /** A message is whole. */
  tookMessage(bytes: number): void {
    this.of.arriving.end(this);
    this.messageBytes = bytes;
  }

  get isOpen(): boolean {
    return this.socket.readyState === this.socket.OPEN;
  }

  isIdle(): boolean {
    return this.inFlight.size === 0;
  }

  /** Resolves when it was written, or the connection has gone. All that is sent within one turn leaves with one write. */
  send(text: string): Promise<void> {
    if (!this.isOpen) return Promise.resolve();
    if (!this.isCorked) {
      this.isCorked = true;
      this.stream.cork();
      process.nextTick(() => {
        this.isCorked = false;
        this.stream.uncork();
      });
    }
    const bytes = Buffer.byteLength(text);
    this.countUnread(bytes);
    return new Promise((resolve) =>
      this.socket.send(text, () => {
        this.countUnread(-bytes);
        resolve();
      }),
    );
  }

  ping(): boolean {
    if (this.isPinged) {
      this.socket.terminate();
      return false;
    }
    if (this.isOpen) {
      this.isPinged = true;
      this.socket.ping();
    }
    return true;
  }

  /** An operation that is no subscription begins: the connection is not closed before its answer. */
  begin(id: string): void {
    this.inFlight.add(id);
  }

  settle(id: string): void {
    this.inFlight.delete(id);
    this.closeIfExpired();
  }

  /** One connection has one token: it is closed as soon as no step waits for its answer here. */
  tokenExpired(subscriptionId: string | null): void {
    this.isExpired = true;
    if (subscriptionId !== null) {
      this.cutOff ??= new Set();
      this.cutOff.add(subscriptionId);
    }
    this.closeIfExpired();
  }

  async untilClosedFor(id: string): Promise<void> {
    if (!this.cutOff?.has(id) || this.socket.readyState === this.socket.CLOSED) return;
    await new Promise<void>((resolve) => this.socket.once('close', () => resolve()));
  }

  /** Each operation has a request id of its own, made of the upgrade's. */
  nextRequestId(): string {
    this.operations += 1;
    return `${this.openedBy.id}.${this.operations}`;
  }

  close(): void {
    this.closeWith(SERVICE_RESTART, 'The gateway is being stopped: connect again.');
  }

  makeRoom(): void {
    this.closeWith(TRY_AGAIN_LATER, 'Nothing was asked over this connection: connect again when you ask.');
  }

  private wasNoMessage({ length }: Buffer): void {
    const frame = length + CONTROL_FRAME_HEAD_BYTES;
    if (this.bufferedBytes <= frame) this.of.arriving.end(this);
    else this.of.arriving.add(this, -frame);
  }

  /** Anybody who sends and does not read could have any number of answers kept for them. */
  private countUnread(bytes: number): void {
    if (!this.isOpen) return;
    const { unread } = this.of;
    this.unreadBytes += bytes;
    if (this.unreadBytes > MAX_UNREAD_BYTES) {
      if (!this.backlog) this.socket.pause();
      this.backlog ??= new Backlog(this);
      unread.add(this.backlog, this.unreadBytes - this.backlog.bufferedBytes);
    } else if (this.backlog) {
      unread.end(this.backlog);
      this.backlog = null;
      this.socket.resume();
    }
  }

  private closeIfExpired(): void {
    if (!this.isExpired || !this.isIdle()) return;
    // What is told of the operation goes out first; what has begun by then is answered, too.
    setImmediate(() => {
      if (this.isIdle())
        this.socket.close(CloseCode.Forbidden, 'The token is not accepted: connect again with a new one.');
    });
  }

  private closeWith(code: number, reason: string): void {
    this.socket.close(code, reason);
    setTimeout(() => this.socket.terminate(), CLOSING_MS).unref();
  }
}

/** What a client was told and does not read. */
class Backlog implements Buffered {
  bufferedBytes = 0;

  constructor(private readonly connection: WebSocketConnection) {}

  get from(): string {
    return this.connection.from;
  }

  letGo(): void {
    this.connection.letGo();
  }
}
