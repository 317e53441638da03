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
  /** Whose state it is: replicas of one tenant share it, those of another don't. */
  tenant: string;
  upstreamTimeoutMs: number;
  quota: { perSecond: number; perMinute: number };
  /** How many replicas there are at most. */
  maxReplicas: number;
  /** Hears each change of what is wrong with Redis. */
  onHealth?: (health: RedisHealth) => void;
}

/** Whether what replicas share can be reached, and what an operator should fix. */
export interface RedisHealth {
  state: 'up' | 'down';
  /** How often Redis went down since the start. */
  failures: number;
  /** The first word of why it is down; null while it is up. */
  cause: string | null;
  problems: RedisProblem[];
}

/** What replicas share, over one Redis. */
export interface SharedState {
  quota: SharedQuota;
  trust: SharedTrust;
  /** What callers are named with in the quota, alike in every replica. */
  callerSecret: Buffer;
  steps: OpenStore;
  flights: SharedFlights;
  bus: StatusBus;
  attempts: AttemptStore;
  health(): RedisHealth;
  /** After the store was closed, which still writes to Redis. */
  close(): void;
}

/** At least; longer where a round trip may take long. */
const OPEN_TIMEOUT_MS = 2000;
/** Nobody waits for a check as for a start: a machine that is busy must not make Redis look away. */
const CHECK_TIMEOUT_MS = 5000;
/** And a call's end may be heard of so much later. */
const ENDING_MS = 2000;

/** A shared call waits for quota, is answered, and may be late, each within the upstream's time; it has no pictures. */
const MAX_FLIGHT_LIMITS = 3;

/** Waits for the first connection, but not for long: a replica starts without Redis too. */
export async function openSharedState(settings: SharedStateSettings): Promise<SharedState> {
  const { url, timeoutMs, ca, sentinelPassword, secret, tenant, upstreamTimeoutMs, quota, maxReplicas } =
    settings;
  const keyPrefix = keyPrefixOf(secret, tenant);
  let isOpening = true;
  const report = () => {
    // That it is not connected yet is no news.
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

/** The braces are a hash tag: all keys of one tenant lie in one slot of a Redis Cluster. */
function keyPrefixOf(secret: string, tenant: string): string {
  const tag = createHmac('sha256', secret).update(`space ${tenant}`).digest('base64url').slice(0, 12);
  return `vlens:{${tag}}:`;
}

/** What an operator should fix before a start: whether Redis answers, may be written, listened to, forgets nothing, and has the same secret. */
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
  // Behind what `health` has asked for: its answer is there too.
  await link.info().catch(() => undefined);
  await secrets.check();
  const { problems } = health.now();
  health.close();
  bus.close();
  link.close();
  return problems;
}
