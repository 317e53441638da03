import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';

/**
 * A page ready to be sent. It is compressed once, since every kilobyte counts on phones, and has the hashes for its Content Security
 * Policy.
 */
export interface PageHtml {
  html: string;
  br: Buffer;
  gzip: Buffer;
  /** Content Security Policy sources for the page's inline script and style (`'sha256-…'`). */
  scripts: readonly string[];
  styles: readonly string[];
}

export async function pageHtml(html: string): Promise<PageHtml> {
  const bytes = Buffer.from(html);
  const params = {
    [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  const [br, gzipped] = await Promise.all([
    promisify(brotliCompress)(bytes, { params }),
    promisify(gzip)(bytes, { level: 9 }),
  ]);
  return { html, br, gzip: gzipped, scripts: hashesOf(html, 'script'), styles: hashesOf(html, 'style') };
}

/** Sends the page in the encoding that the client prefers. */
export function sendHtml(request: FastifyRequest, reply: FastifyReply, page: PageHtml): FastifyReply {
  reply.type('text/html; charset=utf-8').header('vary', 'Accept-Encoding');
  const accepted = request.headers['accept-encoding'];
  const negotiator = new Negotiator({
    headers: accepted === undefined ? {} : { 'accept-encoding': String(accepted) },
  });
  const coding = negotiator.encoding(['br', 'gzip', 'identity'], { preferred: ['br', 'gzip'] });
  if (coding !== 'br' && coding !== 'gzip') return reply.send(page.html);
  return reply.header('content-encoding', coding).send(page[coding]);
}

/** The hashes of the content of inline elements (Content Security Policy 3, section 6.7.3.3). */
function hashesOf(html: string, element: 'script' | 'style'): string[] {
  const between = new RegExp(`<${element}\\b(?![^>]*\\bsrc=)[^>]*>([^]*?)</${element}>`, 'g');
  return [...html.matchAll(between)].map(
    ([, text = '']) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`,
  );
}
