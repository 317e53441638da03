import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { MonotonicClock } from '../clock.js';
import type { Config } from '../config/config.js';
import type { LiveEvent } from '../live/change-queue.js';
import type { LiveStatus } from '../live/live-status.js';
import type { Metrics } from '../metrics/index.js';
import type { Tracing } from '../tracing/span.js';
import type { Language } from '../vlens/messages/language.js';
import type { CallerVlens } from '../vlens/pipeline.js';
import type { ContractPdfs } from './contract-download.js';
import type { TrustedDocuments } from './documents/trusted-documents.js';
import type { Explorer } from './explorer/routes.js';
import type { UpstreamHealth, UpstreamState } from './health.js';
import type { StartPageLink } from './start-page.js';

export interface GatewayDependencies<Context extends object> {
  config: Config;
  schema: GraphQLSchema;
  /** Documents that clients may send by their id. */
  trustedDocuments: TrustedDocuments;
  /** Creates the context that resolvers get for one request. */
  createContext: (vlens: CallerVlens, facts: RequestFacts) => Context;
  /** How often one operation may ask for a mutation, by the mutation's name. */
  maxPerOperation: ReadonlyMap<string, number>;
  vlens: ContractPdfs;
  live: Live;
  /** Resolves when Vlens has answered every step that was sent. */
  stepsEnded: () => Promise<void>;
  /** Stops waiting for calls to Vlens; steps then get an unknown outcome. */
  cut: () => void;
  upstreamHealth: UpstreamHealth;
  /** The state of the connection to Vlens, for the metrics. */
  watch?: UpstreamState;
  logger: Logger;
  metrics: Metrics;
  /** Null if tracing is off. */
  tracing: Tracing | null;
  /** The document that Apollo Sandbox opens with. */
  sampleDocument: string;
  /** The parts of /explorer. */
  explorer: Explorer;
  /** The links on the page at / in development. */
  startPage?: readonly StartPageLink[];
  /** The folder of the built signing page. */
  signingPageFolder: string;
  /** Updates that page before it is served; absent if it is already built. */
  buildSigningPage?: (() => Promise<boolean>) | undefined;
  overrides?: Partial<Overrides>;
}

/** The parts of live status that the server uses. */
export type Live = Pick<LiveStatus, 'subscribe' | 'publishHint' | 'close' | 'subscriberCount'>;

/** Values that a test may replace. */
export interface Overrides {
  newRequestId: () => string;
  clock: MonotonicClock;
  /** The clock that measures how long a turn of the event loop reads. */
  readingClock: MonotonicClock;
  /** How long operations in flight may continue after the stop. */
  shutdownTimeoutMs: number;
  /** During the stop, connections are closed only after no request has arrived for this long. */
  quietMs: number;
  /** How long a client may read nothing of a stream's backlog. */
  maxBacklogMs: number;
  /** How often a WebSocket is pinged, and how long its client may take to answer if nothing large was sent before. */
  pingMs: number;
  /**
   * The most bytes of bodies and messages in memory while they arrive. While they wait for their answers, the limit is the same, but at
   * most `MAX_HELD_BYTES`.
   */
  maxReceivedBytes: number;
  /** The most requests that may wait behind another one on their connection, over all connections. */
  maxPipelined: number;
  /** The most client connections at once. */
  maxConnections: number;
}

/** What the gateway knows about a request, besides its caller. */
export interface RequestFacts {
  requestId: string;
  /** The language of messages to customers. */
  language: Language;
  /** How clients reach this gateway, without a trailing slash. */
  publicUrl: string;
  /** The Vlens client for the holder of a token that the operation itself obtained. */
  vlensOf: (token: string) => CallerVlens;
  /** The caller's status changes, of one business request or of all (`null`). */
  watch: (requestId: string | null) => AsyncIterableIterator<LiveEvent>;
}
