import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { addressBlock } from './address-block.js';
import { whenClosed } from './when-closed.js';

/** An idle connection stays open for at least this long, since a client often sends the next request right after an answer. */
export const MIN_IDLE_MS = 5_000;
/**
 * The same for a connection from a proxy. Most proxies keep an idle connection for a minute, and may send a step over it at any moment
 * until then.
 */
export const MIN_IDLE_OF_PROXY_MS = 60_000;
/** Above this part of the limit, answers close their connections, and idle connections are closed. */
export const CROWDED_PART = 3 / 4;
/** Above this part of the limit, only addresses with few connections may open another one, so an address with many keeps nobody out. */
const FULL_PART = 7 / 8;
export const MAX_OF_NEWCOMER = 16;
/** So many refused connections at once get an answer before they are closed. */
const MAX_REFUSED = 64;
const REFUSED_PART = 1 / 16;
const REFUSED_MS = 2_000;
/** How many connections are closed for each new one. More than one, so that the total falls. */
const CLOSED_FOR_EACH = 2;

/** Why a connection was closed or not accepted. */
export type ConnectionEnd = 'idle' | 'refused' | 'pipelined' | 'accept_failed' | 'no_open_files';

export interface ConnectionsParts {
  /** The most connections that may be open at once. */
  max: number;
  now: () => number;
  onEnd: (why: ConnectionEnd) => void;
  /** Whether a connection may have a request that is read only in a later turn of the event loop. */
  isHeld: (socket: Socket) => boolean;
  /** Closes a WebSocket that carries no operation, if there is one. */
  closeIdleWebSocket: () => void;
}

interface Connection {
  readonly socket: Socket;
  readonly block: Block;
  readonly isRefused: boolean;
  isWebSocket: boolean;
  isOfProxy: boolean;
  requests: number;
  idleSince: number;
  /** How many bytes had arrived by then. If there are more now, a request has begun to arrive. */
  bytesWhenIdle: number;
}

/** All connections from one address block. */
interface Block {
  readonly address: string;
  open: number;
  /** Connections without a request in flight, the one that is idle longest first. */
  readonly idle: Set<Connection>;
}

/**
 * The open client connections. Each costs memory and a file descriptor. Without free file descriptors, the system resets every new
 * connection and reports nothing. If many are open, answers say `connection: close`, which proxies and clients both understand. For each
 * new connection, the longest idle ones of the address with the most connections are closed. A connection with a request in flight is never
 * closed: its client, or a proxy, would send a step again.
 */
export class Connections {
  private readonly known = new WeakMap<Socket, Connection>();
  private readonly blocks = new Map<string, Block>();
  private openNow = 0;
  private refusedNow = 0;
  private readonly maxRefused: number;

  constructor(private readonly parts: ConnectionsParts) {
    this.maxRefused = Math.min(MAX_REFUSED, Math.ceil(parts.max * REFUSED_PART));
  }

  get open(): number {
    return this.openNow;
  }

  get max(): number {
    return this.parts.max;
  }

  get isCrowded(): boolean {
    return this.openNow > this.max * CROWDED_PART;
  }

  /** Whether the request came over a connection above the limit. */
  isRefused({ raw }: FastifyRequest): boolean {
    return this.known.get(raw.socket)?.isRefused === true;
  }

  /** Adds the hooks; call this before adding any hook that may answer a request. */
  watch(server: FastifyInstance): void {
    this.watchSockets(server.server);
    server.addHook('onRequest', (request, { raw: response }, done) => {
      const connection = this.known.get(request.raw.socket);
      if (connection) {
        connection.requests += 1;
        connection.block.idle.delete(connection);
        if ((request.ips?.length ?? 0) > 1) connection.isOfProxy = true;
        whenClosed(response, () => this.answered(connection));
      }
      done();
    });
  }

  private watchSockets(server: Server): void {
    server.on('connection', (socket: Socket) => {
      const known = this.known.get(socket);
      // `serveWithoutUpgrade` emits `connection` again for a socket whose upgrade did not happen.
      if (known) known.isWebSocket = false;
      else this.accept(socket);
    });
    server.prependListener('upgrade', (_request, stream) => {
      const connection = this.known.get(stream as Socket);
      if (!connection) return;
      connection.isWebSocket = true;
      connection.block.idle.delete(connection);
    });
    server.on('error', ({ syscall }: NodeJS.ErrnoException) => {
      if (syscall === 'accept') this.parts.onEnd('accept_failed');
    });
  }

  private accept(socket: Socket): void {
    const address = addressBlock(socket.remoteAddress);
    const block = this.blocks.get(address) ?? { address, open: 0, idle: new Set() };
    if (this.isCrowded) this.makeRoom();
    const isRefused = this.isFullFor(block);
    const idleSince = this.parts.now();
    const connection = { socket, block, isRefused, isWebSocket: false, isOfProxy: false, requests: 0 };
    const isHeld = !isRefused || this.refusedNow < this.maxRefused;
    if (isHeld) this.known.set(socket, { ...connection, idleSince, bytesWhenIdle: 0 });
    if (isRefused) this.refuse(socket);
    else this.add(socket, block);
  }

  private add(socket: Socket, block: Block): void {
    const connection = this.known.get(socket);
    this.blocks.set(block.address, block);
    this.openNow += 1;
    block.open += 1;
    if (connection) block.idle.add(connection);
    socket.once('close', () => {
      this.openNow -= 1;
      block.open -= 1;
      if (connection) block.idle.delete(connection);
      if (block.open === 0) this.blocks.delete(block.address);
    });
  }

  /** The connection stays open for a moment, so that its client gets an answer instead of a reset; what it sends is ignored. */
  private refuse(socket: Socket): void {
    this.parts.onEnd('refused');
    if (!this.known.has(socket)) {
      socket.destroy();
      return;
    }
    this.refusedNow += 1;
    const timer = setTimeout(() => socket.destroy(), REFUSED_MS).unref();
    socket.once('close', () => {
      clearTimeout(timer);
      this.refusedNow -= 1;
    });
  }

  private isFullFor({ open }: Block): boolean {
    if (this.openNow >= this.max - this.maxRefused) return true;
    return this.openNow >= this.max * FULL_PART && open >= MAX_OF_NEWCOMER;
  }

  private answered(connection: Connection): void {
    const { socket, block, isRefused, isWebSocket } = connection;
    connection.requests -= 1;
    if (connection.requests > 0 || isRefused || isWebSocket || socket.destroyed) return;
    this.isIdleNow(connection, block);
  }

  private isIdleNow(connection: Connection, block: Block): void {
    connection.idleSince = this.parts.now();
    connection.bytesWhenIdle = connection.socket.bytesRead;
    block.idle.add(connection);
  }

  private makeRoom(): void {
    let greediest: Block | null = null;
    for (const block of this.blocks.values())
      if (block.open > (greediest?.open ?? 0) && this.hasIdle(block)) greediest = block;
    if (!greediest) {
      if (this.openNow >= this.max * FULL_PART) this.parts.closeIdleWebSocket();
    } else for (let closed = 0; closed < CLOSED_FOR_EACH; closed += 1) this.closeLongestIdle(greediest);
  }

  private hasIdle({ idle }: Block): boolean {
    const [longest] = idle;
    return longest !== undefined && this.isIdleForLong(longest);
  }

  private isIdleForLong({ idleSince, isOfProxy }: Connection): boolean {
    return this.parts.now() - idleSince >= (isOfProxy ? MIN_IDLE_OF_PROXY_MS : MIN_IDLE_MS);
  }

  /**
   * Closes the connection that is idle longest. A connection whose next request has begun to arrive comes last; nothing of that request has
   * been processed.
   */
  private closeLongestIdle({ idle }: Block): void {
    let chosen: Connection | null = null;
    for (const connection of idle) {
      if (!this.isIdleForLong(connection)) break;
      if (this.parts.isHeld(connection.socket)) continue;
      chosen ??= connection;
      if (connection.socket.bytesRead > connection.bytesWhenIdle) continue;
      chosen = connection;
      break;
    }
    if (chosen) this.close(chosen);
  }

  private close(connection: Connection): void {
    const { socket, block } = connection;
    const { bytesRead } = socket;
    block.idle.delete(connection);
    // Data that has reached this machine is read first, and keeps the connection open.
    setImmediate(() => {
      const { requests, isWebSocket } = connection;
      if (socket.destroyed || requests > 0 || isWebSocket) return;
      if (socket.bytesRead > bytesRead || this.parts.isHeld(socket)) {
        this.isIdleNow(connection, block);
        return;
      }
      this.parts.onEnd('idle');
      socket.destroy();
    });
  }
}
