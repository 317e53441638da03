import {
  type Context,
  SpanKind as OtelKind,
  ROOT_CONTEXT,
  SpanStatusCode,
  TraceFlags,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { parseTraceParent } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-base';
import { type Clock, systemClock } from '../clock.js';
import type { OpenSpan, SpanKind, Tracing } from './span.js';

export interface TracingSettings {
  /** The URL of the OTLP/HTTP collector, without `/v1/traces`. */
  endpoint: string;
  /** HTTP headers that are sent only to the collector. */
  headers: Record<string, string>;
  serviceName: string;
  /** The share of the traces that begin here and are kept, 0 to 1. */
  sampledShare: number;
}

/** Values that a test may replace. */
interface TracingOverrides {
  exportEveryMs?: number;
  clock?: Pick<Clock, 'setTimeout'>;
}

const KINDS = { server: OtelKind.SERVER, client: OtelKind.CLIENT, internal: OtelKind.INTERNAL };
/** A collector that can't be reached must neither delay the shutdown, nor let waiting spans fill the memory. */
const EXPORT_LIMITS = { exportTimeoutMillis: 5000, maxQueueSize: 2048, maxExportBatchSize: 512 };
const MAX_CLOSING_MS = 3000;

/**
 * OpenTelemetry's SDK alone: no instrumentation that reads requests, no detector that inspects the machine, no AsyncLocalStorage. The
 * parent of a span is the span that created it.
 */
export function openTracing(
  settings: TracingSettings,
  { exportEveryMs = 5000, clock = systemClock }: TracingOverrides = {},
): Tracing {
  const { endpoint, headers, serviceName, sampledShare } = settings;
  const exporter = new OTLPTraceExporter({ url: `${endpoint}/v1/traces`, headers });
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': serviceName }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(sampledShare) }),
    spanProcessors: [
      new BatchSpanProcessor(exporter, { ...EXPORT_LIMITS, scheduledDelayMillis: exportEveryMs }),
    ],
  });
  const tracer = provider.getTracer('vlens-graphql-gateway');
  return {
    begin: (name, kind, attributes, traceparent) =>
      open(tracer, contextOf(traceparent), name, kind, attributes),
    async close(timeoutMs = MAX_CLOSING_MS) {
      const tooLate = new Promise<void>((resolve) => {
        clock.setTimeout(resolve, Math.min(timeoutMs, MAX_CLOSING_MS));
      });
      await Promise.race([provider.shutdown().catch(() => undefined), tooLate]);
    },
  };
}

/** `tracestate` and `baggage` are ignored, since their senders may write anything into them. */
function contextOf(traceparent: string | undefined): Context {
  const parent = traceparent === undefined ? null : parseTraceParent(traceparent);
  return parent === null ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, { ...parent, isRemote: true });
}

function open(
  tracer: Tracer,
  parent: Context,
  name: string,
  kind: SpanKind,
  attributes: OpenSpanAttributes = {},
): OpenSpan {
  const span = tracer.startSpan(name, { kind: KINDS[kind], attributes: { ...attributes } }, parent);
  const own = trace.setSpan(ROOT_CONTEXT, span);
  const { traceId, spanId, traceFlags } = span.spanContext();
  return {
    traceId,
    traceparent: `00-${traceId}-${spanId}-${traceFlags & TraceFlags.SAMPLED ? '01' : '00'}`,
    child: (childName, childKind, childAttributes) =>
      open(tracer, own, childName, childKind, childAttributes),
    past(pastName, pastAttributes, startTime, endedAt) {
      tracer.startSpan(pastName, { startTime, attributes: { ...pastAttributes } }, own).end(endedAt);
    },
    rename: (newName) => void span.updateName(newName),
    end(endAttributes = {}, failure) {
      span.setAttributes({ ...endAttributes });
      if (failure !== undefined) {
        span.setAttribute('error.type', failure).setStatus({ code: SpanStatusCode.ERROR });
      }
      span.end();
    },
  };
}

type OpenSpanAttributes = Parameters<OpenSpan['child']>[2];
