import type { Socket } from 'node:net';
import type { WebSocket } from '@fastify/websocket';
import { CloseCode } from 'graphql-ws';
import type { IdleWebSocket } from '../load-shedder.js';
import type { Arriving, ArrivingBytes } from '../received-bytes.js';
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

/** A connection, and what is in flight on it. There are thousands: what only some need is made when they do. */
export class WebSocketConnection implements OpenStream, IdleWebSocket, Pinged, Arriving {
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
  receivedBytes = 0;
  /** Of the message that came last. */
  messageBytes = 0;

  constructor(
    readonly socket: WebSocket,
    readonly openedBy: OpenedBy,
    /** What the WebSocket writes to. */
    private readonly stream: Socket,
    private readonly arriving: ArrivingBytes,
  ) {
    // Counted before it is read, and no more once a message is whole or the frame has shown to be none of a message.
    stream.prependListener('data', (bytes: Buffer) => arriving.received(this, bytes.length));
    socket.on('pong', (bytes: Buffer) => {
      this.isPinged = false;
      this.wasNoMessage(bytes);
    });
    socket.on('ping', (bytes: Buffer) => this.wasNoMessage(bytes));
    socket.once('close', () => arriving.end(this));
  }

  get from(): string {
    return this.openedBy.address;
  }

  letGo(): void {
    this.socket.terminate();
  }

  /** A message is whole. */
  tookMessage(bytes: number): void {
    this.arriving.end(this);
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
    return new Promise((resolve) => this.socket.send(text, () => resolve()));
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
    if (this.receivedBytes <= frame) this.arriving.end(this);
    else this.arriving.received(this, -frame);
  }

  private closeIfExpired(): void {
    if (!this.isExpired || !this.isIdle()) return;
    // What is told of the operation goes out first.
    setImmediate(() =>
      this.socket.close(CloseCode.Forbidden, 'The token is not accepted: connect again with a new one.'),
    );
  }

  private closeWith(code: number, reason: string): void {
    this.socket.close(code, reason);
    setTimeout(() => this.socket.terminate(), CLOSING_MS).unref();
  }
}
