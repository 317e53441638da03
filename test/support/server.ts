import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { GraphQLSchema } from 'graphql';
import { type Config, readConfig } from '../../src/config/config.js';
import type { Environment } from '../../src/config/environment.js';
import { createLogger } from '../../src/log.js';
import { createMetrics, type Metrics, UNCOUNTED } from '../../src/metrics/index.js';
import type { ContractPdfs } from '../../src/server/contract-download.js';
import type { Explorer } from '../../src/server/explorer/routes.js';
import { startGateway } from '../../src/server/gateway.js';
import type { GatewayDependencies, Live } from '../../src/server/gateway-dependencies.js';
import type { UpstreamHealth, UpstreamState } from '../../src/server/health.js';
import type { Tracing } from '../../src/tracing/span.js';
import { readTrustedDocuments } from '../../src/trusted-manifest.js';
import { maxPerOperation } from '../../src/vlens/operations.js';

export interface GraphQLAnswer<Data> {
  data: Data | null;
  errors?: {
    message: string;
    path?: (string | number)[];
    locations?: { line: number; column: number }[];
    extensions: { code: string; requestId: string } & Record<string, unknown>;
  }[];
}

export interface Answer<Data> {
  status: number;
  headers: Headers;
  body: GraphQLAnswer<Data>;
  /** What the body says besides data and errors. */
  extensions: Record<string, unknown> | undefined;
  /** The body as it came. */
  text: string;
}

export type LogLine = Record<string, unknown>;

export interface QueryOptions {
  token?: string;
  headers?: Record<string, string>;
  operationName?: string;
  signal?: AbortSignal;
}

export interface TestServer {
  url: string;
  /** Every line logged so far. */
  logs: LogLine[];
  /** As it was read; a reload changes parts of it in place. */
  config: Config;
  /** POSTs a document as a frontend would; the test says of which form the data is. */
  query<Data = Record<string, unknown>>(
    document: string,
    variables?: Record<string, unknown>,
    options?: QueryOptions,
  ): Promise<Answer<Data>>;
  close(): Promise<void>;
}

export interface ServerParts<Context extends object> {
  schema: GraphQLSchema;
  createContext: GatewayDependencies<Context>['createContext'];
  vlens: ContractPdfs;
  upstreamHealth?: UpstreamHealth;
  watch?: UpstreamState;
  live?: Live;
  stepsEnded?: () => Promise<void>;
  cut?: () => void;
  env?: Environment;
  /** Of a server that other parts report to as well. */
  metrics?: Metrics;
  explorer?: Explorer;
  /** What Apollo Sandbox opens with. */
  sampleDocument?: string;
  startPage?: GatewayDependencies<Context>['startPage'];
  tracing?: Tracing;
  signingPageFolder?: string;
  buildSigningPage?: (() => Promise<boolean>) | undefined;
  overrides?: GatewayDependencies<Context>['overrides'];
}

/** Tests share their machine with others: a slow turn there is no overload here. */
const NO_SHEDDING = { MAX_EVENT_LOOP_DELAY_MS: '60000' };

/** For servers whose explorer nobody opens. */
const NO_TABS: Explorer = {
  libraryFolder: fileURLToPath(new URL('.', import.meta.url)),
  operations: () => [],
};

/** For servers whose schema has no subscription. */
export const NOT_LIVE: Live = {
  subscribe: () => {
    throw new Error('Nothing is live here.');
  },
  publishHint: async () => {},
  close: () => {},
  subscriberCount: 0,
};

/** The gateway's server over any schema and client, on a port of its own, with its log held in memory. */
export async function startTestServer<Context extends object>(
  parts: ServerParts<Context>,
): Promise<TestServer> {
  const { schema, createContext, vlens, signingPageFolder = NO_TABS.libraryFolder } = parts;
  const logs: LogLine[] = [];
  const memory = new Writable({
    write(line, _encoding, done) {
      logs.push(JSON.parse(String(line)));
      done();
    },
  });
  const config = readConfig({ PORT: '0', ...NO_SHEDDING, ...parts.env });
  const gateway = await startGateway({
    config,
    schema,
    createContext,
    vlens,
    maxPerOperation: maxPerOperation(),
    metrics: config.metrics ? (parts.metrics ?? createMetrics()) : UNCOUNTED,
    trustedDocuments: readTrustedDocuments(config.trustedDocuments, signingPageFolder),
    live: parts.live ?? NOT_LIVE,
    stepsEnded: parts.stepsEnded ?? (async () => {}),
    cut: parts.cut ?? (() => {}),
    upstreamHealth: parts.upstreamHealth ?? { breakerState: () => 'closed' },
    watch: parts.watch,
    logger: createLogger('trace', memory),
    tracing: parts.tracing ?? null,
    sampleDocument: parts.sampleDocument ?? 'query Sample { __typename }',
    ...(parts.startPage ? { startPage: parts.startPage } : {}),
    explorer: parts.explorer ?? NO_TABS,
    signingPageFolder,
    buildSigningPage: parts.buildSigningPage,
    overrides: { quietMs: 0, ...parts.overrides },
  });
  return {
    url: gateway.url,
    logs,
    config,
    query: (document, variables, options) => send(gateway.url, document, variables, options),
    close: () => gateway.close(),
  };
}

async function send<Data>(
  url: string,
  query: string,
  variables?: Record<string, unknown>,
  { token, headers, operationName, signal }: QueryOptions = {},
): Promise<Answer<Data>> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    body: JSON.stringify({ query, variables, operationName }),
    signal,
  });
  return readAnswer(response);
}

/** Reads a GraphQL answer that was fetched in some other way. */
export async function readAnswer<Data>(response: Response): Promise<Answer<Data>> {
  const text = await response.text();
  const { extensions, ...body } = JSON.parse(text);
  return { status: response.status, headers: response.headers, body, extensions, text };
}
