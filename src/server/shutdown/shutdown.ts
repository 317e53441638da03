import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { sendError } from '../http-errors.js';
import { type LoadShedder, STOPPING } from '../load-shedder.js';
import { OpenStreams } from './open-streams.js';
import { OperationsInFlight } from './operations-in-flight.js';

export interface ShutdownParts {
  /** How long what is in flight may go on. */
  shutdownTimeoutMs: number;
  loadShedder: Pick<LoadShedder, 'stop'>;
  /** Ends the wait for what was sent to Vlens. */
  cut: () => void;
  logger: Pick<Logger, 'info' | 'warn'>;
}

/**
 * How long the process needs from SIGTERM to its end, at the most; whoever kills it must leave it that time (deploy/). After
 * what is in flight, 1 s for what is cut, 3 s for the last answers to leave, and 1 s for what is still to be stored.
 */
export function gracePeriodMs({ shutdownTimeoutMs }: Pick<ShutdownParts, 'shutdownTimeoutMs'>): number {
  return shutdownTimeoutMs + 5000;
}

/** What is cut ends at once; what does not, hangs elsewhere and is answered without it. */
const CUT_OPERATIONS_END_MS = 1000;

/**
 * The end of the process as its clients see it. New work is refused; what is in flight goes on to its end, for so long;
 * then every client is answered all the same. Nothing that may be a step is cut without an answer: curl, browsers and
 * HAProxy send a request again whose connection was closed silently (test/gateway/behind-haproxy.test.ts).
 */
export class Shutdown {
  readonly operations = new OperationsInFlight();
  readonly streams = new OpenStreams();
  private readonly unanswered = new Map<FastifyReply, FastifyRequest>();
  private timeIsOver = () => {};
  private readonly overTime = new Promise<void>((resolve) => {
    this.timeIsOver = resolve;
  });

  constructor(private readonly parts: ShutdownParts) {}

  /** Watches every request of the server that is let in. */
  watch(server: FastifyInstance): void {
    server.addHook('onRequest', (request, reply, done) => {
      this.unanswered.set(reply, request);
      reply.raw.once('close', () => this.unanswered.delete(reply));
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
    const { logger, loadShedder, shutdownTimeoutMs } = this.parts;
    logger.warn({ operations: this.operations.size }, 'stopping: new work is refused');
    const requests = loadShedder.stop();
    this.streams.drain();
    const ended = Promise.all([requests, this.operations.ended(), this.streams.ended()]);
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

  private async answerAll(): Promise<void> {
    this.parts.cut();
    await Promise.race([this.operations.ended(), after(CUT_OPERATIONS_END_MS)]);
    this.operations.giveUp();
    // Each answer takes its way through a few promises, and is the only one.
    await after(0);
    for (const [reply, request] of this.unanswered) {
      if (!reply.sent) sendError(request, reply, 503, STOPPING);
    }
    this.streams.closeAll();
  }
}

function after(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
