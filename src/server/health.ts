import type { FastifyInstance } from 'fastify';
import type { QuotaUse } from '../vlens/quota/governor.js';
import type { Connections } from './connections.js';

/** The state of the connection to Vlens, for the operator. */
export interface UpstreamHealth {
  /** Open: Vlens was down, and calls pause; half-open: one call tries it. */
  breakerState(): 'closed' | 'open' | 'half-open';
  quotaUse?(): QuotaUse;
  /** Whether what replicas share can be reached, and how often it could not; null where this process is alone. */
  sharedState?(): { state: 'up' | 'down'; failures: number; cause: string | null } | null;
  /** Why a restart forgets idempotency keys though it should not; null where it does not. */
  storeProblem?(): string | null;
  /** What an operator should fix, though requests are taken; each begins with a few words that name it (`src/metrics/problems.ts`). */
  problems?(): string[];
}

/** What the last calls to Vlens say of the way there. */
export interface UpstreamState {
  /** Whether the last one reached it. */
  readonly isReachable: boolean;
  /** Whether it seems to refuse the ApiKey. */
  readonly isApiKeyRefused: boolean;
}

/** What an operator should fix now, on the way to Vlens and on the other one. */
export function problemsOf(
  upstream: Pick<UpstreamHealth, 'problems'>,
  { isCrowded, open, max }: Pick<Connections, 'isCrowded' | 'open' | 'max'>,
): string[] {
  const crowd = isCrowded ? [`CONNECTIONS: ${open} of ${max} are open`] : [];
  return [...(upstream.problems?.() ?? []), ...crowd];
}

export type Phase = 'starting' | 'ready' | 'stopping';

/**
 * `/health/live`: the process answers. `/health/ready`: this gateway takes requests, from the moment it
 * listens until it is asked to stop. Neither calls Vlens: while Vlens is down the gateway still answers, with
 * faults that say so, and restarting it would not help; readiness also shows the breaker's state.
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
