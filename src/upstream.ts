import type { Logger } from 'pino';
import type { Config } from './config/config.js';
import { ConfigError } from './config/config-error.js';
import { Encryption } from './idempotency/encryption.js';
import { JournalUnusable } from './idempotency/journal-unusable.js';
import { openStore } from './idempotency/open-store.js';
import { RememberedVlens } from './idempotency/remembered-vlens.js';
import type { LiveClock } from './live/live-clock.js';
import { LiveStatus } from './live/live-status.js';
import { ProcessBus } from './live/process-bus.js';
import { READS_LIMITS, SharedReads } from './loaders/shared-reads.js';
import { type Freshness, SharedVlens } from './loaders/shared-vlens.js';
import type { ContractPdfs } from './server/contract-download.js';
import type { UpstreamHealth } from './server/health.js';
import { readTokenKeys } from './token-keys.js';
import type { UpstreamWatch } from './upstream-watch.js';
import type { Slice } from './vlens/api.js';
import { AttemptLimiter } from './vlens/attempts/attempt-limiter.js';
import { ProcessAttemptStore } from './vlens/attempts/attempt-store.js';
import { GuardedVlens } from './vlens/attempts/guarded-vlens.js';
import { CallerKeys } from './vlens/caller-keys.js';
import { VlensClient } from './vlens/client.js';
import { PassedOn } from './vlens/passed-on.js';
import { openTransport } from './vlens/transports/open-transport.js';
import { withHeaders } from './vlens/transports/with-headers.js';

export interface OpenUpstream extends ContractPdfs, UpstreamHealth {
  live: LiveStatus;
  /** From now on reads may be so old. */
  refresh(next: Pick<Config, 'freshness'>): void;
  /** The time to stop is over: what was sent to Vlens is waited for no longer, and what was not is refused. */
  cut(): void;
  /** Waits for the signing steps that were sent, and for what came of them to be stored; then lets go of Vlens. */
  close(): Promise<void>;
}

/** Where Vlens is, and who hears of what is wrong on the way there. */
export interface UpstreamPlace {
  url: string;
  apiKey: string;
  watch?: UpstreamWatch;
  logger?: Pick<Logger, 'info' | 'warn'>;
}

/**
 * Vlens as the server speaks to it, from the inside out: one client; reads that a caller's operations share; codes and
 * passwords that can't be guessed; steps that are remembered for whoever sends an idempotency key.
 */
export async function openUpstream(
  { url, apiKey, watch, logger }: UpstreamPlace,
  config: Config,
  liveClock: LiveClock = systemClock,
): Promise<OpenUpstream> {
  const { upstreamTimeoutMs: timeoutMs, livenessErrorCodes, quota, retryShare, breaker } = config;
  const opened = await openTransport(config.upstreamHttpClient);
  const watched = watch?.over(opened) ?? opened;
  const { tenancyName } = config;
  const transport = tenancyName === null ? watched : withHeaders(watched, { TenancyName: tenancyName });
  // Loaded where there are replicas alone: its Redis client is as large as the rest of the way to Vlens.
  const shared = config.redis
    ? await (await import('./redis/shared-state.js')).openSharedState({
        ...config.redis,
        tenant: `${url} ${apiKey}`,
        upstreamTimeoutMs: timeoutMs,
        quota,
        onHealth: ({ problems }) =>
          problems.length > 0 ? logger?.warn({ problems }, 'Redis') : logger?.info('Redis: all is well'),
      })
    : null;
  const { store, secret, problem } =
    shared?.steps ??
    (await openStore({
      folder: config.stateFolder,
      secret: config.stateSecret,
      tenant: { url, apiKey },
    }).catch((error: unknown) => {
      throw error instanceof JournalUnusable ? new ConfigError(error.message) : error;
    }));
  const unremembered = problem();
  if (unremembered) logger?.warn({ problem: unremembered }, 'idempotency keys');
  const callerKeys = new CallerKeys(shared?.callerSecret);
  const client = new VlensClient(
    {
      baseUrl: url,
      apiKey,
      timeoutMs,
      livenessErrorCodes,
      quota,
      shared,
      callerKeys,
      retryShare,
      breaker,
      contractHosts: config.contractHosts,
      verifier: readTokenKeys(config.tokenKeys),
    },
    transport,
  );
  const forward = () => performance.now();
  const reads = new SharedReads(READS_LIMITS, forward);
  const freshness = { ...freshnessOf(config) };
  const sharing = new SharedVlens(client, reads, freshness, callerKeys);
  const limits = new AttemptLimiter({
    failedTriesPerAddress: config.maxFailedAttemptsPerIp,
    secret,
    store: shared?.attempts ?? new ProcessAttemptStore(() => performance.now()),
  });
  const guarded = new GuardedVlens(sharing, limits);
  const vlens = new RememberedVlens(guarded, store, new Encryption(secret));
  const live = new LiveStatus({
    bus: shared?.bus ?? new ProcessBus(),
    vlensFor: (token, signal, calls) => new OfTheMoment(vlens.for({ token, signal, ...calls })),
    forgetReads: (token) => reads.drop(callerKeys.of(token)),
    forgetRequest: (requestId) => reads.dropRequest(requestId),
    callerKey: (token) => callerKeys.of(token),
    clock: liveClock,
    callsPerMinute: quota.perMinute,
    subscriptions: config.subscriptions,
  });
  return {
    live,
    for: (caller) => vlens.for(caller),
    keyOf: (token) => callerKeys.of(token),
    downloadContractPdf: (address, signal) => client.downloadContractPdf(address, signal),
    breakerState: () => client.breakerState,
    quotaUse: () => client.quotaUse,
    sharedState: () => shared?.health() ?? null,
    problems: () => [...(shared?.health().problems ?? []), problem()].filter((text) => text !== null),
    refresh: (next) => Object.assign(freshness, freshnessOf({ ...config, freshness: next.freshness })),
    cut: () => client.cut(),
    async close() {
      live.close();
      await client.close();
      await store.close();
      shared?.close();
    },
  };
}

/** Subscribers open with the present status: not with one that is good only because a change would have been announced. */
class OfTheMoment extends PassedOn {
  override listBusinessRequestIds({ skipCount, maxResultCount }: Slice) {
    return this.inner.listBusinessRequestIds({ skipCount, maxResultCount });
  }
}

/** Where no webhook announces changes, a status is no longer good than anything else. */
function freshnessOf({ freshness, webhookSecrets }: Config): Freshness {
  return webhookSecrets === null ? { ...freshness, statusMaxAgeMs: freshness.requestsMaxAgeMs } : freshness;
}

const systemClock: LiveClock = {
  forward: () => performance.now(),
  date: () => new Date(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms).unref();
    return () => clearTimeout(timer);
  },
};
