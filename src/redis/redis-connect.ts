import { Cluster, Redis, type RedisOptions } from 'ioredis';
import type { RedisTarget } from '../config/redis-url.js';

/** Settings of the connection that REDIS_URL does not contain. */
export interface RedisAccess {
  /** PEM of the CA that signed Redis's certificate, if it is a private CA. */
  ca?: string | null;
  sentinelPassword?: string | null;
}

/** The longest delay before the client reconnects to a lost sentinel, which announces failovers. */
const MAX_SENTINEL_DELAY_MS = 30_000;

type LookupCallback = (error: Error | null | undefined, address: string) => void;

/** Creates a client for a server, a cluster or sentinels. `options` apply to each connection. */
export function connectTo(
  target: RedisTarget,
  options: RedisOptions,
  { ca, sentinelPassword }: RedisAccess = {},
): Redis | Cluster {
  const { kind, hosts, master } = target;
  const access = ca && target.access.tls ? { ...target.access, tls: { ca } } : target.access;
  const { retryStrategy, enableOfflineQueue: _none, ...ofEachNode } = options;
  if (kind === 'cluster') {
    return new Cluster(hosts, {
      enableOfflineQueue: false,
      // The check would call CLUSTER INFO, and reconnect again and again without a reason given. The probe reports CLUSTERDOWN instead.
      enableReadyCheck: false,
      // TLS checks the certificate against the name in REDIS_URL, not against the address that DNS returns.
      ...(access.tls && { dnsLookup: (name: string, callback: LookupCallback) => callback(null, name) }),
      clusterRetryStrategy: retryStrategy as (times: number) => number | null,
      slotsRefreshTimeout: 2 * (options.commandTimeout ?? 1000),
      slotsRefreshInterval: 1000,
      // While a slot moves, a script gets TRYAGAIN if some of its keys are missing. ioredis retries it before the command times out.
      maxRedirections: 6,
      retryDelayOnTryAgain: Math.ceil((options.commandTimeout ?? 1000) / 10),
      // If the connection is cut, Redis may have executed the command. The caller decides whether to retry.
      retryDelayOnFailover: 0,
      retryDelayOnClusterDown: 0,
      redisOptions: { ...ofEachNode, ...access },
    });
  }
  if (kind === 'server') return new Redis({ ...access, ...hosts[0], ...options });
  return new Redis({
    ...access,
    ...options,
    sentinels: hosts,
    name: master,
    // INFO shows when a node is a replica although the sentinels still name it as the primary.
    enableReadyCheck: true,
    // After a manual failover the old primary accepts writes for about ten seconds, and all of them are lost. The sentinels announce the
    // new primary at once.
    failoverDetector: true,
    // By default ioredis gives up a sentinel that restarts. After all of them have restarted, it would not learn of any failover.
    sentinelReconnectStrategy: (times: number) => Math.min(100 * 2 ** times, MAX_SENTINEL_DELAY_MS),
    sentinelRetryStrategy: retryStrategy as (times: number) => number | null,
    sentinelCommandTimeout: options.commandTimeout,
    ...(sentinelPassword && { sentinelPassword }),
    ...(access.tls && { enableTLSForSentinelMode: true, sentinelTLS: access.tls }),
  });
}
