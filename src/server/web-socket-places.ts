import type { FastifyRequest } from 'fastify';
import { addressBlock } from './address-block.js';
import { WaitingWebSockets } from './waiting-web-sockets.js';
import { WebSocketsOfAccounts } from './web-sockets-of-accounts.js';

/** An open WebSocket that carries no operation. */
export interface IdleWebSocket {
  /** Whether its client has not read everything that was sent. */
  readonly hasBacklog: boolean;
  /** Closes it; its client may open another one when needed. */
  makeRoom(): void;
}

/** How many WebSockets may be open at once, and how many subscriptions one caller may have. */
export interface WebSocketLimits {
  max: number;
  maxPerCaller: number;
}

/** An account with at most this part of all places makes no room for others. */
const PART_OF_ACCOUNT = 1 / 10;

/**
 * Decides which WebSocket is closed if all places are taken. A client without a token can open many WebSockets, but keeps no customer out
 * with them.
 */
export class WebSocketPlaces {
  /** WebSockets without an operation, the one that is idle longest first. */
  readonly idle = new Set<IdleWebSocket>();
  /** If none is idle, one of these makes room. */
  readonly waiting = new WaitingWebSockets();
  /** If none waits either, an account with very many WebSockets gives up one. */
  readonly ofAccounts: WebSocketsOfAccounts;

  constructor({ max, maxPerCaller }: WebSocketLimits) {
    this.ofAccounts = new WebSocketsOfAccounts(Math.max(maxPerCaller, max * PART_OF_ACCOUNT));
  }

  /**
   * Closes the WebSocket that has been idle longest; returns whether there was one. One whose client still reads an answer is closed only
   * if there is no other.
   */
  makeRoom(): boolean {
    const [first] = this.idle;
    let longestIdle = first;
    for (const each of this.idle) {
      if (each.hasBacklog) continue;
      longestIdle = each;
      break;
    }
    if (!longestIdle) return false;
    this.idle.delete(longestIdle);
    longestIdle.makeRoom();
    return true;
  }

  /**
   * Closes a WebSocket for a new one; returns whether there was one to close. If many already wait at the new client's address, none is
   * closed.
   */
  makeRoomFor({ ip }: Pick<FastifyRequest, 'ip'>): boolean {
    const waiting = this.waiting.firstOfCrowd();
    const isOwn = waiting?.socket.from === addressBlock(ip);
    if (isOwn && waiting.crowd > 1) return false;
    if (this.makeRoom()) return true;
    if (!waiting || isOwn) return this.ofAccounts.makeRoom();
    this.waiting.delete(waiting.socket);
    waiting.socket.makeRoom();
    return true;
  }
}
