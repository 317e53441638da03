/** What may be said of a span: words out of closed sets, counts and times. Nothing that a caller or Vlens wrote. */
export type Attributes = Readonly<Record<string, string | number | boolean>>;

export type SpanKind = 'server' | 'client' | 'internal';

/** Something that takes its time, as a part of a trace. */
export interface OpenSpan {
  /** For the log. */
  readonly traceId: string;
  /** W3C Trace Context, for the service that is called because of this. */
  readonly traceparent: string;
  child(name: string, kind: SpanKind, attributes?: Attributes): OpenSpan;
  /** A part of it that is over already; times in milliseconds since 1970. */
  past(name: string, attributes: Attributes, startedAt: number, endedAt: number): void;
  /** Is called what was not known when it began. */
  rename(name: string): void;
  /** @param failure the code of what went wrong, where something did */
  end(attributes?: Attributes, failure?: string): void;
}

/** Where spans go. */
export interface Tracing {
  /** Goes on with the trace of a W3C `traceparent`, where there is a readable one; else begins its own. */
  begin(name: string, kind: SpanKind, attributes?: Attributes, traceparent?: string): OpenSpan;
  /**
   * Sends what has ended, and lets go of the collector.
   * @param timeoutMs how long a collector that does not answer is waited for, at most
   */
  close(timeoutMs?: number): Promise<void>;
}
