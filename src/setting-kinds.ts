import { z } from 'zod';

/** 0 lets the system choose, for tests. */
export function port(name: string, usual: number) {
  return wholeNumber(
    0,
    65_535,
    `${name} is not a port; write a whole number up to 65535, e.g. ${name}=${usual}.`,
  ).default(usual);
}

/** Calls in a span of time; 0 for no limit. */
export function rate(name: string, usual: number) {
  return wholeNumber(
    0,
    1_000_000,
    `${name} is not a number of calls; write the tenant’s quota at Vlens, e.g. ${name}=${usual}, or 0 for no limit.`,
  ).default(usual);
}

/** `true` or `false`. */
export function yesOrNo(name: string, what: string) {
  return z
    .enum(['true', 'false'], `${name} is neither true nor false; write ${what}, e.g. ${name}=true.`)
    .transform((text) => text === 'true');
}

/** A whole number within bounds; else the complaint. */
export function wholeNumber(lowest: number, highest: number, complaint: string) {
  return z
    .string()
    .regex(/^\d{1,9}$/, complaint)
    .transform(Number)
    .refine((number) => number >= lowest && number <= highest, complaint);
}

/** Items between commas. */
export function list() {
  return z.string().transform((text) =>
    text
      .split(',')
      .map((item) => item.trim())
      .filter(Boolean),
  );
}

/** An address without user, query or fragment; a trailing slash is cut. */
export function httpUrl(name: string, example: string) {
  return z
    .string()
    .refine(
      isPlainHttpUrl,
      `${name} is not an address; write http:// or https:// and a host, without user, query or fragment, ` +
        `e.g. ${name}=${example}.`,
    )
    .transform((url) => url.replace(/\/+$/, ''));
}

function isPlainHttpUrl(text: string): boolean {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return false;
  const { username, password, search, hash } = new URL(text);
  return !username && !password && !search && !hash;
}

/** Scheme and host only, as browsers send it. */
export function isOrigin(text: string): boolean {
  return isPlainHttpUrl(text) && new URL(text).origin === text.toLowerCase();
}

/** `name=value`, the value as URLs carry it. */
export function nameAndValue(pair: string): [string, string] {
  const at = pair.indexOf('=');
  const value = pair.slice(at + 1);
  try {
    return [pair.slice(0, at), decodeURIComponent(value)];
  } catch {
    return [pair.slice(0, at), value];
  }
}
