import type { Clock } from '../../clock.js';
import type { LateAnswer } from '../caller.js';
import type { CallerKey, CallerKeys } from '../caller-keys.js';
import { beingStopped } from '../faults.js';
import { Admissions, type SharedTrust, type TokenVerifier } from '../quota/admissions.js';
import type { Rates } from '../quota/counters.js';
import { QuotaGovernor } from '../quota/governor.js';
import { PersonLimits } from '../quota/person-limits.js';
import type { SharedQuota } from '../quota/shared-quota.js';
import { TokenTrust } from '../quota/token-trust.js';
import type { BodyBounds } from './bounded-body.js';
import { Breaker, type BreakerSettings } from './breaker.js';
import { Retries } from './retries.js';
import { RetryBudget } from './retry-budget.js';
import { StepsInFlight } from './steps-in-flight.js';
import type { TenantWatch } from './tenant-watch.js';
import type { Transport } from './transport.js';

export const USER_AGENT = 'vlens-graphql-gateway';

export interface UpstreamSettings {
  /** The address of Vlens, with or without a trailing slash. */
  baseUrl: string;
  /** The tenant's key. It is sent to `baseUrl` only. */
  apiKey: string;
  /** The limit of one call, in milliseconds, from its first sending to the end of its answer. */
  timeoutMs: number;
  /** The error codes with which this tenant's Vlens says that liveness is needed. */
  livenessErrorCodes: Iterable<number>;
  quota: Quota;
  /** The quota and token trust that the tenant's processes share; null if this process is alone. */
  shared: { quota: SharedQuota; trust: SharedTrust } | null;
  /** Verifies Vlens's tokens without a call. Without it, only Vlens tells whether a new token is genuine. */
  verifier: TokenVerifier | null;
  callerKeys: CallerKeys;
  /** How many calls may be repeated, as a share of all calls, 0 to 1. */
  retryShare: number;
  breaker: BreakerSettings;
  /** The hosts, besides Vlens's own, from which contracts may be fetched; null for any public host. */
  contractHosts: readonly string[] | null;
  contractBounds?: BodyBounds;
  /** Called when Vlens refuses the tenant as a whole. */
  tenantWatch: TenantWatch;
  /** Called with each answer that comes after its caller got a timeout. */
  onLateAnswer?: (answer: LateAnswer) => void;
  /** Called with each token that Vlens accepts for the first time. */
  onAccepted?: (token: CallerKey) => void;
  /** Whether the caller's language is sent to Vlens. */
  passesLanguage: boolean;
}

/** The tenant's quota at Vlens, 0 for no limit. */
export interface Quota extends Rates {
  /** How long a read may wait for its place in the quota, in milliseconds. */
  maxReadWaitMs: number;
}

const RETRY_WINDOW_MS = 60_000;
/** A contract with scanned appendices is far smaller, and a reader on a bad line still makes progress within a minute. */
const CONTRACT_BOUNDS: BodyBounds = { maxBytes: 100_000_000, maxPauseMs: 60_000 };

/** Everything between a call and the socket. */
export interface Upstream
  extends Pick<
    UpstreamSettings,
    'baseUrl' | 'apiKey' | 'timeoutMs' | 'contractHosts' | 'tenantWatch' | 'passesLanguage' | 'onLateAnswer'
  > {
  livenessErrorCodes: ReadonlySet<number>;
  transport: Transport;
  governor: QuotaGovernor;
  admissions: Admissions;
  retries: Retries;
  breaker: Breaker;
  stepsInFlight: StepsInFlight;
  contractBounds: BodyBounds;
  clock: Clock;
}

export function createUpstream(settings: UpstreamSettings, transport: Transport, clock: Clock): Upstream {
  const { timeoutMs, quota, shared, callerKeys, verifier, onAccepted } = settings;
  const { contractBounds = CONTRACT_BOUNDS } = settings;
  const now = () => clock.monotonicNow();
  const governor = new QuotaGovernor({ ...quota, maxSigningWaitMs: timeoutMs }, clock, shared?.quota ?? null);
  const budget = () => new RetryBudget(settings.retryShare, RETRY_WINDOW_MS, now);
  return {
    ...settings,
    baseUrl: settings.baseUrl.replace(/\/+$/, ''),
    livenessErrorCodes: new Set(settings.livenessErrorCodes),
    transport,
    governor,
    admissions: new Admissions({
      governor,
      trust: new TokenTrust(now),
      people: new PersonLimits(now),
      callerKeys,
      sharedTrust: shared?.trust ?? null,
      verifier,
      ...(onAccepted && { onAccepted }),
    }),
    retries: new Retries({
      budgets: { customers: budget(), strangers: budget() },
      timeoutMs,
      now,
      random: Math.random,
    }),
    breaker: new Breaker(settings.breaker, clock),
    stepsInFlight: new StepsInFlight(),
    contractBounds,
    clock,
  };
}

/** Call this when the time to stop is over. Steps that were sent get an unknown outcome now, and waiting calls are refused unsent. */
export function cutOff({ stepsInFlight, governor }: Upstream): void {
  stepsInFlight.cut();
  governor.refuseAll(beingStopped());
}

/** Waits for the steps that were sent, and then closes every connection. Reads in flight fail. */
export async function closeUpstream({ stepsInFlight, transport }: Upstream): Promise<void> {
  await stepsInFlight.ended();
  transport.close();
}
