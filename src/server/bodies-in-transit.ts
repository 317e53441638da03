import type { IncomingMessage } from 'node:http';
import type { FastifyRequest } from 'fastify';
import { MAX_BODY_BYTES } from './body-limit.js';
import { hasUnreadBody } from './unread-body.js';

/** What bodies that are still on their way may take of the memory. */
export const MAX_BYTES_IN_TRANSIT = 64 * MAX_BODY_BYTES;

interface Body {
  message: IncomingMessage;
  /** What its connection had carried before. */
  before: number;
}

/**
 * The requests whose bodies are still on their way. Nothing of them has been taken, so that they count for nothing: whoever begins
 * very many and ends none keeps nobody out. Where there are too many, or too large ones, the oldest is let go: whoever sends it again
 * does no harm.
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
    this.bodies.set(message, { message, before: message.socket.bytesRead });
    message.once('close', () => this.end(request));
    for (const [oldest] of this.bodies) {
      if (this.bodies.size === 1 || !this.isFull()) break;
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
    for (const { message, before } of this.bodies.values()) bytes += message.socket.bytesRead - before;
    return bytes > MAX_BYTES_IN_TRANSIT;
  }
}
