import type { VlensApi, VlensCaller } from './api.js';
import { CallerKeys } from './caller-keys.js';
import { Calls, type Upstream } from './calls.js';
import { downloadPdf, type PdfBytes } from './contract-pdf.js';
import { businessRequestOperations } from './operations/business-requests.js';
import { contractOperations } from './operations/contracts.js';
import { loginOperations } from './operations/login.js';
import { productTypeOperations } from './operations/product-types.js';
import { signingOperations } from './operations/signing.js';
import { processClock } from './quota/clock.js';
import { QuotaGovernor } from './quota/governor.js';
import { NodeFetchTransport, type Transport } from './transport.js';

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
}

export interface Quota {
  perSecond: number;
  perMinute: number;
  /** How long a read may wait for its place, in milliseconds. */
  maxReadWaitMs: number;
}

const NO_QUOTA: Quota = { perSecond: 0, perMinute: 0, maxReadWaitMs: 0 };

/** Vlens, over one pool of connections. */
export class VlensClient {
  private readonly upstream: Upstream;
  private readonly livenessErrorCodes: ReadonlySet<number>;

  constructor(
    settings: VlensSettings,
    transport: Transport = new NodeFetchTransport(),
    now: () => number = Date.now,
  ) {
    const { baseUrl, apiKey, timeoutMs, livenessErrorCodes, quota = NO_QUOTA } = settings;
    const governor = new QuotaGovernor({ ...quota, maxSigningWaitMs: timeoutMs }, processClock);
    this.upstream = { baseUrl, apiKey, timeoutMs, transport, governor, callerKeys: new CallerKeys(), now };
    this.livenessErrorCodes = new Set(livenessErrorCodes);
  }

  /** The 15 operations, spoken for one caller. */
  for(caller: VlensCaller): VlensApi {
    const calls = new Calls(this.upstream, caller);
    return {
      ...productTypeOperations(calls),
      ...businessRequestOperations(calls),
      ...signingOperations(calls, this.livenessErrorCodes),
      ...contractOperations(calls),
      ...loginOperations(calls),
    };
  }

  /** The bytes of a contract whose address `viewContractPdf` answered; see `downloadPdf`. */
  downloadContractPdf(url: string, signal: AbortSignal): Promise<PdfBytes> {
    return downloadPdf(this.upstream, url, signal);
  }

  /** Closes every connection; calls under way fail. */
  close(): void {
    this.upstream.transport.close();
  }
}
