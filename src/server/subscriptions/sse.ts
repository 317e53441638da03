import { ApolloServerErrorCode } from '@apollo/server/errors';
import type { FastifyInstance, FastifyReply, FastifyRequest, preHandlerHookHandler } from 'fastify';
import { type ExecutionResult, OperationTypeNode } from 'graphql';
import { parametersOf } from '../address-parameters.js';
import { GRAPHQL_PATH, STREAM_PATH, sendError } from '../http-errors.js';
import { tooBusy } from '../load-shedder.js';
import { lastResult } from '../shutdown/last-word.js';
import { whenClosed } from '../when-closed.js';
import { eachEvent } from './each-event.js';
import { EventStream } from './event-stream.js';
import { openedBy } from './opened-by.js';
import { PingWheel } from './ping-wheel.js';
import type { StreamParts } from './stream-parts.js';
import type { AskedSubscription, SentOperation } from './streamed-operations.js';
import { StreamedRequest } from './streamed-request.js';

const EVENT_STREAM = 'text/event-stream';
const NO_MUTATIONS =
  'A mutation is never sent by GET: an address may be opened again by anybody who finds it. Send it by POST.';

const NO_RESERVATIONS =
  'Each operation has a connection of its own here: leave out `singleConnection`, and let HTTP/2 carry many over one.';

/**
 * `/graphql/stream`, by POST or GET: one operation per connection, as in graphql-sse's distinct connections mode. graphql-sse's own handler
 * would have a timer for each stream, and serialize each event once per stream.
 */
export function serverSentEvents<Context extends object>(
  server: FastifyInstance,
  parts: StreamParts<Context>,
  preHandler: preHandlerHookHandler,
): void {
  const { operations, maxBacklogMs, loadShedder, shutdown } = parts;
  const pings = new PingWheel(parts.pingMs);

  const execute = (sent: SentOperation, streamed: StreamedRequest) => {
    const { current, openedBy: opened } = streamed;
    const context = parts.contextFor(opened.authorization, current, opened);
    return shutdown.operations.hold<ExecutionResult>(operations.execute(sent, context), current, () =>
      lastResult(current),
    );
  };
  const textOf = (result: ExecutionResult, streamed: StreamedRequest) =>
    JSON.stringify(streamed.sent(operations.toClientResult(result, streamed.current)));
  /** Follows a subscription, which may take hours. It keeps only the response of the request that opened it. */
  const follow = async (
    asked: AskedSubscription,
    streamed: StreamedRequest,
    stream: EventStream,
    answer: FastifyReply['raw'],
  ): Promise<string | null> => {
    const { current, openedBy: opened } = streamed;
    const caller = parts.callerOf(opened.authorization);
    const newContext = () => parts.contextFor(opened.authorization, current, opened, caller);
    let stopEvents = () => {};
    const forget = shutdown.streams.add({ isIdle: () => true, close: () => stream.cut() });
    whenClosed(answer, () => {
      forget();
      stopEvents();
    });
    const events = await operations.eventsOf(asked, newContext());
    if (!(Symbol.asyncIterator in events)) return textOf(events, streamed);
    stopEvents = () => void events.return?.();
    if (current.hasLeft) stopEvents();
    await eachEvent(events, async (event) => {
      const { result, text } = await operations.resultOf(event, asked, current, newContext);
      if (current.hasLeft) return false;
      streamed.sent(result);
      await stream.nextOf(loadShedder.unread, current.address, text);
      return true;
    });
    return null;
  };
  const answerTo = (
    sent: SentOperation,
    request: FastifyRequest,
    reply: FastifyReply,
    streamed: StreamedRequest,
    stream: EventStream,
  ): Promise<string | null> => {
    const { current } = streamed;
    const answered = (result: ExecutionResult) => {
      const text = textOf(result, streamed);
      loadShedder.answered(request, reply, text);
      return text;
    };
    const prepared = operations.prepare(sent, current, streamed.openedBy);
    if ('errors' in prepared) return refused(prepared.errors).then(answered);
    if (request.method === 'GET' && current.kind === OperationTypeNode.MUTATION)
      return refused(operations.refusal(NO_MUTATIONS, current)).then(answered);
    if (!prepared.subscription) return execute(sent, streamed).then(answered);
    if (!streamed.holds(operations.hold(prepared.subscription, current.address)))
      return Promise.resolve({ errors: [tooBusy()] }).then(answered);
    loadShedder.releaseSubscription(reply);
    letGoOfHeaders(request);
    return follow(prepared.subscription, streamed, stream, reply.raw);
  };
  const complete = async (answer: Promise<string | null>, stream: EventStream): Promise<void> => {
    const text = await answer;
    if (text !== null) await stream.next(text);
    stream.complete();
  };
  // Only `complete` and `follow` wait for the end of a stream: a waiting function keeps all its arguments in memory.
  const serve = async (sent: SentOperation, request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const streamed = new StreamedRequest(parts, openedBy(request), 'sse');
    const stream = new EventStream(reply, maxBacklogMs);
    const stopPinging = pings.add(stream);
    whenClosed(reply.raw, () => {
      stopPinging();
      streamed.end();
    });
    return complete(answerTo(sent, request, reply, streamed, stream), stream);
  };
  // graphql-sse's client sends these methods with `singleConnection: true`. Only one replica would know a reserved stream, so they are
  // refused.
  server.route({
    method: ['PUT', 'DELETE'],
    url: STREAM_PATH,
    handler: async (request, reply) => {
      void reply.header('allow', 'GET, POST');
      sendError(request, reply, 405, { code: ApolloServerErrorCode.BAD_REQUEST, message: NO_RESERVATIONS });
      return reply;
    },
  });
  server.route({
    method: ['GET', 'POST'],
    url: STREAM_PATH,
    exposeHeadRoute: false,
    preHandler,
    handler: async (request, reply) => {
      const sent = sentBy(request);
      const message = errorIn(request, sent);
      if (message !== null) {
        sendError(request, reply, 400, { code: ApolloServerErrorCode.BAD_REQUEST, message });
        return reply;
      }
      request.body = null;
      reply.hijack();
      // Errors after this point have been reported already: the client has left, or its stream was ended.
      const { raw } = reply;
      serve(sent, request, reply).catch(() => raw.destroy());
    },
  });
}

/** Frees the headers, up to 16 KB. Node keeps the request with its response for hours, and `OpenedBy` has the parts that are needed. */
function letGoOfHeaders({ raw }: FastifyRequest): void {
  raw.headers = {};
  raw.rawHeaders = [];
}

/** The result of a request that was not executed: it has no `data` (GraphQL, "Request Errors"). */
function refused(errors: readonly unknown[]): Promise<ExecutionResult> {
  return Promise.resolve({ errors: errors as never });
}

/**
 * What is wrong with a request that is not an operation or asks for no stream; null if nothing is. Links and forms on other sites never ask
 * for an event stream.
 */
function errorIn({ method, headers }: FastifyRequest, sent: Record<string, unknown>): string | null {
  if (method === 'GET' && !headers.accept?.includes(EVENT_STREAM))
    return `Here are streams alone: send Accept: ${EVENT_STREAM}, or ask ${GRAPHQL_PATH}.`;
  const { query, variables, extensions, operationName } = sent;
  if (typeof query !== 'string' || query === '')
    return 'GraphQL operations must contain a non-empty `query` or a `persistedQuery` extension.';
  if (operationName != null && typeof operationName !== 'string')
    return '`operationName` must be a string if provided.';
  return isParameters(variables) && isParameters(extensions)
    ? null
    : '`variables` and `extensions` must be JSON objects if provided.';
}

function isParameters(sent: unknown): boolean {
  return sent == null || (typeof sent === 'object' && !Array.isArray(sent));
}

/** The operation that was sent. `resolveDocuments` has already put the text of a trusted document into the URL. */
function sentBy({ method, raw, body }: FastifyRequest): Record<string, unknown> {
  if (method !== 'GET') return Object(body);
  const search = parametersOf(raw.url);
  return {
    ...Object.fromEntries(search),
    variables: parsed(search.get('variables')),
    extensions: parsed(search.get('extensions')),
  };
}

function parsed(json: string | null): unknown {
  try {
    return json === null ? null : JSON.parse(json);
  } catch {
    return json;
  }
}
