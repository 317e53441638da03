import type { Socket } from 'node:net';
import { HeaderMap } from '@apollo/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type ExecutionResult, GraphQLError } from 'graphql';
import { once } from '../in-flight.js';
import { type Said, say } from '../vlens/messages/words.js';
import { addressBlock } from './address-block.js';
import { AnswersInTransit } from './answers-in-transit.js';
import { BodiesInTransit } from './bodies-in-transit.js';
import { BufferedBytes, HeldBytes, MAX_HELD_BYTES, MAX_UNREAD_BYTES } from './buffered-bytes.js';
import { bearerToken } from './caller.js';
import { countedOn, countOn } from './counted-request.js';
import { GRAPHQL_PATH, sendError } from './http-errors.js';
import { type Client, InFlightByClient } from './in-flight-by-client.js';
import { followsOn } from './pipelining.js';
import { type WebSocketLimits, WebSocketPlaces } from './web-socket-places.js';

/** These limits change when the settings are reloaded. */
export interface LoadLimits {
  /**
   * Above this many requests in flight, queries are refused; above twice as many, everything is. A client whose address block and token
   * hold no more than a share of them is refused later (`SPARE_PLACES`).
   */
  maxRequests: number;
  /** How late the event loop may be, in milliseconds, before reads are refused; above twice that, everything is. */
  maxDelayMs: number;
}

/** Limits for data in transit. */
export interface TransitLimits {
  /**
   * The most bytes of arriving bodies and messages. Waiting operations and unread answers get the smaller of this and `MAX_HELD_BYTES` or
   * `MAX_UNREAD_BYTES`.
   */
  maxBytes?: number;
  /** The most arriving bodies, and the most unread answers. Each has its own connection. */
  maxInTransit?: number;
  /** Called for each chunk of a body, with its connection. */
  onPiece?: (connection: Socket) => void;
}

/** What is refused at the moment. Reads are refused first, signing steps last. */
export type Pressure = 'accept all' | 'shed reads' | 'shed all';

/**
 * How much later a client is refused while it holds no more than its share, in parts of `maxRequests`: its reads above 2.5 times
 * that number instead of once, and everything above three times instead of twice. So a client that holds all other places while Vlens is
 * slow keeps nobody else out, and steps still come before reads.
 */
const SPARE_PLACES = { reads: 1.5, all: 1 } as const;
const NO_SPARE_PLACES = { reads: 0, all: 0 } as const;

/** The `Retry-After` for a client that was refused. */
export const RETRY_AFTER_SECONDS = 1;

/** The refusal as a GraphQL error. */
export function tooBusy(): GraphQLError {
  return new GraphQLError(TOO_BUSY.message, {
    extensions: {
      code: TOO_BUSY.code,
      retryAfterSeconds: RETRY_AFTER_SECONDS,
      http: { status: 503, headers: new HeaderMap([['retry-after', String(RETRY_AFTER_SECONDS)]]) },
    },
  });
}

export const TOO_BUSY = {
  code: 'RATE_LIMITED',
  ...say('tooBusy', { seconds: RETRY_AFTER_SECONDS }),
};
const UNLIMITED: WebSocketLimits = {
  max: Number.POSITIVE_INFINITY,
  maxPerCaller: Number.POSITIVE_INFINITY,
};
const NO_WEBSOCKETS = {
  code: 'FORBIDDEN',
  message: 'This gateway takes no WebSockets: send queries and mutations by POST.',
};
export const STOPPING = {
  code: 'RATE_LIMITED',
  ...say('stopping'),
};

/**
 * Whether a request is for health or metrics, which are answered under any load. This checks the matched route, since a path can be spelt
 * in many ways.
 */
export function isAlwaysAnswered({ routeOptions: { url } }: Pick<FastifyRequest, 'routeOptions'>): boolean {
  return url !== undefined && /^\/(?:health|metrics)(?:\/|$)/.test(url);
}

/** The requests in flight: how many there are, which new ones are refused, and when all have ended. */
export class LoadShedder {
  private readonly requests = new InFlightByClient();
  private isStopping = false;
  private ended: (() => void) | null = null;
  /** Open WebSockets that may make room for new ones. */
  readonly webSockets: WebSocketPlaces;

  /** Request bodies and WebSocket messages that are still arriving. */
  readonly arriving: BufferedBytes;
  /** WebSocket messages that clients have not read. */
  readonly unread: BufferedBytes;
  /** Complete requests and messages, until they are answered. */
  readonly held: HeldBytes;
  private readonly bodies: BodiesInTransit;
  private readonly answers: AnswersInTransit;
  /** Requests that were refused when their bodies had arrived. */
  private readonly refused = new WeakSet<FastifyRequest>();

  constructor(
    private readonly limits: LoadLimits,
    private readonly eventLoopDelayMs: () => number,
    /** Limits for WebSockets, whatever they carry. */
    private readonly webSocketLimits: WebSocketLimits = UNLIMITED,
    /** The operations in flight, including those whose clients have left: a step continues without its client. */
    private readonly operations: Pick<
      InFlightByClient,
      'size' | 'clientsFor' | 'of'
    > = new InFlightByClient(),
    { maxBytes, maxInTransit = Number.POSITIVE_INFINITY, onPiece }: TransitLimits = {},
  ) {
    this.webSockets = new WebSocketPlaces(webSocketLimits);
    this.arriving = new BufferedBytes(maxBytes, 0);
    const maxUnread = Math.min(maxBytes ?? MAX_UNREAD_BYTES, MAX_UNREAD_BYTES);
    this.unread = new BufferedBytes(maxUnread);
    this.held = new HeldBytes(Math.min(maxBytes ?? MAX_HELD_BYTES, MAX_HELD_BYTES));
    const max = () => Math.min(limits.maxRequests, maxInTransit);
    this.bodies = new BodiesInTransit(max, this.arriving, () => this.endIfDone(), onPiece);
    this.answers = new AnswersInTransit(max, new BufferedBytes(maxUnread), () => this.endIfDone());
  }

  get inFlight(): number {
    return this.requests.size;
  }

  /** What is refused at the moment for this client. */
  pressureFor(from: () => Client): Pressure {
    const { maxRequests, maxDelayMs } = this.limits;
    const inFlight = Math.max(this.requests.size, this.operations.size);
    const delayMs = this.eventLoopDelayMs();
    const isShared = inFlight > maxRequests && this.isWithinShare(from());
    const spare = isShared ? SPARE_PLACES : NO_SPARE_PLACES;
    if (inFlight > (2 + spare.all) * maxRequests || delayMs > 2 * maxDelayMs) return 'shed all';
    return inFlight > (1 + spare.reads) * maxRequests || delayMs > maxDelayMs ? 'shed reads' : 'accept all';
  }

  /** Refuses new requests; resolves when those in flight have ended. */
  async stop(): Promise<void> {
    this.isStopping = true;
    if (this.isDone) return;
    await new Promise<void>((resolve) => {
      this.ended = resolve;
    });
  }

  /**
   * Tracks every request of the server, and refuses one before its body is read if there is too much load. A request is in flight from the
   * arrival of its whole body until its answer is ready (`bodies-in-transit.ts`, `answers-in-transit.ts`).
   */
  watch(server: FastifyInstance): void {
    server.addHook('onRequest', (request, reply, done) => {
      if (isAlwaysAnswered(request)) return done();
      // During the stop, a new WebSocket is accepted and closed with 1012, after which graphql-ws reconnects. It does not reconnect after a
      // 503.
      if (this.isStopping && isWebSocket(request)) return done();
      if (this.isStopping) return turnAway(request, reply, STOPPING);
      const from = () => clientOf(request);
      if (this.pressureFor(from) === 'shed all') return turnAway(request, reply, TOO_BUSY);
      if (isWebSocket(request)) {
        const { max } = this.webSocketLimits;
        const isFull = server.websocketServer.clients.size >= max;
        if (!isFull || this.webSockets.makeRoomFor(request)) return done();
        return max === 0 ? sendError(request, reply, 403, NO_WEBSOCKETS) : turnAway(request, reply, TOO_BUSY);
      }
      if (this.answers.refuses(request)) return turnAway(request, reply, TOO_BUSY);
      if (!this.bodies.begin(request)) countOn(request, reply, this.begin(from()), null);
      done();
    });
    server.addHook('preParsing', (request, _reply, payload, done) => {
      this.bodies.count(request);
      done(null, payload);
    });
    server.addHook('preValidation', (request, reply, done) => {
      if (!this.bodies.has(request)) return done();
      // Requests from before the stop are still accepted. A request counts as in flight before its body stops counting as in transit, so it
      // is always counted.
      const from = clientOf(request);
      const isRefused = this.refused.has(request) || this.pressureFor(() => from) === 'shed all';
      const end = this.begin(from);
      const giveBack = this.held.take(() => from.address, this.bodies.end(request));
      if (isRefused || giveBack === null) {
        giveBack?.();
        end();
        return turnAway(request, reply, TOO_BUSY);
      }
      countOn(request, reply, end, giveBack);
      done();
    });
    server.addHook('onSend', (request, reply, payload, done) => {
      this.answered(request, reply, payload);
      done(null, payload);
    });
  }

  /**
   * A request's answer is ready; only sending it is left.
   * @param payload the body of the answer
   */
  answered(request: FastifyRequest, reply: FastifyReply, payload: unknown): void {
    const counted = countedOn(reply);
    if (!counted) return;
    counted.leaveConnection();
    this.answers.begin(request, reply, payload);
    counted.over();
  }

  /** Whether a request whose body has arrived is refused. Call this before parsing the body. */
  refuses(request: FastifyRequest): boolean {
    if (!this.bodies.has(request)) return false;
    const from = () => clientOf(request);
    const hasRoom = this.held.hasRoom(() => addressBlock(request.ip), this.bodies.bytesOf(request));
    if (hasRoom && this.pressureFor(from) !== 'shed all') return false;
    this.refused.add(request);
    return true;
  }

  /**
   * Counts a body by the memory that it takes when parsed; returns whether there is room. Call this before parsing the body, since nothing
   * of the request has been processed then.
   */
  hasRoomFor({ ip }: FastifyRequest, reply: FastifyReply, bytes: number): boolean {
    const counted = countedOn(reply);
    // A request that was already answered holds nothing.
    if (!counted?.holdsBody) return true;
    counted.holds(null);
    const giveBack = this.held.take(() => addressBlock(ip), bytes);
    counted.holds(giveBack);
    return giveBack !== null;
  }

  /** A request has become a subscription and is no longer counted here: it may stay for hours, and another limit bounds subscriptions. */
  releaseSubscription(reply: FastifyReply): void {
    countedOn(reply)?.over();
    followsOn(reply.raw.req.socket);
  }

  /**
   * Executes an operation that came over a WebSocket, and counts it as a request. Returns an error if load shedding refuses it.
   */
  async during(from: Client, operation: () => Promise<ExecutionResult>): Promise<ExecutionResult> {
    if (this.isStopping || this.pressureFor(() => from) === 'shed all') return { errors: [tooBusy()] };
    const end = this.begin(from);
    try {
      return await operation();
    } finally {
      end();
    }
  }

  private get isDone(): boolean {
    return this.requests.size + this.bodies.size + this.answers.size === 0;
  }

  private endIfDone(): void {
    if (this.isDone) this.ended?.();
  }

  private begin(from: Client): () => void {
    const end = this.requests.begin(from);
    return once(() => {
      end();
      this.endIfDone();
    });
  }

  /** Whether a client has no more in flight than its share, if all clients with something in flight have equal shares. */
  private isWithinShare(from: Client): boolean {
    const own = Math.max(1, this.requests.of(from), this.operations.of(from));
    const clients = Math.max(this.requests.clientsFor(from), this.operations.clientsFor(from));
    return own * clients <= this.limits.maxRequests;
  }
}

/** The client of a request. */
export function clientOf({ ip, headers: { authorization } }: Pick<FastifyRequest, 'ip' | 'headers'>): Client {
  return { address: addressBlock(ip), token: bearerToken(authorization) };
}

/** Whether this request opens a WebSocket, which may carry any number of operations. */
function isWebSocket({ ws, routeOptions }: FastifyRequest): boolean {
  return ws && routeOptions.url === GRAPHQL_PATH;
}

/** Answers 503 and closes the connection. */
export function turnAway(request: FastifyRequest, reply: FastifyReply, error: Said & { code: string }): void {
  // The body stays unread, and on a kept connection it would be taken for the next request.
  void reply.header('retry-after', RETRY_AFTER_SECONDS).header('connection', 'close');
  sendError(request, reply, 503, error);
}
