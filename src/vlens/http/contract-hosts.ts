import { isIP } from 'node:net';
import { isPublicAddress } from './public-addresses.js';

export interface ContractHosts {
  /** The address of Vlens. Contracts on its host may always be fetched. */
  baseUrl: string;
  /** Host names, with `*.` in front for all names below one; null for any public host. */
  allowed: readonly string[] | null;
}

/** The address of a contract, and whether its name must resolve to public addresses only. */
export type ContractAddress = { url: string; mustBePublic: boolean };

/**
 * A contract's address if it may be fetched, or else null. The address comes from Vlens's answer, and a forged answer could make the
 * gateway fetch what only the gateway can reach. So any address outside Vlens's own origin must be HTTPS, on an allowed host, and public.
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
