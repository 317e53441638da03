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

/** Much more than a network cuts 8 MB into; each piece costs its parser half a microsecond and the memory half a kilobyte. */
const MAX_PIECES = 10_000;
/** A body may have more where they hold as much, each of them, as nobody's would by chance. */
const PIECE_BYTES = 64;

const ARRIVING = Symbol('the body that arrives');

interface Arriving extends IncomingMessage {
  [ARRIVING]?: ArrivingBody | null;
}

/**
 * The requests whose bodies are still on their way. Nothing of them has been taken, so that they count for nothing: anybody who begins
 * very many and ends none keeps nobody out. Where there are too many, or too large ones, some are let go, the oldest of the addresses that
 * have the most: anybody who sends it again does no harm, and a slow upload of somebody else goes on. Nothing else is cut with its
 * connection: what was sent before it is answered by then (`pipelining.ts`).
 */
export class BodiesInTransit {
  /** The oldest first. */
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

  /** Whether a body is on its way with this request. */
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

  /** Counts what comes of it; to be said just before it is read, since it flows from then on. */
  count({ raw }: FastifyRequest): void {
    const body = arriving(raw);
    if (body)
      raw.on('data', (piece: Buffer | string) => {
        this.onPiece(raw.socket);
        // It was let go.
        if (arriving(raw) !== body) return;
        const bytes = Buffer.byteLength(piece);
        this.bytes.add(body, bytes + BESIDES_A_PIECE_BYTES);
        if (!body.takesPiece(bytes)) body.letGo();
      });
  }

  /** How much of it is here. */
  bytesOf({ raw }: FastifyRequest): number {
    return arriving(raw)?.bufferedBytes ?? 0;
  }

  /** The body has arrived, or never will; answers its size. */
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
    /** Null once it has ended: see `passing-set.ts`. */
    private message: Arriving | null,
    private readonly ip: string,
  ) {}

  /** Asked for where there is too much alone, and then for each that goes. */
  get from(): string {
    this.block ??= addressBlock(this.ip);
    return this.block;
  }

  /** Whether it comes in no more pieces than anybody's. */
  takesPiece(bytes: number): boolean {
    this.piecesLeft += bytes / PIECE_BYTES - 1;
    return this.piecesLeft >= 0;
  }

  letGo(): void {
    this.message?.socket.destroy();
  }

  /** It no longer counts as a body in transit. */
  forget(): void {
    if (this.message) this.message[ARRIVING] = null;
    this.message = null;
  }
}
