import { HeaderMap, type HTTPGraphQLRequest } from '@apollo/server';
import type { FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';
import { searchOf } from './address-parameters.js';
import type { ParameterizedDocuments } from './documents/parameterized-documents.js';

/** A request in Apollo Server's form, with its `Accept` header. */
export interface SentToApollo extends HTTPGraphQLRequest {
  accepted: string;
}

/**
 * Another site's page can't send these content types without a preflight request by the browser, which Apollo Server's CSRF prevention
 * checks for.
 */
const JSON_BODIES: ReadonlySet<string> = new Set(['application/json', 'application/json; charset=utf-8']);
const NOT_FROM_A_FORM = 'apollo-require-preflight';
/** Headers that a form or link on another site can't send, and that no proxy adds. */
const OF_SCRIPTS_ALONE = [
  'apollographql-client-name',
  'graphql-require-preflight',
  'x-requested-with',
] as const;
/** The other headers that Apollo Server's CSRF prevention reads. */
const LOOKED_AT = ['content-type', NOT_FROM_A_FORM, 'x-apollo-operation-name'] as const;
/** These values of `Accept` all get the default answer. */
const ANY_JSON: ReadonlySet<string> = new Set(['', '*/*', 'application/json']);

/** Whether the request uses the default format: its body is JSON, and so is the answer it accepts. */
export function saysNothingSpecial({ headers }: Pick<FastifyRequest, 'headers'>): boolean {
  return ANY_JSON.has(headers.accept ?? '') && JSON_BODIES.has(headers['content-type'] ?? '');
}

/** The same for a GET, which has no body. */
export function acceptsAnyJson({ headers }: Pick<FastifyRequest, 'headers'>): boolean {
  return ANY_JSON.has(headers.accept ?? '');
}

/** The media types of Apollo Server's answers. */
const ANSWERS = [
  'application/json; charset=utf-8',
  'application/graphql-response+json; charset=utf-8',
  'application/json; callbackSpec=1.0; charset=utf-8',
];

/**
 * Whether the client accepts an answer that we can give. Apollo Server checks this only after execution, so a step would be taken but
 * answered as refused.
 */
export function acceptsAnswers({ headers: { accept = '' } }: Pick<FastifyRequest, 'headers'>): boolean {
  return ANY_JSON.has(accept) || new Negotiator({ headers: { accept } }).mediaType(ANSWERS) !== undefined;
}

/**
 * The parts of a request that Apollo Server needs, and nothing else. It would copy every header into a map, and parse the usual ones each
 * time with general parsers.
 */
export function sentToApollo(
  { body, method, url, headers }: FastifyRequest,
  parameterized: Pick<ParameterizedDocuments, 'parameterize'>,
): SentToApollo {
  const map = new HeaderMap();
  const { accept: accepted = '', 'content-type': contentType } = headers;
  // An empty `Accept` means the same as none, and avoids a parser that looks for the media types of `@defer`.
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

/**
 * Whether only a script can have sent the request. A bearer token shows that; browsers add `Basic` and `Negotiate` by themselves, also to
 * forms of other sites.
 */
export function isFromScript(headers: FastifyRequest['headers']): boolean {
  return /^bearer /i.test(headers.authorization ?? '') || OF_SCRIPTS_ALONE.some((name) => headers[name]);
}

/** The client's `Accept` header. */
export function acceptedBy(http: HTTPGraphQLRequest | undefined): string {
  return http && 'accepted' in http ? String(http.accepted) : '';
}
