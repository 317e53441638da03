import type { FastifyInstance } from 'fastify';
import ipaddr from 'ipaddr.js';
import type { Logger } from 'pino';
import type { Config } from '../config/config.js';

/** What the gateway knows about a request that came through a proxy. */
export interface Forwarded {
  trustProxy: Config['trustProxy'];
  /** The addresses in X-Forwarded-For, as received. */
  named: readonly string[];
  /**
   * The address that the connection came from, then those before it, up to the first that is not trusted. That one counts as the client.
   */
  chain: readonly string[];
}

/**
 * What is wrong with `TRUST_PROXY`, judging from a request. Only the client's address depends on it: limits by address would count all
 * customers as one, or a client could choose its own address.
 */
export function proxyMistake({ trustProxy, named, chain }: Forwarded): string | null {
  // Node no longer knows the address of a connection that was reset.
  if (named.length === 0 || !chain[0]) return null;
  if (trustProxy === false)
    return 'requests come with X-Forwarded-For, and TRUST_PROXY is not set: all who come through a proxy count as one client; set TRUST_PROXY=1 for one proxy';
  if (typeof trustProxy === 'number' && named.length < trustProxy)
    return `requests come through fewer proxies than TRUST_PROXY=${trustProxy} trusts: a client can choose its own address; write how many there are`;
  if (typeof trustProxy !== 'number' && chain.length < 2)
    return 'requests come with X-Forwarded-For from an address that TRUST_PROXY does not name: all who come through that proxy count as one client';
  const client = chain.at(-1);
  if (chain.length <= named.length && client !== undefined && isOwnNetwork(client))
    return 'requests come through more proxies than TRUST_PROXY trusts: the one in front counts as the client; write how many there are';
  return null;
}

/** Logs each mistake once. A client that sends the header itself may also cause it, and nothing depends on the log line. */
export function watchProxies(
  server: FastifyInstance,
  trustProxy: Config['trustProxy'],
  logger: Pick<Logger, 'warn'>,
): void {
  const said = new Set<string>();
  server.addHook('onRequest', (request, _reply, done) => {
    const header = request.headers['x-forwarded-for'];
    if (header === undefined || said.size >= MAX_SAID) return done();
    const named = String(header).split(',').filter(Boolean);
    const mistake = proxyMistake({ trustProxy, named, chain: request.ips ?? [request.ip] });
    if (mistake !== null && !said.has(mistake)) {
      said.add(mistake);
      logger.warn({ problem: mistake }, 'behind a proxy');
    }
    done();
  });
}

/** After this many different mistakes, requests are no longer checked. */
const MAX_SAID = 3;

function isOwnNetwork(address: string): boolean {
  return (
    ipaddr.isValid(address) &&
    ['private', 'loopback', 'uniqueLocal'].includes(ipaddr.process(address).range())
  );
}
