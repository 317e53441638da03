import type { IdleWebSocket } from './web-socket-places.js';

/** A WebSocket that waits, and its client's address block. */
export interface WaitingWebSocket extends IdleWebSocket {
  readonly from: string;
}

/**
 * WebSockets that have sent no status yet, since their subscriptions wait for a turn to read the first one, and whose tokens Vlens has
 * never accepted. Anybody can invent tokens and let a WebSocket wait for as long as they like. So these WebSockets keep no new client out.
 */
export class WaitingWebSockets {
  /** By address block; within each, the one that waits longest comes first. */
  private readonly waiting = new Map<string, Set<WaitingWebSocket>>();

  add(socket: WaitingWebSocket): void {
    const there = this.waiting.get(socket.from) ?? new Set();
    this.waiting.set(socket.from, there.add(socket));
  }

  delete(socket: WaitingWebSocket): void {
    const there = this.waiting.get(socket.from);
    if (there?.delete(socket) && there.size === 0) this.waiting.delete(socket.from);
  }

  /**
   * The WebSocket that waits longest at the address where the most wait, and how many wait there; null if none waits. Of several such
   * addresses, this takes the last one, so that a single waiting client never loses its turn to new ones.
   */
  firstOfCrowd(): { socket: WaitingWebSocket; crowd: number } | null {
    let crowd: Set<WaitingWebSocket> = new Set();
    for (const there of this.waiting.values()) if (there.size >= crowd.size) crowd = there;
    const [socket] = crowd;
    return socket === undefined ? null : { socket, crowd: crowd.size };
  }
}
