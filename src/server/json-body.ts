import { ApolloServerErrorCode } from '@apollo/server/errors';
import type { FastifyInstance } from 'fastify';
import { sendError } from './http-errors.js';
import {
  boundsError,
  type InputLimits,
  InputRefused,
  MAX_DEPTH,
  MAX_VALUES,
  tooManyValues,
} from './input-bounds.js';
import { exceededBy } from './json-text.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The body as it came, where it is JSON. */
    jsonText: string | null;
  }
}

/**
 * Reads JSON bodies within limits: those with too many values, or that nest too deeply, are refused before they are parsed;
 * lists and texts that are longer than any input takes, and names of prototypes, before anybody else looks at them. Bodies
 * in a content coding are refused too, since a small one may become a large one.
 */
export function jsonBody(server: FastifyInstance, limits: InputLimits): void {
  server.addHook('onRequest', (request, reply, done) => {
    const coding = request.headers['content-encoding'];
    if (coding === undefined || /^\s*(?:identity)?\s*$/i.test(coding)) return done();
    void reply.header('accept-encoding', 'identity');
    sendError(request, reply, 415, {
      code: ApolloServerErrorCode.BAD_REQUEST,
      message: 'Bodies are not taken compressed; send it as it is.',
    });
  });
  server.decorateRequest('jsonText', null);
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    const text = String(body);
    try {
      const sent = parseBounded(text, limits);
      request.jsonText = text;
      done(null, sent);
    } catch (error) {
      done(error instanceof InputRefused ? error : unreadable());
    }
  });
}

const BYTE_ORDER_MARK = '\ufeff';

/** @throws InputRefused where it holds more than any request may, and a SyntaxError where it is no JSON. */
function parseBounded(text: string, limits: InputLimits): unknown {
  const exceeded = exceededBy(text, { depth: MAX_DEPTH, values: MAX_VALUES });
  if (exceeded === 'values') throw new InputRefused(tooManyValues());
  if (exceeded === 'depth') throw unreadable();
  const sent: unknown = JSON.parse(text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text);
  const error = boundsError(withoutDocument(sent), limits);
  if (error !== null) throw error;
  return sent;
}

/** The document has limits of its own: see `documents/limits.ts`. */
function withoutDocument(sent: unknown): unknown {
  if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) return sent;
  const { query: _document, ...rest } = sent as { query?: unknown };
  return rest;
}

function unreadable(): Error {
  return Object.assign(new Error('The body can’t be read.'), { statusCode: 400 });
}
