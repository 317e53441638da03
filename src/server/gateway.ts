import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import underPressure from '@fastify/under-pressure';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { Config } from '../config.js';
import type { CallerVlens } from '../idempotency/remembered-vlens.js';
import { startApollo } from './apollo.js';
import { browserRules } from './browser-rules.js';
import { vlensForCaller } from './caller.js';
import { type ContractPdfs, contractDownload } from './contract-download.js';
import { CurrentRequests, currentRequest } from './current-request.js';
import { resolveDocuments } from './documents/resolve-documents.js';
import type { TrustedDocuments } from './documents/trusted-documents.js';
import { health, type Phase, type UpstreamHealth } from './health.js';
import { GRAPHQL_PATH } from './http-errors.js';
import { httpServer } from './http-server.js';
import { metrics } from './metrics.js';
import { Traffic } from './traffic.js';

export interface GatewayParts<Context extends object> {
  config: Pick<
    Config,
    'host' | 'port' | 'publicUrl' | 'corsOrigins' | 'production' | 'introspection' | 'trustProxy' | 'traffic'
  >;
  schema: GraphQLSchema;
  /** Documents that clients may send by their id. */
  trustedDocuments: TrustedDocuments;
  /** Makes what resolvers know of one request. */
  createContext: (vlens: CallerVlens, facts: { requestId: string; publicUrl: string }) => Context;
  vlens: ContractPdfs;
  upstreamHealth: UpstreamHealth;
  logger: Logger;
  /** What Apollo Sandbox opens with, in development. */
  sampleDocument: string;
  around?: Partial<Around>;
}

/** What a test may want to hold. */
interface Around {
  newRequestId: () => string;
  monotonicMs: () => number;
  /** How long what is under way may go on after the stop. */
  longestFarewellMs: number;
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
};
const LOAD_SAMPLE_MS = 250;

/** Puts the gateway together and listens. Throws the system's error where the port is taken. */
export async function startGateway<Context extends object>(parts: GatewayParts<Context>): Promise<Gateway> {
  const { config, logger } = parts;
  const around: Around = { ...REAL, ...parts.around };
  const requests = new CurrentRequests();
  let phase: Phase = 'starting';

  const { trustProxy } = config;
  const { newRequestId } = around;
  const server = httpServer({ logger, trustProxy, newRequestId, phase: () => phase });
  await server.register(underPressure, { sampleInterval: LOAD_SAMPLE_MS });
  const traffic = new Traffic(config.traffic, () => server.memoryUsage().eventLoopDelay);
  traffic.watch(server);
  await browserRules(server, config);
  health(server, () => phase, parts.upstreamHealth);
  const countUpstream = metrics(server, parts.upstreamHealth);
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
  graphql(server, apollo, requests, parts);
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
      await traffic.stop();
      await server.close();
      clearTimeout(cutOff);
      await apollo.stop();
    },
  };
}

function graphql<Context extends object>(
  server: FastifyInstance,
  apollo: ApolloServer<Context>,
  requests: CurrentRequests,
  { config, vlens, createContext, trustedDocuments }: GatewayParts<Context>,
): void {
  server.route({
    // Apollo Server answers 405 to what is neither GET nor POST.
    method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    url: GRAPHQL_PATH,
    preHandler: resolveDocuments(trustedDocuments),
    handler(request, reply) {
      const current = currentRequest(request, reply);
      const answer = fastifyApolloHandler(apollo, {
        context: async () =>
          createContext(vlensForCaller(vlens, request.headers.authorization, current), {
            requestId: current.id,
            publicUrl: config.publicUrl ?? addressAskedFor(request),
          }),
      });
      // Answers are for this caller alone, and a GET may otherwise be cached.
      reply.header('cache-control', 'no-store');
      return requests.run(current, () => answer.call(server, request, reply));
    },
  });
}

function addressAskedFor({ protocol, host }: FastifyRequest): string {
  return `${protocol}://${host}`;
}

/** The address to tell people: the port may have been chosen by the system, and 0.0.0.0 is nowhere to go. */
function addressOf(server: FastifyInstance, host: string): string {
  const bound = server.server.address();
  const port = bound !== null && typeof bound === 'object' ? bound.port : null;
  const isHere = ['127.0.0.1', '0.0.0.0', '::', '::1'].includes(host);
  return `http://${isHere ? 'localhost' : host.includes(':') ? `[${host}]` : host}:${port}`;
}
