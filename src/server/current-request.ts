import { AsyncLocalStorage } from 'node:async_hooks';
import type { FastifyReply } from 'fastify';
import type { UpstreamCall } from '../vlens/api.js';

/** What the server knows of the HTTP request being answered, for its log line and its errors. */
export interface CurrentRequest {
  id: string;
  /** Aborted when the client goes away before it has its answer. */
  signal: AbortSignal;
  /** In the order in which they ended. */
  upstreamCalls: UpstreamCall[];
}

/** Carries the current request to where Apollo Server passes none: its error formatter and its plugins. */
export class CurrentRequests {
  private readonly storage = new AsyncLocalStorage<CurrentRequest>();

  run<T>(request: CurrentRequest, answer: () => T): T {
    return this.storage.run(request, answer);
  }

  get(): CurrentRequest | undefined {
    return this.storage.getStore();
  }
}

export function currentRequest(id: string, reply: FastifyReply): CurrentRequest {
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  return { id, signal: gone.signal, upstreamCalls: [] };
}

/** The part of a log line that tells what a request cost upstream: how many calls, and to which endpoints. */
export function upstreamCost(calls: UpstreamCall[]): { calls: number; endpoints: Record<string, number> } {
  const endpoints: Record<string, number> = {};
  for (const { endpoint } of calls) endpoints[endpoint] = (endpoints[endpoint] ?? 0) + 1;
  return { calls: calls.length, endpoints };
}
