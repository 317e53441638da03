import type { IncomingMessage } from 'node:http';
import type { FastifyRequest } from 'fastify';
import { addressBlock } from './address-block.js';
import { MAX_BODY_BYTES } from './body-limit.js';
import { hasUnreadBody } from './unread-body.js';

/** What bodies that are still on their way may take of the memory. */
export const MAX_BYTES_IN_TRANSIT = 64 * MAX_BODY_BYTES;

interface Body {
  message: IncomingMessage;
  /** What its connection had carried before. */
  before: number;
  /** The address that it comes from. */
  ip: string;
}

/**
 * The requests whose bodies are still on their way. Nothing of them has been taken, so that they count for nothing: whoever begins
 * very many and ends none keeps nobody out. Where there are too many, or too large ones, one is let go, the oldest of the address that has
 * the most: whoever sends it again does no harm, and a slow upload of somebody else goes on.
 */
export class BodiesInTransit {
  /** The oldest first. */
  private readonly bodies = new Map<IncomingMessage, Body>();

  constructor(
    private readonly max: number,
    private readonly onEnd: () => void,
  ) {}

  get size(): number {
    return this.bodies.size;
  }

  has({ raw }: FastifyRequest): boolean {
    return this.bodies.has(raw);
  }

  /** Whether a body is on its way with this request. */
  begin(request: FastifyRequest): boolean {
    const { raw: message } = request;
    if (!hasUnreadBody(request)) return false;
    const { bytesRead } = message.socket;
    this.bodies.set(message, { message, before: bytesRead, ip: request.ip });
    message.once('close', () => this.end(request));
    while (this.bodies.size > 1 && this.isFull()) {
      const oldest = this.oldestOfGreediest();
      this.bodies.delete(oldest);
      oldest.socket.destroy();
    }
    return true;
  }

  /** It is here, or will never be. */
  end({ raw }: FastifyRequest): void {
    if (this.bodies.delete(raw)) this.onEnd();
  }

  private isFull(): boolean {
    if (this.bodies.size > this.max) return true;
    // As long as even the largest would have room, nobody counts.
    if (this.bodies.size * MAX_BODY_BYTES <= MAX_BYTES_IN_TRANSIT) return false;
    let bytes = 0;
    for (const body of this.bodies.values()) bytes += bytesOf(body);
    return bytes > MAX_BYTES_IN_TRANSIT;
  }

  /** By what there is too much of: bodies or bytes. Of two addresses with the same, the older one. */
  private oldestOfGreediest(): IncomingMessage {
    const weigh = this.bodies.size > this.max ? () => 1 : bytesOf;
    const weights = new Map<string, number>();
    for (const body of this.bodies.values()) {
      const from = addressBlock(body.ip);
      weights.set(from, (weights.get(from) ?? 0) + weigh(body));
    }
    const [greediest] = [...weights].reduce((most, next) => (next[1] > most[1] ? next : most));
    const [oldest] = [...this.bodies.values()].filter(({ ip }) => addressBlock(ip) === greediest);
    return (oldest as Body).message;
  }
}

function bytesOf({ message, before }: Body): number {
  return message.socket.bytesRead - before;
}
