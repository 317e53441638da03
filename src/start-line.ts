import type { Config } from './config/config.js';
import { redisTarget } from './config/redis-url.js';
import { gatewayVersion } from './version.js';

/** The first line of the log: which gateway this is, and what it is connected to. It contains hosts without users and paths. */
export function startLine(
  config: Config,
  listening: { url: string; upstreamUrl: string; maxConnections?: number },
): object {
  return {
    url: listening.url,
    version: gatewayVersion(),
    mode: config.production ? 'production' : 'development',
    node: process.version,
    sandbox: config.vlens === null,
    upstream: new URL(listening.upstreamUrl).origin,
    httpClient: config.upstreamHttpClient,
    redis: config.redis ? hostsOf(config.redis.url) : null,
    webhooks: config.webhookSecrets !== null,
    tracing: config.tracing ? new URL(config.tracing.endpoint).origin : null,
    federation: config.federation,
    maxConnections: listening.maxConnections,
  };
}

/** `sentinel host:26379,host:26379`; for a single server, only the host and port. */
function hostsOf(redisUrl: string): string {
  const { kind, hosts } = redisTarget(redisUrl);
  const places = hosts
    .map(({ host, port }) => `${host.includes(':') ? `[${host}]` : host}:${port}`)
    .join(',');
  return kind === 'server' ? places : `${kind} ${places}`;
}
