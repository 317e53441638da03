import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { StepRecords } from './step-records.js';
import { BEAT, GONE_AFTER_MS, LEAVE, REPLICATION, REPORT } from './store-scripts.js';

const BEAT_EVERY_MS = 1000;
const POLL_EVERY_MS = 100;
/** The age of an epoch that this replica could not write into. */
export const UNKNOWN_AGE = Number.POSITIVE_INFINITY;
/** If Redis had a replica this recently and now has none, that replica may just have become the primary in its place. */
const FAILOVER_MS = 15_000;

/** The store of this replica, as its `RedisEpoch` uses it. */
export interface EpochMember {
  /** Redis has not seen this replica for so long that another one may have taken over the steps that it has not sent. */
  onGap(): void;
  /** Writes all that this replica knows to Redis. Rejects if that fails. */
  restore(): Promise<void>;
  flushPending(): Promise<void>;
  pendingWrites(): number;
}

/**
 * This replica's part in the epochs of Redis (`store-scripts.ts`). It reports to Redis that it is alive, writes what it knows into each new
 * epoch, and signs off when it stops.
 */
export class RedisEpoch {
  readonly me = randomUUID();
  private readonly beating: NodeJS.Timeout;
  /** The last epoch of Redis into which this replica wrote all that it knows. */
  private epochId: string | null = null;
  private restoring: Promise<void> | null = null;
  /** When Redis last saw this replica, in milliseconds since the process started. */
  private seenAt = 0;
  /** The other replicas that were alive, or still waited for, at this one's last beat, by Redis's answer. */
  private peers: string[] = [];
  /** When the Redis of this epoch last reported replicas of its own. */
  private copiedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly records: StepRecords,
    private readonly member: EpochMember,
  ) {
    this.beating = setInterval(() => void this.catchUp(), BEAT_EVERY_MS).unref();
  }

  /** The longest time that can have passed since Redis saw this replica. */
  seenMs(): number {
    return Math.ceil(performance.now() - this.seenAt);
  }

  /** Reports to Redis that this replica is alive, and what it knows. Resolves to the age of Redis's epoch in milliseconds. */
  async catchUp(): Promise<number> {
    try {
      const beatAt = performance.now();
      const reply = await this.records.script(BEAT, [this.me, randomUUID(), this.seenMs(), ...this.peers]);
      this.noticeGap();
      this.seenAt = beatAt;
      const [id, age, replicas, ...peers] = reply as [string, number, number, ...string[]];
      this.peers = peers;
      await this.restoreInto(id);
      if (id !== this.epochId) return UNKNOWN_AGE;
      if (replicas > 0) this.copiedAt = performance.now();
      await this.member.flushPending();
      return age;
    } catch {
      return UNKNOWN_AGE;
    }
  }

  /** Enters an epoch in which Redis accepts no claims yet. */
  enter(epochId: string): void {
    this.noticeGap();
    void this.restoreInto(epochId);
  }

  /** Resolves when no `restore` is in progress. */
  async restored(): Promise<void> {
    await this.restoring;
  }

  /**
   * Signs off, so that no new epoch waits for this replica. During a failover it waits for Redis up to `timeoutMs`, since the last writes
   * to the old primary, this one included, may be lost.
   */
  async leave(timeoutMs: number): Promise<void> {
    clearInterval(this.beating);
    const giveUpAt = performance.now() + timeoutMs;
    while (!(await this.hasLeft(giveUpAt).catch(() => false)) && performance.now() < giveUpAt)
      await pause(POLL_EVERY_MS);
  }

  /** Resolves to whether Redis has all writes of this gateway, and so has one of Redis's own replicas, if there are any. */
  private async hasLeft(giveUpAt: number): Promise<boolean> {
    if ((await this.catchUp()) === UNKNOWN_AGE || this.member.pendingWrites() > 0) return false;
    await this.records.script(LEAVE, [this.me]);
    let left: number | null = null;
    do {
      const [replicas, written, copied] = (await this.records.script(REPLICATION, [])) as [
        number,
        number,
        number,
      ];
      left ??= written;
      const hadReplicas = performance.now() - this.copiedAt < FAILOVER_MS;
      if (replicas === 0 ? !hadReplicas : copied >= left) return true;
      await pause(POLL_EVERY_MS);
    } while (performance.now() < giveUpAt);
    return false;
  }

  private noticeGap(): void {
    if (this.seenMs() > GONE_AFTER_MS) this.member.onGap();
  }

  private restoreInto(epochId: string): Promise<void> {
    if (epochId === this.epochId) return Promise.resolve();
    this.restoring ??= this.member
      .restore()
      .then(async () => {
        await this.records.script(REPORT, [this.me, epochId]);
        this.epochId = epochId;
        this.copiedAt = Number.NEGATIVE_INFINITY;
      })
      // The next beat tries again.
      .catch(() => undefined)
      .finally(() => {
        this.restoring = null;
      });
    return this.restoring;
  }
}
