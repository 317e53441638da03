import type { FastifyRequest } from 'fastify';

/**
 * The part of an address with its parameters, from its first `?` on; empty where there is none. What reads them goes by this and
 * `parametersOf` alone: by two ways of reading, one would let in what the other has not seen.
 */
export function searchOf(url = ''): string {
  const at = url.indexOf('?');
  return at < 0 ? '' : url.slice(at);
}

/** The parameters in an address. */
export function parametersOf(url: string | undefined): URLSearchParams {
  return new URLSearchParams(searchOf(url));
}

/** Puts others in their place, before anybody else reads the address. */
export function setParameters(raw: FastifyRequest['raw'], parameters: URLSearchParams): void {
  const { url = '' } = raw;
  const path = url.slice(0, url.length - searchOf(url).length);
  raw.url = `${path}?${parameters}`;
}
