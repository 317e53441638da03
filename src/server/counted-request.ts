import type { FastifyReply, FastifyRequest } from 'fastify';
import { inFlightOn } from './connection-in-use.js';
import { whenClosed } from './when-closed.js';

const COUNTED = Symbol('what a request counts for');

/** In the reply itself: until all of the memory is looked through V8 holds on to what a WeakMap has for a key that is gone, here the whole request. */
interface Counted extends FastifyReply {
  [COUNTED]?: CountedRequest;
}

/** What a request counts for until its answer is made, or never will be. */
export class CountedRequest {
  /**
   * @param leave says that its connection may be closed
   * @param end says that it is in flight no more
   * @param giveBack gives back what its body takes; null where it holds nothing
   */
  constructor(
    private readonly leave: () => void,
    private readonly end: () => void,
    private giveBack: (() => void) | null,
  ) {}

  get holdsBody(): boolean {
    return this.giveBack !== null;
  }

  /** Its body takes as much as this gives back, from now on. */
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
 * Counts a request from now on, until it is closed at the latest.
 * @param end says that it is in flight no more; once, however often it is called
 * @param giveBack gives back what its body takes; null where it holds nothing
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

/** What a request counts for; none where it is not counted, or not yet. */
export function countedOn(reply: FastifyReply): CountedRequest | undefined {
  return (reply as Counted)[COUNTED];
}
