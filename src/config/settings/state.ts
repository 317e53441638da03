import { z } from 'zod';
import { count, listOf } from '../kinds.js';
import { isRedisUrl } from '../redis-url.js';
import { setting } from '../setting.js';

/** State of the gateway, state shared between replicas, and webhooks from Vlens. */
export const STATE_SETTINGS = {
  WEBHOOK_SECRET: setting({
    type: listOf(() => true, '').refine(
      (secrets) => secrets.length >= 1 && secrets.length <= 2,
      'holds no secret, or more than two; write one, or two separated by a comma while you change it',
    ),
    default: null,
    defaultText: 'unset: webhooks get 404. The embedded sandbox makes one up',
    example: 'the-secret-of-the-subscription',
    description:
      'Secret that Vlens signs `POST /webhooks/vlens` with. Write two, separated by a comma, to change it without a gap.',
    secret: true,
    isChosenSecret: true,
  }),
  WEBHOOK_PATH_SECRET: setting({
    type: z
      .string()
      .regex(
        /^[A-Za-z0-9_-]{32,200}$/,
        'is no long random part of a path; write at least 32 letters, digits, hyphens and underscores',
      ),
    default: null,
    defaultText: 'unset: there is no such path',
    example: 'b1946ac92492d2347c6235b4d2611184b1946ac92492d234',
    description:
      'Secret last part of `POST /webhooks/vlens/<secret>`: the proof of a webhook if your portal shows no secret to sign with.',
    secret: true,
    isChosenSecret: true,
  }),
  STATE_SECRET: setting({
    type: z.string().min(32, 'is too short to encrypt with; write at least 32 random characters'),
    default: null,
    defaultText: 'random for this process; for `STATE_FOLDER` a key made from `VLENS_API_KEY`',
    example: 'the-output-of-openssl-rand-base64-32',
    description:
      'Encrypts what is stored about steps with an `idempotencyKey`, what replicas share, and the cookie that keeps a signing link over a reload. ' +
      'Required with `REDIS_URL`, the same for all replicas.',
    secret: true,
    isChosenSecret: true,
  }),
  STATE_FOLDER: setting({
    type: z
      .string()
      .min(1, 'is empty')
      .refine(
        (path) => path === 'memory:' || !/^(?:memory:?$|[~$"'\s]|file:)/i.test(path),
        'would be a folder of that name; write memory: to keep nothing on disk, a path from the root, or ./ before it',
      ),
    default: null,
    defaultText: '`state` in the working directory',
    example: '/var/lib/vlens-gateway',
    description:
      'Folder in which a gateway without `REDIS_URL` keeps the outcomes of steps with an `idempotencyKey`, encrypted, ' +
      'so that a restart forgets nothing. `memory:`, with its colon, keeps it in memory only.',
    secret: false,
  }),
  REDIS_URL: setting({
    type: z
      .string()
      .refine(
        isRedisUrl,
        'is not the address of a Redis; write redis://host:6379, redis+sentinel://host,host/master or ' +
          'redis+cluster://host,host, with rediss for TLS',
      ),
    default: null,
    defaultText: 'unset: this process alone',
    example: 'redis://localhost:6379',
    description:
      'Redis in which replicas share quota, live status, idempotency and attempt limits: a server, or ' +
      '`redis+sentinel://host,host/master`, or `redis+cluster://host,host`; `rediss` for TLS.',
    secret: true,
  }),
  REDIS_CA_FILE: setting({
    type: z.string().min(1, 'is empty'),
    default: null,
    defaultText: 'the CAs that Node knows',
    example: '/etc/vlens/redis-ca.pem',
    description:
      'PEM file of the CA that signed the certificate of Redis and its sentinels, where it is your own.',
    secret: false,
  }),
  REDIS_SENTINEL_PASSWORD: setting({
    type: z.string().min(1, 'is empty'),
    default: null,
    example: 'the-password-of-the-sentinels',
    description: 'Password of the sentinels, if they have one. The password of Redis is in `REDIS_URL`.',
    secret: true,
  }),
  REDIS_TIMEOUT_MS: setting({
    type: count(100, 10_000),
    default: 500,
    example: '1500',
    description:
      'How long Redis may take to answer. If Redis is far away, set it to three times the round trip.',
    secret: false,
  }),
  MAX_REPLICAS: setting({
    type: count(1, 1000),
    default: 3,
    example: '3',
    description:
      'How many replicas run at most. While Redis is down, each uses the quota divided by this number.',
    secret: false,
  }),
};
