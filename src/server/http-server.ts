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

/** Enough for four pictures over a slow mobile line. A client that sends more slowly is disconnected. */
const UPLOAD_TIMEOUT_MS = 60_000;
const HEADERS_TIMEOUT_MS = 10_000;
/** Longer than any stream is silent, so a client that reads nothing for this long is gone. An answer may take longer to begin. */
const IDLE_TIMEOUT_MS = 120_000;
const CHECK_CLIENTS_EVERY_MS = 2_000;
/** A streamed response has eleven listeners, ours and Fastify's, and all are removed at its end. Node warns of a leak above ten. */
const MAX_LISTENERS_OF_ANSWER = 20;

/**
 * The HTTP server without routes: limits on what comes in, request ids, and one form of error. Its hooks use callbacks, since every request
 * passes through them, and a promise for each would cost more than most hooks do.
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
    // Fastify's own log lines contain URLs, and those contain variables and contract hashes.
    logger: false,
    trustProxy: typeof trustProxy === 'number' ? (_address, hop) => hop < trustProxy : trustProxy,
    bodyLimit: MAX_BODY_BYTES,
    // Fastify's own 503 has neither our error format nor `Retry-After`; `load-shedder.ts` sends it instead.
    return503OnClosing: false,
    requestTimeout: UPLOAD_TIMEOUT_MS,
    connectionTimeout: IDLE_TIMEOUT_MS,
    http: {
      headersTimeout: HEADERS_TIMEOUT_MS,
      connectionsCheckingInterval: CHECK_CLIENTS_EVERY_MS,
      // Node would answer each request without a host in the turn in which it reads it.
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
  // Without this listener, Node destroys the connection, and with it all requests in flight there.
  server.server.on('connect', (_request, stream) => clientErrorHandler({}, endsByItself(stream as Socket)));
  connections.watch(server);
  reads.watch(server.server);
  // This plugin closes the sockets of failed upgrades, so it is registered before any hook that may refuse a request.
  await server.register(fastifyWebsocket, {
    // Events are a few hundred bytes. Compressing each would cost more than it saves, and 300 kB of memory per client.
    options: {
      maxPayload: MAX_BODY_BYTES,
      maxFragments: MAX_FRAGMENTS,
      perMessageDeflate: false,
      // One message per turn of the event loop, even if many came in one chunk. Thousands of small ones stop no other client.
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
    // A proxy's or orchestrator's probe over HTTP/1.0 names no host.
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
    // A kept connection would keep the server open until the connection times out.
    if (phase() === 'stopping' || connections.isCrowded || connections.isRefused(request))
      reply.header('connection', 'close');
    // The connection would end with this answer, and the answers to later requests would be lost.
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
 * Decides whether a connection times out. Node closes a connection without activity unless its response has a listener. A client that waits
 * for an answer is not gone: if its step were cut, curl and proxies would send it again. A client that has read all of an event stream is
 * not gone either: if nothing was sent for so long, this process stood still.
 */
function endIfUnread(this: ServerResponse, socket: Socket): void {
  if (!this.headersSent || socket.writableLength === 0) return;
  const taken = takenOf(socket);
  // If this process stood still, Node handles timers first, and then notices in this turn what the client has read meanwhile.
  setImmediate(() => {
    if (takenOf(socket) === taken) socket.destroy();
  });
}

/** How many bytes the operating system has accepted. */
function takenOf({ bytesWritten, writableLength }: Socket): number {
  return bytesWritten - writableLength;
}

const NO_WEBSOCKET_HERE = {
  code: 'NOT_FOUND',
  message: `There is no WebSocket here; it is at ${GRAPHQL_PATH}.`,
};

/** RFC 9112, section 3.2: only HTTP/1.0 may omit the host. */
function lacksHost({ raw: { httpVersion, headers } }: FastifyRequest): boolean {
  return httpVersion === '1.1' && headers.host === undefined;
}

/** A request target never contains a fragment (RFC 9112, section 3.2), and parsers disagree where its parameters would end. */
function hasFragment({ raw: { url = '' } }: FastifyRequest): boolean {
  return url.includes('#');
}

/** Replaces Fastify's schema compilers, which are 600 kB of source. No route has a schema, since GraphQL checks the input. */
function noSchemas(): never {
  throw new Error('No route of this server has a schema.');
}
