import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyRequest } from 'fastify';
import { addressBlock } from './address-block.js';
import {
  BESIDES_A_PIECE_BYTES,
  type Buffered,
  BufferedBytes,
  oldestOfGreediest,
  roomFor,
} from './buffered-bytes.js';
import { hasUnreadBody } from './unread-body.js';

/** Many more chunks than a network makes of 8 MB. Each costs its parser half a microsecond and half a kilobyte of memory. */
const MAX_PIECES = 10_000;
/** A body may have more chunks if they average at least this many bytes, which smaller ones never do by chance. */
const PIECE_BYTES = 64;

const ARRIVING = Symbol('the body that arrives');

interface Arriving extends IncomingMessage {
  [ARRIVING]?: ArrivingBody | null;
}

/**
 * Requests whose bodies are still arriving. Nothing of them has been processed, so they do not count as in flight: a client that begins
 * very many and finishes none keeps nobody out. If there are too many or too large ones, this closes connections, beginning with the oldest
 * of the addresses that have the most. Sending such a request again does no harm, and a slow upload from another address continues. No
 * other request is lost with the connection, since earlier ones on it have been answered by then (`pipelining.ts`).
 */
export class BodiesInTransit {
  /** Ordered from the oldest to the newest. */
  private readonly bodies = new Set<ArrivingBody>();

  constructor(
    private readonly max: () => number,
    private readonly bytes: BufferedBytes,
    private readonly onEnd: () => void,
    private readonly onPiece: (connection: Socket) => void = () => {},
  ) {}

  get size(): number {
    return this.bodies.size;
  }

  has({ raw }: FastifyRequest): boolean {
    return arriving(raw) !== null;
  }

  /** Starts tracking a request if its body is still arriving; returns whether it is. */
  begin(request: FastifyRequest): boolean {
    if (!hasUnreadBody(request)) return false;
    const message: Arriving = request.raw;
    const body = new ArrivingBody(message, request.ip);
    message[ARRIVING] = body;
    this.bodies.add(body);
    request.raw.once('close', () => this.end(request));
    if (this.bodies.size > this.max()) this.letGoOfTooMany();
    return true;
  }

  /** Counts the body as it arrives. Call this just before the body is read, since the listener makes it flow. */
  count({ raw }: FastifyRequest): void {
    const body = arriving(raw);
    if (body)
      raw.on('data', (piece: Buffer | string) => {
        this.onPiece(raw.socket);
        // This body was dropped.
        if (arriving(raw) !== body) return;
        const bytes = Buffer.byteLength(piece);
        this.bytes.add(body, bytes + BESIDES_A_PIECE_BYTES);
        if (!body.takesPiece(bytes)) body.letGo();
      });
  }

  /** How many bytes of the body have arrived. */
  bytesOf({ raw }: FastifyRequest): number {
    return arriving(raw)?.bufferedBytes ?? 0;
  }

  /** The body is complete or never will be; returns its size. */
  end(request: FastifyRequest): number {
    const body = arriving(request.raw);
    if (!body) return 0;
    const bytes = body.bufferedBytes;
    this.forget(body);
    this.onEnd();
    return bytes;
  }

  private letGoOfTooMany(): void {
    for (const oldest of oldestOfGreediest(this.bodies, () => 1, roomFor(this.max()))) {
      oldest.letGo();
      this.forget(oldest);
    }
  }

  private forget(body: ArrivingBody): void {
    this.bytes.end(body);
    this.bodies.delete(body);
    body.forget();
  }
}

function arriving(message: Arriving): ArrivingBody | null {
  return message[ARRIVING] ?? null;
}

class ArrivingBody implements Buffered {
  bufferedBytes = 0;
  private block: string | null = null;
  private piecesLeft = MAX_PIECES;

  constructor(
    /** Null after the end of the body, for the reason in `passing-set.ts`. */
    private message: Arriving | null,
    private readonly ip: string,
  ) {}

  /** The address block. It is computed on demand: only if there is too much, and then for each body that is dropped. */
  get from(): string {
    this.block ??= addressBlock(this.ip);
    return this.block;
  }

  /** Counts a chunk; returns false if the body came in more chunks than an ordinary client sends. */
  takesPiece(bytes: number): boolean {
    this.piecesLeft += bytes / PIECE_BYTES - 1;
    return this.piecesLeft >= 0;
  }

  letGo(): void {
    this.message?.socket.destroy();
  }

  /** The body is no longer in transit. */
  forget(): void {
    if (this.message) this.message[ARRIVING] = null;
    this.message = null;
  }
}
