import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { StepRecords } from './step-records.js';
import { BEAT, GONE_AFTER_MS, LEAVE, REPLICATION, REPORT } from './store-scripts.js';

const BEAT_EVERY_MS = 1000;
const POLL_EVERY_MS = 100;
/** Of an epoch that this replica could not write into. */
export const UNKNOWN_AGE = Number.POSITIVE_INFINITY;
/** A Redis that had a replica so lately, and has none, may be one whose replica has just taken its place. */
const FAILOVER_MS = 15_000;

/** What this replica knows, as an epoch of Redis asks for it. */
export interface EpochMember {
  /** Another replica may have taken over what this one has not sent: Redis has not seen it for so long. */
  onGap(): void;
  /** Writes down all that this replica knows; rejects where it could not. */
  restore(): Promise<void>;
  flushPending(): Promise<void>;
  pendingWrites(): number;
}

/**
 * This replica's part in the epochs of Redis (`store-scripts.ts`): it reports to Redis that it is alive, writes what it knows where
 * an epoch is new, and signs off when it stops.
 */
export class RedisEpoch {
  readonly me = randomUUID();
  private readonly beating: NodeJS.Timeout;
  /** The epoch of Redis into which this replica wrote what it knows. */
  private epochId: string | null = null;
  private restoring: Promise<void> | null = null;
  /** By this process's own clock; from its start on. */
  private seenAt = 0;
  /** The other gateways that Redis saw with this one's last beat. */
  private peers: string[] = [];
  /** When this epoch's Redis was last seen to have replicas of its own. */
  private copiedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly records: StepRecords,
    private readonly member: EpochMember,
  ) {
    this.beating = setInterval(() => void this.catchUp(), BEAT_EVERY_MS).unref();
  }

  /** How long ago Redis saw this replica, at most. */
  seenMs(): number {
    return Math.ceil(performance.now() - this.seenAt);
  }

  /** Reports to Redis that this replica is alive, and what it knows. Answers the age of Redis's epoch in milliseconds. */
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

  /** Redis may take no claim yet, or has just begun this epoch. */
  enter(epochId: string): void {
    this.noticeGap();
    void this.restoreInto(epochId);
  }

  /** Resolves when no restoring is under way. */
  async restored(): Promise<void> {
    await this.restoring;
  }

  /**
   * Says good-bye, so that no new epoch waits for this replica. A Redis that is failing over is waited for: what was written to
   * the old primary last, this good-bye included, may be lost.
   */
  async leave(timeoutMs: number): Promise<void> {
    clearInterval(this.beating);
    const giveUpAt = performance.now() + timeoutMs;
    while (!(await this.hasLeft(giveUpAt).catch(() => false)) && performance.now() < giveUpAt)
      await pause(POLL_EVERY_MS);
  }

  /** Whether all that this replica wrote is in Redis, and in one of Redis's replicas where it has any. */
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
      // Tried again with the next beat.
      .catch(() => undefined)
      .finally(() => {
        this.restoring = null;
      });
    return this.restoring;
  }
}
