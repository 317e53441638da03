import type { FastifyReply, FastifyRequest } from 'fastify';
import { OperationTypeNode } from 'graphql';
import type { OperationOutcome } from '../metrics/operations.js';
import type { CountUpstream } from '../metrics/upstream.js';
import type { OpenSpan } from '../tracing/span.js';
import { LazyAbort } from '../vlens/abort-controller.js';
import type { CallSpan, RequestObserver, SavedRead, UpstreamCall } from '../vlens/caller.js';
import { type Language, languageOf } from '../vlens/messages/language.js';
import { addressBlock } from './address-block.js';
import { isNoStep } from './pipelining.js';
import { traceCall } from './tracing/calls.js';
import { whenClosed } from './when-closed.js';

/** What the server knows of the HTTP request being answered, for its log line and its errors. */
export class CurrentRequest implements RequestObserver {
  /** In the order in which they ended. */
  readonly upstreamCalls: UpstreamCall[] = [];
  readonly savedReads: SavedRead[] = [];
  /** Of the operation, once it has been read. */
  kind?: OperationTypeNode;
  /** What the requests have in common that a router makes of one operation; absent where nothing says so. */
  clientOperation?: string;
  /** The operation, once it was answered. */
  summary?: OperationSummary;
  /** Whether it was answered that its token is not accepted. */
  isTokenRefused = false;
  private count: CountUpstream | null = null;

  constructor(
    readonly id: string,
    /** The block of IP addresses that the client's is in. */
    readonly address: string,
    /** Whether its client has gone away before it has its answer. */
    private readonly left: Pick<LazyAbort, 'signal' | 'aborted'>,
    /** Of what is in flight of it now; undefined where it is not traced. */
    public openSpan: OpenSpan | undefined,
    /** The language of messages to its client. */
    readonly language: Language = 'en',
    /** Called where the operation is found to be no step. */
    private readonly onNoStep: () => void = () => {},
  ) {}

  /** The operation has been read. */
  isOf(kind: OperationTypeNode | undefined): void {
    this.kind = kind;
    if (kind === OperationTypeNode.QUERY) this.onNoStep();
  }

  /** Aborted when the client goes away before it has its answer. */
  get signal(): AbortSignal {
    return this.left.signal;
  }

  /** Whether the client has gone away. */
  get hasLeft(): boolean {
    return this.left.aborted;
  }

  /**
   * Has each call and saved read counted once: what there is already, and from now on each as it comes. Some end after the answer, where
   * another field has failed the whole of it; and a stream counts as it goes what its operation counts when it is answered.
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

/** What logs and metrics know of an operation that was answered. */
export interface OperationSummary {
  /** From a set that no client can make larger: see `operation-label.ts`. */
  label: string;
  /** Its client's own name for it, where that can be nothing but a name. */
  name: string | null;
  kind: 'query' | 'mutation' | 'subscription' | 'none';
  /** The codes of its errors. */
  errors: readonly string[];
  outcome: OperationOutcome;
}

const CURRENT = Symbol('the current request');

/** Lets the context of an operation know its request. Apollo Server copies the context, and this with it. */
export function withRequest<Context extends object>(context: Context, request: CurrentRequest): Context {
  return Object.assign(context, { [CURRENT]: request });
}

/** The request of an operation, by its context. */
export function getRequest(context: object): CurrentRequest | undefined {
  return CURRENT in context ? (context[CURRENT] as CurrentRequest) : undefined;
}

/** An error's request, and the sentence for a mistake in the input, as known before the error is formatted. */
export interface NotedError {
  request: CurrentRequest | undefined;
  mistake: string | null;
}

/**
 * Which request an error belongs to, for Apollo Server's error formatter, which gets nothing but the error. An
 * AsyncLocalStorage would know too, and make every promise of the process dearer.
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

/** Of an HTTP request: its client has left where the answer is closed before all of it was sent. */
export function currentRequest(
  { id, ip, span, headers }: FastifyRequest,
  reply: FastifyReply,
): CurrentRequest {
  const gone = new LazyAbort();
  whenClosed(reply.raw, () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  const language = languageOf(headers['accept-language']);
  return new CurrentRequest(id, addressBlock(ip), gone, span, language, () => isNoStep(reply.raw));
}

/** What a log line calls a request: its own id, and that of its trace where it has one. */
export function idsOf(request: CurrentRequest | undefined): { requestId?: string; traceId?: string } {
  if (!request) return {};
  return { requestId: request.id, ...(request.openSpan ? { traceId: request.openSpan.traceId } : {}) };
}

/** What a request cost upstream, and what it was spared. */
export interface UpstreamCost {
  calls: number;
  /** Answers that were on their way to the same caller already. */
  shared: number;
  /** Answers that were kept from an earlier call. */
  cached: number;
  /** How long its calls waited for a place in the tenant's quota, in all. */
  waitedMs: number;
  /** Its calls by endpoint. */
  endpoints: Record<string, number>;
}

/** The sum, as `extensions.upstream` has it. */
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
