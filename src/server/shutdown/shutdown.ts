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
import { OperationsInFlight } from './operations-in-flight.js';

export interface ShutdownParts {
  /** How long what is in flight may go on. */
  shutdownTimeoutMs: number;
  /** How long no request must have come before connections are closed. */
  quietMs: number;
  clock: MonotonicClock;
  loadShedder: Pick<LoadShedder, 'stop'>;
  /** Resolves when Vlens has answered every step that was sent, also those whose clients have been answered. */
  stepsEnded: () => Promise<void>;
  /** Ends the wait for what was sent to Vlens. */
  cut: () => void;
  logger: Pick<Logger, 'info' | 'warn'>;
}

interface Unanswered {
  reply: FastifyReply;
  request: FastifyRequest;
}

/**
 * How long the process needs from SIGTERM to its end, at most; the one who kills it must leave it that time (deploy/). After
 * what is in flight, 1 s for what is cut, 1 s for requests that are on their way, 2 s for the last answers to leave, and 1 s for
 * what is still to be stored, and for spans.
 */
export function gracePeriodMs({ shutdownTimeoutMs }: Pick<ShutdownParts, 'shutdownTimeoutMs'>): number {
  return shutdownTimeoutMs + 5000;
}

/** At the most for a Redis that is away: a failover by hand is over by then. */
const MAX_STORING_MS = 10_000;

/** How long the last writes to a store or a collector may take: what is left of the time to stop, and at least one second. */
export function storingTimeMs(
  parts: Pick<ShutdownParts, 'shutdownTimeoutMs'>,
  stoppingForMs: number,
): number {
  return Math.min(MAX_STORING_MS, Math.max(1000, gracePeriodMs(parts) - stoppingForMs - 500));
}

/** By then anybody who sends requests has heard that this process stops, or never does. */
const MAX_WAIT_FOR_QUIET_MS = 5000;
/** Clients that ask again at once wait for their answers by then, and nobody is about to connect. */
const LAST_CLIENTS_CONNECT_MS = 200;
/** By then, requests that were being sent over open connections have arrived. */
const LAST_REQUESTS_COME_MS = 500;
/** A cut call ends at once; an operation that does not end hangs elsewhere, and is answered without waiting for it. */
const CUT_OPERATIONS_END_MS = 1000;

/**
 * The end of the process as its clients see it. New work is refused; what is in flight goes on to its end, for so long;
 * then every client is answered anyway. Nothing that may be a step is cut without an answer: curl, browsers and
 * HAProxy send a request again whose connection was closed silently (test/gateway/behind-haproxy.test.ts).
 */
export class Shutdown {
  readonly operations = new OperationsInFlight();
  readonly streams = new OpenStreams();
  private readonly unanswered = new PassingSet<Unanswered>();
  private listenerCloses: Promise<void> | null = null;
  private lastRequestAt = Number.NEGATIVE_INFINITY;
  private timeIsOver = () => {};
  private readonly overTime = new Promise<void>((resolve) => {
    this.timeIsOver = resolve;
  });

  constructor(private readonly parts: ShutdownParts) {}

  /** Notes when requests come, also those that are turned away: before any hook that does so. */
  noteArrivals(server: FastifyInstance): void {
    server.addHook('onRequest', (request, _reply, done) => {
      if (isAlwaysAnswered(request)) return done();
      this.lastRequestAt = this.parts.clock.monotonicNow();
      if (this.listenerCloses) void this.listenerCloses.then(() => done());
      else done();
    });
  }

  /** Watches every request of the server that is let in. */
  watch(server: FastifyInstance): void {
    server.addHook('onRequest', (request, reply, done) => {
      whenClosed(reply.raw, this.unanswered.add({ reply, request }));
      done();
    });
  }

  /** Waits no longer for what is in flight; answers how many operations that are. */
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
   * Takes no more connections, and cuts none. An HTTP server's own `close` ends those at once on which nothing has come yet, and the
   * system resets those that were not accepted yet: so answers are held until the listener is closed, and nobody who waits for one
   * connects again meanwhile.
   */
  async closeListener(server: HttpServer): Promise<void> {
    const closed = once(server, 'close');
    // The event loop has just accepted what had connected.
    this.listenerCloses = after(LAST_CLIENTS_CONNECT_MS).then(() => {
      NetServer.prototype.close.call(server);
    });
    await this.listenerCloses;
    await Promise.race([closed, after(LAST_REQUESTS_COME_MS)]);
  }

  /**
   * Load balancers and clients go on for a moment: what they send to a listener that closes, or over a kept connection that is
   * just being closed, would be cut without an answer. So they are answered that this process stops, for as long as they come.
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
    // Each answer takes its way through a few promises, and is the only one.
    await after(0);
    for (const { reply, request } of this.unanswered) {
      // An answer that has begun, a download, can't be replaced: it ends with its connection, a little later.
      if (!reply.sent && !reply.raw.headersSent) sendError(request, reply, 503, STOPPING);
    }
    this.streams.closeAll();
  }
}

/** Resolves then, once what has come by then is read: a process that had no CPU meanwhile finds its timers over before it reads. */
function after(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(() => setImmediate(resolve), ms));
}
