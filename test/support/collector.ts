import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openTracing } from '../../src/tracing/otlp.js';
import type { Tracing } from '../../src/tracing/span.js';
import { until } from './until.js';

/** A span as it was sent, in OTLP's JSON. */
export interface SentSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  attributes: Record<string, unknown>;
  failed: boolean;
  durationMs: number;
}

/** A collector that keeps what it is sent: OTLP over HTTP, on a port of its own. */
export class Collector {
  private readonly bodies: string[] = [];
  private constructor(
    private readonly server: ReturnType<typeof createServer>,
    readonly url: string,
  ) {}

  /** @param until when it answers */
  static async start(until?: Promise<unknown>): Promise<Collector> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const collector = new Collector(server, `http://127.0.0.1:${port}`);
    server.on('request', async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      if (request.url === '/v1/traces') collector.bodies.push(body);
      await until;
      response.setHeader('content-type', 'application/json').end('{}');
    });
    return collector;
  }

  /** Spans as the gateway sends them, but at once. */
  tracing(sampledShare = 1, overrides: Parameters<typeof openTracing>[1] = {}): Tracing {
    const settings = { endpoint: this.url, headers: {}, serviceName: 'tested', sampledShare };
    return openTracing(settings, { exportEveryMs: 10, ...overrides });
  }

  /** All that came, as it came. */
  get text(): string {
    return this.bodies.join('\n');
  }

  spans(): SentSpan[] {
    return this.bodies.flatMap((body) =>
      JSON.parse(body).resourceSpans.flatMap(({ scopeSpans }: { scopeSpans: { spans: WireSpan[] }[] }) =>
        scopeSpans.flatMap(({ spans }) => spans.map(asSent)),
      ),
    );
  }

  /** Waits until such a span has come. */
  async span(isIt: (span: SentSpan) => boolean): Promise<SentSpan> {
    let span: SentSpan | undefined;
    await until(
      () => {
        span = this.spans().find(isIt);
        return span !== undefined;
      },
      () => this.spans().map(({ name }) => name),
    );
    return span as unknown as SentSpan;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}

interface WireSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: { key: string; value: Record<string, unknown> }[];
  status?: { code?: number };
}

function asSent({ attributes, status, startTimeUnixNano, endTimeUnixNano, ...span }: WireSpan): SentSpan {
  return {
    ...span,
    attributes: Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]])),
    failed: status?.code === 2,
    durationMs: Number(BigInt(endTimeUnixNano) - BigInt(startTimeUnixNano)) / 1e6,
  };
}
