import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { MonotonicClock } from '../clock.js';
import { FairQueue } from '../vlens/quota/fair-queue.js';
import { addressBlock } from './address-block.js';

/** Twice as long as operations begin in a turn: what only waits for its turn is read for as long again. */
const MAX_READING_MS = 40;
/** Connections that are read again in one turn, twice as many in each until one takes too long. */
const MAX_RELEASED = 32;
/** At most this many connections in each turn, from address blocks that were not read for too long: nearly all of a proxy's are idle, and cost nothing. */
const MAX_OTHERS_RELEASED = 256;
/** Connections that end in one turn: what is open over each ends with it, which costs more than to read that it does, and later. */
const MAX_ENDED = 64;
/** Connections of probes that are read in every turn, one of each address block. */
const MAX_PROBING = 8;

/** Other reasons to pause a connection. */
export interface OtherPauses {
  readonly isPaused: boolean;
}

interface Watched {
  /** Null while it is to become a WebSocket: nobody reads it, and to resume it would lose what came. */
  others: OtherPauses | null;
  /** Found out once: it is looked at in each turn, for thousands of connections. */
  block: string;
}

/** Calls back in the next turn of the event loop, and at the end of this piece. */
interface EventLoop {
  nextTurn(callback: () => void): void;
  afterPiece(callback: () => void): void;
}

const EVENT_LOOP: EventLoop = { nextTurn: setImmediate, afterPiece: process.nextTick };
const NOBODY: OtherPauses = { isPaused: false };

/**
 * Bounds what is read in one turn of the event loop. Node reads from every connection on which something came before anybody else is
 * heard, and parses a piece of 64 KB in one go: thousands of tiny requests, or a part of a large message. Once a turn has read for too long,
 * all other connections are paused, and libuv reads nothing more of them in this turn. The next turns read them again, address
 * blocks in turns, few at once of those that had a turn read for too long, after all others. What others paused stays paused.
 */
export class ReadsInTurn {
  private readonly sockets = new Map<Socket, Watched>();
  /** Paused here; false for those that were read since, which somebody else may have paused by now, and for those that are closed. */
  private readonly held = new Map<Socket, boolean>();
  /** The same in the order in which they are read again. */
  private readonly order = new FairQueue<Socket>();
  /** Paused no more since the last turn began: they are read in the next one. */
  private readonly released = new Set<Socket>();
  /** The address blocks that had turns read for too long, until one did not. */
  private readonly tooLong = new Set<string>();
  /** On which a probe came last. */
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

  /** How many connections wait to be read, with those that were closed meanwhile. */
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

  /** Reads this connection in turn from now on, for as long as it is open. */
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

  /** Whether something may have come over this connection that was not read, for the sake of others. */
  isHeld(socket: Socket): boolean {
    return this.held.get(socket) === true || this.released.has(socket);
  }

  /** Something was read: to be said as early and as often as it is heard of. */
  read(from: Socket): void {
    this.holdNoMore(from);
    if (this.startedAt === null) this.startReading();
    else if (!this.isOver && this.clock.monotonicNow() - this.startedAt >= MAX_READING_MS)
      this.endReading(from);
  }

  /** A probe came over this connection, or something else. */
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

  /** A client has left: thousands may at once, or a proxy with all of its own. */
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
    // Connections are read in the order in which they are resumed.
    if (this.tooLong.size > 0) this.release(MAX_OTHERS_RELEASED, (block) => !this.tooLong.has(block));
    this.release(this.maxReleased, anyone);
  };

  private endReading(from: Socket): void {
    this.isOver = true;
    this.tooLong.add(this.blockOf(from));
    for (const socket of this.sockets.keys()) if (socket !== from) this.hold(socket);
    // The one who takes what was just read may pause it: that is known once all of it is taken.
    this.eventLoop.afterPiece(() => this.hold(from));
  }

  private hold(socket: Socket): void {
    const watched = this.sockets.get(socket);
    if (!watched?.others || socket.isPaused() || this.probing.has(socket)) return;
    if (!this.held.has(socket)) this.order.add(watched.block, socket);
    this.held.set(socket, true);
    socket.pause();
  }

  /** At most this many, from the address blocks that may be read. */
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

  /** Whether it is still paused here. */
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
