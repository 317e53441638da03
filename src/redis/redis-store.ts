import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { notRemembered } from '../idempotency/not-remembered.js';
import { PendingWrites } from '../idempotency/pending-writes.js';
import { type Claim, type IdempotencyStore, REMEMBERED_MS, type RecordId } from '../idempotency/store.js';
import { untilLeft } from '../idempotency/until-left.js';
import { RedisEpoch } from './redis-epoch.js';
import { RedisDown, type RedisLink } from './redis-link.js';
import { type SettledStep, SettledSteps } from './settled-steps.js';
import { SETTLED_AFTER_MS, StepRecords } from './step-records.js';

export interface RedisStoreDependencies {
  link: RedisLink;
  /** The prefix of each key. */
  keyPrefix: string;
  /** The longest time that a step may be in flight. An older record was left behind by a replica that ended. */
  maxStepMs: number;
  /** Tests set smaller limits. */
  limits?: Partial<typeof REDIS_STORE_LIMITS>;
}

export const REDIS_STORE_LIMITS = {
  maxCopies: 50_000,
  maxCopyBytes: 64 * 1024 * 1024,
  maxTakenKeys: 20_000,
  maxPendingWrites: 10_000,
  ttlMs: REMEMBERED_MS,
};

const POLL_EVERY_MS = 100;
const RESTORED_AT_ONCE = 100;

interface OwnClaim {
  fingerprint: string;
  owner: string;
  isSent: boolean;
  /** Whether Redis has missed this replica for so long since the claim that another replica may have taken the step over. */
  mayBeTakenOver: boolean;
}

/**
 * Remembers steps for all replicas. While Redis is down, no replica claims a new step: it could not know whether another replica is taking
 * the same one. Outcomes that this replica settles meanwhile are written when Redis is back. After a restart or failover of Redis, this
 * replica writes everything that it knows again.
 */
export class RedisStore implements IdempotencyStore {
  private readonly limits: typeof REDIS_STORE_LIMITS;
  private readonly settled: SettledSteps;
  /** The claims of steps in flight in this replica. */
  private readonly claims = new Map<RecordId, OwnClaim>();
  private claiming = 0;
  /** Looks at Redis in progress. All who ask for the same record at the same time share one. */
  private readonly looks = new Map<RecordId, Promise<Claim>>();
  /** The pauses before the next looks, shared in the same way. */
  private readonly pauses = new Map<RecordId, Promise<void>>();
  private readonly pending = new PendingWrites();
  private readonly records: StepRecords;
  private readonly epoch: RedisEpoch;

  constructor({ limits, ...settings }: RedisStoreDependencies) {
    this.limits = { ...REDIS_STORE_LIMITS, ...limits };
    this.settled = new SettledSteps(this.limits);
    this.records = new StepRecords({ ...settings, ttlMs: this.limits.ttlMs });
    this.epoch = new RedisEpoch(this.records, {
      onGap: () => this.markClaimsUnsure(),
      restore: () => this.restore(),
      flushPending: () => this.flushPending(),
      pendingWrites: () => this.pending.count,
    });
    settings.link.onHealed(() => void this.epoch.catchUp());
  }

  /** If Redis has just begun an epoch, waits until steps can be claimed. */
  async opened(): Promise<void> {
    const age = await this.epoch.catchUp();
    await pause(Math.max(0, SETTLED_AFTER_MS - age));
  }

  async claim(id: RecordId, fingerprint: string): Promise<Claim> {
    const settled = this.settled.get(id);
    if (settled) return { state: 'settled', ...settled };
    const own = this.claims.get(id);
    if (own) return { state: 'in flight', fingerprint: own.fingerprint };
    const look = this.looks.get(id);
    if (look) return look;
    const mine = this.look(id, fingerprint);
    const asOthersSeeIt = mine.then((claim): Claim => {
      return claim.state === 'claimed' ? { state: 'in flight', fingerprint } : claim;
    });
    const over = () => void this.looks.delete(id);
    this.looks.set(id, asOthersSeeIt);
    asOthersSeeIt.then(over, over);
    return mine;
  }

  private async look(id: RecordId, fingerprint: string): Promise<Claim> {
    await this.pending.flush(id).catch(() => {
      throw notRemembered();
    });
    if (this.pending.count + this.claims.size + this.claiming >= this.limits.maxPendingWrites) {
      throw notRemembered();
    }
    this.claiming += 1;
    try {
      return await this.claimInRedis(id, fingerprint, randomUUID());
    } finally {
      this.claiming -= 1;
    }
  }

  /** Redis decides whether the step may be sent: this replica may have paused so long that another one took the step over. */
  async markSent(id: RecordId): Promise<boolean> {
    const claim = this.claims.get(id);
    if (!claim) return false;
    // A failover may lose this write. A claim that can't have been taken over is marked as sent here first: then `restore` writes it again.
    claim.isSent ||= !claim.mayBeTakenOver;
    const isMine = await this.records.markSent(id, claim.owner).catch(() => {
      throw notRemembered();
    });
    claim.isSent ||= isMine;
    return isMine;
  }

  /** Does nothing: a delayed write would mark a step as unsent that has been sent meanwhile. */
  async markUnsent(): Promise<void> {}

  async settle(id: RecordId, fingerprint: string, ciphertext: Uint8Array): Promise<void> {
    this.settled.add(id, { fingerprint, ciphertext });
    this.claims.delete(id);
    await this.pending.write(id, () => this.writeCopy(id, { fingerprint, ciphertext }));
  }

  async release(id: RecordId): Promise<void> {
    const own = this.claims.get(id);
    this.claims.delete(id);
    if (own) await this.pending.write(id, () => this.records.writeRelease(id, own.owner));
  }

  /** All who wait for the same record wake together, so that one look serves them: otherwise each of them would ask Redis. */
  async changed(id: RecordId, signal: AbortSignal): Promise<void> {
    let pausing = this.pauses.get(id);
    if (!pausing) {
      pausing = pause(POLL_EVERY_MS).finally(() => this.pauses.delete(id));
      this.pauses.set(id, pausing);
    }
    await untilLeft(pausing, signal);
  }

  /** Writes that Redis has not acknowledged yet. */
  get pendingWrites(): number {
    return this.pending.count;
  }

  /** Resolves when everything is written, or, while Redis is down, has been tried once more. */
  async flush(): Promise<void> {
    await this.epoch.restored();
    await this.flushPending();
  }

  /** Signs off, so that no new epoch waits for this replica. During a failover it tries for up to `timeoutMs`. */
  async close(timeoutMs = 0): Promise<void> {
    await this.epoch.leave(timeoutMs);
  }

  private async claimInRedis(id: RecordId, fingerprint: string, owner: string): Promise<Claim> {
    const [state, known = '', ciphertext = ''] = await this.records
      .claim(id, fingerprint, owner, this.epoch.me, this.epoch.seenMs())
      .catch((error: unknown) => {
        // Redis may still execute the claim. Nobody would hold that record, so it must not count as taken.
        if (!(error instanceof RedisDown) || error.mayHaveRun) {
          void this.pending.write(id, () => this.records.writeVoid(id, owner));
        }
        throw notRemembered();
      });
    if (state === 'too new') {
      this.epoch.enter(known);
      throw notRemembered();
    }
    if (state === 'claimed') {
      this.claims.set(id, { fingerprint, owner, isSent: false, mayBeTakenOver: false });
      return { state };
    }
    if (state === 'settled') {
      return { state, fingerprint: known, ciphertext: Buffer.from(ciphertext, 'base64') };
    }
    return { state: state === 'lost' ? 'lost' : 'in flight', fingerprint: known };
  }

  /**
   * Marks all claims: another replica may have taken over those that are not sent yet. `restore` then does not write these again if a
   * failover loses them.
   */
  private markClaimsUnsure(): void {
    for (const claim of this.claims.values()) claim.mayBeTakenOver = true;
  }

  /** Writes what this replica knows into a new epoch of Redis: claims first, then settled steps, the newest first. */
  private async restore(): Promise<void> {
    const claims = [...this.claims].map(([id, claim]) => {
      return async () => {
        // Skip a claim that was released meanwhile: nobody would release it a second time.
        if (this.claims.get(id) !== claim || (claim.mayBeTakenOver && !claim.isSent)) return;
        await this.records.writeClaim(id, claim.fingerprint, claim.owner);
      };
    });
    const copies = this.settled.withCopies().map(
      ([id, copy]) =>
        () =>
          this.writeCopy(id, copy),
    );
    const taken = this.settled.withoutCopies().map(([id, fingerprint]) => {
      return () => this.records.writeClaim(id, fingerprint, '');
    });
    const writes = [...claims, ...copies, ...taken];
    for (let from = 0; from < writes.length; from += RESTORED_AT_ONCE) {
      await Promise.all(writes.slice(from, from + RESTORED_AT_ONCE).map((write) => write()));
    }
  }

  private async flushPending(): Promise<void> {
    for (const id of this.pending.ids()) await this.pending.flush(id).catch(() => undefined);
  }

  private writeCopy(id: RecordId, copy: SettledStep): Promise<unknown> {
    return this.records.writeSettled(id, copy, this.settled.msLeft(id) || this.limits.ttlMs);
  }
}
