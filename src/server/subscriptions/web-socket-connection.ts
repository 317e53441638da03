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

/** Clients that close with this subscribe again, over a new connection: graphql-ws, and with it Apollo Client and urql. */
const SERVICE_RESTART = 1012;
/** Clients connect again with it too, when they need to. */
const TRY_AGAIN_LATER = 1013;
const NOTHING_SENT = 'Nothing was told over this connection yet: connect again when you ask.';
/**
 * A ping waits behind what was sent before it, also in the system, where nobody sees how much of it was read: for each so many bytes its
 * client has one round more. With 12 s a round, that is a phone at 11 kB a second.
 */
export const BYTES_OF_A_ROUND = 128 * 1024;
/** How long a client may take to answer the closing of its connection. */
const CLOSING_MS = 1000;

/** What the connections share. */
export interface OfAllConnections {
  /** Messages that are not whole. */
  arriving: BufferedBytes;
  /** What is not read. */
  unread: BufferedBytes;
  reads: Pick<ReadsInTurn, 'add' | 'read' | 'isHeld'>;
  /** How long a client may read nothing of what waits for it. */
  maxBacklogMs: number;
  /** The client of one of them has read its backlog. */
  onRead: (connection: WebSocketConnection) => void;
}

/** A connection, and what is in flight on it. There are thousands: what only some need is made when they do. */
export class WebSocketConnection implements OpenStream, IdleWebSocket, SubscribedWebSocket, Pinged {
  /** Its operations that have not ended. */
  readonly streams = new StreamsById();
  /** The operations among them that are no subscriptions. */
  private inFlight: Set<object> | null = null;
  /** Subscriptions that ended with their token. */
  private cutOff: Set<string> | null = null;
  private isExpired = false;
  /** Whether a subscription has sent data over it. */
  hasSentData = false;
  /** The account of the token that this data was read with. */
  account: CallerKey | undefined;
  private isPinged = false;
  /** Rounds in which it has not answered its ping. */
  private missedRounds = 0;
  /** The bytes that were sent before the unanswered ping. */
  private bytesBeforePing = 0;
  private bytesSincePing = 0;
  private isCorked = false;
  private isWaiting = false;
  /** More arrives than may, behind an operation in flight. */
  private isTooMuch = false;
  private operations = 0;
  /** Of the message that came last. */
  messageBytes = 0;
  /** The memory that it takes. */
  messageTakes = 0;
  /** Whether it holds more values than any may, so that it was read no further than its id. */
  holdsTooManyValues = false;
  readonly arriving: ArrivingMessage;
  private readonly unread: UnreadAnswers;
  /** What stands for the Authorization header. */
  authorization: string | undefined;

  constructor(
    readonly socket: WebSocket,
    readonly openedBy: OpenedBy,
    /** What the WebSocket writes to. */
    private readonly stream: Socket,
    private readonly of: OfAllConnections,
  ) {
    const { reads } = of;
    reads.add(stream, socket);
    this.authorization = openedBy.authorization;
    this.arriving = new ArrivingMessage(this, of.arriving);
    this.unread = new UnreadAnswers(this, of.unread);
    // Counted before it is read, and no more once a message is whole or the frame has shown to be none of a message.
    stream.prependListener('data', (bytes: Buffer) => {
      reads.read(stream);
      // Its pong waits behind what it is sending, which may take a slow line a minute.
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

  /** Whether no operation is in flight, perhaps a step, whose answer would be lost with the connection. */
  get mayGo(): boolean {
    return !this.isAnswering;
  }

  letGo(): void {
    this.socket.terminate();
  }

  /** Until nothing is in flight any more: then it may go. */
  pause(): void {
    this.isTooMuch = true;
    this.socket.pause();
  }

  tookMessage(bytes: number): void {
    this.arriving.tookMessage(bytes);
    this.messageBytes = bytes;
  }

  /** Node takes what leaves for progress, also a part of what it was given at once. */
  waitForReading(): void {
    this.socket.pause();
    this.stream.setTimeout(this.of.maxBacklogMs, letGo);
  }

  wasRead(): void {
    this.stream.setTimeout(0, letGo);
    // The client may have answered the ping long ago: the answer is read only now.
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

  /** Whether its client has not read what was sent. */
  get hasBacklog(): boolean {
    return this.unread.isBacklog;
  }

  /** A close would cut off what is being read: it ends what takes longer than a moment. */
  isIdle(): boolean {
    return !this.isAnswering && !this.hasBacklog && !this.isWaiting;
  }

  /** A message waits for its turn: the connection is not closed before it has had it, and reads nothing more. */
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

  /** Unless there is another reason not to. */
  private readOn(): void {
    if (!this.hasBacklog && !this.isWaiting && !this.isTooMuch) this.socket.resume();
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
    // Its answer to a ping would not be read: what it reads shows that it is there, or it waits for an answer or its turn.
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

  /** An operation that is no subscription begins: the connection is not closed before its answer. */
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

  makeRoom(reason = NOTHING_SENT): void {
    this.closeWith(TRY_AGAIN_LATER, reason);
    // Its client may take its time: the places of its subscriptions are the newcomer's at once.
    this.streams.endAll();
  }

  private closeIfExpired(): void {
    if (!this.isExpired || !this.isIdle()) return;
    // The answer to the operation goes out first; what has begun by then is answered, too.
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

/** One listener for all: there are thousands of connections. */
function letGo(this: Socket): void {
  this.destroy();
}
