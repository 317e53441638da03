/** Attributes of a span: words from fixed sets, counts and times, and nothing that a caller or Vlens wrote. */
export type Attributes = Readonly<Record<string, string | number | boolean>>;

export type SpanKind = 'server' | 'client' | 'internal';

/** A running span of a trace. */
export interface OpenSpan {
  /** The trace id, for the log. */
  readonly traceId: string;
  /** The W3C Trace Context `traceparent` for the service that is called within this span. */
  readonly traceparent: string;
  child(name: string, kind: SpanKind, attributes?: Attributes): OpenSpan;
  /** Adds a child span that has already ended; times in milliseconds since 1970. */
  past(name: string, attributes: Attributes, startedAt: number, endedAt: number): void;
  /** Changes the name, when a better one becomes known after the start. */
  rename(name: string): void;
  /** @param failure the error code, if something failed */
  end(attributes?: Attributes, failure?: string): void;
}

/** Creates spans, and sends them to a collector. */
export interface Tracing {
  /** Continues the trace of a valid W3C `traceparent`; otherwise starts a new trace. */
  begin(name: string, kind: SpanKind, attributes?: Attributes, traceparent?: string): OpenSpan;
  /**
   * Sends the spans that have ended, and closes the connection to the collector.
   * @param timeoutMs the longest wait for a collector that does not answer
   */
  close(timeoutMs?: number): Promise<void>;
}
