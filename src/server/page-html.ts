import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';

/** A page as it is sent: compressed once, since phones wait for every kilobyte, and with the hashes that its policy needs. */
export interface PageHtml {
  html: string;
  br: Buffer;
  gzip: Buffer;
  /** Sources of Content Security Policy for the script and the style that stand in the page (`'sha256-…'`). */
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

/** In the coding that the client likes best. */
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

/** Of what stands between the tags of such elements (Content Security Policy 3, section 6.7.3.3). */
function hashesOf(html: string, element: 'script' | 'style'): string[] {
  const between = new RegExp(`<${element}\\b(?![^>]*\\bsrc=)[^>]*>([^]*?)</${element}>`, 'g');
  return [...html.matchAll(between)].map(
    ([, text = '']) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`,
  );
}
