import { Readable } from 'node:stream';
import type { ApolloServer } from '@apollo/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sentToApollo } from './apollo-request.js';
import { bearerToken, vlensForCaller } from './caller.js';
import { type CurrentRequest, carrying, currentRequest } from './current-request.js';
import { resolveDocuments } from './documents/resolve-documents.js';
import type { Around, GatewayParts } from './gateway-parts.js';
import { GRAPHQL_PATH } from './http-errors.js';
import type { Metrics } from './metrics/index.js';
import { serverSentEvents } from './subscriptions/sse.js';
import type { StreamParts } from './subscriptions/stream-parts.js';
import { StreamedOperations } from './subscriptions/streamed-operations.js';
import { webSocket } from './subscriptions/websocket.js';

interface RouteParts<Context extends object> extends GatewayParts<Context> {
  around: Around;
  apollo: ApolloServer<Context>;
  metrics: Metrics;
  isOpen: () => boolean;
}

/** GraphQL at `/graphql` over HTTP and WebSocket, and at `/graphql/stream` over server-sent events. */
export async function graphqlRoutes<Context extends object>(
  server: FastifyInstance,
  parts: RouteParts<Context>,
): Promise<void> {
  const { apollo, trustedDocuments } = parts;
  const contextFor = contexts(parts);
  const streams = streamParts(parts, contextFor);
  const preHandler = resolveDocuments(trustedDocuments);
  const handler = async (request: FastifyRequest, reply: FastifyReply) => {
    const current = currentRequest(request, reply);
    const { headers, status, body } = await apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: sentToApollo(request),
      context: async () => contextFor(request.headers.authorization, current, request),
    });
    reply.code(status ?? 200);
    // Answers are for this caller alone, and a GET may otherwise be cached.
    reply.header('cache-control', 'no-store');
    for (const [name, value] of headers) reply.header(name, value);
    if (body.kind === 'chunked') return reply.send(Readable.from(body.asyncIterator));
    return reply.statusCode >= 400 ? withRequestId(body.string, current.id) : body.string;
  };
  // Its own scope: routes that upgrade must be registered after the plugin has loaded.
  await server.register(async (routes) => {
    routes.route({ method: 'GET', url: GRAPHQL_PATH, preHandler, handler, wsHandler: webSocket(streams) });
    // Apollo Server answers 405 to what is neither GET nor POST.
    routes.route({ method: ['POST', 'PUT', 'PATCH', 'DELETE'], url: GRAPHQL_PATH, preHandler, handler });
    serverSentEvents(routes, streams, preHandler);
  });
}

type ContextFor<Context extends object> = StreamParts<Context>['contextFor'];

function contexts<Context extends object>({
  config,
  vlens,
  live,
  createContext,
}: GatewayParts<Context>): ContextFor<Context> {
  return (authorization: string | undefined, current: CurrentRequest, request: FastifyRequest) =>
    carrying(
      createContext(vlensForCaller(vlens, authorization, current), {
        requestId: current.id,
        publicUrl: config.publicUrl ?? addressAskedFor(request),
        watch: (requestId) => live.subscribe(bearerToken(authorization), requestId),
      }),
      current,
    );
}

function streamParts<Context extends object>(
  parts: RouteParts<Context>,
  contextFor: ContextFor<Context>,
): StreamParts<Context> {
  const { schema, config, apollo, trustedDocuments, logger, metrics, tracing, isOpen, around } = parts;
  const operations = new StreamedOperations<Context>({
    schema,
    introspection: config.introspection,
    apollo,
    trustedDocuments,
    logger,
  });
  const { monotonicMs, newRequestId, longestBacklogMs, pingMs } = around;
  return {
    operations,
    contextFor,
    isOpen,
    logger,
    monotonicMs,
    metrics,
    newRequestId,
    longestBacklogMs,
    pingMs,
    tracing,
  };
}

/** Apollo Server refuses what is no operation before there is a context: nobody knew then whose request it was. */
function withRequestId(body: string, requestId: string): string {
  if (body.includes('"requestId"')) return body;
  const answer = JSON.parse(body);
  for (const { extensions } of answer.errors ?? []) if (extensions) extensions.requestId = requestId;
  return `${JSON.stringify(answer)}\n`;
}

function addressAskedFor({ protocol, host }: FastifyRequest): string {
  return `${protocol}://${host}`;
}
