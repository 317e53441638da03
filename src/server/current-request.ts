import type { FastifyReply, FastifyRequest } from 'fastify';
import { OperationTypeNode } from 'graphql';
import type { OperationOutcome } from '../metrics/operations.js';
import type { CountUpstream } from '../metrics/upstream.js';
import type { OpenSpan } from '../tracing/span.js';
import { LazyAbort } from '../vlens/abort-controller.js';
import type { CallSpan, RequestObserver, SavedRead, UpstreamCall } from '../vlens/caller.js';
import { type Language, languageOf } from '../vlens/messages/language.js';
import { addressBlock } from './address-block.js';
import { bearerToken } from './caller.js';
import { isNoStep } from './pipelining.js';
import { traceCall } from './tracing/calls.js';
import { whenClosed } from './when-closed.js';

/** What the server knows about the HTTP request in progress, for its log line and its errors. */
export class CurrentRequest implements RequestObserver {
  /** In the order of their ends. */
  readonly upstreamCalls: UpstreamCall[] = [];
  readonly savedReads: SavedRead[] = [];
  /** The operation's kind; undefined before the document is read. */
  kind?: OperationTypeNode;
  /** The key that all requests share that a router makes of one client operation; undefined without one. */
  clientOperation?: string;
  /** The operation's summary; undefined before it is answered. */
  summary?: OperationSummary;
  /** Whether the answer says that the token is not accepted. */
  isTokenRefused = false;
  /** The token that the client sent; null if there is none. */
  token: string | null = null;
  private count: CountUpstream | null = null;

  constructor(
    readonly id: string,
    /** The client's address block. */
    readonly address: string,
    /** Aborted if the client left before its answer. */
    private readonly left: Pick<LazyAbort, 'signal' | 'aborted'>,
    /** The current span; undefined if the request is not traced. */
    public openSpan: OpenSpan | undefined,
    /** The language of messages to the client. */
    readonly language: Language = 'en',
    /** Called when the operation is known not to be a step. */
    private readonly onNoStep: () => void = () => {},
  ) {}

  /** Sets the operation's kind when its document has been read. */
  isOf(kind: OperationTypeNode | undefined): void {
    this.kind = kind;
    if (kind === OperationTypeNode.QUERY) this.onNoStep();
  }

  /** Aborted when the client leaves before it has its answer. */
  get signal(): AbortSignal {
    return this.left.signal;
  }

  /** Whether the client has gone away. */
  get hasLeft(): boolean {
    return this.left.aborted;
  }

  /**
   * Counts each call and saved read once: those that exist, and later ones as they come. Some end after the answer, if another field has
   * failed the whole operation. A stream counts from its start, so the second call, when its operation is answered, has no effect.
   */
  isCountedBy(count: CountUpstream): void {
    if (this.count) return;
    this.count = count;
    count(this);
  }

  call(call: UpstreamCall): void {
    this.upstreamCalls.push(call);
    this.count?.({ upstreamCalls: [call], savedReads: [] });
  }

  saved(read: SavedRead): void {
    this.savedReads.push(read);
    this.count?.({ upstreamCalls: [], savedReads: [read] });
  }

  span(operation: string): CallSpan | null {
    return this.openSpan ? traceCall(this.openSpan, operation) : null;
  }
}

/** What logs and metrics know about an operation that was answered. */
export interface OperationSummary {
  /** From a set of fixed size; see `operation-label.ts`. */
  label: string;
  /** The client's own name for the operation, if it is a short name (`operation-log.ts`). */
  name: string | null;
  kind: 'query' | 'mutation' | 'subscription' | 'none';
  /** The codes of its errors. */
  errors: readonly string[];
  outcome: OperationOutcome;
}

const CURRENT = Symbol('the current request');

/** Stores the request in an operation's context. Apollo Server copies the context, and the request with it. */
export function withRequest<Context extends object>(context: Context, request: CurrentRequest): Context {
  return Object.assign(context, { [CURRENT]: request });
}

/** The request that an operation's context belongs to. */
export function getRequest(context: object): CurrentRequest | undefined {
  return CURRENT in context ? (context[CURRENT] as CurrentRequest) : undefined;
}

/** What is known about an error before it is formatted: its request, and the message for a mistake of the client. */
export interface NotedError {
  request: CurrentRequest | undefined;
  mistake: string | null;
}

/**
 * Finds the request of an error for Apollo Server's error formatter, which gets only the error. An AsyncLocalStorage could do that too, but
 * would make every promise of the process slower.
 */
export class ErrorRequests {
  private readonly noted = new WeakMap<object, NotedError>();

  note(error: object, about: NotedError): void {
    this.noted.set(error, about);
  }

  of(error: unknown): NotedError | undefined {
    return typeof error === 'object' && error !== null ? this.noted.get(error) : undefined;
  }
}

/** The `CurrentRequest` of an HTTP request. Its client has left if the response closes before all of it was sent. */
export function currentRequest(
  { id, ip, span, headers }: FastifyRequest,
  reply: FastifyReply,
): CurrentRequest {
  const gone = new LazyAbort();
  whenClosed(reply.raw, () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  const language = languageOf(headers['accept-language']);
  const current = new CurrentRequest(id, addressBlock(ip), gone, span, language, () => isNoStep(reply.raw));
  current.token = bearerToken(headers.authorization);
  return current;
}

/** The ids of a request for a log line: its own, and its trace's if it has one. */
export function idsOf(request: CurrentRequest | undefined): { requestId?: string; traceId?: string } {
  if (!request) return {};
  return { requestId: request.id, ...(request.openSpan ? { traceId: request.openSpan.traceId } : {}) };
}

/** What a request cost upstream, and what it saved. */
export interface UpstreamCost {
  calls: number;
  /** Reads that shared a call of the same caller that was already in flight. */
  shared: number;
  /** Reads answered from an earlier call. */
  cached: number;
  /** How long its calls waited for a place in the tenant's quota, in total. */
  waitedMs: number;
  /** The number of calls by endpoint. */
  endpoints: Record<string, number>;
}

/** The sum that `extensions.upstream` shows. */
export function upstreamCost({ upstreamCalls, savedReads }: CostParts): UpstreamCost {
  const endpoints: Record<string, number> = {};
  for (const { endpoint } of upstreamCalls) endpoints[endpoint] = (endpoints[endpoint] ?? 0) + 1;
  return {
    calls: upstreamCalls.length,
    shared: savedReads.filter(({ origin }) => origin === 'shared').length,
    cached: savedReads.filter(({ origin }) => origin === 'cached').length,
    waitedMs: Math.round(upstreamCalls.reduce((sum, { waitedMs }) => sum + waitedMs, 0)),
    endpoints,
  };
}

type CostParts = Pick<CurrentRequest, 'upstreamCalls' | 'savedReads'>;
