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
  /** Makes what resolvers know of one request. */
  createContext: (vlens: CallerVlens, facts: RequestFacts) => Context;
  /** How often one operation may ask for a mutation, by the mutation's name. */
  maxPerOperation: ReadonlyMap<string, number>;
  vlens: ContractPdfs;
  live: Live;
  /** Resolves when Vlens has answered every step that was sent. */
  stepsEnded: () => Promise<void>;
  /** Ends the wait for what was sent to Vlens: steps get an unknown outcome. */
  cut: () => void;
  upstreamHealth: UpstreamHealth;
  /** What the calls to Vlens came to, for the metrics. */
  watch?: UpstreamState;
  logger: Logger;
  metrics: Metrics;
  /** Null where nothing is traced. */
  tracing: Tracing | null;
  /** What Apollo Sandbox opens with. */
  sampleDocument: string;
  /** What /explorer is made of. */
  explorer: Explorer;
  /** What the page at / leads to in development. */
  startPage?: readonly StartPageLink[];
  /** Where the built signing page lies. */
  signingPageFolder: string;
  /** Brings that page up to date before it is served; absent where it came built. */
  buildSigningPage?: (() => Promise<boolean>) | undefined;
  overrides?: Partial<Overrides>;
}

/** Status changes, as the server passes them on. */
export type Live = Pick<LiveStatus, 'subscribe' | 'publishHint' | 'close' | 'subscriberCount'>;

/** What a test may want to hold. */
export interface Overrides {
  newRequestId: () => string;
  clock: MonotonicClock;
  /** By which a turn of the event loop has read for too long. */
  readingClock: MonotonicClock;
  /** How long what is in flight may go on after the stop. */
  shutdownTimeoutMs: number;
  /** How long no request must have come before the stop closes connections. */
  quietMs: number;
  /** How long the reader of a stream may read nothing of what waits for it. */
  maxBacklogMs: number;
  /** How often a WebSocket is pinged, and how long its client may take to answer, where nothing large was sent before. */
  pingMs: number;
  /** What bodies and messages may take of the memory while they arrive, and as much again until they are answered. */
  maxReceivedBytes: number;
  /** Requests that wait behind another one of their connection, over all connections. */
  maxPipelined: number;
  /** Connections of clients at once. */
  maxConnections: number;
}

/** The facts about a request besides its caller. */
export interface RequestFacts {
  requestId: string;
  /** The language of sentences for customers. */
  language: Language;
  /** How clients reach this gateway, without a trailing slash. */
  publicUrl: string;
  /** Vlens as the holder of a token may speak to it: one that the operation itself has come by. */
  vlensOf: (token: string) => CallerVlens;
  /** The caller's status changes, of one request or of all. */
  watch: (requestId: string | null) => AsyncIterableIterator<LiveEvent>;
}
