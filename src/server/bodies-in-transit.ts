import type { IncomingMessage } from 'node:http';
import type { FastifyRequest } from 'fastify';
import { addressBlock } from './address-block.js';
import { type Buffered, BufferedBytes, oldestOfGreediest } from './received-bytes.js';
import { hasUnreadBody } from './unread-body.js';

/** What V8 needs for each piece of a text that is put together: a body can come byte by byte. */
const BESIDES_A_PIECE_BYTES = 64;

/**
 * The requests whose bodies are still on their way. Nothing of them has been taken, so that they count for nothing: anybody who begins
 * very many and ends none keeps nobody out. Where there are too many, or too large ones, one is let go, the oldest of the address that has
 * the most: anybody who sends it again does no harm, and a slow upload of somebody else goes on.
 */
export class BodiesInTransit {
  /** The oldest first. */
  private readonly bodies = new Map<IncomingMessage, ArrivingBody>();

  constructor(
    private readonly max: number,
    private readonly bytes: BufferedBytes,
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
    if (!hasUnreadBody(request)) return false;
    const body = new ArrivingBody(request.raw, request.ip);
    this.bodies.set(request.raw, body);
    request.raw.once('close', () => this.end(request));
    while (this.bodies.size > this.max) {
      const { message } = oldestOfGreediest([...this.bodies.values()], () => 1);
      this.bodies.get(message)?.letGo();
      this.forget(message);
    }
    return true;
  }

  /** Counts what comes of it; to be said just before it is read, since it flows from then on. */
  count({ raw }: FastifyRequest): void {
    const body = this.bodies.get(raw);
    if (body)
      raw.on('data', (piece: Buffer | string) =>
        this.bytes.add(body, Buffer.byteLength(piece) + BESIDES_A_PIECE_BYTES),
      );
  }

  /** How much of it is here. */
  bytesOf({ raw }: FastifyRequest): number {
    return this.bodies.get(raw)?.bufferedBytes ?? 0;
  }

  /** It is here, or will never be; answers how large it is. */
  end(request: FastifyRequest): number {
    const bytes = this.bytesOf(request);
    if (this.forget(request.raw)) this.onEnd();
    return bytes;
  }

  private forget(message: IncomingMessage): boolean {
    const body = this.bodies.get(message);
    if (!body) return false;
    this.bytes.end(body);
    return this.bodies.delete(message);
  }
}

class ArrivingBody implements Buffered {
  bufferedBytes = 0;

  constructor(
    readonly message: IncomingMessage,
    private readonly ip: string,
  ) {}

  /** Asked for where there is too much alone. */
  get from(): string {
    return addressBlock(this.ip);
  }

  letGo(): void {
    this.message.socket.destroy();
  }
}
