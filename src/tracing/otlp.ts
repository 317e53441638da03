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
  /** Where OTLP is spoken over HTTP, without `/v1/traces`. */
  endpoint: string;
  /** For the collector alone. */
  headers: Record<string, string>;
  serviceName: string;
  /** How many of the traces that begin here are kept, 0 to 1. */
  sampledShare: number;
}

/** What a test may want to hold. */
interface TracingOverrides {
  exportEveryMs?: number;
  clock?: Pick<Clock, 'setTimeout'>;
}

const KINDS = { server: OtelKind.SERVER, client: OtelKind.CLIENT, internal: OtelKind.INTERNAL };
/** A collector that is away must not hold the end up, nor what is waiting for it fill the memory. */
const EXPORT_LIMITS = { exportTimeoutMillis: 5000, maxQueueSize: 2048, maxExportBatchSize: 512 };
const MAX_CLOSING_MS = 3000;

/**
 * OpenTelemetry's SDK with nothing around it: no instrumentation that looks into requests, no detector that looks at the
 * machine, no AsyncLocalStorage. A span's parent is the one that opened it.
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

/** `tracestate` and `baggage` are left alone: their senders may write anything into them. */
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
