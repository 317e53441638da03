import { createHmac, hkdfSync } from 'node:crypto';
import type { OpenStore } from '../idempotency/open-store.js';
import { maxStepMs } from '../idempotency/store.js';
import type { StatusBus } from '../live/status-bus.js';
import { type AttemptStore, ProcessAttemptStore } from '../vlens/attempts/attempt-store.js';
import type { SharedFlights } from '../vlens/middleware/single-flight.js';
import type { SharedTrust } from '../vlens/quota/admissions.js';
import type { SharedQuota } from '../vlens/quota/shared-quota.js';
import { RedisAttempts } from './redis-attempts.js';
import { RedisBus } from './redis-bus.js';
import type { RedisAccess } from './redis-connect.js';
import { RedisFlights } from './redis-flights.js';
import { type RedisProblem, SharedStateHealth } from './redis-health.js';
import { RedisLink } from './redis-link.js';
import { RedisQuota } from './redis-quota.js';
import { RedisStore } from './redis-store.js';
import { RedisTokenTrust } from './redis-token-trust.js';
import { SecretWatch } from './secret-watch.js';

export interface SharedStateSettings extends RedisAccess {
  url: string;
  /** How long Redis may take to answer. */
  timeoutMs?: number;
  secret: string;
  /** Identifies the tenant: only replicas of one tenant share state. */
  tenant: string;
  upstreamTimeoutMs: number;
  quota: { perSecond: number; perMinute: number };
  /** The largest number of replicas. */
  maxReplicas: number;
  /** Called at each change of the state and problems of Redis. */
  onHealth?: (health: RedisHealth) => void;
}

/** Whether Redis, with the shared state, can be reached, and what an operator should repair. */
export interface RedisHealth {
  state: 'up' | 'down';
  /** How often Redis went down since the start. */
  failures: number;
  /** Why Redis is down, as one word; null while it is up. */
  cause: string | null;
  problems: RedisProblem[];
}

/** The state that replicas share through one Redis. */
export interface SharedState {
  quota: SharedQuota;
  trust: SharedTrust;
  /** The secret for the hashes that name callers in the quota. It is the same in every replica. */
  callerSecret: Buffer;
  steps: OpenStore;
  flights: SharedFlights;
  bus: StatusBus;
  attempts: AttemptStore;
  health(): RedisHealth;
  /** To be called after the store was closed, since closing the store still writes to Redis. */
  close(): void;
}

/** The shortest time limit for the first connection. It is longer if REDIS_TIMEOUT_MS is large. */
const OPEN_TIMEOUT_MS = 2000;
/** A check may take longer than a start: on a busy machine Redis must not look as if it were down. */
const CHECK_TIMEOUT_MS = 5000;
/** The end of a call may be reported this much later than the upstream's time limit. */
const ENDING_MS = 2000;

/** A shared call waits for quota, waits for its answer, and may be late, each for at most the upstream timeout. It has no pictures. */
const MAX_FLIGHT_LIMITS = 3;

/** Opens the shared state. It waits only briefly for the first connection: a replica also starts without Redis. */
export async function openSharedState(settings: SharedStateSettings): Promise<SharedState> {
  const { url, timeoutMs, ca, sentinelPassword, secret, tenant, upstreamTimeoutMs, quota, maxReplicas } =
    settings;
  const keyPrefix = keyPrefixOf(secret, tenant);
  let isOpening = true;
  const report = () => {
    // During the start, a connection that is not open yet is no problem to report.
    if (!isOpening || link.isUp || link.cause !== null) settings.onHealth?.(health.now());
  };
  const link = new RedisLink({ url, timeoutMs, ca, sentinelPassword, keyPrefix, onChange: report });
  const bus = new RedisBus(link, keyPrefix, secret, report);
  const secrets = new SecretWatch(link, { secret, tenant, isRunning: true }, report);
  const health = new SharedStateHealth(link, bus, report, secrets);
  const store = new RedisStore({ link, keyPrefix, maxStepMs: maxStepMs(upstreamTimeoutMs) });
  await link.opened(Math.max(OPEN_TIMEOUT_MS, 4 * (timeoutMs ?? 0)));
  isOpening = false;
  if (!link.isUp) report();
  await store.opened();
  return {
    quota: new RedisQuota({
      link,
      keyPrefix,
      ...quota,
      maxReplicas,
      maxCallMs: upstreamTimeoutMs + ENDING_MS,
    }),
    trust: new RedisTokenTrust(link, keyPrefix),
    callerSecret: Buffer.from(hkdfSync('sha256', secret, '', 'quota caller', 32)),
    steps: { store, secret, former: null, problem: () => null },
    flights: new RedisFlights({
      link,
      keyPrefix,
      secret,
      maxFlightMs: MAX_FLIGHT_LIMITS * upstreamTimeoutMs,
    }),
    bus,
    attempts: new RedisAttempts(link, keyPrefix, new ProcessAttemptStore(() => performance.now())),
    health: () => health.now(),
    close() {
      health.close();
      secrets.close();
      bus.close();
      link.close();
    },
  };
}

/** The braces are a hash tag: they keep all keys of one tenant in one slot of a Redis Cluster. */
function keyPrefixOf(secret: string, tenant: string): string {
  const tag = createHmac('sha256', secret).update(`space ${tenant}`).digest('base64url').slice(0, 12);
  return `vlens:{${tag}}:`;
}

/**
 * Finds the problems that an operator should repair before a start. It checks that Redis answers, accepts writes and subscriptions, evicts
 * no keys, and that other gateways of the tenant use the same secret.
 */
export async function redisProblems({
  secret,
  tenant,
  timeoutMs = 0,
  ...access
}: RedisAccess & Pick<SharedStateSettings, 'url' | 'timeoutMs' | 'secret' | 'tenant'>): Promise<
  RedisProblem[]
> {
  const keyPrefix = keyPrefixOf(secret, tenant);
  const link = new RedisLink({ ...access, timeoutMs: Math.max(timeoutMs, CHECK_TIMEOUT_MS), keyPrefix });
  const bus = new RedisBus(link, keyPrefix, secret);
  const secrets = new SecretWatch(link, { secret, tenant, isRunning: false });
  const health = new SharedStateHealth(link, bus, () => {}, secrets);
  await link.opened(CHECK_TIMEOUT_MS);
  const giveUpAt = performance.now() + CHECK_TIMEOUT_MS;
  while (link.isUp && !bus.isSubscribed && performance.now() < giveUpAt)
    await new Promise((resolve) => setTimeout(resolve, 20));
  // `health` has requested INFO before this one, so its answer has arrived too.
  await link.info().catch(() => undefined);
  await secrets.check();
  const { problems } = health.now();
  health.close();
  bus.close();
  link.close();
  return problems;
}
