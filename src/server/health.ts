import type { FastifyInstance } from 'fastify';
import type { QuotaUse } from '../vlens/quota/governor.js';
import type { Connections } from './connections.js';

/** The state of the connection to Vlens, for the operator. */
export interface UpstreamHealth {
  /** `open`: Vlens was down, and calls pause. `half-open`: one call tests whether it is back. */
  breakerState(): 'closed' | 'open' | 'half-open';
  quotaUse?(): QuotaUse;
  /** Whether this replica can reach the shared state, how often it could not, and why; null without shared state. */
  sharedState?(): { state: 'up' | 'down'; failures: number; cause: string | null } | null;
  /** Why a restart would lose idempotency keys that should be kept; null if it would not. */
  storeProblem?(): string | null;
  /** Problems for the operator that do not stop the gateway. Each begins with a few words that identify it (`src/metrics/problems.ts`). */
  problems?(): string[];
}

/** The state of the connection to Vlens, according to the last calls. */
export interface UpstreamState {
  /** Whether the last call reached Vlens. */
  readonly isReachable: boolean;
  /** Whether Vlens seems to refuse the ApiKey. */
  readonly isApiKeyRefused: boolean;
}

/** Current problems for the operator: with Vlens, and with the number of client connections. */
export function problemsOf(
  upstream: Pick<UpstreamHealth, 'problems'>,
  { isCrowded, open, max }: Pick<Connections, 'isCrowded' | 'open' | 'max'>,
): string[] {
  const crowd = isCrowded ? [`CONNECTIONS: ${open} of ${max} are open`] : [];
  return [...(upstream.problems?.() ?? []), ...crowd];
}

export type Phase = 'starting' | 'ready' | 'stopping';

/**
 * `/health/live`: the process answers. `/health/ready`: this gateway accepts requests, from the moment it listens until it is asked to
 * stop. Neither calls Vlens. While Vlens is down, the gateway still answers, with errors that say so, and a restart would not help.
 * `/health/ready` also shows the circuit breaker's state.
 */
export function health(
  server: FastifyInstance,
  phase: () => Phase,
  upstream: UpstreamHealth,
  problemsNow: () => readonly string[] = () => upstream.problems?.() ?? [],
): void {
  server.get('/health/live', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
    return { status: 'live' };
  });
  server.get('/health/ready', async (_request, reply) => {
    const now = phase();
    reply.header('cache-control', 'no-store').code(now === 'ready' ? 200 : 503);
    const shared = upstream.sharedState?.() ?? null;
    const heldForSeconds = Math.ceil((upstream.quotaUse?.().heldForMs ?? 0) / 1000);
    const problems = problemsNow();
    const status = now === 'ready' && (problems.length > 0 || heldForSeconds > 0) ? 'degraded' : now;
    return {
      status,
      ...(problems.length > 0 && { problems }),
      ...(shared && { redis: shared.state }),
      upstream: { breaker: upstream.breakerState(), ...(heldForSeconds > 0 && { heldForSeconds }) },
    };
  });
}
