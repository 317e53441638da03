import { createHmac, hkdfSync } from 'node:crypto';
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible';
import type { IdempotencyStore } from '../idempotency/store.js';
import type { StatusBus } from '../live/status-bus.js';
import type { AttemptRule } from '../vlens/attempts/attempt-limiter.js';
import type { SharedTrust } from '../vlens/quota/admissions.js';
import type { SharedQuota } from '../vlens/quota/shared-quota.js';
import { RedisBus } from './redis-bus.js';
import { RedisLink } from './redis-link.js';
import { RedisQuota } from './redis-quota.js';
import { RedisStore } from './redis-store.js';
import { RedisTokenTrust } from './redis-token-trust.js';

export interface SharedStateSettings {
  url: string;
  secret: string;
  /** Whose state it is: replicas of one tenant share it, those of another don't. */
  tenant: string;
  upstreamTimeoutMs: number;
  quota: { perSecond: number; perMinute: number };
  /** How many replicas there are at the most. */
  mostReplicas: number;
  copiesMaxBytes: number;
}

/** What replicas share, over one Redis. */
export interface SharedState {
  quota: SharedQuota;
  trust: SharedTrust;
  /** What callers are named with in the quota, alike in every replica. */
  callerSecret: Buffer;
  store: IdempotencyStore;
  bus: StatusBus;
  limiter: (rule: AttemptRule) => RateLimiterAbstract;
  health(): { state: 'up' | 'down'; failures: number };
  close(): void;
}

const LONGEST_OPENING_MS = 2000;
/** A step waits for quota, is sent and is answered, each within the upstream's time; more than that it never takes. */
const STEP_TIMES = 3;
/** And a call's end may be heard of so much later. */
const ENDING_MS = 2000;

/** Waits for the first connection, but not for long: a replica starts without Redis too. */
export async function openSharedState(settings: SharedStateSettings): Promise<SharedState> {
  const { url, secret, tenant, upstreamTimeoutMs, copiesMaxBytes, quota, mostReplicas } = settings;
  // The braces are a hash tag: all keys of one tenant lie in one slot of a Redis Cluster.
  const tag = createHmac('sha256', secret).update(`space ${tenant}`).digest('base64url').slice(0, 12);
  const keyPrefix = `vlens:{${tag}}:`;
  const link = new RedisLink(url);
  const bus = new RedisBus(link, keyPrefix, secret);
  const store = new RedisStore({
    link,
    keyPrefix,
    copiesMaxBytes,
    longestStepMs: STEP_TIMES * upstreamTimeoutMs,
  });
  await link.opened(LONGEST_OPENING_MS);
  await store.opened();
  return {
    quota: new RedisQuota({
      link,
      keyPrefix,
      ...quota,
      mostReplicas,
      longestCallMs: upstreamTimeoutMs + ENDING_MS,
    }),
    trust: new RedisTokenTrust(link, keyPrefix),
    callerSecret: Buffer.from(hkdfSync('sha256', secret, '', 'quota caller', 32)),
    store,
    bus,
    // While Redis is away each replica counts for itself: the same number of tries at each.
    limiter: (rule) =>
      new RateLimiterRedis({
        ...rule,
        keyPrefix: `${keyPrefix}tries:${rule.keyPrefix}`,
        storeClient: link.client,
        rejectIfRedisNotReady: true,
        insuranceLimiter: new RateLimiterMemory(rule),
      }),
    health: () => ({ state: link.isUp ? 'up' : 'down', failures: link.failureCount }),
    close() {
      bus.close();
      link.close();
    },
  };
}
