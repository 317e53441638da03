import { isIPv4 } from 'node:net';
import ipaddr from 'ipaddr.js';

const HOST_PREFIX_BITS = 64;

/**
 * The address block of one client: an IPv4 address, or the /64 network of an IPv6 address, since every IPv6 user has any number of
 * addresses in their /64. A port, brackets and a zone are removed (some proxies write a port into X-Forwarded-For). Everything that is not
 * an address counts as one block. That includes clients whose connection has ended, since Node no longer knows their address.
 */
export function addressBlock(address: string | undefined): string {
  // The format of Node and most proxies. A server that also listens on IPv6 sees IPv4 addresses with this prefix.
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
