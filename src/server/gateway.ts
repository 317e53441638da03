import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { systemClock } from '../clock.js';
import { startApollo } from './apollo.js';
import { browserRules } from './browser-rules.js';
import { callerOf } from './caller.js';
import { contractDownload } from './contract-download.js';
import { documentRules } from './documents/document-rules.js';
import { ParameterizedDocuments } from './documents/parameterized-documents.js';
import { watchEventLoop } from './event-loop-delay.js';
import { explorerRoutes } from './explorer/routes.js';
import type { GatewayDependencies, Overrides } from './gateway-dependencies.js';
import { graphqlRoutes } from './graphql-routes.js';
import { health, type Phase } from './health.js';
import { httpServer } from './http-server.js';
import { inputLimitsOf } from './input-bounds.js';
import { LoadShedder } from './load-shedder.js';
import { exposeMetrics } from './metrics/index.js';
import { noteOperations } from './operation-log.js';
import { watchProxies } from './proxy-watch.js';
import { MAX_RECEIVED_BYTES } from './received-bytes.js';
import { requestErrorsAs200 } from './request-errors-as-200.js';
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
  /** Takes no more requests, and resolves when those in flight have been answered. */
  close(): Promise<void>;
  /** While it closes: waits no longer, and answers how many operations get an unknown outcome by that. */
  hurry(): number;
}

const REAL: Omit<Overrides, 'shutdownTimeoutMs' | 'quietMs'> = {
  newRequestId: randomUUID,
  clock: systemClock,
  maxBacklogMs: 30_000,
  pingMs: 12_000,
  maxReceivedBytes: MAX_RECEIVED_BYTES,
};
const LET_GO_MS = 50;
/** On a developer's machine nobody else sends anything. */
const QUIET_MS = { production: 1000, development: 0 };
/** Every answer is written by then; who has not read it now has left. */
const LAST_ANSWERS_LEAVE_MS = 2000;

/** Puts the gateway together and listens. Throws the system's error where the port is taken. */
export async function startGateway<Context extends object>(
  parts: GatewayDependencies<Context>,
): Promise<Gateway> {
  const { config, logger, tracing, metrics } = parts;
  const inputLimits = inputLimitsOf(parts.schema);
  const overrides: Overrides = {
    ...REAL,
    shutdownTimeoutMs: config.shutdownTimeoutMs,
    quietMs: QUIET_MS[config.production ? 'production' : 'development'],
    ...parts.overrides,
  };
  let phase: Phase = 'starting';

  const { trustProxy } = config;
  const { newRequestId } = overrides;
  const server = await httpServer({
    logger,
    trustProxy,
    newRequestId,
    phase: () => phase,
    inputLimits,
    documentOf: (sent, { headers }) =>
      parts.trustedDocuments.textOf(sent, () => callerOf(parts.vlens, headers)),
    isRefused: (request) => loadShedder.refuses(request),
  });
  watchProxies(server, trustProxy, logger);
  const eventLoop = watchEventLoop(() => overrides.clock.monotonicNow());
  server.addHook('onClose', async () => eventLoop.stop());
  const loadShedder = new LoadShedder(
    { ...config.traffic, maxBytes: overrides.maxReceivedBytes },
    () => eventLoop.delay.ms,
    config.subscriptions.max,
    () => shutdown.operations.size,
  );
  traceHttp(server, tracing);
  const { stepsEnded, cut } = parts;
  const shutdown: Shutdown = new Shutdown({ ...overrides, loadShedder, stepsEnded, cut, logger });
  shutdown.noteArrivals(server);
  loadShedder.watch(server);
  shutdown.watch(server);
  await browserRules(server, config);
  if (config.requestErrorsAs200) requestErrorsAs200(server);
  health(server, () => phase, parts.upstreamHealth);
  exposeMetrics(server, metrics, { ...parts, loadShedder, maxSubscribers: config.subscriptions.max });
  if (tracing) traceResolvers(parts.schema);
  const { clock } = overrides;
  const note = noteOperations({ logger, metrics });
  const parameterized = new ParameterizedDocuments(
    parts.schema,
    documentRules(parts.maxPerOperation, config.introspection),
  );
  const apollo = await startApollo<Context>({
    schema: parts.schema,
    production: config.production,
    explorers: config.explorers,
    introspection: config.introspection,
    sampleDocument: parts.sampleDocument,
    logger,
    clock,
    note,
    isTraced: tracing !== null,
    maxPerOperation: parts.maxPerOperation,
    knownNames: parts.trustedDocuments.operationNames,
    loadShedder,
    parameterized,
  });
  await graphqlRoutes(server, {
    ...parts,
    overrides,
    apollo,
    parameterized,
    metrics,
    note,
    loadShedder,
    shutdown,
    isOpen: () => phase !== 'stopping',
  });
  await signingPage(server, {
    folder: parts.signingPageFolder,
    build: parts.buildSigningPage,
    hostOrigins: config.signingPageOrigins,
    logger,
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

  await server.listen({ host: config.host, port: config.port });
  phase = 'ready';
  return {
    url: addressOf(server, config.host),
    hurry: () => shutdown.hurry(),
    async close() {
      phase = 'stopping';
      await shutdown.run();
      parts.live.close();
      if (overrides.quietMs > 0) await shutdown.closeListener(server.server);
      const cutOff = setTimeout(() => server.server.closeAllConnections(), LAST_ANSWERS_LEAVE_MS);
      // What falls idle only now would keep the server from closing until its client lets go.
      const letGo = setInterval(() => server.server.closeIdleConnections(), LET_GO_MS);
      await server.close();
      clearInterval(letGo);
      clearTimeout(cutOff);
      await apollo.stop();
    },
  };
}

/** The address to tell people: the port may have been chosen by the system, and 0.0.0.0 is nowhere to go. */
function addressOf(server: FastifyInstance, host: string): string {
  const bound = server.server.address();
  const port = bound !== null && typeof bound === 'object' ? bound.port : null;
  const isHere = ['127.0.0.1', '0.0.0.0', '::', '::1'].includes(host);
  return `http://${isHere ? 'localhost' : host.includes(':') ? `[${host}]` : host}:${port}`;
}
