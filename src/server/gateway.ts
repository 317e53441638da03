import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { systemClock } from '../clock.js';
import { closeEach } from '../close-each.js';
import { exposeMetrics } from '../metrics/index.js';
import { connectionBounds } from '../open-files.js';
import { startApollo } from './apollo.js';
import { browserRules } from './browser-rules.js';
import { MAX_BUFFERED_BYTES } from './buffered-bytes.js';
import { callerOf } from './caller.js';
import { connectionEnds, watchOpenFiles } from './connection-ends.js';
import { Connections } from './connections.js';
import { contractDownload } from './contract-download.js';
import { CountedTurnGate } from './counted-turn-gate.js';
import { documentRules } from './documents/document-rules.js';
import { limitLists } from './documents/limit-answer.js';
import { ParameterizedDocuments } from './documents/parameterized-documents.js';
import { watchEventLoop } from './event-loop-delay.js';
import { explorerRoutes } from './explorer/routes.js';
import { gateRequests, requestsInTurn } from './gated-requests.js';
import type { GatewayDependencies, Overrides } from './gateway-dependencies.js';
import { graphqlRoutes } from './graphql-routes.js';
import { health, type Phase, problemsOf } from './health.js';
import { httpServer } from './http-server.js';
import { inputLimitsOf } from './input-bounds.js';
import { isAlwaysAnswered, LoadShedder, TOO_BUSY, turnAway } from './load-shedder.js';
import { labelsOf } from './operation-label.js';
import { noteOperations } from './operation-log.js';
import { answerOtherMethods } from './other-methods.js';
import { MAX_PIPELINED, PipelinedRequests } from './pipelined-requests.js';
import { watchProxies } from './proxy-watch.js';
import { ReadsInTurn } from './reads-in-turn.js';
import { requestErrorsAs200 } from './request-errors-as-200.js';
import { OperationsInFlight } from './shutdown/operations-in-flight.js';
import { Shutdown } from './shutdown/shutdown.js';
import { SigningLinks } from './signing-link.js';
import { signingPage } from './signing-page.js';
import { startPage } from './start-page.js';
import { traceHttp } from './tracing/http.js';
import { traceResolvers } from './tracing/operations.js';
import { webhooks } from './webhooks.js';

export interface Gateway {
  /** Without a trailing slash. */
  url: string;
  /** Refuses new requests, and resolves when those in flight have been answered. */
  close(): Promise<void>;
  /** Stops waiting while the gateway closes; returns how many operations get an unknown outcome because of that. */
  hurry(): number;
}

const REAL: Omit<Overrides, 'shutdownTimeoutMs' | 'quietMs' | 'maxConnections'> = {
  newRequestId: randomUUID,
  clock: systemClock,
  readingClock: systemClock,
  maxBacklogMs: 120_000,
  pingMs: 12_000,
  maxReceivedBytes: MAX_BUFFERED_BYTES,
  maxPipelined: MAX_PIPELINED,
};
/** Slow uploads may use at most this part of all connections, and so may unread answers. */
const IN_TRANSIT_PART = 1 / 4;
const LET_GO_MS = 50;
/** On a developer's machine, no other client sends requests. */
const QUIET_MS = { production: 1000, development: 0 };
/** By then, every answer is written, and a client that has not read its answer is gone. */
const LAST_ANSWERS_LEAVE_MS = 2000;

/** Assembles the gateway and listens. Throws the system's error if the port is in use. */
export async function startGateway<Context extends object>(
  parts: GatewayDependencies<Context>,
): Promise<Gateway> {
  const { config, logger, tracing, metrics } = parts;
  const inputLimits = inputLimitsOf(parts.schema);
  const overrides: Overrides = {
    ...REAL,
    shutdownTimeoutMs: config.shutdownTimeoutMs,
    maxConnections: connectionBounds(config.subscriptions.max).maxConnections,
    quietMs: QUIET_MS[config.production ? 'production' : 'development'],
    ...parts.overrides,
  };
  let phase: Phase = 'starting';

  const { trustProxy } = config;
  const now = () => overrides.clock.monotonicNow();
  const onConnectionEnd = connectionEnds(logger, metrics, now);
  const connections = new Connections({
    max: overrides.maxConnections,
    now,
    onEnd: onConnectionEnd,
    isHeld: (socket) => reads.isHeld(socket),
    closeIdleWebSocket: () => loadShedder.webSockets.makeRoom(),
  });
  const { newRequestId } = overrides;
  const turnGate = new CountedTurnGate(overrides.clock, config.traffic, metrics.countQueued);
  const reads = new ReadsInTurn(overrides.readingClock);
  const isAccepted = (authorization: string | undefined) => {
    const caller = callerOf(parts.vlens, { authorization });
    return caller !== null && (parts.vlens.isAccepted?.(caller) ?? false);
  };
  const isAcceptedRequest = ({ headers }: FastifyRequest) => isAccepted(headers.authorization);
  const server = await httpServer({
    logger,
    trustProxy,
    newRequestId,
    phase: () => phase,
    connections,
    inputLimits,
    documentOf: (sent, { headers }) =>
      parts.trustedDocuments.textOf(sent, () => callerOf(parts.vlens, headers)),
    isRefused: (request) => loadShedder.refuses(request),
    beginInTurn: requestsInTurn(turnGate, isAcceptedRequest, reads),
    reads,
    pipelined: new PipelinedRequests(overrides.maxPipelined, () => onConnectionEnd('pipelined')),
  });
  watchProxies(server, trustProxy, logger);
  const eventLoop = watchEventLoop(now);
  const stopWatchingFiles = watchOpenFiles(() => onConnectionEnd('no_open_files'));
  server.addHook('onClose', async () => {
    eventLoop.stop();
    stopWatchingFiles();
  });
  const operations = new OperationsInFlight();
  const loadShedder = new LoadShedder(
    config.traffic,
    () => Math.max(eventLoop.delay.ms, turnGate.waitedMs),
    config.subscriptions,
    operations,
    {
      maxBytes: overrides.maxReceivedBytes,
      maxInTransit: Math.ceil(overrides.maxConnections * IN_TRANSIT_PART),
      onPiece: (connection) => reads.read(connection),
    },
  );
  traceHttp(server, tracing);
  const { stepsEnded, cut } = parts;
  const shutdown = new Shutdown({ ...overrides, loadShedder, operations, stepsEnded, cut, logger });
  shutdown.noteArrivals(server);
  server.addHook('onRequest', (request, reply, done) => {
    if (connections.isRefused(request) && !isAlwaysAnswered(request)) turnAway(request, reply, TOO_BUSY);
    else done();
  });
  loadShedder.watch(server);
  shutdown.watch(server);
  gateRequests(server, turnGate, isAcceptedRequest, loadShedder);
  const refuseOtherMethods = answerOtherMethods(server);
  await browserRules(server, config);
  if (config.requestErrorsAs200) requestErrorsAs200(server);
  const problems = () => problemsOf(parts.upstreamHealth, connections);
  health(server, () => phase, parts.upstreamHealth, problems);
  exposeMetrics(server, metrics, {
    ...parts,
    problems,
    loadShedder,
    connections,
    maxSubscribers: config.subscriptions.max,
  });
  if (tracing) traceResolvers(parts.schema);
  limitLists(parts.schema);
  const { clock } = overrides;
  metrics.beginOperations(labelsOf(parts.schema, parts.trustedDocuments.operationKinds));
  const note = noteOperations({ logger, metrics });
  const parameterized = new ParameterizedDocuments(
    parts.schema,
    documentRules(parts.maxPerOperation, config.introspection),
  );
  const apollo = await startApollo<Context>({
    ...parts,
    ...config,
    clock,
    note,
    isTraced: tracing !== null,
    knownNames: new Set(parts.trustedDocuments.operationKinds.keys()),
    loadShedder,
    parameterized,
  });
  await graphqlRoutes(server, {
    ...parts,
    overrides,
    apollo,
    parameterized,
    note,
    loadShedder,
    shutdown,
    turnGate,
    reads,
    isAccepted,
    isOpen: () => phase !== 'stopping',
  });
  await signingPage(server, {
    folder: parts.signingPageFolder,
    build: parts.buildSigningPage,
    hostOrigins: config.signingPageOrigins,
    logger,
    clock,
    links: new SigningLinks({ secret: config.stateSecret, publicUrl: config.publicUrl, now: Date.now }),
  });
  if (config.explorers) {
    await explorerRoutes(server, parts.explorer);
    startPage(server, parts.startPage ?? []);
  }
  await webhooks(server, {
    secrets: config.webhookSecrets,
    pathSecret: config.webhookPathSecret,
    isPublic: config.webhookIsPublic,
    publishHint: (hint) => parts.live.publishHint(hint),
    count: metrics.countWebhook,
    logger,
    clock,
  });
  contractDownload(server, {
    vlens: parts.vlens,
    logger,
    clock,
    metrics,
    loadShedder,
  });

  refuseOtherMethods();

  await server.listen({ host: config.host, port: config.port });
  phase = 'ready';
  return {
    url: addressOf(server, config.host),
    hurry: () => shutdown.hurry(),
    async close() {
      phase = 'stopping';
      await closeEach(
        () => shutdown.run(),
        () => parts.live.close(),
        () => (overrides.quietMs > 0 ? shutdown.closeListener(server.server) : undefined),
        () => closeServer(server),
        () => apollo.stop(),
      );
    },
  };
}

async function closeServer(server: FastifyInstance): Promise<void> {
  const cutOff = setTimeout(() => server.server.closeAllConnections(), LAST_ANSWERS_LEAVE_MS);
  // A connection that becomes idle only now would keep the server open until its client closes it.
  const letGo = setInterval(() => server.server.closeIdleConnections(), LET_GO_MS);
  await server.close().finally(() => {
    clearInterval(letGo);
    clearTimeout(cutOff);
  });
}

/** The URL to print. The system may have chosen the port, and a browser can't open 0.0.0.0. */
function addressOf(server: FastifyInstance, host: string): string {
  const bound = server.server.address();
  const port = bound !== null && typeof bound === 'object' ? bound.port : null;
  const isHere = ['127.0.0.1', '0.0.0.0', '::', '::1'].includes(host);
  return `http://${isHere ? 'localhost' : host.includes(':') ? `[${host}]` : host}:${port}`;
}
