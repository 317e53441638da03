import type { Clock } from '../../clock.js';
import { CallerKeys } from '../caller-keys.js';
import { beingStopped } from '../faults.js';
import { Admissions, type SharedTrust, type TokenVerifier } from '../quota/admissions.js';
import { QuotaGovernor } from '../quota/governor.js';
import { PersonLimits } from '../quota/person-limits.js';
import type { SharedQuota } from '../quota/shared-quota.js';
import { TokenTrust } from '../quota/token-trust.js';
import type { BodyBounds } from './bounded-body.js';
import { Breaker, type BreakerSettings } from './breaker.js';
import { Retries } from './retries.js';
import { RetryBudget } from './retry-budget.js';
import { StepsInFlight } from './steps-in-flight.js';
import { TenantWatch } from './tenant-watch.js';
import type { Transport } from './transport.js';

export const USER_AGENT = 'vlens-graphql-gateway';

export interface UpstreamSettings {
  /** Where Vlens is, with or without a trailing slash. */
  baseUrl: string;
  /** The tenant's key: it goes to `baseUrl` and nowhere else. */
  apiKey: string;
  /** The limit of one call, in milliseconds, from its start to the end of its answer. */
  timeoutMs: number;
  /** The error codes by which this tenant's Vlens says that liveness is needed. */
  livenessErrorCodes: Iterable<number>;
  /** The tenant's quota at Vlens, 0 for no limit; without it there is none. */
  quota?: Quota;
  /** The quota as other processes of the tenant count it too. */
  shared?: { quota: SharedQuota; trust: SharedTrust } | null;
  /** Knows Vlens's tokens without asking; without it every new token is asked about. */
  verifier?: TokenVerifier | null;
  /** Makes callers' keys; without it with a secret of its own. */
  callerKeys?: CallerKeys;
  /** How many calls may be made again, as a share of all, 0 to 1; without it none. */
  retryShare?: number;
  /** When to stop asking a Vlens that is down; without it never. */
  breaker?: BreakerSettings;
  /** Hosts besides Vlens's own that contracts may lie on; without it any public one. */
  contractHosts?: readonly string[] | null;
  contractBounds?: BodyBounds;
  /** Told when Vlens refuses the tenant as a whole. */
  tenantWatch?: TenantWatch;
  /** Whether Vlens hears which language the caller reads. */
  passesLanguage?: boolean;
}

export interface Quota {
  perSecond: number;
  perMinute: number;
  /** How long a read may wait for its place, in milliseconds. */
  maxReadWaitMs: number;
}

const NO_QUOTA: Quota = { perSecond: 0, perMinute: 0, maxReadWaitMs: 0 };
const NO_BREAKER: BreakerSettings = { failures: 0, firstPauseMs: 0, longestPauseMs: 0 };
const RETRY_WINDOW_MS = 60_000;
/** A contract with scanned appendices stays far below; a reader on a bad line still moves within a minute. */
const CONTRACT_BOUNDS: BodyBounds = { maxBytes: 100_000_000, maxPauseMs: 60_000 };

/** Where Vlens is, and all that stands between a call and the socket. */
export interface Upstream {
  baseUrl: string;
  apiKey: string;
  timeoutMs: number;
  livenessErrorCodes: ReadonlySet<number>;
  transport: Transport;
  governor: QuotaGovernor;
  admissions: Admissions;
  retries: Retries;
  breaker: Breaker;
  stepsInFlight: StepsInFlight;
  contractHosts: readonly string[] | null;
  contractBounds: BodyBounds;
  tenantWatch: TenantWatch;
  passesLanguage: boolean;
  clock: Clock;
}

export function createUpstream(settings: UpstreamSettings, transport: Transport, clock: Clock): Upstream {
  const { baseUrl, apiKey, timeoutMs, livenessErrorCodes, quota = NO_QUOTA, shared = null } = settings;
  const { retryShare = 0, breaker = NO_BREAKER, callerKeys = new CallerKeys(), verifier = null } = settings;
  const { contractHosts = null, contractBounds = CONTRACT_BOUNDS } = settings;
  const { tenantWatch = new TenantWatch(), passesLanguage = false } = settings;
  const now = () => clock.monotonicNow();
  const governor = new QuotaGovernor({ ...quota, maxSigningWaitMs: timeoutMs }, clock, shared?.quota ?? null);
  return {
    baseUrl: baseUrl.replace(/\/+$/, ''),
    apiKey,
    timeoutMs,
    livenessErrorCodes: new Set(livenessErrorCodes),
    transport,
    governor,
    admissions: new Admissions({
      governor,
      trust: new TokenTrust(now),
      people: new PersonLimits(now),
      callerKeys,
      sharedTrust: shared?.trust ?? null,
      verifier,
    }),
    retries: new Retries({
      budget: new RetryBudget(retryShare, RETRY_WINDOW_MS, now),
      timeoutMs,
      now,
      random: Math.random,
    }),
    breaker: new Breaker(breaker),
    stepsInFlight: new StepsInFlight(),
    contractHosts,
    contractBounds,
    tenantWatch,
    passesLanguage,
    clock,
  };
}

/** The time to stop is over: what was sent gets an unknown outcome now, and what waits is refused unsent. */
export function cutOff({ stepsInFlight, governor }: Upstream): void {
  stepsInFlight.cut();
  governor.refuseAll(beingStopped());
}

/** Waits for the steps that were sent, then closes every connection; reads in flight fail. */
export async function closeUpstream({ stepsInFlight, transport }: Upstream): Promise<void> {
  await stepsInFlight.ended();
  transport.close();
}
