import type { FastifyReply, FastifyRequest } from 'fastify';
import { inFlightOn } from './connection-in-use.js';
import { whenClosed } from './when-closed.js';

const COUNTED = Symbol('what a request counts for');

/**
 * The count is a property of the reply. With a WeakMap, V8 would keep the values of dead keys, here the whole request, until its next full
 * collection.
 */
interface Counted extends FastifyReply {
  [COUNTED]?: CountedRequest;
}

/** What a request counts for until its answer is ready or never will be. */
export class CountedRequest {
  /**
   * @param leave says that its connection may be closed
   * @param end says that it is no longer in flight
   * @param giveBack releases the memory reserved for its body; null if none is reserved
   */
  constructor(
    private readonly leave: () => void,
    private readonly end: () => void,
    private giveBack: (() => void) | null,
  ) {}

  get holdsBody(): boolean {
    return this.giveBack !== null;
  }

  /** Replaces the memory reserved for the body. */
  holds(giveBack: (() => void) | null): void {
    this.giveBack?.();
    this.giveBack = giveBack;
  }

  leaveConnection(): void {
    this.leave();
  }

  over(): void {
    this.leave();
    this.end();
    this.holds(null);
  }
}

/**
 * Counts a request until its answer is ready, or its response closes.
 * @param end says that it is no longer in flight; repeated calls have no effect
 * @param giveBack releases the memory reserved for its body; null if none is reserved
 */
export function countOn(
  { raw: { socket } }: FastifyRequest,
  reply: FastifyReply,
  end: () => void,
  giveBack: (() => void) | null,
): void {
  const counted = new CountedRequest(inFlightOn(socket), end, giveBack);
  (reply as Counted)[COUNTED] = counted;
  whenClosed(reply.raw, () => counted.over());
}

/** The count of a request; undefined if it is not counted yet. */
export function countedOn(reply: FastifyReply): CountedRequest | undefined {
  return (reply as Counted)[COUNTED];
}
