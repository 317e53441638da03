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
import { countedOn, countOn } from './counted-request.js';
import { GRAPHQL_PATH, sendError } from './http-errors.js';
import { followsOn } from './pipelining.js';
import { type WebSocketLimits, WebSocketPlaces } from './web-socket-places.js';

/** They change when the settings are read again. */
export interface LoadLimits {
  /** Above this many requests in flight, queries are refused; above twice as many, everything is. */
  maxRequests: number;
  /** How late the event loop may be, in milliseconds, before reads are turned away. */
  maxDelayMs: number;
}

/** Limits for bodies and answers in transit. */
export interface TransitLimits {
  /**
   * For bodies and messages that are arriving. Requests that wait for their answers, and answers that are not read, are limited to the same,
   * and to `MAX_HELD_BYTES` and `MAX_UNREAD_BYTES`.
   */
  maxBytes?: number;
  /** The number of arriving bodies, and of answers that are not read: each has a connection of its own. */
  maxInTransit?: number;
  /** Called with the connection of each piece of a body. */
  onPiece?: (connection: Socket) => void;
}

/** Which requests are refused at the moment: reads first, signing steps last. */
export type Pressure = 'accept all' | 'shed reads' | 'shed all';

/** The `Retry-After` of a client that was turned away. */
export const RETRY_AFTER_SECONDS = 1;

/** As a GraphQL error. */
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

/** For the operator, whatever the load: by the route that was matched, since a path can be spelt in many ways. */
export function isAlwaysAnswered({ routeOptions: { url } }: Pick<FastifyRequest, 'routeOptions'>): boolean {
  return url !== undefined && /^\/(?:health|metrics)(?:\/|$)/.test(url);
}

/** The requests in flight: how many there are, which new ones are refused, and when all have ended. */
export class LoadShedder {
  private requests = 0;
  private isStopping = false;
  private ended: (() => void) | null = null;
  /** WebSockets without an operation in flight, or whose operations only wait. */
  readonly webSockets: WebSocketPlaces;

  /** Bodies of requests and messages over WebSockets that are not whole. */
  readonly arriving: BufferedBytes;
  /** Messages sent over WebSockets whose clients do not read them. */
  readonly unread: BufferedBytes;
  /** Requests and messages that have arrived, until they are answered. */
  readonly held: HeldBytes;
  private readonly bodies: BodiesInTransit;
  private readonly answers: AnswersInTransit;
  /** Found refused when their bodies were here. */
  private readonly refused = new WeakSet<FastifyRequest>();

  constructor(
    private readonly limits: LoadLimits,
    private readonly eventLoopDelayMs: () => number,
    /** Limits for WebSockets, whatever is sent over them. */
    private readonly webSocketLimits: WebSocketLimits = UNLIMITED,
    /** In flight, also those whose clients have left: a step goes on without its client. */
    private readonly operations = () => 0,
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
    return this.requests;
  }

  get pressure(): Pressure {
    const { maxRequests, maxDelayMs } = this.limits;
    const inFlight = Math.max(this.requests, this.operations());
    if (inFlight > 2 * maxRequests || this.eventLoopDelayMs() > 2 * maxDelayMs) return 'shed all';
    return inFlight > maxRequests || this.eventLoopDelayMs() > maxDelayMs ? 'shed reads' : 'accept all';
  }

  /** Takes no more requests; resolves when those in flight have ended. */
  async stop(): Promise<void> {
    this.isStopping = true;
    if (this.isDone) return;
    await new Promise<void>((resolve) => {
      this.ended = resolve;
    });
  }

  /**
   * Watches every request of the server, and turns away what can't be taken before its body is read. It is in flight once its
   * body is here and until its answer is made: see `bodies-in-transit.ts` and `answers-in-transit.ts`.
   */
  watch(server: FastifyInstance): void {
    server.addHook('onRequest', (request, reply, done) => {
      if (isAlwaysAnswered(request)) return done();
      // A WebSocket is taken and closed with 1012: graphql-ws connects again after that, and after no 503.
      if (this.isStopping && isWebSocket(request)) return done();
      if (this.isStopping) return turnAway(request, reply, STOPPING);
      if (this.pressure === 'shed all') return turnAway(request, reply, TOO_BUSY);
      if (isWebSocket(request)) {
        const { max } = this.webSocketLimits;
        const isFull = server.websocketServer.clients.size >= max;
        if (!isFull || this.webSockets.makeRoomFor(request)) return done();
        return max === 0 ? sendError(request, reply, 403, NO_WEBSOCKETS) : turnAway(request, reply, TOO_BUSY);
      }
      if (this.answers.refuses(request)) return turnAway(request, reply, TOO_BUSY);
      if (!this.bodies.begin(request)) countOn(request, reply, this.begin(), null);
      done();
    });
    server.addHook('preParsing', (request, _reply, payload, done) => {
      this.bodies.count(request);
      done(null, payload);
    });
    server.addHook('preValidation', (request, reply, done) => {
      if (!this.bodies.has(request)) return done();
      // A request that arrived before the stop is still taken. It counts as in flight before it stops counting as a body in transit.
      const isRefused = this.refused.has(request) || this.pressure === 'shed all';
      const end = this.begin();
      const giveBack = this.held.take(() => addressBlock(request.ip), this.bodies.end(request));
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
   * Its answer is made: what is left is its client's to do.
   * @param payload what is sent
   */
  answered(request: FastifyRequest, reply: FastifyReply, payload: unknown): void {
    const counted = countedOn(reply);
    if (!counted) return;
    counted.leaveConnection();
    this.answers.begin(request, reply, payload);
    counted.over();
  }

  /** Whether a request whose body is here is refused now: to be asked before the body is parsed. */
  refuses(request: FastifyRequest): boolean {
    if (!this.bodies.has(request)) return false;
    const hasRoom = this.held.hasRoom(() => addressBlock(request.ip), this.bodies.bytesOf(request));
    if (hasRoom && this.pressure !== 'shed all') return false;
    this.refused.add(request);
    return true;
  }

  /**
   * Counts a body from now on by what it takes once it is parsed; answers whether there is room for that. To be asked before it is parsed:
   * nothing of it has been taken.
   */
  hasRoomFor({ ip }: FastifyRequest, reply: FastifyReply, bytes: number): boolean {
    const counted = countedOn(reply);
    // A request that is answered already holds no memory.
    if (!counted?.holdsBody) return true;
    counted.holds(null);
    const giveBack = this.held.take(() => addressBlock(ip), bytes);
    counted.holds(giveBack);
    return giveBack !== null;
  }

  /** A request has become a subscription: it may stay for hours, and how many there may be is limited elsewhere. */
  releaseSubscription(reply: FastifyReply): void {
    countedOn(reply)?.over();
    followsOn(reply.raw.req.socket);
  }

  /** Does an operation that came over a WebSocket, which counts as a request: an error where none is taken. */
  async during(operation: () => Promise<ExecutionResult>): Promise<ExecutionResult> {
    if (this.isStopping || this.pressure === 'shed all') return { errors: [tooBusy()] };
    const end = this.begin();
    try {
      return await operation();
    } finally {
      end();
    }
  }

  private get isDone(): boolean {
    return this.requests + this.bodies.size + this.answers.size === 0;
  }

  private endIfDone(): void {
    if (this.isDone) this.ended?.();
  }

  private begin(): () => void {
    this.requests += 1;
    return once(() => {
      this.requests -= 1;
      this.endIfDone();
    });
  }
}

/** Whether this request becomes a WebSocket, over which any number of operations may come. */
function isWebSocket({ ws, routeOptions }: FastifyRequest): boolean {
  return ws && routeOptions.url === GRAPHQL_PATH;
}

/** Says that it is too much for the moment, and closes the connection. */
export function turnAway(request: FastifyRequest, reply: FastifyReply, error: Said & { code: string }): void {
  // Its body stays unread, and would be taken for the next request.
  void reply.header('retry-after', RETRY_AFTER_SECONDS).header('connection', 'close');
  sendError(request, reply, 503, error);
}
