import type { GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import type { MonotonicClock } from '../../clock.js';
import type { Metrics } from '../../metrics/index.js';
import { type OperationOutcome, outcomeOf, worseOf } from '../../metrics/operations.js';
import type { OpenSpan, Tracing } from '../../tracing/span.js';
import { LazyAbort } from '../../vlens/abort-controller.js';
import { bearerToken } from '../caller.js';
import { CurrentRequest, idsOf } from '../current-request.js';
import type { OpenedBy } from './opened-by.js';

/** What observes a stream: the log, the metrics and tracing. */
export interface StreamWatching {
  logger: Logger;
  clock: MonotonicClock;
  metrics: Pick<Metrics, 'countUpstream' | 'countStream'>;
  tracing: Tracing | null;
}

/** The part of a sent result that is recorded. */
interface SentResult {
  errors?: readonly Pick<GraphQLFormattedError, 'extensions'>[];
}

/** One operation over a stream, from its start to its end: what the log and the metrics know about it. */
export class StreamedRequest {
  readonly current: CurrentRequest;
  private readonly span: OpenSpan | undefined;
  private readonly left = new LazyAbort();
  private readonly startedAt: number;
  private events = 0;
  private outcome: OperationOutcome = 'ok';
  private calls = 0;
  private readonly held: (() => void)[] = [];
  /** The codes of its errors; null if there are none. */
  private codes: Set<string> | null = null;

  constructor(
    private readonly parts: StreamWatching,
    readonly openedBy: OpenedBy,
    private readonly transport: 'websocket' | 'sse',
    requestId = openedBy.id,
  ) {
    this.startedAt = parts.clock.monotonicNow();
    this.span = this.beginSpan();
    this.current = new CurrentRequest(requestId, openedBy.address, this.left, this.span, openedBy.language);
    this.current.token = bearerToken(openedBy.authorization);
    this.current.isCountedBy(parts.metrics.countUpstream);
  }

  /** Records an event that is sent. A stream may live for hours, so the record of its upstream calls is summed up and cleared. */
  sent<Result extends SentResult>(result: Result): Result {
    this.events += 1;
    for (const { extensions } of result.errors ?? []) {
      this.codes ??= new Set();
      this.codes.add(String(extensions?.code));
    }
    this.outcome = worseOf(this.outcome, outcomeOf(result.errors));
    this.parts.metrics.countStream({ transport: this.transport, events: 1 });
    this.calls += this.current.upstreamCalls.length;
    this.current.upstreamCalls.length = 0;
    this.current.savedReads.length = 0;
    return result;
  }

  /** Keeps a memory reservation until the end of the operation; returns whether there was room. */
  holds(giveBack: (() => void) | null): boolean {
    if (giveBack && this.left.aborted) giveBack();
    else if (giveBack) this.held.push(giveBack);
    return giveBack !== null;
  }

  /** Call this when the client has left, or the operation has ended. */
  end(): void {
    if (this.left.aborted) return;
    this.left.abort();
    for (const giveBack of this.held.splice(0)) giveBack();
    // The list of calls stays: an operation whose client has left continues, and its own log line reports its cost.
    this.calls += this.current.upstreamCalls.length;
    this.parts.metrics.countStream({ transport: this.transport, events: 0, ended: this.outcome });
    this.span?.end({ 'gateway.events': this.events, 'gateway.outcome': this.outcome });
    const { logger, clock } = this.parts;
    logger.info(
      {
        ...idsOf(this.current),
        transport: this.transport,
        durationMs: Math.round(clock.monotonicNow() - this.startedAt),
        events: this.events,
        upstreamCalls: this.calls,
        errors: [...(this.codes ?? [])],
      },
      'stream',
    );
  }

  private beginSpan(): OpenSpan | undefined {
    const name = `stream ${this.transport}`;
    const { tracing } = this.parts;
    const { span, traceparent } = this.openedBy;
    return span?.child(name, 'internal') ?? tracing?.begin(name, 'server', {}, traceparent);
  }
}
