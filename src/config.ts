import type { z } from 'zod';
import { GATEWAY_SETTINGS, type LOG_LEVELS, SANDBOX_SETTINGS, type TrustedProxies } from './settings.js';
import type { TracingSettings } from './tracing/otlp.js';
import type { TransportName } from './vlens/transports/open-transport.js';

export type LogLevel = (typeof LOG_LEVELS)[number];

/** Where the gateway's upstream is: the tenant's Vlens. */
export interface VlensSettings {
  /** Without a trailing slash. */
  url: string;
  apiKey: string;
}

/** The sandbox's own settings. */
export interface SandboxSettings {
  /** Where signing links lead; null: where the gateway around the sandbox serves the page, if there is one. */
  signingPageUrl: string | null;
  databaseUrl: string;
  host: string;
  port: number;
}

/** Every setting that something reads, checked. */
export interface Config {
  production: boolean;
  logLevel: LogLevel;
  host: string;
  port: number;
  /** How clients reach this gateway, without a trailing slash; null: the address that the request came to. */
  publicUrl: string | null;
  corsOrigins: (string | RegExp)[];
  /** Origins of host apps that may frame the signing page and hand it a customer's token. */
  signingPageOrigins: string[];
  /** Null: the embedded sandbox. */
  vlens: VlensSettings | null;
  livenessErrorCodes: number[];
  upstreamTimeoutMs: number;
  /** The HTTP client that speaks to Vlens. */
  upstreamHttp: TransportName;
  /** How old a caller's own reads may be, in milliseconds; 0 asks anew each time. A status: while webhooks come. */
  freshness: { requestsMaxAgeMs: number; statusMaxAgeMs: number; productsMaxAgeMs: number };
  /** The tenant's quota at Vlens; 0 switches a limit off. */
  quota: { perSecond: number; perMinute: number; maxReadWaitMs: number };
  /** How many calls may be made again, as a share of all, 0 to 1. */
  retryShare: number;
  /** Hosts besides Vlens's own that contracts may lie on; null: any public one. */
  contractHosts: string[] | null;
  /** How many wrong codes and passwords may come from one address in a quarter of an hour; 0: any number. */
  failedTriesPerAddress: number;
  /** Whose word on where a request comes from is believed: so many proxies before the gateway, or those at these addresses. */
  trustProxy: TrustedProxies;
  /** Whether browsers get Apollo Sandbox at /graphql, and /explorer. */
  explorers: boolean;
  /** Whether clients may read the schema. */
  introspection: boolean;
  /** Whether operations, calls and answers are counted for /metrics. */
  metrics: boolean;
  /** Where spans are sent; null: nothing is traced. */
  tracing: TracingSettings | null;
  /** Whether the gateway is a subgraph behind a router. */
  federation: boolean;
  /** The path of a manifest of documents that may be sent by id, and whether any other is refused. */
  trustedDocuments: { manifest: string | null; only: boolean };
  /** What webhooks are signed with; null: none are taken. */
  webhookSecret: string | null;
  /** Whether it was set, and not made up for the embedded sandbox. */
  webhookIsPublic: boolean;
  /** How many may subscribe at once. */
  mostSubscribers: number;
  /** What is taken at once before reads are turned away: see `src/server/traffic.ts`. */
  traffic: { mostRequests: number; mostDelayMs: number };
  /** Encrypts what is remembered of steps; null: a random one, good for this process. */
  stateSecret: string | null;
  /** What replicas share; null: this process is alone. The quota is parted by so many while it can't be reached. */
  redis: { url: string; mostReplicas: number; secret: string } | null;
  /** When to stop asking a Vlens that is down. */
  breaker: { failures: number; firstPauseMs: number; longestPauseMs: number };
  sandbox: SandboxSettings;
}

/** A start-up that can't go on. The message says what to set, one sentence per setting, and never a value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

export type Environment = Record<string, string | undefined>;

/** The process's environment: the only place that reads it. */
export const environment = (): Environment => process.env;

/**
 * Reads and checks every setting of the gateway; an empty one counts as unset.
 * @throws ConfigError naming each setting that is wrong.
 */
export function readConfig(env: Environment): Config {
  const settings = check(GATEWAY_SETTINGS, env);
  const production = settings.NODE_ENV === 'production';
  return {
    production,
    logLevel: settings.LOG_LEVEL,
    host: settings.HOST,
    port: settings.PORT,
    publicUrl: settings.PUBLIC_URL ?? null,
    corsOrigins: settings.CORS_ORIGINS ?? (production ? [] : DEVELOPMENT_ORIGINS),
    signingPageOrigins: settings.SIGNING_PAGE_ORIGINS,
    vlens: vlensSettings(settings),
    livenessErrorCodes: settings.VLENS_LIVENESS_ERROR_CODES,
    upstreamTimeoutMs: settings.UPSTREAM_TIMEOUT_MS,
    upstreamHttp: settings.UPSTREAM_HTTP,
    freshness: {
      statusMaxAgeMs: settings.STATUS_MAX_AGE_MS ?? settings.CACHE_MAX_AGE_MS ?? STATUS_MAX_AGE_MS,
      requestsMaxAgeMs: settings.CACHE_MAX_AGE_MS ?? REQUESTS_MAX_AGE_MS,
      productsMaxAgeMs: settings.CACHE_MAX_AGE_MS ?? PRODUCTS_MAX_AGE_MS,
    },
    quota: {
      perSecond: settings.UPSTREAM_RATE_PER_SECOND,
      perMinute: settings.UPSTREAM_RATE_PER_MINUTE,
      maxReadWaitMs: settings.UPSTREAM_MAX_WAIT_MS,
    },
    contractHosts: settings.CONTRACT_HOSTS ?? null,
    failedTriesPerAddress: settings.FAILED_TRIES_PER_ADDRESS,
    trustProxy: settings.TRUST_PROXY,
    explorers: settings.EXPLORERS ?? !production,
    introspection: settings.INTROSPECTION ?? !production,
    federation: settings.FEDERATION,
    metrics: settings.METRICS,
    tracing: tracingSettings(settings),
    trustedDocuments: {
      manifest: settings.TRUSTED_DOCUMENTS ?? null,
      only: settings.TRUSTED_DOCUMENTS_ONLY,
    },
    webhookSecret: settings.WEBHOOK_SECRET ?? null,
    webhookIsPublic: settings.WEBHOOK_SECRET !== undefined,
    mostSubscribers: settings.MAX_SUBSCRIBERS,
    traffic: {
      mostRequests: settings.MAX_REQUESTS_UNDER_WAY,
      mostDelayMs: settings.MAX_EVENT_LOOP_DELAY_MS,
    },
    stateSecret: settings.STATE_SECRET ?? null,
    redis: redisSettings(settings),
    retryShare: settings.UPSTREAM_RETRY_PERCENT / 100,
    breaker: { ...BREAKER_PAUSES, failures: settings.UPSTREAM_BREAKER_FAILURES },
    sandbox: sandboxSettings(settings),
  };
}

const REQUESTS_MAX_AGE_MS = 1000;
const STATUS_MAX_AGE_MS = 30_000;
const PRODUCTS_MAX_AGE_MS = 300_000;
const BREAKER_PAUSES = { firstPauseMs: 1000, longestPauseMs: 30_000 };
const DEVELOPMENT_ORIGINS = [
  'https://studio.apollographql.com',
  /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/,
];

function vlensSettings(settings: z.infer<typeof GATEWAY_SETTINGS>): VlensSettings | null {
  const { VLENS_API_URL: url, VLENS_API_KEY: apiKey } = settings;
  return url && apiKey ? { url, apiKey } : null;
}

function redisSettings(settings: z.infer<typeof GATEWAY_SETTINGS>): Config['redis'] {
  const { REDIS_URL: url, MAX_REPLICAS: mostReplicas, STATE_SECRET: secret } = settings;
  return url && secret ? { url, mostReplicas, secret } : null;
}

function tracingSettings(settings: z.infer<typeof GATEWAY_SETTINGS>): Config['tracing'] {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_HEADERS: headers } = settings;
  if (!endpoint) return null;
  const { OTEL_SERVICE_NAME: serviceName, OTEL_TRACES_SAMPLER_ARG: sampledShare } = settings;
  return { endpoint, headers, serviceName, sampledShare };
}

function sandboxSettings(settings: z.infer<typeof SANDBOX_SETTINGS>): SandboxSettings {
  return {
    databaseUrl: settings.SANDBOX_DATABASE_URL,
    host: settings.HOST,
    port: settings.SANDBOX_PORT,
    signingPageUrl: settings.SANDBOX_SIGNING_PAGE_URL ?? null,
  };
}

function check<T>(settings: z.ZodType<T>, env: Environment): T {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()));
  const result = settings.safeParse(given);
  if (result.success) return result.data;
  throw new ConfigError([...new Set(result.error.issues.map(({ message }) => message))].join('\n'));
}
