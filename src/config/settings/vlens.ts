import { createPublicKey } from 'node:crypto';
import { z } from 'zod';
import { TRANSPORTS } from '../../vlens/transports/open-transport.js';
import { count, httpUrl, listOf, maxAge, oneOf, rate, timeout, yesOrNo } from '../kinds.js';
import { setting } from '../setting.js';

const LEAST_SECRET = 16;

function isTokenKey(key: string): boolean {
  if (!key.includes('-----BEGIN')) return key.length >= LEAST_SECRET && !isNoSecret(key);
  // Refuse a private key, although Node would derive the public key from it: the key that signs tokens must not be here.
  return !key.includes('PRIVATE KEY') && isPublicKey(key);
}

/** The path of a key file, a JSON Web Key, or a public key without its header lines: with any of these as a shared secret, anybody could sign. */
function isNoSecret(text: string): boolean {
  if (/^[a-z]+:\/\/|^\s*\{|\.(?:pem|key|pub|cer|crt|jwks?|json)$/i.test(text)) return true;
  return isPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' });
}

function isPublicKey(key: Parameters<typeof createPublicKey>[0]): boolean {
  try {
    return createPublicKey(key).type === 'public';
  } catch {
    return false;
  }
}

/** Vlens: its address, the tenant's quota, and how the gateway calls it. */
export const VLENS_SETTINGS = {
  VLENS_API_URL: setting({
    type: httpUrl(),
    default: null,
    defaultText: 'unset: the embedded sandbox',
    example: 'https://api.vlenseg.com',
    description: 'Address of Vlens. Required in production, over HTTPS.',
    secret: false,
  }),
  VLENS_API_KEY: setting({
    type: z
      .string()
      .regex(
        /^[\x21-\x7e]+$/,
        'holds a space or a character that no header may hold; write the key as Vlens gave it',
      ),
    default: null,
    example: 'the-key-of-your-tenant',
    description: 'ApiKey of your tenant. Required with `VLENS_API_URL`; it never leaves the gateway.',
    secret: true,
  }),
  VLENS_TENANCY_NAME: setting({
    type: z
      .string()
      .regex(
        /^[\x21-\x7e]([\x20-\x7e]{0,254}[\x21-\x7e])?$/,
        'holds a character that no header may hold, or is longer than 256; write the name as Vlens gave it',
      ),
    default: null,
    example: 'your-tenant',
    description: 'Name of your tenant, sent as `TenancyName` with every call.',
    secret: false,
  }),
  VLENS_ACCEPT_LANGUAGE: setting({
    type: yesOrNo(),
    default: null,
    defaultText: 'false; true in front of the embedded sandbox',
    example: 'true',
    description:
      'Pass the customer’s language (`en`, `ar`) on to Vlens as `Accept-Language`. Vlens documents no such header: try first whether your ' +
      'tenant’s refusals in Arabic still get their `reason`.',
    secret: false,
  }),
  VLENS_TOKEN_KEY: setting({
    type: z
      .string()
      .transform((key) => key.replaceAll('\\n', '\n'))
      .refine(
        isTokenKey,
        'is neither a public key in PEM nor a secret of at least 16 characters; write one of them',
      ),
    default: null,
    // The example key of RFC 8037, which nobody signs with.
    example:
      '-----BEGIN PUBLIC KEY-----\\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\\n-----END PUBLIC KEY-----',
    description:
      'Key that Vlens signs its tokens with, a public one in PEM or the secret of HS256: tokens are verified before Vlens is asked.',
    secret: true,
  }),
  VLENS_TOKEN_JWKS_FILE: setting({
    type: z.string(),
    default: null,
    example: '/etc/vlens/jwks.json',
    description:
      'Path of a JSON Web Key Set with the public keys of Vlens’s tokens, in place of `VLENS_TOKEN_KEY`. It is read again when it has changed.',
    secret: false,
  }),
  VLENS_LIVENESS_ERROR_CODES: setting({
    type: listOf(
      (code) => /^-?\d{1,9}$/.test(code),
      'holds something that is not an error code; write whole numbers separated by commas',
    ).transform((codes) => codes.map(Number)),
    default: [],
    defaultText: 'none',
    example: '4101,4102',
    description: 'Error codes that mean "liveness needed" for your tenant.',
    secret: false,
  }),
  CONTRACT_HOSTS: setting({
    type: listOf(
      (host) => /^(\*\.)?[a-z\d-]+(\.[a-z\d-]+)*$/i.test(host),
      'holds something that is not a host; write names only, separated by commas',
    ),
    default: null,
    defaultText: 'Vlens’s own, and any public one over HTTPS',
    example: 'files.vlenseg.com,*.blob.core.windows.net',
    description: 'Hosts that contracts may be fetched from; `*.` in front allows all under a name.',
    secret: false,
  }),
  UPSTREAM_TIMEOUT_MS: setting({
    type: timeout(1),
    default: 10_000,
    example: '10000',
    description:
      'How long one call to Vlens may take. For a step with an `idempotencyKey` the gateway waits as long again, so that the same key finds a late answer.',
    secret: false,
  }),
  UPSTREAM_HTTP_CLIENT: setting({
    type: oneOf(TRANSPORTS, 'an HTTP client'),
    default: 'node-fetch',
    example: 'undici',
    description: 'HTTP client that calls Vlens. `undici` takes less CPU; the images set it.',
    secret: false,
    deprecatedNames: ['UPSTREAM_HTTP'],
  }),
  UPSTREAM_RATE_PER_SECOND: setting({
    type: rate(),
    default: 10,
    example: '10',
    description: 'Your tenant’s quota at Vlens, calls a second; `0` disables the limit.',
    secret: false,
  }),
  UPSTREAM_RATE_PER_MINUTE: setting({
    type: rate(),
    default: 60,
    example: '60',
    description: 'Your tenant’s quota at Vlens, calls a minute; `0` disables the limit.',
    secret: false,
  }),
  UPSTREAM_MAX_WAIT_MS: setting({
    type: timeout(0),
    default: 2000,
    example: '2000',
    description: 'How long a read may wait for quota before it is `RATE_LIMITED`.',
    secret: false,
  }),
  UPSTREAM_RETRY_PERCENT: setting({
    type: count(0, 100),
    default: 10,
    example: '10',
    description:
      'Retry budget: retries of reads as a percentage of the calls that were sent; `0` disables them. A step is sent again only if no connection was made.',
    secret: false,
  }),
  UPSTREAM_BREAKER_FAILURES: setting({
    type: count(0, 10_000),
    default: 10,
    example: '10',
    description: 'Failures in a row that open the circuit breaker; `0` disables it.',
    secret: false,
  }),
  CACHE_MAX_AGE_MS: setting({
    type: maxAge(),
    default: null,
    defaultText: '1000 for requests, 300000 for products and forms',
    example: '1000',
    description: 'How long a caller’s own reads are reused; `0` disables caching.',
    secret: false,
    reloadable: true,
  }),
  STATUS_MAX_AGE_MS: setting({
    type: maxAge(),
    default: null,
    defaultText: '`CACHE_MAX_AGE_MS` where that is set, else 30000',
    example: '30000',
    description: 'How long a known status is reused while webhooks are on; `0` disables caching.',
    secret: false,
    reloadable: true,
  }),
};
