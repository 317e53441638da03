import { maxHeaderSize } from 'node:http';
import type { WebSocket, WebsocketHandler } from '@fastify/websocket';
import type { FastifyRequest } from 'fastify';
import {
  type ExecutionArgs,
  type ExecutionResult,
  GraphQLError,
  getOperationAST,
  OperationTypeNode,
} from 'graphql';
import { CloseCode, type Context as WsContext } from 'graphql-ws';
import { makeHandler } from 'graphql-ws/use/@fastify/websocket';
import { boundsError, InputRefused } from '../input-bounds.js';
import type { IdleWebSocket } from '../load-shedder.js';
import { lastResult } from '../shutdown/last-word.js';
import type { OpenStream } from '../shutdown/open-streams.js';
import type { StreamParts } from './stream-parts.js';
import type { SentOperation } from './streamed-operations.js';
import { StreamedRequest } from './streamed-request.js';

type Ctx = WsContext<Record<string, unknown>, { request: FastifyRequest; socket: WebSocket }>;

/** A token, in a few ways and with what explorers send besides. */
const MAX_INIT_VALUES = 50;
/** Clients that close with this subscribe again, over a new connection: graphql-ws, and with it Apollo Client and urql. */
const SERVICE_RESTART = 1012;
/** Clients connect again with it too, when they need to. */
const TRY_AGAIN_LATER = 1013;
/** How long a client may take to answer the closing of its connection. */
const CLOSING_MS = 1000;

/**
 * `graphql-transport-ws` at `/graphql`. The caller's token comes in connection_init, or with the upgrade. Each event waits
 * until the one before was written, and whoever does not answer a ping in time is let go.
 */
export function webSocket<Context extends object>(parts: StreamParts<Context>): WebsocketHandler {
  const {
    operations,
    contextFor,
    isOpen,
    pingMs,
    inputLimits,
    loadShedder,
    maxOperationsPerConnection,
    shutdown,
  } = parts;
  const initLimits = { items: MAX_INIT_VALUES, characters: maxHeaderSize };
  const open = new WeakMap<WebSocket, OpenSocket>();
  const streams = new WeakMap<Ctx, Map<string, StreamedRequest>>();
  const performs = new WeakMap<object, () => Promise<ExecutionResult>>();
  const streamsOf = (ctx: Ctx) => {
    const known = streams.get(ctx) ?? new Map<string, StreamedRequest>();
    streams.set(ctx, known);
    return known;
  };
  const requestIdIn = ({ request, socket }: Ctx['extra']) =>
    `${request.id}.${open.get(socket)?.countOperation() ?? 0}`;
  const end = (ctx: Ctx, id: string) => {
    streamsOf(ctx).get(id)?.end();
    streamsOf(ctx).delete(id);
    const socket = open.get(ctx.extra.socket);
    socket?.settle(id);
    if (socket) shutdown.streams.settled(socket);
    if (socket?.isOpen && streamsOf(ctx).size === 0) loadShedder.idleWebSockets.add(socket);
  };
  const handle = makeHandler<Record<string, unknown>>(
    {
      // Its own words for what went wrong inside would reach the client otherwise.
      isProd: true,
      onConnect({ connectionParams, extra }: Ctx) {
        if (!isOpen()) open.get(extra.socket)?.close();
        return isOpen() && boundsError(connectionParams, initLimits, MAX_INIT_VALUES) === null;
      },
      async onSubscribe(ctx, id, sent: SentOperation) {
        const { query: _document, ...rest } = sent;
        const tooLarge = boundsError(rest, inputLimits);
        if (tooLarge !== null) return [refused(tooLarge)];
        if (Object.keys(ctx.subscriptions).length > maxOperationsPerConnection)
          return [tooManyOperations(maxOperationsPerConnection)];
        const { request } = ctx.extra;
        const streamed = new StreamedRequest(parts, request, 'websocket', requestIdIn(ctx.extra));
        streamsOf(ctx).set(id, streamed);
        const socket = open.get(ctx.extra.socket);
        if (socket) loadShedder.idleWebSockets.delete(socket);
        const context = contextFor(authorizationOf(ctx.connectionParams, request), streamed.current, request);
        const prepared = operations.prepare(sent, streamed.current, context);
        if ('errors' in prepared) {
          streamed.sent(prepared);
          return prepared.errors.map(({ message, extensions }) => new GraphQLError(message, { extensions }));
        }
        const { current } = streamed;
        const { isSubscription } = prepared;
        // The client sends a subscription again, elsewhere, as soon as this connection is closed; it waits for that.
        if (!isOpen()) return isSubscription ? new Promise<never>(() => {}) : lastResult(current).errors;
        if (!isSubscription) open.get(ctx.extra.socket)?.inFlight.add(id);
        performs.set(prepared.args, () =>
          shutdown.operations.hold<ExecutionResult>(
            loadShedder.during(() => operations.execute(sent, context)),
            () => lastResult(current),
          ),
        );
        return prepared.args;
      },
      execute: (args) => performs.get(args)?.() ?? Promise.reject(new Error('Nothing was prepared.')),
      onNext(ctx, id, _payload, args, result) {
        const streamed = streamsOf(ctx).get(id);
        if (!streamed) return result;
        const told = streamed.sent(operations.told(result, streamed.current));
        if (isUnauthenticated(told) && authorizationOf(ctx.connectionParams, ctx.extra.request))
          open.get(ctx.extra.socket)?.tokenExpired(isSubscription(args) ? id : null);
        return told;
      },
      onError(ctx, id, _payload, errors) {
        const streamed = streamsOf(ctx).get(id);
        end(ctx, id);
        const unexpected = errors.some((error) => 'originalError' in error && error.originalError);
        return unexpected && streamed
          ? (operations.told({ errors }, streamed.current).errors ?? errors)
          : errors;
      },
      async onComplete(ctx, id) {
        end(ctx, id);
        // Without "complete" its client subscribes again, over the next connection.
        await open.get(ctx.extra.socket)?.untilClosedFor(id);
      },
      onClose(ctx) {
        for (const id of streamsOf(ctx).keys()) end(ctx, id);
      },
    },
    pingMs,
  );
  return function opened(socket, request) {
    const stream = new OpenSocket(socket);
    open.set(socket, stream);
    socket.once('close', shutdown.streams.add(stream));
    socket.once('close', () => loadShedder.idleWebSockets.delete(stream));
    loadShedder.idleWebSockets.add(stream);
    return handle.call(this, socket, request);
  };
}

/** A connection, and what is in flight on it besides subscriptions. */
class OpenSocket implements OpenStream, IdleWebSocket {
  readonly inFlight = new Set<string>();
  /** Subscriptions that ended with their token. */
  private readonly cutOff = new Set<string>();
  private isExpired = false;
  private readonly closed: Promise<void>;
  private operations = 0;

  constructor(private readonly socket: WebSocket) {
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
  }

  /** One connection has one token: it is closed as soon as no step waits for its answer here. */
  tokenExpired(subscriptionId: string | null): void {
    this.isExpired = true;
    if (subscriptionId !== null) this.cutOff.add(subscriptionId);
    this.closeIfExpired();
  }

  settle(id: string): void {
    this.inFlight.delete(id);
    this.closeIfExpired();
  }

  async untilClosedFor(id: string): Promise<void> {
    if (this.cutOff.has(id)) await this.closed;
  }

  private closeIfExpired(): void {
    if (!this.isExpired || this.inFlight.size > 0) return;
    // What is told of the operation goes out first.
    setImmediate(() =>
      this.socket.close(CloseCode.Forbidden, 'The token is not accepted: connect again with a new one.'),
    );
  }

  /** Each operation has a request id of its own, made of the upgrade's. */
  countOperation(): number {
    this.operations += 1;
    return this.operations;
  }

  isIdle(): boolean {
    return this.inFlight.size === 0;
  }

  get isOpen(): boolean {
    return this.socket.readyState === this.socket.OPEN;
  }

  close(): void {
    this.closeWith(SERVICE_RESTART, 'The gateway is being stopped: connect again.');
  }

  makeRoom(): void {
    this.closeWith(TRY_AGAIN_LATER, 'Nothing was asked over this connection: connect again when you ask.');
  }

  private closeWith(code: number, reason: string): void {
    this.socket.close(code, reason);
    setTimeout(() => this.socket.terminate(), CLOSING_MS).unref();
  }
}

/**
 * What stands for the Authorization header: `authorization` in connection_init, in any case and also under `headers`,
 * as explorers send it; or the bare token as `token`. Else what came with the upgrade.
 */
function authorizationOf(
  params: Record<string, unknown> | undefined,
  { headers }: FastifyRequest,
): string | undefined {
  const nested = params?.headers;
  const sent = named('authorization', params) ?? named('authorization', nested);
  const token = named('token', params);
  return sent ?? (token === undefined ? headers.authorization : `Bearer ${token}`);
}

function named(name: string, source: unknown): string | undefined {
  const entries = typeof source === 'object' && source !== null ? Object.entries(source) : [];
  const value = entries.find(([key]) => key.toLowerCase() === name)?.[1];
  return typeof value === 'string' ? value : undefined;
}

function isSubscription({ document, operationName }: ExecutionArgs): boolean {
  return getOperationAST(document, operationName)?.operation === OperationTypeNode.SUBSCRIPTION;
}

function isUnauthenticated({ errors }: ExecutionResult): boolean {
  return errors?.some(({ extensions }) => extensions?.code === 'UNAUTHENTICATED') ?? false;
}

function tooManyOperations(most: number): GraphQLError {
  return refused(new InputRefused(`A connection carries at most ${most} operations at once.`));
}

function refused({ message, code }: InputRefused): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}
