import type { FastifyRequest } from 'fastify';
import type { OpenSpan } from '../../tracing/span.js';
import { type Language, languageOf } from '../../vlens/messages/language.js';
import { addressBlock } from '../address-block.js';
import { hostOf } from '../request-host.js';
import { traceparentIn } from '../tracing/http.js';

/**
 * What is kept of the request that opened a stream, for as long as that is open: the request itself holds its headers, its
 * answer and all that was read with them, several kilobytes each.
 */
export interface OpenedBy {
  id: string;
  /** The block of addresses that the client's is in. */
  address: string;
  language: Language;
  authorization: string | undefined;
  /** How the client reached this gateway. */
  protocol: string;
  host: string;
  span: OpenSpan | undefined;
  traceparent: string | undefined;
}

/** The parts of the request that are kept: the whole one would stay in memory for as long as the stream is open. */
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

/** V8 puts a UUID together of twenty pieces, which take 900 bytes for as long as nobody writes it. */
function inOnePiece(text: string): string {
  return Buffer.from(text).toString();
}
