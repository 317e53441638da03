import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import fastifyCors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';
import helmet from 'helmet';
import { REQUEST_ID_HEADER } from './request-id.js';

export interface BrowserRules {
  corsOrigins: (string | RegExp)[];
  production: boolean;
  /** Whether Apollo Sandbox is served. */
  explorers: boolean;
}

/** What browsers may do with this gateway: which origins may call it, and what its pages may load. */
export async function browserRules(server: FastifyInstance, rules: BrowserRules): Promise<void> {
  await server.register(fastifyCors, {
    origin: rules.corsOrigins,
    methods: ['GET', 'POST'],
    exposedHeaders: [REQUEST_ID_HEADER, 'retry-after', 'etag'],
    maxAge: 600,
  });
  const headers = headersOf(
    helmet({
      contentSecurityPolicy: { useDefaults: false, directives: rules.explorers ? SANDBOX_PAGE : NO_PAGES },
      strictTransportSecurity: rules.production,
    }),
  );
  server.addHook('onRequest', (_request, reply, done) => {
    reply.headers(headers);
    done();
  });
}

/** Computes helmet's headers once, since they are the same for all answers. */
function headersOf(rules: ReturnType<typeof helmet>): Record<string, string> {
  const headers: Record<string, string> = {};
  const answer = Object.assign(new ServerResponse(new IncomingMessage(new Socket())), {
    setHeader: (name: string, value: string) => {
      headers[name.toLowerCase()] = value;
    },
  });
  rules(answer.req, answer, (error) => {
    if (error) throw error;
  });
  return headers;
}

/** Answers are data, never pages. */
const NO_PAGES = { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] };

const APOLLO_CDN = [
  'https://embeddable-sandbox.cdn.apollographql.com',
  'https://apollo-server-landing-page.cdn.apollographql.com',
];

/**
 * Apollo Sandbox comes from Apollo's CDN and starts with an inline script. The page itself has a stricter policy that applies in addition
 * to this one, and allows only the script with its own nonce.
 */
const SANDBOX_PAGE = {
  'default-src': ["'self'"],
  'script-src': ["'self'", "'unsafe-inline'", ...APOLLO_CDN],
  'style-src': ["'self'", "'unsafe-inline'", 'https://fonts.googleapis.com', ...APOLLO_CDN],
  'font-src': ["'self'", 'https://fonts.gstatic.com'],
  'img-src': ["'self'", 'data:', ...APOLLO_CDN],
  'manifest-src': ["'self'", ...APOLLO_CDN],
  'connect-src': ["'self'", ...APOLLO_CDN],
  'frame-src': ['https://sandbox.embed.apollographql.com'],
  'frame-ancestors': ["'none'"],
};
