import type { GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import type { MonotonicClock } from '../../clock.js';
import type { Metrics } from '../../metrics/index.js';
import { type OperationOutcome, outcomeOf, worseOf } from '../../metrics/operations.js';
import type { OpenSpan, Tracing } from '../../tracing/span.js';
import { LazyAbort } from '../../vlens/abort-controller.js';
import { CurrentRequest, idsOf } from '../current-request.js';
import type { OpenedBy } from './opened-by.js';

/** How a stream is watched: in the log and the metrics. */
export interface StreamWatching {
  logger: Logger;
  clock: MonotonicClock;
  metrics: Pick<Metrics, 'countUpstream' | 'countStream'>;
  tracing: Tracing | null;
}

/** A result that is sent, as far as it is noted. */
interface SentResult {
  errors?: readonly Pick<GraphQLFormattedError, 'extensions'>[];
}

/** One operation of a stream, from its start to its end, for the log and the metrics. */
export class StreamedRequest {
  readonly current: CurrentRequest;
  private readonly span: OpenSpan | undefined;
  private readonly left = new LazyAbort();
  private readonly startedAt: number;
  private events = 0;
  private outcome: OperationOutcome = 'ok';
  private calls = 0;
  private readonly held: (() => void)[] = [];
  /** Of its errors; null while there are none. */
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
    this.current.isCountedBy(parts.metrics.countUpstream);
  }

  /** Notes an event that goes out. A stream may live for hours: what it cost by then is held no longer. */
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

  /** Reserves its memory until its end; answers whether there was room. */
  holds(giveBack: (() => void) | null): boolean {
    if (giveBack && this.left.aborted) giveBack();
    else if (giveBack) this.held.push(giveBack);
    return giveBack !== null;
  }

  /** The client has left, or the operation has ended. */
  end(): void {
    if (this.left.aborted) return;
    this.left.abort();
    for (const giveBack of this.held.splice(0)) giveBack();
    // The list stays: an operation whose client has left goes on, and its own log line says what it cost.
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
