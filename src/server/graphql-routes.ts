import { Readable } from 'node:stream';
import type { ApolloServer } from '@apollo/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Metrics } from '../metrics/index.js';
import type { CallerVlens } from '../vlens/pipeline.js';
import { answersInTurn } from './answers-in-turn.js';
import { acceptsAnswers, sentToApollo } from './apollo-request.js';
import { MAX_LARGE_BODY_BYTES } from './body-limit.js';
import { accountOf, bearerToken, callerOf, vlensForCaller, vlensForHolder } from './caller.js';
import { type CurrentRequest, currentRequest, withRequest } from './current-request.js';
import { clientOperationOf } from './documents/limit-across-requests.js';
import type { ParameterizedDocuments } from './documents/parameterized-documents.js';
import { resolveDocuments } from './documents/resolve-documents.js';
import { isUnchanged } from './entity-tag.js';
import type { GatewayDependencies, Overrides } from './gateway-dependencies.js';
import { GRAPHQL_PATH, sendError } from './http-errors.js';
import { inputLimitsOf } from './input-bounds.js';
import type { LoadShedder } from './load-shedder.js';
import { namedPlugin } from './named-plugin.js';
import type { NoteOperation } from './operation-log.js';
import type { ReadsInTurn } from './reads-in-turn.js';
import { hostOf } from './request-host.js';
import { type CachedResponse, cacheKeyOf, ResponseCache } from './response-cache.js';
import { lastAnswer } from './shutdown/last-word.js';
import type { Shutdown } from './shutdown/shutdown.js';
import type { OpenedBy } from './subscriptions/opened-by.js';
import { serverSentEvents } from './subscriptions/sse.js';
import type { StreamParts } from './subscriptions/stream-parts.js';
import { StreamedOperations } from './subscriptions/streamed-operations.js';
import { webSocket } from './subscriptions/websocket.js';
import type { TurnGate } from './turn-gate.js';
import { refuseDroppedUpgrades } from './websocket-upgrades.js';

interface RouteParts<Context extends object> extends GatewayDependencies<Context> {
  overrides: Overrides;
  apollo: ApolloServer<Context>;
  parameterized: ParameterizedDocuments;
  metrics: Metrics;
  note: NoteOperation;
  loadShedder: LoadShedder;
  shutdown: Pick<Shutdown, 'operations' | 'streams'>;
  turnGate: TurnGate;
  reads: ReadsInTurn;
  isAccepted: StreamParts<Context>['isAccepted'];
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
  const preHandler = resolveDocuments(trustedDocuments, ({ headers }) => callerOf(parts.vlens, headers));
  const responses = new ResponseCache(parts.overrides.clock);
  const { operations } = parts.shutdown;
  const handler = async (request: FastifyRequest, reply: FastifyReply) => {
    if (request.method === 'POST' && !acceptsAnswers(request)) {
      sendError(request, reply, 406);
      return reply;
    }
    const current = currentRequest(request, reply);
    const caller = callerOf(parts.vlens, request.headers);
    if (parts.config.federation) {
      const operation = clientOperationOf(request, caller, current.address);
      if (operation !== undefined) current.clientOperation = operation;
    }
    const cacheKey = caller && cacheKeyOf(request, caller);
    const cached =
      cacheKey && parts.loadShedder.pressureFor(() => current) === 'accept all'
        ? responses.get(cacheKey)
        : null;
    // An answer is for this caller alone, and caches may store answers to a GET by default.
    reply.header('cache-control', 'no-store');
    if (cached) return sendCached(cached, current, request, reply);
    const httpGraphQLRequest = sentToApollo(request, parts.parameterized);
    // Apollo Server has its own reference to what it needs of the body (`let-go-of-undeclared.ts`).
    request.body = null;
    const answer = apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest,
      context: async () =>
        contextFor(request.headers.authorization, current, reachedBy(request), caller ?? undefined),
    });
    const { headers, status, body } = await operations.hold(answer, current, () => lastAnswer(current));
    reply.code(status ?? 200);
    for (const [name, value] of headers) reply.header(name, value);
    if (body.kind === 'chunked') return reply.send(Readable.from(body.asyncIterator));
    if (reply.statusCode >= 400) return withRequestId(body.string, current.id);
    if (cacheKey) responses.keep(cacheKey, current, body.string, headers.get('content-type') ?? '');
    return answerOf(request, reply, body.string);
  };
  const sendCached = (
    cached: CachedResponse,
    current: CurrentRequest,
    request: FastifyRequest,
    reply: FastifyReply,
  ) => {
    const startedAt = parts.overrides.clock.monotonicNow();
    for (const read of cached.reads) current.saved(read);
    reply.header('content-type', cached.contentType);
    parts.note(cached.operation, current, parts.overrides.clock.monotonicNow() - startedAt);
    return answerOf(request, reply, cached.body);
  };
  // These routes have their own scope, since routes that upgrade must be registered after the WebSocket plugin has loaded.
  await server.register(
    namedPlugin('graphql', async (routes) => {
      routes.route({
        method: 'GET',
        url: GRAPHQL_PATH,
        exposeHeadRoute: false,
        onRequest: refuseDroppedUpgrades,
        preHandler,
        handler,
        wsHandler: webSocket(streams),
      });
      routes.route({
        method: 'POST',
        url: GRAPHQL_PATH,
        // `json-body.ts` limits every other body to `MAX_BODY_BYTES` as soon as its document is known.
        bodyLimit: MAX_LARGE_BODY_BYTES,
        preHandler,
        handler,
      });
      serverSentEvents(routes, streams, preHandler);
    }),
  );
}

type ContextFor<Context extends object> = StreamParts<Context>['contextFor'];

function contexts<Context extends object>({
  config,
  vlens,
  live,
  createContext,
  turnGate,
  isAccepted,
}: RouteParts<Context>): ContextFor<Context> {
  return (authorization, current, { protocol, host }, caller) => {
    // The token's key is not computed again where it is known.
    const isCustomer = () =>
      caller === undefined ? isAccepted(authorization) : (vlens.isAccepted?.(caller) ?? false);
    const inTurn = (vlensOfOne: CallerVlens) => answersInTurn(vlensOfOne, turnGate, current, isCustomer);
    return withRequest(
      createContext(inTurn(vlensForCaller(vlens, authorization, current, caller)), {
        requestId: current.id,
        language: current.language,
        publicUrl: config.publicUrl ?? `${protocol}://${host}`,
        vlensOf: (token) => inTurn(vlensForHolder(vlens, token, current)),
        watch: (requestId) => live.subscribe(bearerToken(authorization), requestId, current.address),
      }),
      current,
    );
  };
}

function streamParts<Context extends object>(
  parts: RouteParts<Context>,
  contextFor: ContextFor<Context>,
): StreamParts<Context> {
  const { schema, config, vlens } = parts;
  return {
    ...parts,
    ...parts.overrides,
    operations: new StreamedOperations<Context>({ ...parts, introspection: config.introspection }),
    contextFor,
    callerOf: (authorization) => callerOf(vlens, { authorization }) ?? undefined,
    accountOf: (authorization) => accountOf(vlens, authorization) ?? undefined,
    inputLimits: inputLimitsOf(schema),
    maxOperationsPerConnection: config.subscriptions.maxPerConnection,
  };
}

/** The body, or 304 without one if the client already has it. */
function answerOf(request: FastifyRequest, reply: FastifyReply, body: string): string | FastifyReply {
  return isUnchanged(request, reply, body) ? reply.code(304).removeHeader('content-type').send() : body;
}

/** Adds the request id. Apollo Server refuses an invalid request before it creates a context, so its error does not know the request. */
function withRequestId(body: string, requestId: string): string {
  if (body.includes('"requestId"')) return body;
  const answer = JSON.parse(body);
  for (const { extensions } of answer.errors ?? []) if (extensions) extensions.requestId = requestId;
  return `${JSON.stringify(answer)}\n`;
}

function reachedBy(request: FastifyRequest): Pick<OpenedBy, 'protocol' | 'host'> {
  return { protocol: request.protocol, host: hostOf(request) };
}
