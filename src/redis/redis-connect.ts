import { Cluster, Redis, type RedisOptions } from 'ioredis';
import type { RedisTarget } from '../config/redis-url.js';

/** What is not in the address. */
export interface RedisAccess {
  /** PEM of the CA that signed Redis's certificate, where it is your own. */
  ca?: string | null;
  sentinelPassword?: string | null;
}

/** A client of whatever is there; the options are those of each connection. */
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
      clusterRetryStrategy: retryStrategy as (times: number) => number | null,
      slotsRefreshTimeout: 2 * (options.commandTimeout ?? 1000),
      slotsRefreshInterval: 1000,
      // A command that was cut may have been executed: the caller decides what to do then.
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
    // After a failover by hand the old primary takes writes for some ten seconds yet, all of which are lost: the sentinels tell
    // at once that there is another one.
    failoverDetector: true,
    sentinelRetryStrategy: retryStrategy as (times: number) => number | null,
    sentinelCommandTimeout: options.commandTimeout,
    ...(sentinelPassword && { sentinelPassword }),
    ...(access.tls && { enableTLSForSentinelMode: true, sentinelTLS: access.tls }),
  });
}
