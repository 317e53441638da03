import ipaddr from 'ipaddr.js';
import { z } from 'zod';

/** The trusted proxies in front of the gateway: their number, or their addresses. */
export type TrustedProxies = number | string[] | false;

const MAX_AGE_MS = 3_600_000;
const MAX_TIMEOUT_MS = 600_000;

/** A port. With 0 the system chooses one, for tests. */
export const port = () => wholeNumber(0, 65_535, 'is not a port; write a whole number up to 65535');

/** A number of calls in a period. */
export const rate = () =>
  wholeNumber(0, 1_000_000, 'is not a number of calls; write the tenant’s quota at Vlens, or 0 for no limit');

/** A timeout in milliseconds. */
export const timeout = (lowest: number) =>
  wholeNumber(
    lowest,
    MAX_TIMEOUT_MS,
    `is not a whole number of milliseconds from ${lowest} to ${MAX_TIMEOUT_MS}; write one`,
  );

/** The largest age of a cached answer, in milliseconds. */
export const maxAge = () =>
  wholeNumber(
    0,
    MAX_AGE_MS,
    `is not a whole number of milliseconds up to ${MAX_AGE_MS}; write one, or 0 to disable caching`,
  );

/** A limit. */
export const count = (lowest: number, highest: number) =>
  wholeNumber(lowest, highest, `is not a whole number from ${lowest} to ${highest}; write one`);

/** `true` or `false`. */
export function yesOrNo() {
  return z
    .enum(['true', 'false'], 'is neither true nor false; write one of them')
    .transform((text) => text === 'true');
}

/** One of a few words. */
export function oneOf<const Words extends readonly [string, ...string[]]>(words: Words, what: string) {
  return z.enum(words, `is not ${what}; write ${words.slice(0, -1).join(', ')} or ${words.at(-1)}`);
}

/** A whole number within bounds. Any other text is reported with `problem`. */
function wholeNumber(lowest: number, highest: number, problem: string) {
  return z
    .string()
    .regex(/^\d{1,9}$/, problem)
    .transform(Number)
    .refine((number) => number >= lowest && number <= highest, problem);
}

/** A number from 0 to 1. */
export function share() {
  return z
    .string()
    .regex(/^(0(\.\d+)?|1(\.0+)?)$/, 'is not a share from 0 to 1; write one')
    .transform(Number);
}

/** Items separated by commas. Each must pass `isItem`. */
export function listOf(isItem: (item: string) => boolean, problem: string) {
  return z
    .string()
    .transform((text) =>
      text
        .split(',')
        .map((item) => item.trim())
        .filter(Boolean),
    )
    .refine((items) => items.every(isItem), problem);
}

/** Origins as browsers send them, separated by commas. */
export function origins() {
  return listOf(
    isOrigin,
    'holds something that is not an origin; write scheme and host only, separated by commas',
  ).transform((items) => items.map((origin) => origin.toLowerCase()));
}

/** A URL without user, query or fragment. Trailing slashes are removed. */
export function httpUrl() {
  return z
    .string()
    .refine(
      isPlainHttpUrl,
      'is not an address; write http:// or https:// and a host, without user, query or fragment',
    )
    .transform((url) => url.replace(/\/+$/, ''));
}

/** Proxies trusted to set `X-Forwarded-For`: their number, or their addresses. */
export function trustedProxies() {
  const isCount = (entry: string) => /^\d{1,2}$/.test(entry);
  return listOf(() => true, '')
    .refine(
      (entries) => entries.every(isAddressOrRange) || (entries.length === 1 && entries.every(isCount)),
      'is neither a number of proxies nor addresses; write 1 for one proxy, or addresses separated by commas',
    )
    .transform((entries): TrustedProxies => {
      const [first] = entries;
      if (first === undefined) return false;
      return isCount(first) ? Number(first) : entries.flatMap(halvesOfAll);
    });
}

/** Requires four decimal parts: `ipaddr.isValid` reads 100 as 0.0.0.100, which no proxy has, and 010.0.0.1 as 8.0.0.1. */
function isAddressOrRange(entry: string): boolean {
  const [address = '', ...prefix] = entry.split('/');
  const isAddress = ipaddr.IPv6.isValid(address) || ipaddr.IPv4.isValidFourPartDecimal(address);
  return isAddress && (prefix.length === 0 || ipaddr.isValidCIDR(entry));
}

/** Headers as `name=value`, separated by commas. The values are percent-encoded. */
export function headers() {
  return listOf(
    (header) => /^[\w-]+=[\x21-\x7e]+$/.test(header) && /^[\t\x20-\x7e]*$/.test(nameAndValue(header)[1]),
    'holds something that is not name=value, or that no header may hold; write headers separated by commas',
  ).transform((items) => Object.fromEntries(items.map(nameAndValue)));
}

/** Fastify refuses a range of all addresses, but accepts its two halves. */
function halvesOfAll(entry: string): string[] {
  if (!ipaddr.isValidCIDR(entry)) return [entry];
  const [address, prefix] = ipaddr.parseCIDR(entry);
  if (prefix > 0) return [entry];
  return address.kind() === 'ipv4' ? ['0.0.0.0/1', '128.0.0.0/1'] : ['::/1', '8000::/1'];
}

function nameAndValue(pair: string): [string, string] {
  const at = pair.indexOf('=');
  const value = pair.slice(at + 1);
  try {
    return [pair.slice(0, at), decodeURIComponent(value)];
  } catch {
    return [pair.slice(0, at), value];
  }
}

/** `URL` also accepts `*` and `;` in a host. In the signing page's policy `*` would allow every site, and `;` would begin a directive. */
const HOST = /^(?:[\w.-]+|\[[\da-f:.]+\])$/;

/** `URL` ignores line breaks and tabs, but they would stay in strings that are built from this text. */
function isPlainHttpUrl(text: string): boolean {
  if (!/^https?:\/\/[^\s\p{Cc}\\]+$/iu.test(text) || !URL.canParse(text)) return false;
  const { username, password, search, hash, hostname } = new URL(text);
  return !username && !password && !search && !hash && HOST.test(hostname);
}

function isOrigin(text: string): boolean {
  return isPlainHttpUrl(text) && new URL(text).origin === text.toLowerCase();
}
