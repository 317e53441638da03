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
    /** The body as it came, where it is JSON and so short that its answer may be kept: any other is let go once it is parsed. */
    jsonText: string | null;
  }
}

/**
 * Reads JSON bodies within limits: those with too many values, or that nest too deeply, are refused before they are parsed;
 * lists and texts that are longer than any input takes, and names of prototypes, before anybody else looks at them. Bodies
 * in a content coding are refused too, since a small one may become a large one. One that the load refuses is not parsed, and each other
 * one once it has its turn (`gated-requests.ts`): until then it is held as it came, outside of the heap.
 */
export function jsonBody(
  server: FastifyInstance,
  { inputLimits: limits, documentOf, isRefused }: JsonBodyParts,
): void {
  const { large } = limits;
  const names = large && new RegExp(`\\b(?:${large.mutations.join('|')})\\b`);
  // A document that only mentions one of them is read as far as they are, and refused as any other.
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

/** Parses the body where it is JSON, and there is room for what it takes then. */
export function readJson(request: FastifyRequest, { hasRoom, refuse, done }: ReadJson): void {
  const { body } = request;
  if (!(body instanceof UnparsedBody)) {
    done();
    return;
  }
  // Its bytes are let go now, and its text once this is over.
  request.body = null;
  const text = body.text();
  if (hasRoom(bytesOfParsed(text))) done(body.parseInto(request, text));
  else refuse();
}

interface ReadJson {
  hasRoom(bytes: number): boolean;
  /** Answers in place of the operation. */
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

  /** Answers why it is refused; nothing where it is not. */
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
  /** The text of the document that a body asks for, where it is known. */
  documentOf: DocumentOf;
  /** Whether the request is turned away whatever its body says. */
  isRefused: (request: FastifyRequest) => boolean;
}

/** The text of the document that a body asks for, where it is known. */
export type DocumentOf = (sent: object, request: FastifyRequest) => string | null;

/** As Fastify refuses what is larger than a route takes. */
class BodyTooLarge extends Error {
  readonly statusCode = 413;
}

const BYTE_ORDER_MARK = '\ufeff';

/** @throws InputRefused where it holds more than any request may, and a SyntaxError where it is no JSON. */
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

/** The document has limits of its own: see `documents/limits.ts`. */
function withoutDocument(sent: unknown): unknown {
  if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) return sent;
  const { query: _document, ...rest } = sent as { query?: unknown };
  return rest;
}

function unreadable(): Error {
  return Object.assign(new Error('The body can’t be read.'), { statusCode: 400 });
}
