import { AsyncLocalStorage } from 'node:async_hooks';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { UpstreamCall } from '../vlens/api.js';

/** What the server knows of the HTTP request being answered, for its log line and its errors. */
export interface CurrentRequest {
  id: string;
  /** The client's IP address. */
  address: string;
  /** Aborted when the client goes away before it has its answer. */
  signal: AbortSignal;
  /** In the order in which they ended. */
  upstreamCalls: UpstreamCall[];
  savedCalls: SavedCall[];
}

/** An answer that cost no call: it was on its way to the same caller already, or was kept from an earlier one. */
export interface SavedCall {
  endpoint: string;
  origin: 'shared' | 'cached';
}

/** Carries the current request to where Apollo Server passes none: its error formatter and its plugins. */
export class CurrentRequests {
  private readonly storage = new AsyncLocalStorage<CurrentRequest>();

  run<T>(request: CurrentRequest, answer: () => T): T {
    return this.storage.run(request, answer);
  }

  /** Nothing is carried any more: else every promise of the process would go on paying for it. */
  close(): void {
    this.storage.disable();
  }

  get(): CurrentRequest | undefined {
    return this.storage.getStore();
  }
}

export function currentRequest({ id, ip }: FastifyRequest, reply: FastifyReply): CurrentRequest {
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  return { id, address: ip, signal: gone.signal, upstreamCalls: [], savedCalls: [] };
}

/** What a request cost upstream, and what it was spared. */
export interface UpstreamCost {
  calls: number;
  /** Answers that were on their way to the same caller already. */
  shared: number;
  /** Answers that were kept from an earlier call. */
  cached: number;
  /** How long its calls waited for a place in the tenant's quota, in all. */
  waitedMs: number;
  /** Its calls by endpoint. */
  endpoints: Record<string, number>;
}

export function upstreamCost({ upstreamCalls, savedCalls }: CostParts): UpstreamCost {
  const endpoints: Record<string, number> = {};
  for (const { endpoint } of upstreamCalls) endpoints[endpoint] = (endpoints[endpoint] ?? 0) + 1;
  return {
    calls: upstreamCalls.length,
    shared: savedCalls.filter(({ origin }) => origin === 'shared').length,
    cached: savedCalls.filter(({ origin }) => origin === 'cached').length,
    waitedMs: Math.round(upstreamCalls.reduce((sum, { waitedMs }) => sum + waitedMs, 0)),
    endpoints,
  };
}

type CostParts = Pick<CurrentRequest, 'upstreamCalls' | 'savedCalls'>;
