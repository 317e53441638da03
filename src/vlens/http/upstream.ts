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
  /** Where Vlens is, with or without a trailing slash. */
  baseUrl: string;
  /** The tenant's key: it goes to `baseUrl` and nowhere else. */
  apiKey: string;
  /** The limit of one call, in milliseconds, from its start to the end of its answer. */
  timeoutMs: number;
  /** The error codes by which this tenant's Vlens says that liveness is needed. */
  livenessErrorCodes: Iterable<number>;
  quota: Quota;
  /** The quota as other processes of the tenant count it too. */
  shared: { quota: SharedQuota; trust: SharedTrust } | null;
  /** Knows Vlens's tokens without asking; without it every new token is asked about. */
  verifier: TokenVerifier | null;
  callerKeys: CallerKeys;
  /** How many calls may be made again, as a share of all, 0 to 1. */
  retryShare: number;
  breaker: BreakerSettings;
  /** Hosts besides Vlens's own that contracts may lie on; null: any public one. */
  contractHosts: readonly string[] | null;
  contractBounds?: BodyBounds;
  /** Notified when Vlens refuses the tenant as a whole. */
  tenantWatch: TenantWatch;
  /** Gets each answer that comes after its caller got a timeout. */
  onLateAnswer?: (answer: LateAnswer) => void;
  /** Hears of each token that Vlens took and did not before. */
  onAccepted?: (token: CallerKey) => void;
  /** Whether Vlens hears which language the caller reads. */
  passesLanguage: boolean;
}

/** The tenant's quota at Vlens, 0 for no limit. */
export interface Quota extends Rates {
  /** How long a read may wait for its place, in milliseconds. */
  maxReadWaitMs: number;
}

const RETRY_WINDOW_MS = 60_000;
/** A contract with scanned appendices stays far below; a reader on a bad line still moves within a minute. */
const CONTRACT_BOUNDS: BodyBounds = { maxBytes: 100_000_000, maxPauseMs: 60_000 };

/** Where Vlens is, and all that stands between a call and the socket. */
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
