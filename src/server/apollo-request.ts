import { HeaderMap, type HTTPGraphQLRequest } from '@apollo/server';
import type { FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';
import { searchOf } from './address-parameters.js';
import type { ParameterizedDocuments } from './documents/parameterized-documents.js';

/** A request as Apollo Server takes it, and what its client accepts. */
export interface SentToApollo extends HTTPGraphQLRequest {
  accepted: string;
}

/** Bodies of these come from no other site's page without its browser asking first, which is what Apollo Server looks for. */
const JSON_BODIES: ReadonlySet<string> = new Set(['application/json', 'application/json; charset=utf-8']);
const NOT_FROM_A_FORM = 'apollo-require-preflight';
/** Headers that no form or link of another site can send, and that no proxy adds by itself. */
const OF_SCRIPTS_ALONE = [
  'apollographql-client-name',
  'graphql-require-preflight',
  'x-requested-with',
] as const;
/** The other headers that it decides by. */
const LOOKED_AT = ['content-type', NOT_FROM_A_FORM, 'x-apollo-operation-name'] as const;
/** Answered alike: as if nothing had been said. */
const ANY_JSON: ReadonlySet<string> = new Set(['', '*/*', 'application/json']);

/** Whether the answer's form does not depend on what the client says: JSON was sent, and is accepted. */
export function saysNothingSpecial({ headers }: Pick<FastifyRequest, 'headers'>): boolean {
  return ANY_JSON.has(headers.accept ?? '') && JSON_BODIES.has(headers['content-type'] ?? '');
}

/** The same of a GET, which sends nothing. */
export function acceptsAnyJson({ headers }: Pick<FastifyRequest, 'headers'>): boolean {
  return ANY_JSON.has(headers.accept ?? '');
}

/** What Apollo Server answers with. */
const ANSWERS = [
  'application/json; charset=utf-8',
  'application/graphql-response+json; charset=utf-8',
  'application/json; callbackSpec=1.0; charset=utf-8',
];

/** Whether the client accepts an answer that we can give. Apollo Server checks only after execution: a step would be taken, and answered as refused. */
export function acceptsAnswers({ headers: { accept = '' } }: Pick<FastifyRequest, 'headers'>): boolean {
  return ANY_JSON.has(accept) || new Negotiator({ headers: { accept } }).mediaType(ANSWERS) !== undefined;
}

/**
 * What Apollo Server needs of a request and nothing else: it takes every header that it is given into a map, and reads the
 * usual ones each time, with parsers for all that there may be.
 */
export function sentToApollo(
  { body, method, url, headers }: FastifyRequest,
  parameterized: Pick<ParameterizedDocuments, 'parameterize'>,
): SentToApollo {
  const map = new HeaderMap();
  const { accept: accepted = '', 'content-type': contentType } = headers;
  // An empty one is the same as none, and spares a parser that would look for media types of `@defer`.
  map.set('accept', ANY_JSON.has(accepted) ? '' : accepted);
  if ((contentType !== undefined && JSON_BODIES.has(contentType)) || isFromScript(headers))
    map.set(NOT_FROM_A_FORM, 'true');
  if (contentType === undefined || !JSON_BODIES.has(contentType))
    for (const name of LOOKED_AT) {
      const value = headers[name];
      if (value) map.set(name, Array.isArray(value) ? value.join(', ') : value);
    }
  return {
    body: parameterized.parameterize(body),
    method,
    headers: map,
    search: searchOf(url),
    accepted,
  };
}

/** A bearer token, and no `Basic` or `Negotiate`: those a browser adds by itself, to forms of other sites too. */
export function isFromScript(headers: FastifyRequest['headers']): boolean {
  return /^bearer /i.test(headers.authorization ?? '') || OF_SCRIPTS_ALONE.some((name) => headers[name]);
}

/** What the client of a request accepts, as it said it. */
export function acceptedBy(http: HTTPGraphQLRequest | undefined): string {
  return http && 'accepted' in http ? String(http.accepted) : '';
}
