import type { VlensApi, VlensCaller } from './api.js';
import type { BodyBounds } from './bounded-body.js';
import { Breaker, type BreakerSettings, type BreakerState } from './breaker.js';
import { CallerKeys } from './caller-keys.js';
import { Calls, type Upstream } from './calls.js';
import { downloadPdf, type PdfBytes } from './contract-pdf.js';
import { beingStopped } from './faults.js';
import { CallerOperations } from './operations/caller-operations.js';
import { Admissions, type SharedTrust, type TokenVerifier } from './quota/admissions.js';
import { processClock } from './quota/clock.js';
import { QuotaGovernor } from './quota/governor.js';
import { PersonLimits } from './quota/person-limits.js';
import type { SharedQuota } from './quota/shared-quota.js';
import { TokenTrust } from './quota/token-trust.js';
import { Retries } from './retries.js';
import { RetryBudget } from './retry-budget.js';
import { StepsUnderWay } from './steps-under-way.js';
import type { Transport } from './transport.js';

export interface VlensSettings {
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

/** Vlens, over one pool of connections. */
export class VlensClient {
  private readonly upstream: Upstream;
  private readonly governor: QuotaGovernor;
  private readonly livenessErrorCodes: ReadonlySet<number>;

  constructor(settings: VlensSettings, transport: Transport, now: () => number = Date.now) {
    const { baseUrl, apiKey, timeoutMs, livenessErrorCodes, quota = NO_QUOTA } = settings;
    const {
      shared = null,
      retryShare = 0,
      breaker = NO_BREAKER,
      callerKeys = new CallerKeys(),
      verifier = null,
    } = settings;
    const { contractHosts = null, contractBounds = CONTRACT_BOUNDS } = settings;
    const forward = processClock.now;
    this.governor = new QuotaGovernor(
      { ...quota, maxSigningWaitMs: timeoutMs },
      processClock,
      shared?.quota ?? null,
    );
    this.upstream = {
      baseUrl,
      apiKey,
      timeoutMs,
      transport,
      admissions: new Admissions({
        governor: this.governor,
        trust: new TokenTrust(forward),
        people: new PersonLimits(forward),
        callerKeys,
        sharedTrust: shared?.trust ?? null,
        verifier,
      }),
      retries: new Retries({
        budget: new RetryBudget(retryShare, RETRY_WINDOW_MS, forward),
        timeoutMs,
        now: forward,
        random: Math.random,
      }),
      breaker: new Breaker(breaker),
      stepsUnderWay: new StepsUnderWay(),
      contractHosts,
      contractBounds,
      now,
    };
    this.livenessErrorCodes = new Set(livenessErrorCodes);
  }

  /** The operations, spoken for one caller. */
  for(caller: VlensCaller): VlensApi {
    return new CallerOperations(new Calls(this.upstream, caller), this.livenessErrorCodes);
  }

  /** The bytes of a contract whose address `viewContractPdf` answered; see `downloadPdf`. */
  downloadContractPdf(url: string, signal: AbortSignal): Promise<PdfBytes> {
    return downloadPdf(this.upstream, url, signal);
  }

  /** Whether Vlens is being asked at the moment. */
  get breakerState(): BreakerState {
    return this.upstream.breaker.state;
  }

  /** What is used of the tenant's quota. */
  get quotaUse(): QuotaGovernor['use'] {
    return this.governor.use;
  }

  /** How many signing steps were sent and have no answer yet. */
  get stepsInFlight(): number {
    return this.upstream.stepsUnderWay.count;
  }

  /** The time to stop is over: what was sent gets an unknown outcome now, and what waits is refused unsent. */
  cut(): void {
    this.upstream.stepsUnderWay.cut();
    this.governor.refuseAll(beingStopped());
  }

  /** Waits for the signing steps that were sent, then closes every connection; reads under way fail. */
  async close(): Promise<void> {
    await this.upstream.stepsUnderWay.ended();
    this.upstream.transport.close();
  }
}
