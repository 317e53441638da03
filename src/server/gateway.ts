import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import underPressure from '@fastify/under-pressure';
import type { FastifyInstance } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { Config } from '../config.js';
import type { CallerVlens } from '../idempotency/remembered-vlens.js';
import type { LiveStatus } from '../live/live-status.js';
import { startApollo } from './apollo.js';
import { browserRules } from './browser-rules.js';
import { type ContractPdfs, contractDownload } from './contract-download.js';
import { CurrentRequests } from './current-request.js';
import type { TrustedDocuments } from './documents/trusted-documents.js';
import { graphqlRoutes, type RequestFacts } from './graphql-routes.js';
import { health, type Phase, type UpstreamHealth } from './health.js';
import { httpServer } from './http-server.js';
import { metrics } from './metrics.js';
import { Traffic } from './traffic.js';
import { webhooks } from './webhooks.js';

export interface GatewayParts<Context extends object> {
  config: Pick<
    Config,
    | 'host'
    | 'port'
    | 'publicUrl'
    | 'corsOrigins'
    | 'production'
    | 'introspection'
    | 'trustProxy'
    | 'traffic'
    | 'webhookSecret'
  >;
  schema: GraphQLSchema;
  /** Documents that clients may send by their id. */
  trustedDocuments: TrustedDocuments;
  /** Makes what resolvers know of one request. */
  createContext: (vlens: CallerVlens, facts: RequestFacts) => Context;
  vlens: ContractPdfs;
  live: Live;
  upstreamHealth: UpstreamHealth;
  logger: Logger;
  /** What Apollo Sandbox opens with, in development. */
  sampleDocument: string;
  around?: Partial<Around>;
}

/** Status changes, as the server passes them on. */
export type Live = Pick<LiveStatus, 'subscribe' | 'takeOver' | 'close' | 'subscriberCount' | 'reportCallsTo'>;

/** What a test may want to hold. */
export interface Around {
  newRequestId: () => string;
  monotonicMs: () => number;
  /** How long what is under way may go on after the stop. */
  longestFarewellMs: number;
  /** How long a stream may go unread before its reader is let go. */
  longestBacklogMs: number;
}

export interface Gateway {
  /** Without a trailing slash. */
  url: string;
  /** Takes no more requests and lets those under way finish, at most 10 s. */
  close(): Promise<void>;
}

const REAL: Around = {
  newRequestId: randomUUID,
  monotonicMs: () => performance.now(),
  longestFarewellMs: 10_000,
  longestBacklogMs: 30_000,
};
const LOAD_SAMPLE_MS = 250;
const LET_GO_MS = 50;

/** Puts the gateway together and listens. Throws the system's error where the port is taken. */
export async function startGateway<Context extends object>(parts: GatewayParts<Context>): Promise<Gateway> {
  const { config, logger } = parts;
  const around: Around = { ...REAL, ...parts.around };
  const requests = new CurrentRequests();
  let phase: Phase = 'starting';

  const { trustProxy } = config;
  const { newRequestId } = around;
  const server = await httpServer({ logger, trustProxy, newRequestId, phase: () => phase });
  await server.register(underPressure, { sampleInterval: LOAD_SAMPLE_MS });
  const traffic = new Traffic(config.traffic, () => server.memoryUsage().eventLoopDelay);
  traffic.watch(server);
  await browserRules(server, config);
  health(server, () => phase, parts.upstreamHealth);
  const countUpstream = metrics(server, { ...parts, traffic });
  parts.live.reportCallsTo((call) => countUpstream({ upstreamCalls: [call], savedCalls: [] }));
  const { monotonicMs } = around;
  const apollo = await startApollo<Context>({
    schema: parts.schema,
    production: config.production,
    introspection: config.introspection,
    sampleDocument: parts.sampleDocument,
    logger,
    requests,
    monotonicMs,
    countUpstream,
    traffic,
  });
  await graphqlRoutes(server, {
    ...parts,
    around,
    apollo,
    requests,
    countUpstream,
    isOpen: () => phase !== 'stopping',
  });
  await webhooks(server, {
    secret: config.webhookSecret,
    takeOver: (hint) => parts.live.takeOver(hint),
    logger,
  });
  contractDownload(server, {
    vlens: parts.vlens,
    logger,
    monotonicMs,
    countUpstream,
    traffic,
  });

  await server.listen({ host: config.host, port: config.port });
  phase = 'ready';
  return {
    url: addressOf(server, config.host),
    async close() {
      phase = 'stopping';
      const cutOff = setTimeout(() => server.server.closeAllConnections(), around.longestFarewellMs);
      parts.live.close();
      await traffic.stop();
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
