import type { Socket } from 'node:net';
import type { WebSocket } from '@fastify/websocket';
import { CloseCode } from 'graphql-ws';
import type { CallerKey } from '../../vlens/caller-keys.js';
import type { BufferedBytes } from '../buffered-bytes.js';
import type { ReadsInTurn } from '../reads-in-turn.js';
import type { OpenStream } from '../shutdown/open-streams.js';
import type { IdleWebSocket } from '../web-socket-places.js';
import type { SubscribedWebSocket } from '../web-sockets-of-accounts.js';
import { ArrivingMessage } from './arriving-message.js';
import type { OpenedBy } from './opened-by.js';
import type { Pinged } from './ping-wheel.js';
import { StreamsById } from './streams-by-id.js';
import { UnreadAnswers } from './unread-answers.js';

/** Clients that are closed with this code subscribe again over a new connection: graphql-ws, and so Apollo Client and urql. */
const SERVICE_RESTART = 1012;
/** Clients also reconnect after this code, when they need to. */
const TRY_AGAIN_LATER = 1013;
const NOTHING_SENT = 'Nothing was told over this connection yet: connect again when you ask.';
/**
 * A ping waits behind data that was sent before it. Some of that is in the system's buffers, where the gateway can't see how much the
 * client has read. So the client gets one more round for each block of this many bytes. With rounds of 12 s, that allows a phone at 11 kB a
 * second.
 */
export const BYTES_OF_A_ROUND = 128 * 1024;
/** How long a client may take to answer a close frame. */
const CLOSING_MS = 1000;

/** What all connections share. */
export interface OfAllConnections {
  /** Incomplete messages. */
  arriving: BufferedBytes;
  /** Sent messages that clients have not read. */
  unread: BufferedBytes;
  reads: Pick<ReadsInTurn, 'add' | 'read' | 'isHeld'>;
  /** How long a client may read nothing of its backlog. */
  maxBacklogMs: number;
  /** Called when a connection's client has read its backlog. */
  onRead: (connection: WebSocketConnection) => void;
}

/** A WebSocket and its operations. There are thousands, so objects that only some need are created on demand. */
export class WebSocketConnection implements OpenStream, IdleWebSocket, SubscribedWebSocket, Pinged {
  /** Its operations that have not ended. */
  readonly streams = new StreamsById();
  /** Queries and mutations in flight; null if there never were any. */
  private inFlight: Set<object> | null = null;
  /** Ids of subscriptions that ended because of their token. */
  private cutOff: Set<string> | null = null;
  private isExpired = false;
  /** Whether a subscription has sent data over this connection. */
  hasSentData = false;
  /** The account of the token with which that data was read. */
  account: CallerKey | undefined;
  private isPinged = false;
  /** How many rounds the client has not answered its ping. */
  private missedRounds = 0;
  /** How many bytes were sent before the unanswered ping. */
  private bytesBeforePing = 0;
  private bytesSincePing = 0;
  private isCorked = false;
  private isWaiting = false;
  /** Whether reading is paused because too much data arrives behind an operation in flight. */
  private isTooMuch = false;
  private operations = 0;
  /** The size of the last message. */
  messageBytes = 0;
  /** The memory that the last message takes when parsed. */
  messageTakes = 0;
  /** Whether the last message has more values than allowed, so that only its id was read. */
  holdsTooManyValues = false;
  readonly arriving: ArrivingMessage;
  private readonly unread: UnreadAnswers;
  /** Takes the place of the Authorization header. */
  authorization: string | undefined;

  constructor(
    readonly socket: WebSocket,
    readonly openedBy: OpenedBy,
    /** The TCP or TLS socket of the WebSocket. */
    private readonly stream: Socket,
    private readonly of: OfAllConnections,
  ) {
    const { reads } = of;
    reads.add(stream, socket);
    this.authorization = openedBy.authorization;
    this.arriving = new ArrivingMessage(this, of.arriving);
    this.unread = new UnreadAnswers(this, of.unread);
    // Data is counted before it is read. The count ends when a message is complete, or when a frame turns out to be a ping or pong.
    stream.prependListener('data', (bytes: Buffer) => {
      reads.read(stream);
      // Any data shows that the client is there. Its pong waits behind the data that it sends, which may take a minute on a slow line.
      this.isPinged = false;
      this.arriving.addPiece(bytes.length);
    });
    socket.on('pong', (bytes: Buffer) => {
      this.isPinged = false;
      this.arriving.wasControlFrame(bytes.length);
    });
    socket.on('ping', (bytes: Buffer) => this.arriving.wasControlFrame(bytes.length));
    socket.on('close', () => {
      this.arriving.end();
      this.unread.end();
    });
  }

  get from(): string {
    return this.openedBy.address;
  }

  /** Whether no operation is in flight. It may be a step, whose answer would be lost with the connection. */
  get mayGo(): boolean {
    return !this.isAnswering;
  }

  letGo(): void {
    this.socket.terminate();
  }

  /** Pauses reading until no operation is in flight. After that, the connection may be closed. */
  pause(): void {
    this.isTooMuch = true;
    this.socket.pause();
  }

  tookMessage(bytes: number): void {
    this.arriving.tookMessage(bytes);
    this.messageBytes = bytes;
  }

  /** Stops reading until the client has read its backlog. Node's timeout counts any sent data as progress, even part of one write. */
  waitForReading(): void {
    this.socket.pause();
    this.stream.setTimeout(this.of.maxBacklogMs, letGo);
  }

  wasRead(): void {
    this.stream.setTimeout(0, letGo);
    // The client may have answered its ping long ago, and its pong is read only now.
    this.missedRounds = -1;
    this.readOn();
    this.closeIfExpired();
    this.of.onRead(this);
  }

  get isOpen(): boolean {
    return this.socket.readyState === this.socket.OPEN;
  }

  get isAnswering(): boolean {
    return Boolean(this.inFlight?.size);
  }

  /** Whether the client has not read everything that was sent. */
  get hasBacklog(): boolean {
    return this.unread.isBacklog;
  }

  /** Closing cuts off data that the client is still reading, so a connection with a backlog is not idle. */
  isIdle(): boolean {
    return !this.isAnswering && !this.hasBacklog && !this.isWaiting;
  }

  /** A message waits for its turn. Until then, the connection is not closed, and nothing more is read from it. */
  waits(): void {
    this.isWaiting = true;
    this.arriving.becameWhole();
    this.socket.pause();
  }

  waitsNoMore(): void {
    this.isWaiting = false;
    this.readOn();
    this.closeIfExpired();
  }

  /** Resumes reading if there is no other reason to pause. */
  private readOn(): void {
    if (!this.hasBacklog && !this.isWaiting && !this.isTooMuch) this.socket.resume();
  }

  /** Sends a text; resolves when it was written or the connection has gone. All texts of one turn are sent in one write. */
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
    this.unread.add(bytes);
    this.bytesSincePing += bytes;
    return new Promise((resolve) =>
      this.socket.send(text, () => {
        if (this.isOpen) this.unread.add(-bytes);
        resolve();
      }),
    );
  }

  ping(): boolean {
    // In these cases, a pong would not be read. Either the client's reading shows that it is there, or the connection waits for an answer
    // or a turn.
    if (this.hasBacklog || this.isTooMuch || this.isWaiting || this.of.reads.isHeld(this.stream)) return true;
    if (this.isPinged) return this.missRound();
    if (this.isOpen) {
      this.isPinged = true;
      this.missedRounds = 0;
      this.bytesBeforePing = this.bytesSincePing;
      this.bytesSincePing = 0;
      this.socket.ping();
    }
    return true;
  }

  private missRound(): boolean {
    this.missedRounds += 1;
    if (this.missedRounds * BYTES_OF_A_ROUND <= this.bytesBeforePing) return true;
    this.socket.terminate();
    return false;
  }

  /** A query or mutation begins. The connection is not closed before its answer. */
  begin(operation: object): void {
    this.inFlight ??= new Set();
    this.inFlight.add(operation);
  }

  settle(operation: object): void {
    this.inFlight?.delete(operation);
    if (this.isTooMuch && !this.isAnswering) {
      this.isTooMuch = false;
      this.missedRounds = -1;
      this.readOn();
    }
    this.closeIfExpired();
  }

  /** The token is no longer accepted. A connection has one token, so it is closed as soon as no step waits for its answer here. */
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

  /** Each operation has its own request id, derived from the id of the upgrade request. */
  nextRequestId(): string {
    this.operations += 1;
    return `${this.openedBy.id}.${this.operations}`;
  }

  close(): void {
    this.closeWith(SERVICE_RESTART, 'The gateway is being stopped: connect again.');
  }

  makeRoom(reason = NOTHING_SENT): void {
    this.closeWith(TRY_AGAIN_LATER, reason);
    // The client may take long to close, so the places of its subscriptions are freed at once.
    this.streams.endAll();
  }

  private closeIfExpired(): void {
    if (!this.isExpired || !this.isIdle()) return;
    // The answer to the operation is sent first. Operations that have begun by then are answered too.
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

/** A single listener for all connections, since there are thousands. */
function letGo(this: Socket): void {
  this.destroy();
}
