import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { STREAM_PATH, sendError } from './http-errors.js';

export interface TrafficLimits {
  /** So many requests under way at once are the most at which reads are still taken; at twice as many nothing is. */
  mostRequests: number;
  /** How late the event loop may be, in milliseconds, before reads are turned away. */
  mostDelayMs: number;
}

/** What is refused for the moment: reads go first, and signing steps last. */
export type Pressure = 'none' | 'no reads' | 'nothing';

/** What a client that was turned away is told to wait. */
export const RETRY_AFTER_SECONDS = 1;

export const TOO_BUSY = {
  code: 'RATE_LIMITED',
  message: `The gateway has too much to do at the moment: try again in ${RETRY_AFTER_SECONDS} s.`,
};
const STOPPING = {
  code: 'RATE_LIMITED',
  message: 'This gateway is being stopped: send this again, and another will answer.',
};

/** For the operator, whatever the load. */
export const ALWAYS_ANSWERED = /^\/(?:health|metrics)(?:\/|$)/;

/** The requests under way: how many there are, which new ones are turned away, and when all have ended. */
export class Traffic {
  private requests = 0;
  private isStopping = false;
  private ended: (() => void) | null = null;

  constructor(
    private readonly limits: TrafficLimits,
    private readonly eventLoopDelayMs: () => number,
  ) {}

  get underWay(): number {
    return this.requests;
  }

  get pressure(): Pressure {
    const { mostRequests, mostDelayMs } = this.limits;
    if (this.requests > 2 * mostRequests || this.eventLoopDelayMs() > 2 * mostDelayMs) return 'nothing';
    return this.requests > mostRequests || this.eventLoopDelayMs() > mostDelayMs ? 'no reads' : 'none';
  }

  /** Takes no more requests; resolves when those under way have ended. */
  async stop(): Promise<void> {
    this.isStopping = true;
    if (this.requests === 0) return;
    await new Promise<void>((resolve) => {
      this.ended = resolve;
    });
  }

  /** Watches every request of the server, and turns away what can't be taken before its body is read. */
  watch(server: FastifyInstance): void {
    server.addHook('onRequest', (request, reply, done) => {
      if (ALWAYS_ANSWERED.test(request.url)) return done();
      if (this.isStopping) return turnAway(request, reply, STOPPING);
      if (this.pressure === 'nothing') return turnAway(request, reply, TOO_BUSY);
      // Streams stay for hours; how many there may be is limited where they subscribe.
      if (isStream(request)) return done();
      this.requests += 1;
      reply.raw.once('close', () => {
        this.requests -= 1;
        if (this.requests === 0) this.ended?.();
      });
      done();
    });
  }
}

function isStream({ url, headers }: FastifyRequest): boolean {
  return headers.upgrade !== undefined || url.startsWith(STREAM_PATH);
}

function turnAway(
  request: FastifyRequest,
  reply: FastifyReply,
  error: { code: string; message: string },
): void {
  // Its body stays unread, and would be taken for the next request.
  void reply.header('retry-after', RETRY_AFTER_SECONDS).header('connection', 'close');
  sendError(request, reply, 503, error);
}
