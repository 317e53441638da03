import type { FastifyRequest } from 'fastify';
import { addressBlock } from './address-block.js';
import { WaitingWebSockets } from './waiting-web-sockets.js';
import { WebSocketsOfAccounts } from './web-sockets-of-accounts.js';

/** A WebSocket that is open and carries no operation. */
export interface IdleWebSocket {
  /** Whether its client has not read what was sent. */
  readonly hasBacklog: boolean;
  /** Closes it; its client may open another one when it needs it. */
  makeRoom(): void;
}

/** How many are open at once at most, and how many subscriptions one caller may have. */
export interface WebSocketLimits {
  max: number;
  maxPerCaller: number;
}

/** An account that holds no more than this of all places makes no room for others. */
const PART_OF_ACCOUNT = 1 / 10;

/** Which WebSockets go where all places are taken: anybody who has no token can open many, and keeps no customer out with them. */
export class WebSocketPlaces {
  /** The WebSockets without an operation, the longest idle first. */
  readonly idle = new Set<IdleWebSocket>();
  /** Where none is idle, these make room. */
  readonly waiting = new WaitingWebSockets();
  /** Where none waits either, these do, of an account that holds very many. */
  readonly ofAccounts: WebSocketsOfAccounts;

  constructor({ max, maxPerCaller }: WebSocketLimits) {
    this.ofAccounts = new WebSocketsOfAccounts(Math.max(maxPerCaller, max * PART_OF_ACCOUNT));
  }

  /**
   * Has the WebSocket go that has carried no operation for longest, one whose client still reads an answer only where there is no other;
   * answers whether there is one.
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

  /** Has a WebSocket go for a new one; answers whether there is one. An address at which many wait already has nobody go. */
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
