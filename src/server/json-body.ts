import { ApolloServerErrorCode } from '@apollo/server/errors';
import type { FastifyInstance } from 'fastify';
import { sendError } from './http-errors.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The body as it came, where it is JSON. */
    jsonText: string | null;
  }
}

/** Far above what any input of the schema needs. */
const DEEPEST_NESTING = 64;

/**
 * Reads JSON bodies: those that nest deeper than any input are refused before they are parsed, keys that name
 * prototypes are refused, and so are bodies in a content coding, since a small one may become a large one.
 */
export function jsonBody(server: FastifyInstance): void {
  const parse = server.getDefaultJsonParser('error', 'error');
  server.addHook('onRequest', (request, reply, done) => {
    const coding = request.headers['content-encoding'];
    if (coding === undefined || /^\s*(?:identity)?\s*$/i.test(coding)) return done();
    void reply.header('accept-encoding', 'identity').header('connection', 'close');
    sendError(request, reply, 415, {
      code: ApolloServerErrorCode.BAD_REQUEST,
      message: 'Bodies are not taken compressed; send it as it is.',
    });
  });
  server.decorateRequest('jsonText', null);
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    const text = String(body);
    if (nesting(text) > DEEPEST_NESTING) {
      return done(Object.assign(new Error('The body nests too deeply.'), { statusCode: 400 }));
    }
    request.jsonText = text;
    return parse(request, text, done);
  });
}

/** Whether a value that came as JSON some other way nests deeper than any input. */
export function nestsTooDeeply(value: unknown): boolean {
  let level = [value];
  for (let depth = 0; depth <= DEEPEST_NESTING; depth += 1) {
    level = level.flatMap((each) =>
      typeof each === 'object' && each !== null ? Object.values(each as Record<string, unknown>) : [],
    );
    if (level.length === 0) return false;
  }
  return true;
}

/** How deep the brackets of a JSON text go; those inside of its strings don't count. */
export function nesting(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') at = endOfString(text, at);
    else if (character === '[' || character === '{') deepest = Math.max(deepest, ++depth);
    else if (character === ']' || character === '}') depth -= 1;
  }
  return deepest;
}

/** Where the string that starts here ends. Pictures are long strings: they are leapt over, not walked through. */
function endOfString(text: string, start: number): number {
  let end = start;
  do {
    end = text.indexOf('"', end + 1);
    if (end < 0) return text.length;
  } while (isEscaped(text, end));
  return end;
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text[at - 1 - backslashes] === '\\') backslashes += 1;
  return backslashes % 2 === 1;
}
