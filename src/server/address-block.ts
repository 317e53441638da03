import { isIPv4 } from 'node:net';
import ipaddr from 'ipaddr.js';

const HOST_PREFIX_BITS = 64;

/**
 * The block of addresses that one customer has: an IPv4 address, or the /64 of an IPv6 one, in which everybody can have any
 * number of addresses. A port, brackets and a zone are no part of it (some proxies write a port into X-Forwarded-For); what
 * is no address at all is one block, and so is that of a client whose connection has ended: Node forgets it.
 */
export function addressBlock(address: string | undefined): string {
  // As Node and most proxies write it; what listens on IPv6 too has a prefix before it.
  const plain = address?.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address;
  if (plain !== undefined && isIPv4(plain)) return plain;
  const host = withoutPort((address ?? '').trim()).replace(/%.*$/, '');
  if (isIPv4(host)) return host;
  if (!ipaddr.isValid(host)) return 'unknown';
  const parsed = ipaddr.process(host);
  if (parsed instanceof ipaddr.IPv4) return parsed.toString();
  const network = ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/${HOST_PREFIX_BITS}`);
  return `${network.toString()}/${HOST_PREFIX_BITS}`;
}

function withoutPort(address: string): string {
  const inBrackets = /^\[([^\]]*)\]/.exec(address)?.[1];
  return inBrackets ?? address.replace(/^([^:]+):\d+$/, '$1');
}
