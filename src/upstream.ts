import type { Logger } from 'pino';
import { type Clock, systemClock } from './clock.js';
import { closeEach } from './close-each.js';
import type { Config } from './config/config.js';
import { ConfigError } from './config/config-error.js';
import { Encryption } from './idempotency/encryption.js';
import { JournalUnusable } from './idempotency/journal-unusable.js';
import { openStore } from './idempotency/open-store.js';
import { maxStepMs } from './idempotency/store.js';
import { LiveStatus } from './live/live-status.js';
import { ProcessBus } from './live/process-bus.js';
import { PictureDecoder } from './pictures/picture-decoder.js';
import { readRedisCa } from './redis-ca.js';
import type { ContractPdfs } from './server/contract-download.js';
import type { UpstreamHealth } from './server/health.js';
import { readTokenKeys } from './token-keys.js';
import type { UpstreamWatch } from './upstream-watch.js';
import { accountOf } from './vlens/account.js';
import { AttemptLimiter } from './vlens/attempts/attempt-limiter.js';
import { type AttemptStore, ProcessAttemptStore } from './vlens/attempts/attempt-store.js';
import type { RequestObserver, VlensCaller } from './vlens/caller.js';
import { CallerKeys } from './vlens/caller-keys.js';
import { tokenNotAccepted, VlensFault } from './vlens/faults.js';
import { downloadPdf } from './vlens/http/contract-pdf.js';
import { TenantWatch } from './vlens/http/tenant-watch.js';
import { closeUpstream, createUpstream, cutOff } from './vlens/http/upstream.js';
import { VlensHttp } from './vlens/http/vlens-http.js';
import { limitAttempts } from './vlens/middleware/attempt-limits.js';
import { cacheReads, recallStatus } from './vlens/middleware/cache.js';
import { CallerCache } from './vlens/middleware/caller-cache.js';
import { takeOncePerKey } from './vlens/middleware/idempotency.js';
import { sendUpright } from './vlens/middleware/pictures.js';
import { shareStepsInFlight } from './vlens/middleware/single-flight.js';
import type { Freshness } from './vlens/operation.js';
import { Pipeline } from './vlens/pipeline.js';
import { TOKEN_ERROR_CODES } from './vlens/quota/admissions.js';
import { openTransport } from './vlens/transports/open-transport.js';
import { withHeaders } from './vlens/transports/with-headers.js';

export interface OpenUpstream extends ContractPdfs, UpstreamHealth {
  live: LiveStatus;
  /** Changes how old reads may be from now on. */
  refresh(next: Pick<Config, 'freshness'>): void;
  /** Resolves when every step that was sent has its answer, including steps whose callers got a timeout. */
  stepsEnded(): Promise<void>;
  /** The time for the shutdown is over. Calls in flight are no longer waited for, and calls that were not sent are refused. */
  cut(): void;
  /**
   * Waits for the steps that were sent, and until their outcomes are stored; then closes the connections to Vlens.
   * @param timeoutMs the longest wait for a Redis that is failing over
   */
  close(timeoutMs?: number): Promise<void>;
}

/** Where Vlens is, and the objects that report problems with the connection. */
export interface UpstreamPlace {
  url: string;
  apiKey: string;
  watch?: UpstreamWatch;
  logger?: Pick<Logger, 'info' | 'warn' | 'error'>;
}

export interface UpstreamDependencies {
  /** Observes calls that belong to no request. */
  liveObserver: RequestObserver;
  clock?: Clock;
}

/** Builds the Vlens client of the server: the pipeline and its parts, and live status on top of it. */
export async function openUpstream(
  { url, apiKey, watch, logger }: UpstreamPlace,
  config: Config,
  { liveObserver, clock = systemClock }: UpstreamDependencies,
): Promise<OpenUpstream> {
  const { upstreamTimeoutMs: timeoutMs, livenessErrorCodes, quota, retryShare, breaker } = config;
  const opened = await openTransport(config.upstreamHttpClient);
  const watched = watch?.over(opened) ?? opened;
  const { tenancyName } = config;
  const transport = tenancyName === null ? watched : withHeaders(watched, { TenancyName: tenancyName });
  // Loaded only with Redis: its client is as large as all other code for calls to Vlens.
  const shared = config.redis
    ? await (await import('./redis/shared-state.js')).openSharedState({
        ...config.redis,
        ca: readRedisCa(config.redis.caFile),
        tenant: `${url} ${apiKey}`,
        upstreamTimeoutMs: timeoutMs,
        quota,
        onHealth: redisLines(logger),
      })
    : null;
  const { store, secret, former, problem } =
    shared?.steps ??
    (await openStore({
      folder: config.stateFolder,
      secret: config.stateSecret,
      tenant: { url, apiKey },
    }).catch((error: unknown) => {
      throw error instanceof JournalUnusable ? new ConfigError(error.message) : error;
    }));
  const tenantWatch = new TenantWatch(logger);
  const verifier = readTokenKeys(config.tokenKeys, (keyProblem) =>
    logger?.warn(keyProblem ?? 'VLENS_TOKEN_JWKS_FILE is read again'),
  );
  const callerKeys = new CallerKeys(shared?.callerSecret);
  const upstream = createUpstream(
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
      verifier,
      tenantWatch,
      passesLanguage: config.passesLanguage,
      onAccepted: (token) => live.onAccepted(token),
      onLateAnswer(answer) {
        liveObserver.late?.(answer);
        const { endpoint, came, lateMs } = answer;
        const how = came ? 'came late: the same idempotencyKey finds it' : 'did not come late either';
        logger?.warn({ endpoint, came, lateMs: Math.round(lateMs) }, `the answer to a step ${how}`);
      },
    },
    transport,
    clock,
  );
  const cache = new CallerCache(clock);
  const freshness = freshnessOf(config);
  const limiterOver = (store: AttemptStore) =>
    new AttemptLimiter({ failedAttemptsPerAddress: config.maxFailedAttemptsPerIp, secret, store });
  const aStore = () => shared?.attempts ?? new ProcessAttemptStore(() => clock.monotonicNow());
  const limiter = limiterOver(aStore());
  const decoder = new PictureDecoder({
    onFailure: (error) => {
      const code = error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? error.name) : 'unknown';
      logger?.error(
        { code },
        `the picture decoder failed (${code}): customers who send pictures are asked to send them again`,
      );
    },
  });
  const hold = (writing: Promise<void>) => void upstream.stepsInFlight.hold(writing);
  /** The cheapest read that needs a token. */
  const ask = (caller: VlensCaller) =>
    pipeline.call('listBusinessRequestIds', { skipCount: 0, maxResultCount: 1 }, caller);
  const proveToken = async (caller: VlensCaller) => {
    if (await upstream.admissions.isAccepted(caller)) return;
    const asked = await ask(caller).catch((error: unknown) => {
      // A customer may lack permission for this read. Vlens then knows the customer, so the token is valid.
      if (error instanceof VlensFault && error.code === 'FORBIDDEN') return null;
      throw error;
    });
    if (asked?.kind === 'rejection' && TOKEN_ERROR_CODES.has(asked.errorCode)) throw tokenNotAccepted();
  };
  const pipeline: Pipeline = new Pipeline({
    cache: cacheReads(cache, freshness, config.passesLanguage, { clock, maxReadWaitMs: quota.maxReadWaitMs }),
    recallStatus: recallStatus(cache, freshness, config.passesLanguage),
    idempotency: takeOncePerKey({
      store,
      encryption: new Encryption(secret),
      former: former && { encryption: new Encryption(former.secret), knows: former.knows },
      // An operator's token may lack permission to read requests. A token that Vlens accepted or issued is proven.
      isProven: async (caller) =>
        (await upstream.admissions.isAccepted(caller)) || (await ask(caller)).kind === 'accepted',
      // These attempts have their own table: no call to Vlens bounds their number, and they must not push out the others.
      attempts: limiterOver(aStore()),
      maxStepMs: maxStepMs(timeoutMs),
      now: () => clock.monotonicNow(),
      hold,
    }),
    singleFlight: shareStepsInFlight({
      hash: (text) => callerKeys.ofPerson(text),
      now: () => clock.monotonicNow(),
      flights: shared?.flights ?? null,
      hold,
    }),
    attemptLimits: limitAttempts(limiter, (caller) => upstream.admissions.isAccepted(caller)),
    pictures: sendUpright(decoder, { proveToken, tenancyName, maxMs: timeoutMs }),
    tenancyName,
    send: new VlensHttp(upstream).send,
  });
  const accountKeyOf = (token: string) => callerKeys.ofPerson(accountOf(token));
  const live: LiveStatus = new LiveStatus({
    bus: shared?.bus ?? new ProcessBus(),
    vlensFor: (caller) => pipeline.for({ ...caller, observer: liveObserver, uncachedStatuses: true }),
    forgetReads: (caller) => cache.invalidate(caller),
    forgetRequest: ({ requestId, status, isOld }) =>
      cache.invalidateRequest(requestId, isOld || status === 'UNKNOWN' ? null : status),
    callerKey: (token) => callerKeys.of(token),
    accountKey: accountKeyOf,
    trustIn: (caller) => upstream.admissions.trustInToken(caller),
    clock,
    callsPerMinute: quota.perMinute,
    isQuotaShort: () => upstream.governor.isShort,
    subscriptions: config.subscriptions,
  });
  return {
    live,
    for: (caller) => pipeline.for(caller),
    keyOf: (token) => callerKeys.of(token),
    isAccepted: (key) => upstream.admissions.hasAccepted(key),
    accountOf: accountKeyOf,
    downloadContractPdf: (address, signal) => downloadPdf(upstream, address, signal),
    breakerState: () => upstream.breaker.state,
    quotaUse: () => upstream.governor.use,
    sharedState: () => shared?.health() ?? null,
    problems: () =>
      [
        ...(shared?.health().problems ?? []),
        problem(),
        watch?.problem ?? null,
        verifier?.problem?.() ?? null,
        ...tenantWatch.problems(),
      ].filter((text) => text !== null),
    storeProblem: problem,
    refresh: (next) => void Object.assign(freshness, freshnessOf({ ...config, freshness: next.freshness })),
    stepsEnded: () => upstream.stepsInFlight.ended(),
    cut() {
      decoder.close();
      cutOff(upstream);
    },
    close: (timeoutMs) =>
      closeEach(
        () => live.close(),
        () => decoder.close(),
        () => closeUpstream(upstream),
        () => store.close(timeoutMs),
        () => shared?.close(),
      ),
  };
}

/** One log line for each change; a recovery is logged at the same level as the failure. */
export function redisLines(logger: UpstreamPlace['logger']): (health: { problems: string[] }) => void {
  let logged: string | null = null;
  return ({ problems }) => {
    const text = problems.join('; ');
    // Several parts may report the same change.
    if (text === logged) return;
    if (problems.length > 0) logger?.warn({ problems }, `Redis: ${text}`);
    else logger?.[logged === null ? 'info' : 'warn']('Redis: all is well');
    logged = text;
  };
}

/** Without webhooks, a status may be no older than other reads. */
function freshnessOf({ freshness, webhookSecrets, webhookPathSecret }: Config): Freshness {
  const { requestsMaxAgeMs } = freshness;
  return webhookSecrets === null && webhookPathSecret === null
    ? { ...freshness, statusMaxAgeMs: requestsMaxAgeMs }
    : { ...freshness };
}
