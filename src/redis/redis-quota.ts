import { randomUUID } from 'node:crypto';
import type { SharedCall, SharedPlace, SharedQuota, Taking } from '../vlens/quota/shared-quota.js';
import { QUOTA } from './quota-script.js';
import type { RedisLink } from './redis-link.js';

export interface RedisQuotaDependencies {
  link: RedisLink;
  /** In front of each key. */
  keyPrefix: string;
  perSecond: number;
  perMinute: number;
  /** How long one call may take. */
  longestCallMs: number;
  /** How many replicas there are at the most: each has this part of the quota while Redis is away. */
  mostReplicas: number;
  /** After Redis has missed calls each replica keeps to its part until none of those counts any more. */
  probationMs?: number;
}

const LONGEST_SPAN_MS = 60_000;

/** The quota counted in Redis for all replicas together; a part of it for each while Redis is away. */
export class RedisQuota implements SharedQuota {
  used = 0;
  private isStandalone = true;
  /** Calls were made that Redis has not counted. */
  private hasMissed = false;
  private readonly probationMs: number;

  constructor(private readonly parts: RedisQuotaDependencies) {
    this.probationMs = parts.probationMs ?? LONGEST_SPAN_MS + parts.longestCallMs;
    parts.link.onHealed(() => void this.reportMissedCalls().catch(() => undefined));
  }

  get part(): number {
    return this.isStandalone ? 1 / this.parts.mostReplicas : 1;
  }

  async take({ priority, caller, expectedCallMs }: SharedCall): Promise<Taking> {
    const { perSecond, perMinute, longestCallMs } = this.parts;
    const id = randomUUID();
    const limits = [
      perSecond,
      perMinute,
      longestCallMs,
      this.isStandalone ? 1 : 0,
      Math.ceil(expectedCallMs),
    ];
    const reply = await this.reportMissedCalls()
      .then(() => this.script(caller, ['take', id, priority, ...limits, this.probationMs]))
      .catch(() => null);
    if (reply === null) return this.goStandalone();
    const [kind, used, sharedIn, waitMs = 0, holds] = reply as [
      'standalone' | 'wait' | 'taken',
      number,
      number?,
      number?,
      ('all' | 'reads' | 'caller')?,
    ];
    this.used = used;
    if (kind === 'standalone') {
      this.isStandalone = true;
      return { kind: 'changed' };
    }
    this.isStandalone = sharedIn !== 0;
    if (kind === 'wait') return { kind, waitMs, holds: holds ?? 'all' };
    return { kind, place: this.place(id, caller) };
  }

  private goStandalone(): Taking {
    if (!this.isStandalone) {
      this.isStandalone = true;
      return { kind: 'changed' };
    }
    this.hasMissed = true;
    return { kind: 'down' };
  }

  /** Redis is told that it has missed calls, before anything else is asked of it. */
  private async reportMissedCalls(): Promise<void> {
    if (!this.hasMissed) return;
    this.hasMissed = false;
    await this.script('', ['join', this.probationMs]).catch((error: unknown) => {
      this.hasMissed = true;
      throw error;
    });
  }

  private place(id: string, caller: string): SharedPlace {
    // Where this is lost, the call counts for as long as it could have taken.
    const tell = (args: (string | number)[]) => void this.script(caller, args).catch(() => undefined);
    return {
      end: (outcome) => tell(['end', id, outcome ? Math.ceil(outcome.refusedForSeconds * 1000) : -1]),
      giveBack: () => tell(['give back', id]),
    };
  }

  private script(caller: string, args: (string | number)[]): Promise<unknown> {
    const { link, keyPrefix } = this.parts;
    const keys = ['calls', 'reads', `reads:${caller}`, 'state'].map((key) => `${keyPrefix}quota:${key}`);
    return link.script(QUOTA, keys, args);
  }
}
