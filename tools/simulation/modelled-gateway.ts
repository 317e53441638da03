import type { CallerKey } from '../../src/vlens/caller-keys.js';
import { VlensFault } from '../../src/vlens/faults.js';
import { CallerCache } from '../../src/vlens/middleware/caller-cache.js';
import type { Priority } from '../../src/vlens/quota/counters.js';
import { QuotaGovernor } from '../../src/vlens/quota/governor.js';
import type { ModelledVlens, Quota } from './modelled-vlens.js';
import type { VirtualTime } from './virtual-time.js';

/** As `src/config/` has them where nothing is set. */
const MAX_WAITS = { maxReadWaitMs: 2000, maxSigningWaitMs: 10_000 };

export interface Question {
  caller: string;
  /** What is asked: the endpoint and its arguments. */
  question: string;
  maxAgeMs: number;
  /** The request in the answer. */
  requestId: string;
  /** For one who watches: their first status, or what a webhook has announced. Both wait for a place as long as a step does. */
  watched?: 'opening' | 'announced';
}

/** How operations ended. */
export interface Outcomes {
  answered: number;
  limited: number;
  slowestMs: number;
}

const none = (): Outcomes => ({ answered: 0, limited: 0, slowestMs: 0 });

/**
 * Replicas of the gateway in virtual time: its own governor and its own sharing of reads, with a modelled Vlens behind them. The
 * governor is one for all, as Redis makes it; what is read is each replica's own.
 */
export class ModelledGateway {
  readonly reads = none();
  readonly steps = none();
  private readonly replicas: CallerCache[];
  private readonly governor: QuotaGovernor;
  constructor(
    private readonly time: VirtualTime,
    private readonly vlens: ModelledVlens,
    quota: Quota,
    replicas = 1,
  ) {
    this.governor = new QuotaGovernor({ ...quota, ...MAX_WAITS }, time);
    this.replicas = Array.from({ length: replicas }, () => new CallerCache(time));
  }

  /** @param at which replica the caller came to */
  read({ caller, question, maxAgeMs, requestId, watched }: Question, at = 0): Promise<void> {
    const cache = this.replica(at);
    const asked = {
      caller: caller as CallerKey,
      target: question,
      maxAgeMs,
      keptForMs: maxAgeMs,
      isInvalidated: true,
    };
    return this.count(this.reads, async () => {
      if (cache.get(asked)) return;
      await cache.share(asked, new AbortController().signal, async () => {
        await this.call(watched === 'announced' ? watched : 'read', caller, watched !== undefined);
        // By number alone: what an answer takes in memory is not modelled.
        return { value: null, bytes: 1, requests: [{ id: requestId }] };
      });
    });
  }

  /** What the caller has read at the same replica is dropped; what they have read at another one grows old. */
  step(caller: string, at = 0): Promise<void> {
    this.replica(at).invalidate(caller as CallerKey);
    return this.count(this.steps, () => this.call('signing', caller));
  }

  /** A webhook: whatever was read of the request is too old. */
  changed(requestId: string): void {
    for (const replica of this.replicas) replica.invalidateRequest(requestId);
  }

  private replica(at: number): CallerCache {
    return this.replicas[at % this.replicas.length] as CallerCache;
  }

  private async call(priority: Priority, caller: string, isPatient = false): Promise<void> {
    const admission = await this.governor.admit({
      priority,
      caller,
      strangers: null,
      isPatient,
      signal: new AbortController().signal,
    });
    await this.vlens.call();
    admission.end();
  }

  private async count(outcomes: Outcomes, operation: () => Promise<unknown>): Promise<void> {
    const since = this.time.now();
    try {
      await operation();
      outcomes.answered += 1;
      outcomes.slowestMs = Math.max(outcomes.slowestMs, this.time.now() - since);
    } catch (error) {
      if (!(error instanceof VlensFault) || error.code !== 'RATE_LIMITED') throw error;
      outcomes.limited += 1;
    }
  }
}
