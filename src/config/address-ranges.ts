import ipaddr from 'ipaddr.js';

/** The block of IPv6 in which all of IPv4 is. */
const IPV4_IN_IPV6 = ipaddr.IPv6.parse('::ffff:0:0');
const IPV4_IN_IPV6_BITS = 96;

interface Range {
  kind: 'ipv4' | 'ipv6';
  /** How many bits all its addresses begin with alike. */
  prefix: number;
  /** Where it begins and ends among all addresses of its kind, from 0 to 1. */
  from: number;
  to: number;
}

/** Where the addresses of clients are: all of IPv4, and the only block of IPv6 that has public addresses (RFC 4291, section 2.4). */
const PUBLIC: readonly Range[] = [rangeOf('0.0.0.0/0'), rangeOf('2000::/3')];

/**
 * An address range, such as `10.0.0.0/8`. An IPv4 range in IPv6 notation (`::ffff:10.0.0.0/104`) is an IPv4 range, and an IPv6 range that
 * holds all of IPv4 (`::/64`) is one of all IPv4 addresses: Fastify also compares an IPv4 address with ranges of IPv6.
 */
export function rangeOf(cidr: string): Range {
  const [address, prefix] = ipaddr.parseCIDR(cidr);
  if (address instanceof ipaddr.IPv4) return rangeFrom(address, prefix);
  if (prefix >= IPV4_IN_IPV6_BITS && address.isIPv4MappedAddress())
    return rangeFrom(address.toIPv4Address(), prefix - IPV4_IN_IPV6_BITS);
  return IPV4_IN_IPV6.match(address, prefix) ? rangeOf('0.0.0.0/0') : rangeFrom(address, prefix);
}

/** Which part of all public addresses of IPv4 or of IPv6 these ranges cover together, whichever is more: 1 is all. */
export function coveredPart(ranges: readonly Range[]): number {
  return Math.max(...PUBLIC.map((space) => partOf(space, ranges)));
}

function partOf(space: Range, ranges: readonly Range[]): number {
  let covered = 0;
  let end = space.from;
  const ofKind = ranges.filter(({ kind }) => kind === space.kind);
  for (const { from, to } of ofKind.toSorted((one, other) => one.from - other.from)) {
    const begin = Math.max(from, end);
    const last = Math.min(to, space.to);
    if (last <= begin) continue;
    covered += last - begin;
    end = last;
  }
  return covered / (space.to - space.from);
}

function rangeFrom(address: ipaddr.IPv4 | ipaddr.IPv6, prefix: number): Range {
  const place = address.toByteArray().reduceRight((sum, byte) => (sum + byte) / 256, 0);
  const size = 2 ** -prefix;
  const from = Math.floor(place / size) * size;
  return { kind: address.kind(), prefix, from, to: from + size };
}
