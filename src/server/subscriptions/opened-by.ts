import type { FastifyRequest } from 'fastify';
import type { OpenSpan } from '../../tracing/span.js';
import { type Language, languageOf } from '../../vlens/messages/language.js';
import { addressBlock } from '../address-block.js';
import { hostOf } from '../request-host.js';
import { traceparentIn } from '../tracing/http.js';

/**
 * The parts of the request that opened a stream, kept for as long as the stream is open. The request itself refers to its headers, its
 * response and their buffers, several kilobytes each.
 */
export interface OpenedBy {
  id: string;
  /** The client's address block. */
  address: string;
  language: Language;
  authorization: string | undefined;
  /** How the client reached this gateway. */
  protocol: string;
  host: string;
  span: OpenSpan | undefined;
  traceparent: string | undefined;
}

/** Copies these parts, since the request itself would stay in memory for as long as the stream is open. */
export function openedBy(request: FastifyRequest): OpenedBy {
  const { id, ip, protocol, headers, span } = request;
  return {
    id: inOnePiece(id),
    address: addressBlock(ip),
    language: languageOf(headers['accept-language']),
    authorization: headers.authorization,
    protocol,
    host: hostOf(request),
    span,
    traceparent: traceparentIn(headers),
  };
}

/** Flattens a string. V8 builds a UUID from twenty pieces, which take 900 bytes until the string is first written. */
function inOnePiece(text: string): string {
  return Buffer.from(text).toString();
}
