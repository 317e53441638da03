import { once } from 'node:events';
import type { Server as HttpServer } from 'node:http';
import { Server as NetServer } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { MonotonicClock } from '../../clock.js';
import { PassingSet } from '../../passing-set.js';
import { sendError } from '../http-errors.js';
import { isAlwaysAnswered, type LoadShedder, STOPPING } from '../load-shedder.js';
import { whenClosed } from '../when-closed.js';
import { OpenStreams } from './open-streams.js';
import type { OperationsInFlight } from './operations-in-flight.js';

export interface ShutdownParts {
  /** How long operations in flight may continue. */
  shutdownTimeoutMs: number;
  /** Connections are closed only after no request has arrived for this long. */
  quietMs: number;
  clock: MonotonicClock;
  loadShedder: Pick<LoadShedder, 'stop'>;
  operations: OperationsInFlight;
  /** Resolves when Vlens has answered every step that was sent, including steps whose clients have already been answered. */
  stepsEnded: () => Promise<void>;
  /** Stops waiting for calls to Vlens. */
  cut: () => void;
  logger: Pick<Logger, 'info' | 'warn'>;
}

interface Unanswered {
  reply: FastifyReply;
  request: FastifyRequest;
}

/**
 * How long the process needs from SIGTERM to its end, at most. Whatever kills the process must allow this time (deploy/). After the time
 * for operations in flight, this adds 1 s for operations that are cut, 1 s for requests that are arriving, 2 s for the last answers to be
 * sent, and 1 s for data that must still be stored and for spans.
 */
export function gracePeriodMs({ shutdownTimeoutMs }: Pick<ShutdownParts, 'shutdownTimeoutMs'>): number {
  return shutdownTimeoutMs + 5000;
}

/** The longest wait for a Redis that can't be reached. A manual failover takes less. */
const MAX_STORING_MS = 10_000;

/** How long the last writes to a store or a trace collector may take: the rest of the shutdown time, and at least one second. */
export function storingTimeMs(
  parts: Pick<ShutdownParts, 'shutdownTimeoutMs'>,
  stoppingForMs: number,
): number {
  return Math.min(MAX_STORING_MS, Math.max(1000, gracePeriodMs(parts) - stoppingForMs - 500));
}

/** By then, every client that sends requests has learned that this process stops, or never will. */
const MAX_WAIT_FOR_QUIET_MS = 5000;
/** By then, clients that retry at once have connected and wait for their answers, so no other client is about to connect. */
const LAST_CLIENTS_CONNECT_MS = 200;
/** By then, requests that were being sent over open connections have arrived. */
const LAST_REQUESTS_COME_MS = 500;
/** Operations that are cut end at once. One that does not is stuck elsewhere, and its client gets an answer without it. */
const CUT_OPERATIONS_END_MS = 1000;

/**
 * The shutdown as clients see it. New work is refused. Operations in flight continue for a limited time, then every client gets an answer
 * anyway. Nothing that may be a step is cut without an answer: curl, browsers and HAProxy send a request again if its connection closes
 * silently (test/gateway/behind-haproxy.test.ts).
 */
export class Shutdown {
  readonly streams = new OpenStreams();
  private readonly unanswered = new PassingSet<Unanswered>();
  private listenerCloses: Promise<void> | null = null;
  private lastRequestAt = Number.NEGATIVE_INFINITY;
  private timeIsOver = () => {};
  private readonly overTime = new Promise<void>((resolve) => {
    this.timeIsOver = resolve;
  });

  readonly operations: OperationsInFlight;

  constructor(private readonly parts: ShutdownParts) {
    this.operations = parts.operations;
  }

  /** Records when requests arrive, including refused ones. Call this before adding any hook that refuses requests. */
  noteArrivals(server: FastifyInstance): void {
    server.addHook('onRequest', (request, _reply, done) => {
      if (isAlwaysAnswered(request)) return done();
      this.lastRequestAt = this.parts.clock.monotonicNow();
      if (this.listenerCloses) void this.listenerCloses.then(() => done());
      else done();
    });
  }

  /** Tracks every accepted request of the server. */
  watch(server: FastifyInstance): void {
    server.addHook('onRequest', (request, reply, done) => {
      whenClosed(reply.raw, this.unanswered.add({ reply, request }));
      done();
    });
  }

  /** Stops waiting for operations in flight; returns how many there are. */
  hurry(): number {
    this.timeIsOver();
    return this.operations.size;
  }

  /** Resolves when everything has been answered and every stream is closed. */
  async run(): Promise<void> {
    const { logger, loadShedder, shutdownTimeoutMs, stepsEnded } = this.parts;
    logger.warn({ operations: this.operations.size }, 'stopping: new work is refused');
    const requests = loadShedder.stop();
    this.streams.drain();
    const answered = [requests, this.operations.ended(), this.streams.ended(), this.untilQuiet()];
    const ended = Promise.all(answered).then(stepsEnded);
    const timer = setTimeout(this.timeIsOver, shutdownTimeoutMs);
    const isOver = await Promise.race([ended.then(() => true), this.overTime.then(() => false)]);
    clearTimeout(timer);
    if (isOver) return;
    logger.warn(
      { operations: this.operations.size },
      'the time to stop is over: what is in flight is answered now, steps with an unknown outcome',
    );
    await this.answerAll();
  }

  /**
   * Stops listening without cutting connections. An HTTP server's own `close` ends connections on which nothing has arrived yet, and the
   * system resets those that were not accepted yet. So answers are held back until the listener is closed: no client that waits for one
   * connects again meanwhile.
   */
  async closeListener(server: HttpServer): Promise<void> {
    const closed = once(server, 'close');
    // The event loop has just accepted the connections that were waiting.
    this.listenerCloses = after(LAST_CLIENTS_CONNECT_MS).then(() => {
      NetServer.prototype.close.call(server);
    });
    await this.listenerCloses;
    await Promise.race([closed, after(LAST_REQUESTS_COME_MS)]);
  }

  /**
   * Load balancers and clients keep sending for a moment. A request to a listener that closes, or over a kept connection that is being
   * closed, would be cut without an answer. So for as long as requests arrive, this process answers that it is stopping.
   */
  private async untilQuiet(): Promise<void> {
    const { quietMs, clock, shutdownTimeoutMs } = this.parts;
    const startedAt = clock.monotonicNow();
    const giveUpAt = startedAt + Math.min(MAX_WAIT_FOR_QUIET_MS, shutdownTimeoutMs / 2);
    for (;;) {
      const quietAt = Math.max(startedAt, this.lastRequestAt) + quietMs;
      const waitMs = Math.min(quietAt, giveUpAt) - clock.monotonicNow();
      if (waitMs <= 0) return;
      await after(waitMs);
    }
  }

  private async answerAll(): Promise<void> {
    this.parts.cut();
    await Promise.race([this.operations.ended(), after(CUT_OPERATIONS_END_MS)]);
    this.operations.giveUp();
    // Each answer passes through a few promises first. This lets them settle, so that no client gets a second answer.
    await after(0);
    for (const { reply, request } of this.unanswered) {
      // A download that has begun can't be replaced by an error. It ends with its connection, a little later.
      if (!reply.sent && !reply.raw.headersSent) sendError(request, reply, 503, STOPPING);
    }
    this.streams.closeAll();
  }
}

/**
 * Resolves after this time, when data that has arrived by then is read. If a process had no CPU meanwhile, Node runs its overdue timers
 * before it reads.
 */
function after(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(() => setImmediate(resolve), ms));
}
