import type { FastifyRequest } from 'fastify';

/**
 * The query string of a URL from its first `?` on; empty if there is none. All code reads parameters with this and `parametersOf` only: a
 * second parser could let in what the first one did not see.
 */
export function searchOf(url = ''): string {
  const at = url.indexOf('?');
  return at < 0 ? '' : url.slice(at);
}

/** The parameters of a URL. */
export function parametersOf(url: string | undefined): URLSearchParams {
  return new URLSearchParams(searchOf(url));
}

/** Replaces the parameters of the URL before other code reads it. */
export function setParameters(raw: FastifyRequest['raw'], parameters: URLSearchParams): void {
  const { url = '' } = raw;
  const path = url.slice(0, url.length - searchOf(url).length);
  raw.url = `${path}?${parameters}`;
}
