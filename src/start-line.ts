import type { Config } from './config/config.js';
import { gatewayVersion } from './version.js';

/** What the first line of the log says: which gateway this is, and what it is connected to. Hosts, without users and paths. */
export function startLine(config: Config, listening: { url: string; upstreamUrl: string }): object {
  return {
    url: listening.url,
    version: gatewayVersion(),
    mode: config.production ? 'production' : 'development',
    node: process.version,
    sandbox: config.vlens === null,
    upstream: new URL(listening.upstreamUrl).origin,
    httpClient: config.upstreamHttpClient,
    redis: config.redis ? new URL(config.redis.url).host : null,
    webhooks: config.webhookSecrets !== null,
    tracing: config.tracing ? new URL(config.tracing.endpoint).origin : null,
    federation: config.federation,
  };
}
