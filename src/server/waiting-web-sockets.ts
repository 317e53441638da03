import type { IdleWebSocket } from './web-socket-places.js';

/** A WebSocket that waits, and the block of addresses of its client. */
export interface WaitingWebSocket extends IdleWebSocket {
  readonly from: string;
}

/**
 * WebSockets over which no status was sent yet, since their subscriptions wait for a turn to read the first one, with tokens that Vlens
 * never accepted. Tokens can be invented, and a WebSocket waits for as long as it likes then: these keep no newcomer out.
 */
export class WaitingWebSockets {
  /** By address, the longest waiting first. */
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
   * The longest waiting at the address at which the most wait, of several such addresses at the last, so that nobody who waits alone loses
   * the turn to ever new ones; and how many wait there. Null where nobody waits.
   */
  firstOfCrowd(): { socket: WaitingWebSocket; crowd: number } | null {
    let crowd: Set<WaitingWebSocket> = new Set();
    for (const there of this.waiting.values()) if (there.size >= crowd.size) crowd = there;
    const [socket] = crowd;
    return socket === undefined ? null : { socket, crowd: crowd.size };
  }
}
