import { z } from 'zod';
import { count, origins, trustedProxies, yesOrNo } from '../kinds.js';
import { setting } from '../setting.js';

/** Regular expressions match origins with any port. */
export type AllowedOrigins = (string | RegExp)[];

const DEVELOPMENT_ORIGINS: AllowedOrigins = [
  'https://studio.apollographql.com',
  /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/,
];

/** Permissions and limits of clients. */
export const CLIENT_SETTINGS = {
  TRUST_PROXY: setting({
    type: trustedProxies(),
    default: false,
    defaultText: 'none',
    example: '1',
    description: 'Proxies trusted to set `X-Forwarded-For`: how many, or their addresses (`10.0.0.0/8`).',
    secret: false,
  }),
  DEFAULT_COUNTRY: setting({
    type: z.literal('EG', 'is no country that local numbers are known of; write EG'),
    default: null,
    defaultText: 'unset: a number names its country',
    example: 'EG',
    description: 'Country of phone numbers without a country’s code: `EG` takes `01…` for `+201…`.',
    secret: false,
  }),
  CORS_ORIGINS: setting({
    type: origins().transform((list): AllowedOrigins => list),
    default: ({ production }) => (production ? [] : DEVELOPMENT_ORIGINS),
    defaultText: 'none in production; else studio.apollographql.com and localhost',
    example: 'https://app.example.com',
    description: 'Origins whose pages may call the gateway, separated by commas.',
    secret: false,
  }),
  SIGNING_PAGE_ORIGINS: setting({
    type: origins(),
    default: [],
    defaultText: 'none',
    example: 'https://app.example.com',
    description: 'Origins of host apps that may frame the signing page and hand it a customer’s token.',
    secret: false,
  }),
  EXPLORERS: setting({
    type: yesOrNo(),
    default: ({ production }) => !production,
    defaultText: 'false in production, else true',
    example: 'true',
    description:
      'Serve Apollo Sandbox at `/graphql` and the explorer at `/explorer`. In production they need `INTROSPECTION=true` to show the schema.',
    secret: false,
  }),
  INTROSPECTION: setting({
    type: yesOrNo(),
    default: ({ production }) => !production,
    defaultText: 'false in production, else true',
    example: 'true',
    description: 'Let clients read the schema.',
    secret: false,
  }),
  FEDERATION: setting({
    type: yesOrNo(),
    default: false,
    example: 'true',
    description: 'Serve as a Federation 2 subgraph behind a router (docs/federation.md).',
    secret: false,
  }),
  FEDERATION_ERRORS_AS_200: setting({
    type: yesOrNo(),
    default: true,
    example: 'false',
    description:
      'As a subgraph: answer errors about a request with HTTP 200 instead of 400, because routers turn a 400 into an internal error.',
    secret: false,
  }),
  TRUSTED_DOCUMENTS: setting({
    type: z.string(),
    default: null,
    defaultText: 'none',
    example: 'client/src/generated/persisted-documents.json',
    description: 'Manifest of documents that clients may send by id, as `npm run codegen` writes it.',
    secret: false,
  }),
  TRUSTED_DOCUMENTS_ONLY: setting({
    type: yesOrNo(),
    default: false,
    example: 'true',
    description: 'Refuse every document that is not in the manifest.',
    secret: false,
  }),
  AUTOMATIC_PERSISTED_QUERIES: setting({
    type: yesOrNo(),
    default: ({ production }) => !production,
    defaultText: 'false in production, else true',
    example: 'false',
    description:
      'Remember documents by their hash, for each caller with a token apart. Not with `TRUSTED_DOCUMENTS_ONLY`.',
    secret: false,
  }),
  MAX_IN_FLIGHT_REQUESTS: setting({
    type: count(1, 1_000_000),
    default: 1000,
    example: '1000',
    description:
      'Above this many requests in flight, queries get 503; above twice as many, every request does. Clients whose address block and token hold no more than their share are refused later: from two and a half times, and from three times as many.',
    secret: false,
    reloadable: true,
    deprecatedNames: ['MAX_REQUESTS_UNDER_WAY'],
  }),
  MAX_EVENT_LOOP_DELAY_MS: setting({
    type: count(1, 60_000),
    default: 1000,
    example: '1000',
    description: 'Above this event-loop delay, queries get 503; above twice this delay, every request does.',
    secret: false,
    reloadable: true,
  }),
  MAX_SUBSCRIBERS: setting({
    type: count(0, 1_000_000),
    default: 10_000,
    example: '10000',
    description:
      'Subscriptions at once. A tenth is kept for callers who have none. `0` disables subscriptions and WebSockets.',
    secret: false,
  }),
  MAX_SUBSCRIPTIONS_PER_CALLER: setting({
    type: count(1, 1_000_000),
    default: 100,
    example: '100',
    description: 'Subscriptions of one caller at once.',
    secret: false,
  }),
  MAX_OPERATIONS_PER_CONNECTION: setting({
    type: count(1, 1_000_000),
    default: 100,
    example: '100',
    description: 'Operations that one WebSocket carries at once.',
    secret: false,
  }),
  MAX_FAILED_ATTEMPTS_PER_IP: setting({
    type: count(0, 1_000_000),
    default: 200,
    example: '200',
    description:
      'Wrong codes and passwords from one address in 15 minutes. `0` disables the limit, for a server that calls for all of its users.',
    secret: false,
    deprecatedNames: ['FAILED_TRIES_PER_ADDRESS'],
  }),
};
