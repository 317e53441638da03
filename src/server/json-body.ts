import { ApolloServerErrorCode } from '@apollo/server/errors';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { exceededBy } from '../json-text.js';
import { MAX_BODY_BYTES } from './body-limit.js';
import { bytesOfParsed } from './buffered-bytes.js';
import { sendError } from './http-errors.js';
import {
  boundsError,
  type InputLimits,
  InputRefused,
  MAX_DEPTH,
  MAX_VALUES,
  tooManyValues,
} from './input-bounds.js';
import { MAX_KEY_LENGTH } from './response-cache.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The text of a JSON body that is short enough for its answer to be cached; the text of any other body is dropped after parsing. */
    jsonText: string | null;
  }
}

/**
 * Reads JSON bodies within limits. Bodies with too many values or too much nesting are refused before they are parsed. Lists and texts that
 * are longer than any input takes, and names of prototypes, are refused before any other code sees them. Compressed bodies are refused too,
 * since a small one may expand to a large one. A body that load shedding refuses is not parsed. Every other body is parsed when it has its
 * turn (`gated-requests.ts`); until then its bytes are kept as they came, outside of the heap.
 */
export function jsonBody(
  server: FastifyInstance,
  { inputLimits: limits, documentOf, isRefused }: JsonBodyParts,
): void {
  const { large } = limits;
  const names = large && new RegExp(`\\b(?:${large.mutations.join('|')})\\b`);
  // A document that merely mentions one of these mutations is read under the same larger limits, and refused like any other.
  const limitsOf = (sent: object, request: FastifyRequest): InputLimits | null =>
    large && names?.test(documentOf(sent, request) ?? '')
      ? { ...limits, characters: large.characters }
      : null;
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
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    if (isRefused(request)) return done(null, null);
    done(null, new UnparsedBody(body as Buffer, limits, (asked) => limitsOf(asked, request)));
  });
}

/** Parses a JSON body if there is room for the parsed value. */
export function readJson(request: FastifyRequest, { hasRoom, refuse, done }: ReadJson): void {
  const { body } = request;
  if (!(body instanceof UnparsedBody)) {
    done();
    return;
  }
  // This releases the bytes now. The text is released when this function is done.
  request.body = null;
  const text = body.text();
  if (hasRoom(bytesOfParsed(text))) done(body.parseInto(request, text));
  else refuse();
}

interface ReadJson {
  hasRoom(bytes: number): boolean;
  /** Sends an error instead of executing the operation. */
  refuse(): void;
  done(error?: Error): void;
}

class UnparsedBody {
  constructor(
    private readonly bytes: Buffer,
    private readonly limits: InputLimits,
    private readonly largeLimitsOf: (sent: object) => InputLimits | null,
  ) {}

  text(): string {
    return String(this.bytes);
  }

  /** Parses the text into `request.body`; returns the error if the body is refused. */
  parseInto(request: FastifyRequest, text: string): Error | undefined {
    try {
      request.body = parseBounded(text, this.limits, this.largeLimitsOf);
      if (text.length <= MAX_KEY_LENGTH) request.jsonText = text;
      return undefined;
    } catch (error) {
      return error instanceof InputRefused || error instanceof BodyTooLarge ? error : unreadable();
    }
  }
}

export interface JsonBodyParts {
  inputLimits: InputLimits;
  /** The text of the document that a body sends or names; null if it is not known. */
  documentOf: DocumentOf;
  /** Whether load shedding refuses the request, whatever its body contains. */
  isRefused: (request: FastifyRequest) => boolean;
}

/** The text of the document that a body sends or names; null if it is not known. */
export type DocumentOf = (sent: object, request: FastifyRequest) => string | null;

/** The same status that Fastify uses for a body above a route's limit. */
class BodyTooLarge extends Error {
  readonly statusCode = 413;
}

const BYTE_ORDER_MARK = '\ufeff';

/** @throws InputRefused if the text exceeds the limits of all requests, or a SyntaxError if it is not JSON */
function parseBounded(
  text: string,
  limits: InputLimits,
  largeLimitsOf: (sent: object) => InputLimits | null,
): unknown {
  const exceeded = exceededBy(text, { depth: MAX_DEPTH, values: MAX_VALUES });
  if (exceeded === 'values') throw new InputRefused(tooManyValues());
  if (exceeded === 'depth') throw unreadable();
  const sent: unknown = JSON.parse(text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text);
  const largeLimits = typeof sent === 'object' && sent !== null ? largeLimitsOf(sent) : null;
  if (largeLimits === null && Buffer.byteLength(text) > MAX_BODY_BYTES) throw new BodyTooLarge();
  const error = boundsError(withoutDocument(sent), largeLimits ?? limits);
  if (error !== null) throw error;
  return sent;
}

/** The document has its own limits (`documents/limits.ts`). */
function withoutDocument(sent: unknown): unknown {
  if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) return sent;
  const { query: _document, ...rest } = sent as { query?: unknown };
  return rest;
}

function unreadable(): Error {
  return Object.assign(new Error('The body can’t be read.'), { statusCode: 400 });
}
