import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { httpUrl, isOrigin, list, nameAndValue, port, rate, wholeNumber, yesOrNo } from './setting-kinds.js';
import { TRANSPORTS } from './vlens/transports/open-transport.js';

/** As pino has them. */
export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
/** How many proxies stand before the gateway, or at which addresses. */
export type TrustedProxies = number | string[] | false;
const LONGEST_AGE_MS = 3_600_000;
const LONGEST_TIMEOUT_MS = 600_000;

/** What the sandbox alone needs. */
export const SANDBOX_SETTINGS = z.object({
  HOST: z
    .string()
    .regex(/^[\w.:-]+$/, 'HOST is not an address to listen on; write e.g. HOST=127.0.0.1 or HOST=0.0.0.0.')
    .default('127.0.0.1'),
  LOG_LEVEL: z
    .enum(LOG_LEVELS, `LOG_LEVEL is not a level; write one of ${LOG_LEVELS.join(', ')}.`)
    .default('info'),
  SANDBOX_PORT: port('SANDBOX_PORT', 4001),
  SANDBOX_DATABASE_URL: z
    .string()
    .regex(
      /^(file:.+|memory:|postgres(ql)?:\/\/.+)$/,
      'SANDBOX_DATABASE_URL is not a database that the sandbox knows; ' +
        'write SANDBOX_DATABASE_URL=file:<path>, postgres://user:password@host:5432/database, ' +
        'or memory: to forget everything at the end.',
    )
    .default('file:.data/sandbox.db'),
  SANDBOX_SIGNING_PAGE_URL: httpUrl(
    'SANDBOX_SIGNING_PAGE_URL',
    'https://gateway.example.com/sign',
  ).optional(),
});

/** Every setting of the gateway: what may be written, and the sentence for what may not. */
export const GATEWAY_SETTINGS = SANDBOX_SETTINGS.extend({
  NODE_ENV: z
    .enum(
      ['development', 'production', 'test'],
      'NODE_ENV is not a mode; write development, production or test.',
    )
    .default('development'),
  PORT: port('PORT', 4000),
  PUBLIC_URL: httpUrl('PUBLIC_URL', 'https://gateway.example.com').optional(),
  CORS_ORIGINS: list()
    .refine(
      (origins) => origins.every(isOrigin),
      'CORS_ORIGINS holds something that is not an origin; ' +
        'write scheme and host only, separated by commas, e.g. CORS_ORIGINS=https://app.example.com.',
    )
    .optional(),
  SIGNING_PAGE_ORIGINS: list()
    .refine(
      (origins) => origins.every(isOrigin),
      'SIGNING_PAGE_ORIGINS holds something that is not an origin; ' +
        'write scheme and host only, separated by commas, e.g. SIGNING_PAGE_ORIGINS=https://app.example.com.',
    )
    .transform((origins) => origins.map((origin) => origin.toLowerCase()))
    .default([]),
  VLENS_API_URL: httpUrl('VLENS_API_URL', 'https://api.vlenseg.com').optional(),
  VLENS_API_KEY: z
    .string()
    .regex(
      /^[\x21-\x7e]+$/,
      'VLENS_API_KEY holds a space or a character that no header may hold; write the key as Vlens gave it.',
    )
    .optional(),
  VLENS_LIVENESS_ERROR_CODES: list()
    .refine(
      (codes) => codes.every((code) => /^-?\d{1,9}$/.test(code)),
      'VLENS_LIVENESS_ERROR_CODES holds something that is not an error code; ' +
        'write whole numbers separated by commas, e.g. VLENS_LIVENESS_ERROR_CODES=4101,4102.',
    )
    .transform((codes) => codes.map(Number))
    .default([]),
  UPSTREAM_TIMEOUT_MS: wholeNumber(
    1,
    LONGEST_TIMEOUT_MS,
    `UPSTREAM_TIMEOUT_MS is not a whole number of milliseconds from 1 to ${LONGEST_TIMEOUT_MS}; ` +
      'write e.g. UPSTREAM_TIMEOUT_MS=10000.',
  ).default(10_000),
  UPSTREAM_HTTP: z
    .enum(TRANSPORTS, `UPSTREAM_HTTP is not an HTTP client; write one of ${TRANSPORTS.join(', ')}.`)
    .default('node-fetch'),
  CACHE_MAX_AGE_MS: wholeNumber(
    0,
    LONGEST_AGE_MS,
    `CACHE_MAX_AGE_MS is not a whole number of milliseconds up to ${LONGEST_AGE_MS}; ` +
      'write how old a caller’s own reads may be, e.g. CACHE_MAX_AGE_MS=1000, or 0 to ask anew each time.',
  ).optional(),
  STATUS_MAX_AGE_MS: wholeNumber(
    0,
    LONGEST_AGE_MS,
    `STATUS_MAX_AGE_MS is not a whole number of milliseconds up to ${LONGEST_AGE_MS}; ` +
      'write how old a status may be while webhooks announce changes, e.g. STATUS_MAX_AGE_MS=30000, or 0 to ask anew.',
  ).optional(),
  EXPLORERS: yesOrNo('EXPLORERS', 'whether browsers get Apollo Sandbox and /explorer').optional(),
  INTROSPECTION: yesOrNo('INTROSPECTION', 'whether clients may read the schema').optional(),
  FEDERATION: yesOrNo('FEDERATION', 'whether a router takes this gateway for a subgraph').default(false),
  METRICS: yesOrNo('METRICS', 'whether the operator gets /metrics').default(true),
  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl('OTEL_EXPORTER_OTLP_ENDPOINT', 'http://localhost:4318').optional(),
  OTEL_EXPORTER_OTLP_HEADERS: list()
    .refine(
      (headers) => headers.every((header) => /^[\w-]+=[\x21-\x7e]+$/.test(header)),
      'OTEL_EXPORTER_OTLP_HEADERS holds something that is not name=value; write e.g. ' +
        'OTEL_EXPORTER_OTLP_HEADERS=authorization=Basic%20….',
    )
    .transform((headers) => Object.fromEntries(headers.map(nameAndValue)))
    .default({}),
  OTEL_SERVICE_NAME: z.string().default('vlens-graphql-gateway'),
  OTEL_TRACES_SAMPLER_ARG: z
    .string()
    .regex(
      /^(0(\.\d+)?|1(\.0+)?)$/,
      'OTEL_TRACES_SAMPLER_ARG is not a share from 0 to 1; write how many of the traces are kept, e.g. ' +
        'OTEL_TRACES_SAMPLER_ARG=0.1.',
    )
    .transform(Number)
    .default(1),
  TRUSTED_DOCUMENTS: z.string().optional(),
  TRUSTED_DOCUMENTS_ONLY: yesOrNo('TRUSTED_DOCUMENTS_ONLY', 'whether other documents are refused').default(
    false,
  ),
  WEBHOOK_SECRET: z.string().optional(),
  MAX_SUBSCRIBERS: wholeNumber(
    0,
    1_000_000,
    'MAX_SUBSCRIBERS is not a whole number; write how many may subscribe at once, e.g. MAX_SUBSCRIBERS=10000.',
  ).default(10_000),
  UPSTREAM_RATE_PER_SECOND: rate('UPSTREAM_RATE_PER_SECOND', 10),
  UPSTREAM_RATE_PER_MINUTE: rate('UPSTREAM_RATE_PER_MINUTE', 60),
  UPSTREAM_MAX_WAIT_MS: wholeNumber(
    0,
    LONGEST_TIMEOUT_MS,
    `UPSTREAM_MAX_WAIT_MS is not a whole number of milliseconds up to ${LONGEST_TIMEOUT_MS}; ` +
      'write e.g. UPSTREAM_MAX_WAIT_MS=2000.',
  ).default(2000),
  CONTRACT_HOSTS: list()
    .refine(
      (hosts) => hosts.every((host) => /^(\*\.)?[a-z\d-]+(\.[a-z\d-]+)*$/i.test(host)),
      'CONTRACT_HOSTS holds something that is not a host; write names only, separated by commas, e.g. ' +
        'CONTRACT_HOSTS=files.vlenseg.com,*.blob.core.windows.net.',
    )
    .optional(),
  FAILED_TRIES_PER_ADDRESS: wholeNumber(
    0,
    1_000_000,
    'FAILED_TRIES_PER_ADDRESS is not a whole number; write how many wrong codes and passwords may come from one ' +
      'address in 15 minutes, e.g. FAILED_TRIES_PER_ADDRESS=200, or 0 for any number.',
  ).default(200),
  TRUST_PROXY: list()
    .refine(
      (entries) =>
        entries.every(
          (entry) => /^\d{1,2}$/.test(entry) || ipaddr.isValid(entry) || ipaddr.isValidCIDR(entry),
        ),
      'TRUST_PROXY is neither a number of proxies nor addresses; write e.g. TRUST_PROXY=1, or TRUST_PROXY=10.0.0.0/8.',
    )
    .transform(([first, ...rest]): TrustedProxies => {
      if (first === undefined) return false;
      return rest.length === 0 && /^\d+$/.test(first) ? Number(first) : [first, ...rest];
    })
    .default(false),
  MAX_REQUESTS_UNDER_WAY: wholeNumber(
    1,
    1_000_000,
    'MAX_REQUESTS_UNDER_WAY is not a whole number from 1; write how many requests may be under way at once before ' +
      'reads are turned away, e.g. MAX_REQUESTS_UNDER_WAY=1000.',
  ).default(1000),
  MAX_EVENT_LOOP_DELAY_MS: wholeNumber(
    1,
    60_000,
    'MAX_EVENT_LOOP_DELAY_MS is not a whole number of milliseconds from 1 to 60000; write how late the process may ' +
      'run before reads are turned away, e.g. MAX_EVENT_LOOP_DELAY_MS=1000.',
  ).default(1000),
  STATE_SECRET: z
    .string()
    .min(
      32,
      'STATE_SECRET is too short to encrypt with; write at least 32 random characters, e.g. those of `openssl rand -base64 32`.',
    )
    .optional(),
  REDIS_URL: z
    .string()
    .refine(
      (url) => /^rediss?:\/\//.test(url) && URL.canParse(url),
      'REDIS_URL is not the address of a Redis; write e.g. REDIS_URL=redis://localhost:6379.',
    )
    .optional(),
  MAX_REPLICAS: wholeNumber(
    1,
    1000,
    'MAX_REPLICAS is not a whole number from 1 to 1000; write how many replicas run at the most, e.g. MAX_REPLICAS=3: ' +
      'each keeps to that part of the quota while Redis is away.',
  ).default(3),
  UPSTREAM_RETRY_PERCENT: wholeNumber(
    0,
    100,
    'UPSTREAM_RETRY_PERCENT is not a whole number from 0 to 100; write how many of a hundred reads may be made ' +
      'again, e.g. UPSTREAM_RETRY_PERCENT=10, or 0 for none.',
  ).default(10),
  UPSTREAM_BREAKER_FAILURES: wholeNumber(
    0,
    10_000,
    'UPSTREAM_BREAKER_FAILURES is not a whole number up to 10000; write after how many failures in a row Vlens is ' +
      'given a pause, e.g. UPSTREAM_BREAKER_FAILURES=10, or 0 for never.',
  ).default(10),
}).superRefine((settings, context) => {
  if (settings.VLENS_API_URL && !settings.VLENS_API_KEY) {
    context.addIssue(
      'VLENS_API_KEY is missing; with VLENS_API_URL set, write the ApiKey of your tenant in VLENS_API_KEY.',
    );
  }
  const rates = [settings.UPSTREAM_RATE_PER_SECOND, settings.UPSTREAM_RATE_PER_MINUTE];
  if (settings.REDIS_URL && rates.some((rate) => rate > 0 && rate < settings.MAX_REPLICAS)) {
    context.addIssue(
      'MAX_REPLICAS is above the calls of the quota; each replica needs one of its own while Redis is away: write ' +
        'MAX_REPLICAS no higher than UPSTREAM_RATE_PER_SECOND and UPSTREAM_RATE_PER_MINUTE.',
    );
  }
  if (settings.REDIS_URL && !settings.STATE_SECRET) {
    context.addIssue(
      'STATE_SECRET is missing; with REDIS_URL set, write the same at least 32 random characters for each replica: what ' +
        'they share is encrypted with it.',
    );
  }
  if (settings.TRUSTED_DOCUMENTS_ONLY && !settings.TRUSTED_DOCUMENTS) {
    context.addIssue(
      'TRUSTED_DOCUMENTS is missing; with TRUSTED_DOCUMENTS_ONLY=true, write the path of the manifest in it.',
    );
  }
  if (settings.NODE_ENV === 'production' && !settings.VLENS_API_URL) {
    context.addIssue(
      'VLENS_API_URL is missing; in production no sandbox takes the place of Vlens: ' +
        'write e.g. VLENS_API_URL=https://api.vlenseg.com with its VLENS_API_KEY, ' +
        'or leave NODE_ENV=production away to try the gateway out.',
    );
  }
});
