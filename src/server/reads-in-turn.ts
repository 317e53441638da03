import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { MonotonicClock } from '../clock.js';
import { FairQueue } from '../vlens/quota/fair-queue.js';
import { addressBlock } from './address-block.js';

/**
 * Reading may take this long in one turn. Operations may begin for half of that time (`turn-gate.ts`). In the other half, the gateway reads
 * requests that then only wait for their turn.
 */
const MAX_READING_MS = 40;
/** How many connections are resumed in one turn, at most. The number starts at 1 and doubles with each turn until a turn takes too long. */
const MAX_RELEASED = 32;
/**
 * How many connections are resumed per turn for address blocks that caused no turn to be too long. Nearly all connections of a proxy are
 * idle, and cost nothing.
 */
const MAX_OTHERS_RELEASED = 256;
/**
 * How many connections may end in one turn. Everything open over a connection ends with it, which costs more than reading the end, and
 * happens later.
 */
const MAX_ENDED = 64;
/** How many connections of health probes are read in every turn: at most one per address block. */
const MAX_PROBING = 8;

/** Another part of the gateway that pauses a connection. */
export interface OtherPauses {
  readonly isPaused: boolean;
}

interface Watched {
  /** Null during an upgrade to WebSocket. Nobody reads the connection then, and resuming it would lose the data that has arrived. */
  others: OtherPauses | null;
  /** The client's address block. It is computed once, since each turn reads it for thousands of connections. */
  block: string;
}

/** Schedules a callback for the next turn of the event loop, or for the end of the current callback. */
interface EventLoop {
  nextTurn(callback: () => void): void;
  afterPiece(callback: () => void): void;
}

const EVENT_LOOP: EventLoop = { nextTurn: setImmediate, afterPiece: process.nextTick };
const NOBODY: OtherPauses = { isPaused: false };

/**
 * Limits how long one turn of the event loop spends on reading. Node reads from every connection with new data before it runs anything
 * else, and parses up to 64 KB at once: thousands of tiny requests, or part of a large message. When a turn has read for too long, this
 * pauses all other connections, and libuv reads no more from them in this turn. The next turns resume them, with address blocks taking
 * turns. Blocks that made a turn too long come last, and only a few of their connections are resumed at once. Connections that other code
 * paused stay paused.
 */
export class ReadsInTurn {
  private readonly sockets = new Map<Socket, Watched>();
  /**
   * The connections that this class paused. The value is false if a connection has been read since, and so may have been paused by other
   * code, or has closed.
   */
  private readonly held = new Map<Socket, boolean>();
  /** The same connections, in the order in which they are resumed. */
  private readonly order = new FairQueue<Socket>();
  /** Connections that the current turn resumed. They are read in the next turn. */
  private readonly released = new Set<Socket>();
  /** Address blocks that made a turn too long. A turn that is short enough clears the set. */
  private readonly tooLong = new Set<string>();
  /** Connections whose last request was a health probe. */
  private readonly probing = new Set<Socket>();
  private startedAt: number | null = null;
  private isOver = false;
  private isEndAwaited = false;
  private maxReleased = 1;
  private ended = 0;

  constructor(
    private readonly clock: MonotonicClock,
    private readonly eventLoop: EventLoop = EVENT_LOOP,
  ) {}

  /** How many connections wait to be read, including those that have closed meanwhile. */
  get waiting(): number {
    return this.held.size;
  }

  watch(server: Server): void {
    server.on('connection', (socket: Socket) => this.add(socket, NOBODY));
    server.prependListener('upgrade', (_request, stream) => {
      const block = this.blockOf(stream as Socket);
      this.forget(stream as Socket);
      this.sockets.set(stream as Socket, { others: null, block });
    });
  }

  /** Manages this connection from now on, until it closes. */
  add(socket: Socket, others: OtherPauses): void {
    if (socket.destroyed) return;
    if (!this.sockets.has(socket)) this.watchEnd(socket);
    this.sockets.set(socket, { others, block: this.blockOf(socket) });
  }

  private blockOf(socket: Socket): string {
    return this.sockets.get(socket)?.block ?? addressBlock(socket.remoteAddress);
  }

  private watchEnd(socket: Socket): void {
    socket.once('end', () => this.end(socket));
    socket.once('error', () => this.end(socket));
    socket.once('close', () => this.forget(socket));
  }

  /** Whether this connection may have unread data because it was paused here. */
  isHeld(socket: Socket): boolean {
    return this.held.get(socket) === true || this.released.has(socket);
  }

  /** Callers report each read here, as early as possible; reporting the same read twice does no harm. */
  read(from: Socket): void {
    this.holdNoMore(from);
    if (this.startedAt === null) this.startReading();
    else if (!this.isOver && this.clock.monotonicNow() - this.startedAt >= MAX_READING_MS)
      this.endReading(from);
  }

  /** Records whether the last request on this connection was a health probe. */
  isProbe(socket: Socket, isProbe: boolean): void {
    if (!isProbe) {
      if (this.probing.size > 0) this.probing.delete(socket);
      return;
    }
    if (this.probing.has(socket) || !this.sockets.has(socket)) return;
    const block = this.blockOf(socket);
    for (const other of this.probing) if (this.blockOf(other) === block) this.probing.delete(other);
    this.probing.add(socket);
    const [oldest] = this.probing;
    if (oldest && this.probing.size > MAX_PROBING) this.probing.delete(oldest);
  }

  /** A client has disconnected. Thousands may do so at once, or one proxy with all of its connections. */
  private end(socket: Socket): void {
    this.read(socket);
    this.ended += 1;
    if (!this.isOver && this.ended >= MAX_ENDED) this.endReading(socket);
  }

  private startReading(): void {
    this.startedAt = this.clock.monotonicNow();
    this.awaitEnd();
  }

  private awaitEnd(): void {
    if (this.isEndAwaited) return;
    this.isEndAwaited = true;
    this.eventLoop.nextTurn(this.endTurn);
  }

  private readonly endTurn = (): void => {
    this.maxReleased = this.isOver ? 1 : Math.min(2 * this.maxReleased, MAX_RELEASED);
    if (!this.isOver && this.tooLong.size > 0) this.tooLong.clear();
    if (this.released.size > 0) this.released.clear();
    this.startedAt = null;
    this.ended = 0;
    this.isOver = false;
    this.isEndAwaited = false;
    if (this.held.size === 0) return;
    this.awaitEnd();
    // Node reads connections in the order in which they are resumed, so the other address blocks come first.
    if (this.tooLong.size > 0) this.release(MAX_OTHERS_RELEASED, (block) => !this.tooLong.has(block));
    this.release(this.maxReleased, anyone);
  };

  private endReading(from: Socket): void {
    this.isOver = true;
    this.tooLong.add(this.blockOf(from));
    for (const socket of this.sockets.keys()) if (socket !== from) this.hold(socket);
    // The code that handles this data may pause the connection itself. That is known only after it has handled all of it.
    this.eventLoop.afterPiece(() => this.hold(from));
  }

  private hold(socket: Socket): void {
    const watched = this.sockets.get(socket);
    if (!watched?.others || socket.isPaused() || this.probing.has(socket)) return;
    if (!this.held.has(socket)) this.order.add(watched.block, socket);
    this.held.set(socket, true);
    socket.pause();
  }

  /** Resumes up to `most` connections, from the address blocks that `mayGo` accepts. */
  private release(most: number, mayGo: (block: string) => boolean): void {
    let count = 0;
    for (const socket of this.order.turns(mayGo)) {
      if (!this.takeOut(socket)) continue;
      count += 1;
      if (!this.sockets.get(socket)?.others?.isPaused) {
        this.released.add(socket);
        socket.resume();
      }
      if (count >= most) return;
    }
  }

  /** Removes a connection; returns whether it was still paused here. */
  private takeOut(socket: Socket): boolean {
    const isHeld = this.held.get(socket) ?? false;
    this.held.delete(socket);
    return isHeld;
  }

  private holdNoMore(socket: Socket): void {
    if (this.held.has(socket)) this.held.set(socket, false);
  }

  private forget(socket: Socket): void {
    this.sockets.delete(socket);
    this.holdNoMore(socket);
    this.released.delete(socket);
    this.probing.delete(socket);
  }
}

function anyone(): boolean {
  return true;
}
