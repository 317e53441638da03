import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { DIALECTS } from '../../sandbox/src/rules/dialects.js';
import { readSettings } from '../../sandbox/src/settings.js';
import { readConfig } from '../../src/config/config.js';
import { ConfigError } from '../../src/config/config-error.js';
import type { Environment } from '../../src/config/environment.js';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const PRIVATE_KEY = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
/** Each is long enough for a secret, and anybody may know it. */
const NO_SECRETS = [
  '/etc/vlens/public-key.pem',
  'https://vlens.example/.well-known/jwks',
  JSON.stringify(publicKey.export({ format: 'jwk' })),
  publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
];
const URLS = ['VLENS_API_URL', 'PUBLIC_URL', 'OTEL_EXPORTER_OTLP_ENDPOINT', 'SANDBOX_SIGNING_PAGE_URL'];

describe('the settings', () => {
  it('need none at all to try the gateway out', () => {
    expect(readConfig({})).toMatchObject({
      production: false,
      logLevel: 'info',
      host: '127.0.0.1',
      port: 4000,
      publicUrl: null,
      vlens: null,
      livenessErrorCodes: [],
      upstreamTimeoutMs: 10_000,
      sandbox: {
        databaseUrl: 'file:.data/sandbox.db',
        host: '127.0.0.1',
        port: 4001,
        signingPageUrl: null,
        dialect: null,
      },
    });
  });

  it('are taken as they were written', () => {
    const config = readConfig({
      NODE_ENV: 'production',
      LOG_LEVEL: 'warn',
      HOST: '0.0.0.0',
      PORT: '8080',
      PUBLIC_URL: 'https://gateway.example.com/',
      CORS_ORIGINS: 'https://app.example.com, http://localhost:3000',
      SIGNING_PAGE_ORIGINS: 'https://App.example.com',
      VLENS_API_URL: 'https://api.vlenseg.com/',
      VLENS_API_KEY: 'tenant-key',
      VLENS_TENANCY_NAME: 'Tenant 1',
      VLENS_LIVENESS_ERROR_CODES: '4101, 4102',
      UPSTREAM_TIMEOUT_MS: '2500',
      UPSTREAM_HTTP_CLIENT: 'undici',
      CACHE_MAX_AGE_MS: '250',
      STATUS_MAX_AGE_MS: '5000',
      INTROSPECTION: 'true',
      FEDERATION: 'true',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'https://collector.example:4318/',
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Basic%20a=, x-team=b',
      OTEL_SERVICE_NAME: 'gateway-1',
      OTEL_TRACES_SAMPLER_ARG: '0.25',
      METRICS: 'false',
      TRUSTED_DOCUMENTS: 'manifest.json',
      TRUSTED_DOCUMENTS_ONLY: 'true',
      WEBHOOK_SECRET: 'secret-of-the-subscription, the-one-before-it',
      MAX_SUBSCRIBERS: '100',
      UPSTREAM_RATE_PER_SECOND: '15',
      UPSTREAM_RATE_PER_MINUTE: '120',
      UPSTREAM_MAX_WAIT_MS: '500',
      CONTRACT_HOSTS: 'files.vlenseg.com, *.blob.example',
      MAX_FAILED_ATTEMPTS_PER_IP: '50',
      MAX_IN_FLIGHT_REQUESTS: '200',
      MAX_EVENT_LOOP_DELAY_MS: '300',
      TRUST_PROXY: '10.0.0.0/8, ::1',
      STATE_SECRET: 'thirty-two-characters-or-more-of-it',
      REDIS_URL: 'rediss://:password@redis.example:6380/1',
      MAX_REPLICAS: '5',
      UPSTREAM_RETRY_PERCENT: '5',
      UPSTREAM_BREAKER_FAILURES: '20',
      SANDBOX_DATABASE_URL: 'memory:',
      SANDBOX_PORT: '0',
      SANDBOX_DIALECT: 'older',
    });
    expect(config).toEqual({
      tokenKeys: { key: null, jwksFile: null },
      passesLanguage: false,
      production: true,
      logLevel: 'warn',
      host: '0.0.0.0',
      port: 8080,
      publicUrl: 'https://gateway.example.com',
      corsOrigins: ['https://app.example.com', 'http://localhost:3000'],
      signingPageOrigins: ['https://app.example.com'],
      vlens: { url: 'https://api.vlenseg.com', apiKey: 'tenant-key' },
      tenancyName: 'Tenant 1',
      livenessErrorCodes: [4101, 4102],
      upstreamTimeoutMs: 2500,
      upstreamHttpClient: 'undici',
      shutdownTimeoutMs: 7500,
      freshness: { requestsMaxAgeMs: 250, statusMaxAgeMs: 5000, productsMaxAgeMs: 250 },
      explorers: false,
      introspection: true,
      federation: true,
      requestErrorsAs200: true,
      tracing: {
        endpoint: 'https://collector.example:4318',
        headers: { authorization: 'Basic a=', 'x-team': 'b' },
        serviceName: 'gateway-1',
        sampledShare: 0.25,
      },
      metrics: false,
      trustedDocuments: { manifest: 'manifest.json', only: true, automatic: false },
      webhookSecrets: ['secret-of-the-subscription', 'the-one-before-it'],
      webhookPathSecret: null,
      webhookIsPublic: true,
      subscriptions: { max: 100, maxPerCaller: 100, maxPerConnection: 100 },
      quota: { perSecond: 15, perMinute: 120, maxReadWaitMs: 500 },
      contractHosts: ['files.vlenseg.com', '*.blob.example'],
      traffic: { maxRequests: 200, maxDelayMs: 300 },
      maxFailedAttemptsPerIp: 50,
      defaultCountry: null,
      trustProxy: ['10.0.0.0/8', '::1'],
      stateFolder: null,
      stateSecret: 'thirty-two-characters-or-more-of-it',
      redis: {
        url: 'rediss://:password@redis.example:6380/1',
        maxReplicas: 5,
        secret: 'thirty-two-characters-or-more-of-it',
        timeoutMs: 500,
        caFile: null,
        sentinelPassword: null,
      },
      retryShare: 0.05,
      breaker: { failures: 20, firstPauseMs: 1000, longestPauseMs: 30_000 },
      sandbox: { databaseUrl: 'memory:', host: '0.0.0.0', port: 0, signingPageUrl: null, dialect: 'older' },
    });
  });

  it('count as unset when they are empty, as compose files write them', () => {
    expect(readConfig({ PORT: '', VLENS_API_URL: ' ', LOG_LEVEL: '' })).toEqual(readConfig({}));
  });

  it('of other programs are no error, and change nothing', () => {
    expect(readConfig({ HOSTNAME: 'here', VLENS_OF_ANOTHER: 'x' })).toEqual(readConfig({}));
  });

  it.each<[string, Environment, RegExp]>([
    ['STATE_SECRET', { REDIS_URL: 'redis://localhost' }, /same at least 32/],
    ['REDIS_URL', { REDIS_URL: 'localhost:6379' }, /REDIS_URL=redis:/],
    ['MAX_REPLICAS', { MAX_REPLICAS: '0' }, /MAX_REPLICAS=3/],
    ...['memory', 'Memory:', '~/state', 'file:///var/lib/state', ' /state', '$HOME/state', '"/state"'].map(
      (path): [string, Environment, RegExp] => [
        'STATE_FOLDER',
        { STATE_FOLDER: path },
        /would be a folder of that name; write memory: /,
      ],
    ),
    ['PORT', { PORT: '99999' }, /whole number up to 65535/],
    ['PORT', { PORT: 'http' }, /PORT=4000/],
    ['HOST', { HOST: 'not a host' }, /HOST=127\.0\.0\.1/],
    ['NODE_ENV', { NODE_ENV: 'staging' }, /development, production or test/],
    ['LOG_LEVEL', { LOG_LEVEL: 'loud' }, /info, debug/],
    ['PUBLIC_URL', { PUBLIC_URL: 'gateway.example.com' }, /http:\/\/ or https:\/\//],
    ['SIGNING_PAGE_ORIGINS', { SIGNING_PAGE_ORIGINS: '*' }, /SIGNING_PAGE_ORIGINS=https:\/\/app/],
    ['SIGNING_PAGE_ORIGINS', { SIGNING_PAGE_ORIGINS: 'https://*' }, /not an origin/],
    ['SIGNING_PAGE_ORIGINS', { SIGNING_PAGE_ORIGINS: 'https://*.example.com' }, /not an origin/],
    ['SIGNING_PAGE_ORIGINS', { SIGNING_PAGE_ORIGINS: 'https://a.example;b.example' }, /not an origin/],
    ['CORS_ORIGINS', { CORS_ORIGINS: 'https://*.example.com' }, /not an origin/],
    ['PUBLIC_URL', { PUBLIC_URL: 'https://*.example.com' }, /not an address/],
    ['CORS_ORIGINS', { CORS_ORIGINS: '*' }, /CORS_ORIGINS=https:\/\/app\.example\.com/],
    ['CORS_ORIGINS', { CORS_ORIGINS: 'https://app.example.com/path' }, /scheme and host only/],
    ['VLENS_API_KEY', { VLENS_API_URL: 'https://api.vlenseg.com' }, /ApiKey of your tenant/],
    [
      'VLENS_API_KEY',
      { VLENS_API_URL: 'https://api.vlenseg.com', VLENS_API_KEY: 'sandbox-api-key' },
      /the sandbox’s own/,
    ],
    [
      'VLENS_API_URL',
      { VLENS_API_URL: 'api.vlenseg.com', VLENS_API_KEY: 'k' },
      /https:\/\/api\.vlenseg\.com/,
    ],
    ['VLENS_API_URL', { VLENS_API_URL: 'https://u:p@api.vlenseg.com', VLENS_API_KEY: 'k' }, /without user/],
    ['VLENS_API_URL', { NODE_ENV: 'production' }, /no sandbox takes the place of Vlens/],
    [
      'VLENS_LIVENESS_ERROR_CODES',
      { VLENS_LIVENESS_ERROR_CODES: '41a' },
      /whole numbers separated by commas/,
    ],
    ['UPSTREAM_TIMEOUT_MS', { UPSTREAM_TIMEOUT_MS: '0' }, /from 1 to 600000/],
    ['UPSTREAM_TIMEOUT_MS', { UPSTREAM_TIMEOUT_MS: '10s' }, /UPSTREAM_TIMEOUT_MS=10000/],
    ['UPSTREAM_RATE_PER_SECOND', { UPSTREAM_RATE_PER_SECOND: 'many' }, /or 0 for no limit/],
    ['UPSTREAM_MAX_WAIT_MS', { UPSTREAM_MAX_WAIT_MS: '2s' }, /UPSTREAM_MAX_WAIT_MS=2000/],
    ['WEBHOOK_SECRET', { WEBHOOK_SECRET: 'one,two,three' }, /one, or two/],
    ...[PRIVATE_KEY, ...NO_SECRETS].map((key): [string, Environment, RegExp] => [
      'VLENS_TOKEN_KEY',
      { VLENS_TOKEN_KEY: key },
      /neither a public key in PEM/,
    ]),
    [
      'REDIS_CA_FILE',
      { REDIS_URL: 'redis://:p@redis', REDIS_CA_FILE: '/ca.pem', STATE_SECRET: 's'.repeat(32) },
      /REDIS_URL is without TLS.*write it with rediss/,
    ],
    ['VLENS_TENANCY_NAME', { VLENS_TENANCY_NAME: 'مستأجر' }, /as Vlens gave it/],
    ['WEBHOOK_SECRET', { WEBHOOK_SECRET: ',' }, /holds no secret/],
    ['WEBHOOK_SECRET', { WEBHOOK_SECRET: 'fifteen letters' }, /none that the embedded sandbox signs with/],
    ['WEBHOOK_SECRET', { WEBHOOK_SECRET: 'x'.repeat(501) }, /16 to 500 characters/],
    ['CONTRACT_HOSTS', { CONTRACT_HOSTS: 'https://x' }, /names only/],
    ...['true', '100', '1.5', '1,2', '1,10.0.0.0/8', '0x10', '010.0.0.1', '10.1/8', '10.0.0.0/8/8'].map(
      (TRUST_PROXY): [string, Environment, RegExp] => ['TRUST_PROXY', { TRUST_PROXY }, /TRUST_PROXY=1/],
    ),
    ...URLS.flatMap((name) =>
      ['https://a.example ', 'https://a.exa\nmple', 'https://a.exa\tmple/x', 'https://a.example\\x'].map(
        (url): [string, Environment, RegExp] => [name, { VLENS_API_KEY: 'k', [name]: url }, /and a host/],
      ),
    ),
    ['PORT', { PORT: '4001' }, /SANDBOX_PORT are the same/],
    ['OTEL_EXPORTER_OTLP_HEADERS', { OTEL_EXPORTER_OTLP_HEADERS: 'x' }, /name=value/],
    ['OTEL_EXPORTER_OTLP_HEADERS', { OTEL_EXPORTER_OTLP_HEADERS: 'x=a%0D%0Ay:b' }, /no header may hold/],
    ['OTEL_EXPORTER_OTLP_HEADERS', { OTEL_EXPORTER_OTLP_HEADERS: 'x=%D9%A1' }, /no header may hold/],
    ['OTEL_TRACES_SAMPLER_ARG', { OTEL_TRACES_SAMPLER_ARG: '2' }, /from 0 to 1/],
    ['METRICS', { METRICS: 'yes' }, /true nor false/],
    ['CACHE_MAX_AGE_MS', { CACHE_MAX_AGE_MS: '-1' }, /0 to disable caching/],
    ['STATE_SECRET', { STATE_SECRET: 'short' }, /at least 32/],
    ['SANDBOX_PORT', { SANDBOX_PORT: '-1' }, /SANDBOX_PORT=4001/],
    ['SANDBOX_DATABASE_URL', { SANDBOX_DATABASE_URL: 'mysql://x' }, /file:<path>/],
  ])('stop the start with a sentence that names %s (%j)', (name, env, remedy) => {
    const sentence = errorOf(env);
    expect(sentence.startsWith(`${name} `)).toBe(true);
    expect(sentence).toMatch(remedy);
    expect(sentence).toMatch(/\.$/);
  });

  it('are all named at once, one line each', () => {
    const sentences = errorOf({ PORT: 'x', LOG_LEVEL: 'x', UPSTREAM_TIMEOUT_MS: 'x' }).split('\n');
    expect(sentences.map((sentence) => sentence.split(' ')[0]).sort()).toEqual([
      'LOG_LEVEL',
      'PORT',
      'UPSTREAM_TIMEOUT_MS',
    ]);
  });

  it('are never repeated in an error', () => {
    expect(
      errorOf({ VLENS_API_URL: 'https://me:MARKED@x', VLENS_API_KEY: 'MARKED key', PORT: 'MARKED' }),
    ).not.toContain('MARKED');
  });
});

describe('browsers', () => {
  const allows = (env: Environment, origin: string) =>
    readConfig(env).corsOrigins.some((each) =>
      each instanceof RegExp ? each.test(origin) : each === origin,
    );
  const production = { NODE_ENV: 'production', VLENS_API_URL: 'https://v.example', VLENS_API_KEY: 'k' };

  it.each([
    'https://studio.apollographql.com',
    'http://localhost:5173',
    'https://127.0.0.1',
    'http://[::1]:80',
  ])('may call from %s in development', (origin) => {
    expect(allows({}, origin)).toBe(true);
    expect(allows(production, origin)).toBe(false);
  });

  it.each(['https://localhost.evil.example', 'http://evil.example/?http://localhost', 'null'])(
    'may not call from %s',
    (origin) => expect(allows({}, origin)).toBe(false),
  );
});

describe('the sandbox alone', () => {
  it('speaks a dialect that there is, and says which there are', () => {
    expect(readSettings({ SANDBOX_DIALECT: 'older' })).toMatchObject({ dialect: 'older' });
    expect(() => readSettings({ SANDBOX_DIALECT: 'Older' })).toThrow('write one of current, older, sdk');
    for (const dialect of DIALECTS) {
      expect(readConfig({ SANDBOX_DIALECT: dialect })).toMatchObject({ sandbox: { dialect } });
    }
    expect(errorOf({ SANDBOX_DIALECT: 'Older' })).toMatch(/SANDBOX_DIALECT .*; write current, older or sdk/);
  });

  it('needs nothing that only the gateway needs', () => {
    expect(readSettings({ NODE_ENV: 'production', PORT: 'x', SANDBOX_PORT: '5001' })).toEqual({
      databaseUrl: 'file:.data/sandbox.db',
      host: '127.0.0.1',
      port: 5001,
      signingPageUrl: null,
      dialect: null,
    });
  });
});

function errorOf(env: Environment): string {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
  }
  throw new Error('These settings were accepted.');
}
