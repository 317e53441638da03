import { maxHeaderSize } from 'node:http';
import type { WebSocket, WebsocketHandler } from '@fastify/websocket';
import type { FastifyRequest } from 'fastify';
import { type ExecutionArgs, type ExecutionResult, GraphQLError } from 'graphql';
import { CloseCode, makeServer, type Context as WsContext } from 'graphql-ws';
import { toLoggableError } from '../../log.js';
import { bytesOfParsed } from '../buffered-bytes.js';
import { bearerToken } from '../caller.js';
import { boundsError, InputRefused, tooManyValues } from '../input-bounds.js';
import { tooBusy } from '../load-shedder.js';
import { lastResult, tooLate } from '../shutdown/last-word.js';
import { endUpgrade } from '../websocket-upgrades.js';
import { eachEvent } from './each-event.js';
import { MessagesInTurn } from './messages-in-turn.js';
import { openedBy } from './opened-by.js';
import { PingWheel } from './ping-wheel.js';
import type { StreamParts } from './stream-parts.js';
import type { AskedSubscription, SentOperation } from './streamed-operations.js';
import { StreamedRequest } from './streamed-request.js';
import { type OfAllConnections, WebSocketConnection } from './web-socket-connection.js';
import {
  closeReason,
  holdsTooManyValues,
  isOfServer,
  MAX_ID_CHARACTERS,
  pongTo,
  withoutPayload,
} from './web-socket-messages.js';

type Params = Record<string, unknown>;
type Ctx = WsContext<Params, WebSocketConnection>;

/** Enough for a token in several forms, and for what explorers add. */
const MAX_INIT_VALUES = 50;

/**
 * `graphql-transport-ws` at `/graphql`. The caller's token comes in connection_init or with the upgrade. Each event waits until the
 * previous one was written, and a client that does not answer a ping in time is disconnected. graphql-ws implements the protocol. The
 * transport is our own, since graphql-ws's adapter has two timers for each connection and serializes each event once per subscriber.
 */
export function webSocket<Context extends object>(parts: StreamParts<Context>): WebsocketHandler {
  const { isOpen, pingMs, inputLimits, loadShedder, maxOperationsPerConnection, shutdown } = parts;
  const { operations, turnGate } = parts;
  const { idle, waiting, ofAccounts } = loadShedder.webSockets;
  const initLimits = { items: MAX_INIT_VALUES, characters: maxHeaderSize };
  const pings = new PingWheel(pingMs);
  const ofAll: OfAllConnections = {
    arriving: loadShedder.arriving,
    unread: loadShedder.unread,
    reads: parts.reads,
    maxBacklogMs: parts.maxBacklogMs,
    onRead: (connection) => shutdown.streams.settled(connection),
  };
  const inTurn = {
    ...parts,
    onTaken: (connection: WebSocketConnection) => shutdown.streams.settled(connection),
  };
  const performs = new WeakMap<object, () => Promise<ExecutionResult>>();
  const subscribes = new WeakMap<object, () => Promise<ExecutionResult | AsyncIterable<never>>>();
  /** Operations by the payload of the message that began them. */
  const begun = new WeakMap<object, StreamedRequest>();
  /** Records whether a connection may make room for others. */
  const notePlace = (connection: WebSocketConnection) => {
    const { streams, isOpen: isHere, isAnswering, hasSentData, authorization } = connection;
    const isIdle = isHere && streams.size === 0;
    if (!isIdle) idle.delete(connection);
    else idle.add(connection);
    const isWaiting = isHere && !isIdle && !isAnswering && !hasSentData && !parts.isAccepted(authorization);
    if (!isWaiting) waiting.delete(connection);
    else waiting.add(connection);
    const isSubscribed = isHere && !isIdle && hasSentData;
    if (!isSubscribed) ofAccounts.delete(connection);
    else ofAccounts.add(connection);
  };
  /**
   * Ends an operation.
   * @returns whether the client is notified of the end
   */
  const end = ({ extra: connection }: Ctx, id: string, streamed: StreamedRequest | undefined): boolean => {
    if (!streamed) return true;
    const isReplaced = connection.streams.isReplaced(streamed);
    connection.streams.end(id, streamed);
    connection.settle(streamed);
    shutdown.streams.settled(connection);
    notePlace(connection);
    return !isReplaced;
  };
  /** Records an operation that is refused before it counts as one of the connection. */
  const unbegun = (connection: WebSocketConnection, error: GraphQLError): GraphQLError[] => {
    const streamed = new StreamedRequest(parts, connection.openedBy, 'websocket', connection.nextRequestId());
    streamed.sent({ errors: [error] });
    streamed.end();
    return [error];
  };
  const subscribe = async (ctx: Ctx, id: string, streamed: StreamedRequest, asked: AskedSubscription) => {
    const { extra: connection } = ctx;
    const { authorization } = connection;
    const caller = parts.callerOf(authorization);
    const newContext = () => parts.contextFor(authorization, streamed.current, streamed.openedBy, caller);
    const events = await operations.eventsOf(asked, newContext());
    if (!(Symbol.asyncIterator in events)) return events;
    // However the subscription ends, this frees its place among the subscribers.
    streamed.holds(() => void events.return?.());
    const start = `{"id":${JSON.stringify(id)},"type":"next","payload":`;
    const send = async (event: object) => {
      const { result, text } = await operations.resultOf(event, asked, streamed.current, newContext);
      if (!connection.streams.isCurrent(id, streamed)) return true;
      streamed.sent(result);
      if (!connection.hasSentData && result.data) {
        connection.hasSentData = true;
        connection.account = parts.accountOf(authorization);
        notePlace(connection);
      }
      if (authorization && streamed.current.isTokenRefused) connection.tokenExpired(id);
      await connection.send(`${start}${text}}`);
      return true;
    };
    return delivered(() => eachEvent(events, send), events);
  };
  const protocol = makeServer<Params, WebSocketConnection>({
    onConnect({ connectionParams, extra }) {
      if (!isOpen()) extra.close();
      if (!isOpen() || boundsError(connectionParams, initLimits, MAX_INIT_VALUES) !== null) return false;
      extra.authorization = authorizationOf(connectionParams, extra);
      return true;
    },
    async onSubscribe(ctx, id, sent: SentOperation) {
      if (id.length > MAX_ID_CHARACTERS) {
        const tooLong = new InputRefused(
          `The id of an operation has at most ${MAX_ID_CHARACTERS} characters.`,
        );
        ctx.extra.socket.close(CloseCode.BadRequest, tooLong.message);
        return unbegun(ctx.extra, refused(tooLong));
      }
      const { query: _document, ...rest } = sent;
      const { extra: connection } = ctx;
      const tooLarge = connection.holdsTooManyValues
        ? new InputRefused(tooManyValues())
        : boundsError(rest, inputLimits);
      if (tooLarge !== null) return unbegun(connection, refused(tooLarge));
      // This includes operations that the client completed and that are still running.
      if (connection.streams.size >= maxOperationsPerConnection)
        return unbegun(connection, tooManyOperations(maxOperationsPerConnection));
      const { openedBy: opened } = connection;
      const streamed = new StreamedRequest(parts, opened, 'websocket', connection.nextRequestId());
      begun.set(sent, streamed);
      connection.streams.add(id, streamed);
      if (turnGate.isLate) return [tooBusy()];
      if (!streamed.holds(loadShedder.held.take(() => connection.from, connection.messageTakes)))
        return [tooBusy()];
      idle.delete(connection);
      const { current } = streamed;
      current.token = bearerToken(connection.authorization);
      const prepared = operations.prepare(sent, current, opened);
      if ('errors' in prepared)
        return prepared.errors.map(({ message, extensions }) => new GraphQLError(message, { extensions }));
      const { args, subscription } = prepared;
      // The client subscribes again elsewhere as soon as this connection is closed, and this waits for the close.
      if (!isOpen()) return subscription ? new Promise<never>(() => {}) : tooLate(current);
      if (subscription) {
        if (!streamed.holds(operations.hold(subscription, connection.from))) return [tooBusy()];
        subscribes.set(args, () => subscribe(ctx, id, streamed, subscription));
        notePlace(connection);
        return args;
      }
      connection.begin(streamed);
      notePlace(connection);
      const context = parts.contextFor(connection.authorization, current, opened);
      performs.set(args, () =>
        shutdown.operations.hold<ExecutionResult>(
          loadShedder.during(current, () => operations.execute(sent, context)),
          current,
          () => lastResult(current),
        ),
      );
      return args;
    },
    execute: (args) => performs.get(args)?.() ?? nothingPrepared(),
    subscribe: (args) => subscribes.get(args)?.() ?? nothingPrepared(),
    onNext(ctx, id, payload, _args: ExecutionArgs, result) {
      const streamed = begun.get(payload);
      if (!streamed) return result;
      if (ctx.extra.streams.isReplaced(streamed)) {
        end(ctx, id, streamed);
        return neverSettles();
      }
      const formatted = streamed.sent(operations.toClientResult(result as ExecutionResult, streamed.current));
      if (streamed.current.isTokenRefused && ctx.extra.authorization) ctx.extra.tokenExpired(null);
      return formatted;
    },
    onError(ctx, id, payload, errors) {
      const streamed = begun.get(payload);
      const unexpected = errors.some((error) => 'originalError' in error && error.originalError);
      const clientErrors =
        unexpected && streamed
          ? (operations.toClientResult({ errors }, streamed.current).errors ?? errors)
          : errors;
      // The log and the metrics count the operation as failed with these errors, whatever refused it.
      streamed?.sent({ errors: clientErrors });
      return end(ctx, id, streamed) ? clientErrors : neverSettles();
    },
    async onComplete(ctx, id, payload) {
      if (!end(ctx, id, begun.get(payload))) return neverSettles();
      // If the connection closes without "complete", the client subscribes again over the next connection.
      await ctx.extra.untilClosedFor(id);
    },
    onClose({ extra: connection }) {
      connection.streams.endAll();
      shutdown.streams.settled(connection);
    },
  });
  return function opened(socket, request) {
    const connection = connectionOf(socket, request, ofAll);
    if (!isOpen()) return connection.close();
    const isForgotten = [
      shutdown.streams.add(connection),
      pings.add(connection),
      () => idle.delete(connection),
      () => waiting.delete(connection),
      () => ofAccounts.delete(connection),
    ];
    idle.add(connection);
    const closed = protocol.opened(
      {
        protocol: socket.protocol,
        send: (text) => connection.send(text),
        close: (code, reason) => socket.close(code, closeReason(reason ?? '')),
        onPing: (payload) => connection.send(pongTo(payload, connection.messageBytes)),
        onMessage(take) {
          const messages = new MessagesInTurn(connection, inTurn, (bytes) => {
            connection.tookMessage(bytes.length);
            // This message crossed our close frame, after which the client asks again elsewhere. If the gateway processed a step here, the
            // step would be executed twice.
            if (!connection.isOpen) return;
            const text = String(bytes);
            connection.holdsTooManyValues = holdsTooManyValues(text);
            const message = connection.holdsTooManyValues ? withoutPayload(text) : text;
            if (message === null)
              return socket.close(CloseCode.BadRequest, 'The message holds too many values');
            connection.messageTakes = bytesOfParsed(message);
            take(message).catch((error: unknown) => {
              // This is read again only here: a check before every message would parse each of them twice.
              if (isOfServer(message))
                return socket.close(CloseCode.BadRequest, 'Only the server sends such a message');
              parts.logger.error(
                { requestId: connection.openedBy.id, error: toLoggableError(error) },
                'unexpected error on a WebSocket',
              );
              socket.close(CloseCode.InternalServerError, 'Internal server error');
            });
          });
          socket.on('message', (bytes: Buffer) => messages.arrived(bytes));
        },
      },
      connection,
    );
    socket.on('close', (code, reason) => {
      for (const forget of isForgotten) forget();
      void closed(code, String(reason));
    });
  };
}

function connectionOf(
  socket: WebSocket,
  request: FastifyRequest,
  ofAll: OfAllConnections,
): WebSocketConnection {
  // Fastify's own listener would keep the request in memory for as long as the connection is open.
  socket.removeAllListeners('error').on('error', () => socket.terminate());
  endUpgrade(request);
  return new WebSocketConnection(socket, openedBy(request), request.raw.socket, ofAll);
}

/**
 * An empty iterable for graphql-ws that ends when everything was delivered. graphql-ws would serialize each event for each subscriber; here
 * each is serialized once.
 */
function delivered(
  deliver: () => Promise<void>,
  events: AsyncIterableIterator<object>,
): AsyncIterableIterator<never> {
  const over = { done: true, value: undefined } as const;
  return {
    next: () => deliver().then(() => over),
    return: async () => {
      await events.return?.();
      return over;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

/**
 * A promise that never settles, for an operation whose id another one has now. graphql-ws identifies operations by id: it would send this
 * end as the end of the other operation, and forget that one too. It waits for this promise instead, and both become garbage.
 */
function neverSettles(): Promise<never> {
  return new Promise(() => {});
}

function nothingPrepared(): Promise<never> {
  return Promise.reject(new Error('Nothing was prepared.'));
}

/**
 * The value that takes the place of the Authorization header: `authorization` in connection_init, in any case and also under `headers`, as
 * explorers send it; or the bare token as `token`; otherwise the header of the upgrade.
 */
function authorizationOf(
  connectionParams: Params | undefined,
  { openedBy: { authorization } }: WebSocketConnection,
): string | undefined {
  const nested = connectionParams?.headers;
  const sent = named('authorization', connectionParams) ?? named('authorization', nested);
  const token = named('token', connectionParams);
  return sent ?? (token === undefined ? authorization : `Bearer ${token}`);
}

function named(name: string, source: unknown): string | undefined {
  const entries = typeof source === 'object' && source !== null ? Object.entries(source) : [];
  const value = entries.find(([key]) => key.toLowerCase() === name)?.[1];
  return typeof value === 'string' ? value : undefined;
}

function tooManyOperations(most: number): GraphQLError {
  return refused(new InputRefused(`A connection carries at most ${most} operations at once.`));
}

function refused({ message, code }: InputRefused): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}
