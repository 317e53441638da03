import { Cluster, Redis, type RedisOptions } from 'ioredis';
import type { RedisTarget } from '../config/redis-url.js';

/** What is not in the address. */
export interface RedisAccess {
  /** PEM of the CA that signed Redis's certificate, where it is your own. */
  ca?: string | null;
  sentinelPassword?: string | null;
}

/** How long a sentinel that was lost is waited for before it is asked for news of failovers again. */
const MAX_SENTINEL_DELAY_MS = 30_000;

type LookupCallback = (error: Error | null | undefined, address: string) => void;

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
      // It would ask for CLUSTER INFO, and say nothing of why it connects again and again; the probe reports CLUSTERDOWN.
      enableReadyCheck: false,
      // A certificate is checked against the name in REDIS_URL, not against what DNS says to it.
      ...(access.tls && { dnsLookup: (name: string, callback: LookupCallback) => callback(null, name) }),
      clusterRetryStrategy: retryStrategy as (times: number) => number | null,
      slotsRefreshTimeout: 2 * (options.commandTimeout ?? 1000),
      slotsRefreshInterval: 1000,
      // While a slot moves, a script some of whose keys are missing gets TRYAGAIN: retried before its time is up.
      maxRedirections: 6,
      retryDelayOnTryAgain: Math.ceil((options.commandTimeout ?? 1000) / 10),
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
    // INFO shows that a node is a replica though the sentinels still name it as the primary.
    enableReadyCheck: true,
    // After a manual failover the old primary takes writes for some ten seconds, and all of them are lost; the sentinels announce
    // the new one at once.
    failoverDetector: true,
    // ioredis gives up a sentinel that restarts, and hears of no failover once all of them did.
    sentinelReconnectStrategy: (times: number) => Math.min(100 * 2 ** times, MAX_SENTINEL_DELAY_MS),
    sentinelRetryStrategy: retryStrategy as (times: number) => number | null,
    sentinelCommandTimeout: options.commandTimeout,
    ...(sentinelPassword && { sentinelPassword }),
    ...(access.tls && { enableTLSForSentinelMode: true, sentinelTLS: access.tls }),
  });
}
