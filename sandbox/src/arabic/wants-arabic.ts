import type { FastifyRequest } from 'fastify';

type Headers = FastifyRequest['headers'];

/** Whether the caller likes Arabic best (RFC 9110, 12.5.4); Vlens's own SDKs write the header with an underscore. */
export function wantsArabic(headers: Headers): boolean {
  const said = headers['accept-language'] ?? headers.accept_language;
  if (typeof said !== 'string') return false;
  const [best] = said
    .split(',')
    .map((range) => {
      const [tag = '', ...parameters] = range.split(';').map((each) => each.trim().toLowerCase());
      const q = parameters.find((each) => each.startsWith('q='));
      return { tag, weight: q === undefined ? 1 : Number(q.slice(2)) || 0 };
    })
    .filter(({ tag, weight }) => weight > 0 && /^(?:ar|en|\*)\b|^\*$/.test(tag))
    .sort((one, other) => other.weight - one.weight);
  return best !== undefined && /^ar\b/.test(best.tag);
}
