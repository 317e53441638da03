import { randomBytes } from 'node:crypto';
import type { Config } from './config.js';
import { ProcessStore } from './idempotency/process-store.js';
import { RememberedVlens } from './idempotency/remembered-vlens.js';
import { Sealing } from './idempotency/sealing.js';
import { SharedReads } from './loaders/shared-reads.js';
import { SharedVlens } from './loaders/shared-vlens.js';
import type { ContractPdfs } from './server/contract-download.js';
import type { UpstreamHealth } from './server/health.js';
import { VlensClient } from './vlens/client.js';

/** What one process keeps of its callers' reads at the most. */
const READS_LIMITS = { maxEntries: 10_000, maxBytes: 64 * 1024 * 1024 };
/** And of the answers to steps under an idempotency key. */
const MEMORY_LIMITS = { maxEntries: 100_000, maxBytes: 64 * 1024 * 1024 };

type UpstreamConfig = Pick<
  Config,
  | 'upstreamTimeoutMs'
  | 'livenessErrorCodes'
  | 'quota'
  | 'freshness'
  | 'retryShare'
  | 'breaker'
  | 'stateSecret'
>;

export interface OpenUpstream extends ContractPdfs, UpstreamHealth {
  /** Waits for the signing steps that were sent, then lets go of Vlens. */
  close(): Promise<void>;
}

/** Vlens as the server speaks to it: one client, whose reads a caller's operations share. */
export function openUpstream(
  { url, apiKey }: { url: string; apiKey: string },
  {
    upstreamTimeoutMs,
    livenessErrorCodes,
    quota,
    freshness,
    retryShare,
    breaker,
    stateSecret,
  }: UpstreamConfig,
): OpenUpstream {
  const client = new VlensClient({
    baseUrl: url,
    apiKey,
    timeoutMs: upstreamTimeoutMs,
    livenessErrorCodes,
    quota,
    retryShare,
    breaker,
  });
  const reads = new SharedReads(READS_LIMITS, () => performance.now());
  const shared = new SharedVlens(client, reads, freshness);
  const store = new ProcessStore(MEMORY_LIMITS, () => performance.now());
  const vlens = new RememberedVlens(shared, store, new Sealing(stateSecret ?? randomBytes(32)));
  return {
    for: (caller) => vlens.for(caller),
    downloadContractPdf: (address, signal) => client.downloadContractPdf(address, signal),
    breakerState: () => client.breakerState,
    close: () => client.close(),
  };
}
