import type { FastifyInstance } from 'fastify';
import ipaddr from 'ipaddr.js';
import type { Logger } from 'pino';
import type { Config } from '../config/config.js';

/** The facts about a request that came through a proxy. */
export interface Forwarded {
  trustProxy: Config['trustProxy'];
  /** The addresses of X-Forwarded-For, as they came. */
  named: readonly string[];
  /** The address that it came from, then those before it, up to the first that is not trusted: the client, as far as is known. */
  chain: readonly string[];
}

/**
 * Detects a wrong TRUST_PROXY from the headers of requests. Only a client's address is at stake: limits by address would take
 * all customers for one, or let a client choose its own.
 */
export function proxyMistake({ trustProxy, named, chain }: Forwarded): string | null {
  // Node forgets the address of a connection that was reset.
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

/** Says each mistake once: anybody who sends a header by hand may cause it too, and nothing depends on it. */
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

/** After these nothing new is to be said. */
const MAX_SAID = 3;

function isOwnNetwork(address: string): boolean {
  return (
    ipaddr.isValid(address) &&
    ['private', 'loopback', 'uniqueLocal'].includes(ipaddr.process(address).range())
  );
}
