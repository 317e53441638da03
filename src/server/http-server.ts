import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import fastifyWebsocket from '@fastify/websocket';
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { handleProtocols } from 'graphql-ws';
import type { Logger } from 'pino';
import type { Config } from '../config/config.js';
import { MAX_BODY_BYTES } from './body-limit.js';
import { answerClientErrors, endsByItself } from './client-errors.js';
import type { Connections } from './connections.js';
import { refuseHeader, tooLongHeader } from './header-bounds.js';
import type { Phase } from './health.js';
import { answerErrors, GRAPHQL_PATH, sendError } from './http-errors.js';
import { type JsonBodyParts, jsonBody } from './json-body.js';
import { isAlwaysAnswered } from './load-shedder.js';
import type { PipelinedRequests } from './pipelined-requests.js';
import { type BeginInTurn, Pipelining } from './pipelining.js';
import type { ReadsInTurn } from './reads-in-turn.js';
import { hostOf } from './request-host.js';
import { REQUEST_ID_HEADER, requestIdOf } from './request-id.js';
import { MAX_FRAGMENTS } from './subscriptions/arriving-message.js';
import { isUnmet, refuseUnmet } from './unmet-expectations.js';
import { ORDINARY_BODIES, watchUpgrades, webSocketUpgrades } from './websocket-upgrades.js';

export interface HttpServerParts extends JsonBodyParts {
  logger: Logger;
  trustProxy: Config['trustProxy'];
  newRequestId: () => string;
  phase: () => Phase;
  connections: Pick<Connections, 'watch' | 'isCrowded' | 'isRefused'>;
  beginInTurn: BeginInTurn;
  reads: Pick<ReadsInTurn, 'watch' | 'read'>;
  pipelined: PipelinedRequests;
}

/** Four pictures over a slow mobile line; anybody who sends more slowly is let go. */
const UPLOAD_TIMEOUT_MS = 60_000;
const HEADERS_TIMEOUT_MS = 10_000;
/** Longer than any stream is silent: anybody who reads nothing for so long is gone. An answer may take longer to begin. */
const IDLE_TIMEOUT_MS = 120_000;
const CHECK_CLIENTS_EVERY_MS = 2_000;
/** What is streamed has eleven, ours and Fastify's, and none stays behind: Node warns of a leak beyond ten. */
const MAX_LISTENERS_OF_ANSWER = 20;

/**
 * The HTTP server before it knows any route: limits on what comes in, ids, and one form of error. Its hooks call back, as
 * every request passes through them, and a promise each would cost more than most of them do.
 */
export async function httpServer({
  logger,
  trustProxy,
  newRequestId,
  phase,
  connections,
  beginInTurn,
  reads,
  pipelined,
  ...body
}: HttpServerParts): Promise<FastifyInstance> {
  const pipelining = new Pipelining(beginInTurn, (connection) => reads.read(connection), pipelined);
  const clientErrorHandler = answerClientErrors(newRequestId, pipelining);
  const server = fastify({
    // Its own log lines hold addresses, and those hold variables and the hashes of contracts.
    logger: false,
    trustProxy: typeof trustProxy === 'number' ? (_address, hop) => hop < trustProxy : trustProxy,
    bodyLimit: MAX_BODY_BYTES,
    // Its own refusal while it closes has neither the form of an error nor Retry-After: `load-shedder.ts` says it.
    return503OnClosing: false,
    requestTimeout: UPLOAD_TIMEOUT_MS,
    connectionTimeout: IDLE_TIMEOUT_MS,
    http: {
      headersTimeout: HEADERS_TIMEOUT_MS,
      connectionsCheckingInterval: CHECK_CLIENTS_EVERY_MS,
      // Node would answer each that names no host in the turn in which it is read.
      requireHostHeader: false,
      ...ORDINARY_BODIES,
    },
    genReqId: ({ headers }) => requestIdOf(headers[REQUEST_ID_HEADER], newRequestId),
    schemaController: { compilersFactory: { buildValidator: noSchemas, buildSerializer: noSchemas } },
    clientErrorHandler,
    frameworkErrors: (_error, request, reply) =>
      pipelining.begin(request as FastifyRequest, reply.raw, () =>
        sendError(request as FastifyRequest, reply, 400),
      ),
  });
  // Without it Node destroys the connection, and with it what is in flight there.
  server.server.on('connect', (_request, stream) => clientErrorHandler({}, endsByItself(stream as Socket)));
  connections.watch(server);
  reads.watch(server.server);
  // Before any hook that may refuse: it lets go of the sockets of upgrades that came to nothing.
  await server.register(fastifyWebsocket, {
    // Events are a few hundred bytes: deflating each would cost more than it saves, and 300 kB of memory for each client.
    options: {
      maxPayload: MAX_BODY_BYTES,
      maxFragments: MAX_FRAGMENTS,
      perMessageDeflate: false,
      // One message in each turn of the event loop, whatever came in one piece: thousands of small ones stop nobody.
      allowSynchronousEvents: false,
      handleProtocols,
      server: webSocketUpgrades(server.server, pipelining),
    },
  });
  watchUpgrades(server);
  pipelining.watch(server);
  server.addHook('onRequest', (request, reply, done) => {
    reply.header(REQUEST_ID_HEADER, request.id);
    reply.raw.setMaxListeners(MAX_LISTENERS_OF_ANSWER);
    reply.raw.on('timeout', endIfUnread);
    const tooLong = tooLongHeader(request.headers);
    // A proxy’s or orchestrator’s probe over HTTP/1.0 names no host.
    const hasHost =
      !lacksHost(request) && (isAlwaysAnswered(request) || URL.canParse(`http://${hostOf(request)}/`));
    if (tooLong) refuseHeader(request, reply, tooLong);
    else if (isUnmet(request)) refuseUnmet(request, reply);
    else if (!hasHost || hasFragment(request)) sendError(request, reply, 400);
    else if (request.ws && request.routeOptions.url !== GRAPHQL_PATH)
      sendError(request, reply, 404, NO_WEBSOCKET_HERE);
    else done();
  });
  server.addHook('onSend', (request, reply, _payload, done) => {
    // A kept connection would keep the server from closing until it times out.
    if (phase() === 'stopping' || connections.isCrowded || connections.isRefused(request))
      reply.header('connection', 'close');
    // It would end with this answer, and those to what was sent behind it would be lost.
    if (!pipelining.isLastOnConnection(request, reply)) reply.removeHeader('connection');
    else if (reply.getHeader('connection') === 'close') pipelining.closes(request);
    done();
  });
  server.setErrorHandler(answerErrors(logger));
  server.setNotFoundHandler((request, reply) => sendError(request, reply, 404));
  jsonBody(server, body);
  return server;
}

/**
 * Node closes a connection on which nothing moves, unless its response has a listener: a client that waits for an answer is not gone. A step
 * that is cut so would be sent again, by curl and by proxies. Nor is one gone that has all there was to read, of an event stream: where nothing
 * was said for so long this process stood still.
 */
function endIfUnread(this: ServerResponse, socket: Socket): void {
  if (!this.headersSent || socket.writableLength === 0) return;
  const taken = takenOf(socket);
  // After such a time what has been read meanwhile is seen in this turn, behind the timers.
  setImmediate(() => {
    if (takenOf(socket) === taken) socket.destroy();
  });
}

/** How many bytes the system has taken. */
function takenOf({ bytesWritten, writableLength }: Socket): number {
  return bytesWritten - writableLength;
}

const NO_WEBSOCKET_HERE = {
  code: 'NOT_FOUND',
  message: `There is no WebSocket here; it is at ${GRAPHQL_PATH}.`,
};

/** RFC 9112, section 3.2: HTTP/1.0 alone may name none. */
function lacksHost({ raw: { httpVersion, headers } }: FastifyRequest): boolean {
  return httpVersion === '1.1' && headers.host === undefined;
}

/** No address has one on its way (RFC 9112, section 3.2), and those who read its parameters do not agree where they end then. */
function hasFragment({ raw: { url = '' } }: FastifyRequest): boolean {
  return url.includes('#');
}

/** Fastify loads its compilers of schemas, 600 kB of source, unless it has others; no route has a schema, since GraphQL checks what comes in. */
function noSchemas(): never {
  throw new Error('No route of this server has a schema.');
}
