import { isIP } from 'node:net';
import { isPublicAddress } from './public-addresses.js';

export interface ContractHosts {
  /** Where Vlens is: what lies on its host is fetched, wherever that is. */
  baseUrl: string;
  /** Names of hosts, `*.` in front for all under a name; null: any public one. */
  allowed: readonly string[] | null;
}

/** Where a contract may be fetched from, and whether its name must stand for public addresses only. */
export type ContractAddress = { url: string; mustBePublic: boolean };

/**
 * A contract's address as it may be fetched, or null. Vlens names it, so that a forged answer could make the gateway
 * fetch what only the gateway can reach: besides Vlens's own origin it must be HTTPS, on an allowed host, in the
 * internet.
 */
export function contractAddress(url: string, { baseUrl, allowed }: ContractHosts): ContractAddress | null {
  const address = new URL(url);
  const { protocol, hostname, origin, username, password } = address;
  address.hash = '';
  const upstream = new URL(baseUrl);
  if (username || password) return null;
  if (origin === upstream.origin) return { url: address.href, mustBePublic: false };
  if (protocol !== 'https:') return null;
  if (hostname === upstream.hostname) return { url: address.href, mustBePublic: false };
  if (allowed && !allowed.some((pattern) => matches(pattern, hostname))) return null;
  const literal = hostname.replace(/^\[|\]$/g, '');
  return isIP(literal) && !isPublicAddress(literal) ? null : { url: address.href, mustBePublic: true };
}

function matches(pattern: string, hostname: string): boolean {
  const name = pattern.toLowerCase();
  return name.startsWith('*.') ? hostname.endsWith(name.slice(1)) : hostname === name;
}
