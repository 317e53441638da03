import { once } from 'node:events';
import { ApolloServerErrorCode } from '@apollo/server/errors';
import type { FastifyInstance, FastifyReply, FastifyRequest, preHandlerHookHandler } from 'fastify';
import { type ExecutionResult, OperationTypeNode } from 'graphql';
import { createHandler } from 'graphql-sse/lib/use/fastify';
import { GRAPHQL_PATH, STREAM_PATH, sendError } from '../http-errors.js';
import { lastResult } from '../shutdown/last-word.js';
import type { StreamParts } from './stream-parts.js';
import type { SentOperation } from './streamed-operations.js';
import { StreamedRequest } from './streamed-request.js';

const EVENT_STREAM = 'text/event-stream';
const NO_MUTATIONS =
  'A mutation is never sent by GET: an address may be opened again by anybody who finds it. Send it by POST.';

const NO_RESERVATIONS =
  'Each operation has a connection of its own here: leave out `singleConnection`, and let HTTP/2 carry many over one.';

/** `/graphql/stream`, by POST or GET: one operation for each connection, as graphql-sse's distinct connections mode has it. */
export function serverSentEvents<Context extends object>(
  server: FastifyInstance,
  parts: StreamParts<Context>,
  preHandler: preHandlerHookHandler,
): void {
  const { operations, contextFor, longestBacklogMs, loadShedder, shutdown } = parts;
  const performs = new WeakMap<object, () => ReturnType<typeof operations.execute>>();
  const streams = new WeakMap<FastifyReply, StreamedRequest>();
  const handler = createHandler({
    // Without a token every operation has a connection of its own; streams to be reserved are not offered.
    authenticate: () => null,
    // What is wrong with a document was said before, in our own words: it would look again, and its errors carry no code.
    validate: () => [],
    onSubscribe({ raw, context: { reply } }, sent) {
      const streamed = new StreamedRequest(parts, raw, 'sse');
      streams.set(reply, streamed);
      reply.raw.once('close', () => streamed.end());
      const context = contextFor(raw.headers.authorization, streamed.current, raw);
      const operation = sent as SentOperation;
      const prepared = operations.prepare(operation, streamed.current, context);
      if ('errors' in prepared) return { data: null, errors: prepared.errors as never };
      const { current } = streamed;
      if (raw.method === 'GET' && current.kind === OperationTypeNode.MUTATION)
        return { data: null, errors: operations.refusal(NO_MUTATIONS, current) as never };
      if (prepared.isSubscription) {
        loadShedder.releaseSubscription(reply);
        closeOnShutdown(reply);
      }
      performs.set(prepared.args, () =>
        shutdown.operations.hold<ExecutionResult>(operations.execute(operation, context), () =>
          lastResult(current),
        ),
      );
      // The library's context is an open record; ours is passed through it untouched.
      return prepared.args as never;
    },
    execute: (args) => performs.get(args)?.() ?? Promise.reject(new Error('Nothing was prepared.')),
    async onNext(_context, { context: { reply } }, result) {
      await caughtUp(reply, longestBacklogMs);
      const streamed = streams.get(reply);
      return streamed
        ? streamed.sent(operations.told(result as ExecutionResult, streamed.current))
        : undefined;
    },
  });
  // Ended without `complete`, so that its client subscribes again.
  const closeOnShutdown = ({ raw }: FastifyReply) =>
    raw.once('close', shutdown.streams.add({ isIdle: () => true, close: () => raw.end() }));
  // What graphql-sse's client asks for with `singleConnection: true`; a reserved stream would be known to one replica alone.
  server.route({
    method: ['PUT', 'DELETE'],
    url: STREAM_PATH,
    handler: async (request, reply) => {
      void reply.header('allow', 'GET, POST');
      sendError(request, reply, 405, { code: ApolloServerErrorCode.BAD_REQUEST, message: NO_RESERVATIONS });
      return reply;
    },
  });
  const route = { method: ['GET', 'POST'], url: STREAM_PATH, preHandler };
  server.route({
    ...route,
    handler: async (request, reply) => {
      const complaint = complaintAbout(request, sentBy(request));
      if (complaint !== null) {
        sendError(request, reply, 400, { code: ApolloServerErrorCode.BAD_REQUEST, message: complaint });
        return reply;
      }
      reply.header('cache-control', 'no-store').header('x-accel-buffering', 'no').hijack();
      // Nothing but streams is served here, and the library wants to be asked for exactly that.
      request.headers.accept = EVENT_STREAM;
      try {
        await handler(request, reply);
      } catch {
        // The client has left, or was let go.
        reply.raw.destroy();
      }
    },
  });
}

/** What graphql-sse would refuse without a code. A link or a form of another site never asks for an event stream. */
function complaintAbout({ method, headers }: FastifyRequest, sent: Record<string, unknown>): string | null {
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

/** After the text of a trusted document was put into the address. */
function sentBy({ method, raw, body }: FastifyRequest): Record<string, unknown> {
  if (method !== 'GET') return Object(body);
  const search = new URLSearchParams((raw.url ?? '').split('?', 2)[1]);
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

/** graphql-sse would queue events for a reader who does not read: the next one waits here until there is room. */
async function caughtUp({ raw }: FastifyReply, longestBacklogMs: number): Promise<void> {
  if (!raw.writableNeedDrain) return;
  const tooLate = setTimeout(() => raw.destroy(), longestBacklogMs);
  await Promise.race([once(raw, 'drain'), once(raw, 'close')]);
  clearTimeout(tooLate);
}
