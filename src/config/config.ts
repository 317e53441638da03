import type { StateFolder } from '../idempotency/open-store.js';
import { ConfigError } from './config-error.js';
import type { Environment } from './environment.js';
import { withPresentNames } from './names.js';
import { readSettings } from './read-settings.js';
import { brokenRules } from './rules.js';
import { SETTINGS, type Settings } from './settings.js';

/** All settings, checked, in the form in which the code uses them. */
export type Config = ReturnType<typeof configOf>;

/**
 * Reads and checks every setting of the gateway. An empty setting counts as unset.
 * @throws ConfigError that names each invalid setting.
 */
export function readConfig(given: Environment): Config {
  const { env } = withPresentNames(given);
  const settings = readSettings(SETTINGS, env, env.NODE_ENV === 'production');
  const errors = brokenRules(settings, env);
  if (errors.length > 0) throw new ConfigError(errors.join('\n'));
  return configOf(settings);
}

const REQUESTS_MAX_AGE_MS = 1000;
const STATUS_MAX_AGE_MS = 30_000;
const PRODUCTS_MAX_AGE_MS = 300_000;
const BREAKER_PAUSES = { firstPauseMs: 1000, longestPauseMs: 30_000 };

function configOf(settings: Settings) {
  return {
    production: settings.NODE_ENV === 'production',
    logLevel: settings.LOG_LEVEL,
    host: settings.HOST,
    port: settings.PORT,
    /** The URL at which clients reach this gateway, without a trailing slash. Null: the address of each request. */
    publicUrl: settings.PUBLIC_URL,
    corsOrigins: settings.CORS_ORIGINS,
    signingPageOrigins: settings.SIGNING_PAGE_ORIGINS,
    /** Null: use the embedded sandbox. */
    vlens: vlensOf(settings),
    /** Sent as TenancyName with every call. Null: not sent. */
    tenancyName: settings.VLENS_TENANCY_NAME,
    /** Whether calls to Vlens contain the customer's language. */
    passesLanguage: settings.VLENS_ACCEPT_LANGUAGE ?? vlensOf(settings) === null,
    livenessErrorCodes: settings.VLENS_LIVENESS_ERROR_CODES,
    upstreamTimeoutMs: settings.UPSTREAM_TIMEOUT_MS,
    /** By default three times the upstream timeout: a step waits for quota, is sent, and is answered, each within that time. */
    shutdownTimeoutMs: settings.SHUTDOWN_TIMEOUT_MS ?? 3 * settings.UPSTREAM_TIMEOUT_MS,
    upstreamHttpClient: settings.UPSTREAM_HTTP_CLIENT,
    /** How long a caller's own reads are reused, in milliseconds. A status is reused this long only while webhooks arrive. */
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
    /** Retry budget: a share of reads, from 0 to 1. */
    retryShare: settings.UPSTREAM_RETRY_PERCENT / 100,
    breaker: { ...BREAKER_PAUSES, failures: settings.UPSTREAM_BREAKER_FAILURES },
    tokenKeys: { key: settings.VLENS_TOKEN_KEY, jwksFile: settings.VLENS_TOKEN_JWKS_FILE },
    contractHosts: settings.CONTRACT_HOSTS,
    maxFailedAttemptsPerIp: settings.MAX_FAILED_ATTEMPTS_PER_IP,
    defaultCountry: settings.DEFAULT_COUNTRY,
    trustProxy: settings.TRUST_PROXY,
    explorers: settings.EXPLORERS,
    introspection: settings.INTROSPECTION,
    federation: settings.FEDERATION,
    /** Send request errors with HTTP 200, for routers that ignore error codes in HTTP 400 responses. */
    requestErrorsAs200: settings.FEDERATION && settings.FEDERATION_ERRORS_AS_200,
    metrics: settings.METRICS,
    /** Null: no traces. */
    tracing: tracingOf(settings),
    trustedDocuments: {
      manifest: settings.TRUSTED_DOCUMENTS,
      only: settings.TRUSTED_DOCUMENTS_ONLY,
      automatic: settings.AUTOMATIC_PERSISTED_QUERIES,
    },
    /** The secrets that verify the signatures of webhooks. Null: signed webhooks are not accepted. */
    webhookSecrets: settings.WEBHOOK_SECRET,
    /** The secret that verifies a webhook by its path instead of a signature. Null: not accepted. */
    webhookPathSecret: settings.WEBHOOK_PATH_SECRET,
    /** Whether the operator set such a secret, so that it is not only generated for the embedded sandbox. */
    webhookIsPublic: settings.WEBHOOK_SECRET !== null || settings.WEBHOOK_PATH_SECRET !== null,
    /** The largest number of subscriptions, of all callers and of one caller, and of operations on one WebSocket. */
    subscriptions: {
      max: settings.MAX_SUBSCRIBERS,
      maxPerCaller: settings.MAX_SUBSCRIPTIONS_PER_CALLER,
      maxPerConnection: settings.MAX_OPERATIONS_PER_CONNECTION,
    },
    /** Above these limits, requests are refused: see `src/server/load-shedder.ts`. */
    traffic: {
      maxRequests: settings.MAX_IN_FLIGHT_REQUESTS,
      maxDelayMs: settings.MAX_EVENT_LOOP_DELAY_MS,
    },
    /** Encrypts the stored steps and the signing links. Null: keys come from the ApiKey (steps on disk) or are random (everything else). */
    stateSecret: settings.STATE_SECRET,
    /** The folder that keeps steps over a restart. Null: steps are kept in memory or in Redis. */
    stateFolder: stateFolderOf(settings),
    /** The Redis that replicas share. Null: there is only this process. */
    redis: redisOf(settings),
    /** The settings of the embedded sandbox. */
    sandbox: {
      databaseUrl: settings.SANDBOX_DATABASE_URL,
      host: settings.HOST,
      port: settings.SANDBOX_PORT,
      /** The page that signing links open. Null: the signing page of this gateway. */
      signingPageUrl: settings.SANDBOX_SIGNING_PAGE_URL,
      dialect: settings.SANDBOX_DIALECT,
    },
  };
}

function vlensOf({ VLENS_API_URL: url, VLENS_API_KEY: apiKey }: Settings) {
  return url && apiKey ? { url, apiKey } : null;
}

/** Null with the embedded sandbox, which forgets its steps when the process ends, and with Redis, which keeps steps for all replicas. */
function stateFolderOf(settings: Settings): StateFolder | null {
  const { STATE_FOLDER: path, REDIS_URL } = settings;
  if (path === 'memory:' || REDIS_URL || !vlensOf(settings)) return null;
  return { path: path ?? 'state', isGiven: path !== null };
}

function redisOf({ REDIS_URL: url, MAX_REPLICAS: maxReplicas, STATE_SECRET: secret, ...settings }: Settings) {
  if (!url || !secret) return null;
  return {
    url,
    maxReplicas,
    secret,
    timeoutMs: settings.REDIS_TIMEOUT_MS,
    caFile: settings.REDIS_CA_FILE,
    sentinelPassword: settings.REDIS_SENTINEL_PASSWORD,
  };
}

function tracingOf(settings: Settings) {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_HEADERS: headers } = settings;
  if (!endpoint) return null;
  const { OTEL_SERVICE_NAME: serviceName, OTEL_TRACES_SAMPLER_ARG: sampledShare } = settings;
  return { endpoint, headers, serviceName, sampledShare };
}
