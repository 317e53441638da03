import { randomUUID } from 'node:crypto';
import type { Holds } from '../vlens/quota/backoff.js';
import { type Asker, STRANGERS, strangersAllowed, strangersTogether } from '../vlens/quota/counters.js';
import type { SharedCall, SharedPlace, SharedQuota, Taking } from '../vlens/quota/shared-quota.js';
import { MAX_HOLD_MS, PROBE_EVERY_MS } from '../vlens/quota/throttle-factor.js';
import { QUOTA } from './quota-script.js';
import type { RedisLink } from './redis-link.js';

export interface RedisQuotaDependencies {
  link: RedisLink;
  /** The prefix of each key. */
  keyPrefix: string;
  perSecond: number;
  perMinute: number;
  /** The longest time that one call may take. */
  maxCallMs: number;
  /** The largest number of replicas. While Redis is down, each replica uses one part in `maxReplicas` of the quota. */
  maxReplicas: number;
  /** How long each replica keeps to its part after Redis has missed calls: until no missed call counts any more. */
  probationMs?: number;
  /** A monotonic clock, in milliseconds. */
  now?: () => number;
}

const MAX_WINDOW_MS = 60_000;

/** Counts the quota in Redis for all replicas together. While Redis is down, each replica uses its part. */
export class RedisQuota implements SharedQuota {
  /** The number of calls of all replicas in Redis's last reply, and the time of that reply. */
  private counted = { calls: 0, at: Number.NEGATIVE_INFINITY };
  private isStandalone = true;
  /** Whether this replica has made calls that Redis has not counted. */
  private hasMissed = false;
  private readonly probationMs: number;
  private readonly now: () => number;

  constructor(private readonly parts: RedisQuotaDependencies) {
    this.probationMs = parts.probationMs ?? MAX_WINDOW_MS + parts.maxCallMs;
    this.now = parts.now ?? (() => performance.now());
    parts.link.onHealed(() => void this.reportMissedCalls().catch(() => undefined));
  }

  get part(): number {
    return this.isStandalone ? 1 / this.parts.maxReplicas : 1;
  }

  /** Redis's last count; 0 once the reply is so old that none of its calls counts any more. */
  get used(): number {
    const { calls, at } = this.counted;
    return this.now() - at < MAX_WINDOW_MS + this.parts.maxCallMs ? calls : 0;
  }

  async take(call: SharedCall): Promise<Taking> {
    const { perSecond, perMinute, maxCallMs } = this.parts;
    const id = randomUUID();
    const { allowed, sure } = strangersTogether(this.parts);
    const limits = [
      perSecond,
      perMinute,
      maxCallMs,
      this.isStandalone ? 1 : 0,
      Math.ceil(call.expectedCallMs),
      this.probationMs,
      call.strangers ? strangersAllowed(this.parts, call.strangers) : 0,
      MAX_HOLD_MS,
      PROBE_EVERY_MS,
      allowed,
      ...STRANGERS.map((kind) => sure[kind]),
      call.isAfterStep ? 1 : 0,
    ];
    const reply = await this.reportMissedCalls()
      .then(() => this.script(call, ['take', id, call.priority, ...limits]))
      .catch(() => null);
    // A proxy may answer in Redis's place with something else.
    if (!Array.isArray(reply)) return this.goStandalone();
    const [kind, used, sharedIn, waitMs = 0, holds] = reply as [
      'standalone' | 'wait' | 'taken',
      number,
      number?,
      number?,
      Holds?,
    ];
    this.counted = { calls: used, at: this.now() };
    if (kind === 'standalone') {
      this.isStandalone = true;
      return { kind: 'changed' };
    }
    this.isStandalone = sharedIn !== 0;
    if (kind === 'wait') return { kind, waitMs, holds: holds ?? 'all' };
    return { kind, place: this.place(id, call) };
  }

  private goStandalone(): Taking {
    if (!this.isStandalone) {
      this.isStandalone = true;
      return { kind: 'changed' };
    }
    this.hasMissed = true;
    return { kind: 'down' };
  }

  /** Reports to Redis, before anything else, that it has missed calls. */
  private async reportMissedCalls(): Promise<void> {
    if (!this.hasMissed) return;
    this.hasMissed = false;
    await this.script(NOBODY, ['join', this.probationMs]).catch((error: unknown) => {
      this.hasMissed = true;
      throw error;
    });
  }

  private place(id: string, call: Asker): SharedPlace {
    // If this report is lost, the call counts for as long as it could have taken.
    const report = (args: (string | number)[], acceptedAs?: string) =>
      void this.script(call, args, acceptedAs).catch(() => undefined);
    return {
      end: ({ refusedForSeconds, isAnswered, acceptedAs }) => {
        const refusedMs = refusedForSeconds === undefined ? -1 : Math.ceil(refusedForSeconds * 1000);
        const isAccepted = acceptedAs === undefined ? 0 : 1;
        const how = [refusedMs, isAnswered ? 1 : 0, isAccepted, MAX_HOLD_MS, PROBE_EVERY_MS];
        report(['end', id, ...how], acceptedAs);
      },
      giveBack: () => report(['give back', id]),
    };
  }

  private script(
    { priority, caller, strangers, about = caller }: Asker,
    args: (string | number)[],
    acceptedAs = about,
  ): Promise<unknown> {
    const { link, keyPrefix } = this.parts;
    const pool = `strangers:${strangers ?? 'none'}`;
    const kind = priority === 'signing' ? 'steps' : 'reads';
    const names = [
      'calls',
      kind,
      `of:${caller}`,
      `of:${acceptedAs}`,
      pool,
      `${pool}:${caller}`,
      'state',
      'announced',
      'announced:taken',
      ...STRANGERS.map((each) => `strangers:${each}`),
    ];
    return link.script(
      QUOTA,
      names.map((name) => `${keyPrefix}quota:${name}`),
      args,
    );
  }
}

const NOBODY: Asker = { priority: 'read', caller: '', strangers: null };
