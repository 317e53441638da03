import ipaddr from 'ipaddr.js';
import { z } from 'zod';

/** How many proxies stand before the gateway, or at which addresses. */
export type TrustedProxies = number | string[] | false;

const MAX_AGE_MS = 3_600_000;
const MAX_TIMEOUT_MS = 600_000;

/** 0 lets the system choose, for tests. */
export const port = () => wholeNumber(0, 65_535, 'is not a port; write a whole number up to 65535');

/** Calls in a span of time. */
export const rate = () =>
  wholeNumber(0, 1_000_000, 'is not a number of calls; write the tenant’s quota at Vlens, or 0 for no limit');

/** How long something is waited for. */
export const timeout = (lowest: number) =>
  wholeNumber(
    lowest,
    MAX_TIMEOUT_MS,
    `is not a whole number of milliseconds from ${lowest} to ${MAX_TIMEOUT_MS}; write one`,
  );

/** How old a cached answer may be. */
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

/** A whole number within bounds; else the problem. */
function wholeNumber(lowest: number, highest: number, problem: string) {
  return z
    .string()
    .regex(/^\d{1,9}$/, problem)
    .transform(Number)
    .refine((number) => number >= lowest && number <= highest, problem);
}

/** A share of one. */
export function share() {
  return z
    .string()
    .regex(/^(0(\.\d+)?|1(\.0+)?)$/, 'is not a share from 0 to 1; write one')
    .transform(Number);
}

/** Items between commas, each of which must pass. */
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

/** Origins of browsers, between commas, as browsers send them. */
export function origins() {
  return listOf(
    isOrigin,
    'holds something that is not an origin; write scheme and host only, separated by commas',
  ).transform((items) => items.map((origin) => origin.toLowerCase()));
}

/** An address without user, query or fragment; a trailing slash is cut. */
export function httpUrl() {
  return z
    .string()
    .refine(
      isPlainHttpUrl,
      'is not an address; write http:// or https:// and a host, without user, query or fragment',
    )
    .transform((url) => url.replace(/\/+$/, ''));
}

/** Proxies trusted to set `X-Forwarded-For`: how many, or at which addresses. */
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

/** In four parts: `ipaddr.isValid` takes 100 for 0.0.0.100, which no proxy has, and 010.0.0.1 for 8.0.0.1. */
function isAddressOrRange(entry: string): boolean {
  const [address = '', ...prefix] = entry.split('/');
  const isAddress = ipaddr.IPv6.isValid(address) || ipaddr.IPv4.isValidFourPartDecimal(address);
  return isAddress && (prefix.length === 0 || ipaddr.isValidCIDR(entry));
}

/** Headers between commas, `name=value`, their values as URLs carry them. */
export function headers() {
  return listOf(
    (header) => /^[\w-]+=[\x21-\x7e]+$/.test(header) && /^[\t\x20-\x7e]*$/.test(nameAndValue(header)[1]),
    'holds something that is not name=value, or that no header may hold; write headers separated by commas',
  ).transform((items) => Object.fromEntries(items.map(nameAndValue)));
}

/** Fastify takes no range of all addresses, and takes both of its halves. */
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

/** `URL` takes `*` and `;` in a host too: in the policy of the signing page they were everybody, and another directive. */
const HOST = /^(?:[\w.-]+|\[[\da-f:.]+\])$/;

/** `URL` leaves out line breaks and tabs, and what is joined to the text would keep them. */
function isPlainHttpUrl(text: string): boolean {
  if (!/^https?:\/\/[^\s\p{Cc}\\]+$/iu.test(text) || !URL.canParse(text)) return false;
  const { username, password, search, hash, hostname } = new URL(text);
  return !username && !password && !search && !hash && HOST.test(hostname);
}

function isOrigin(text: string): boolean {
  return isPlainHttpUrl(text) && new URL(text).origin === text.toLowerCase();
}
