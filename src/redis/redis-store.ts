import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { notRemembered } from '../idempotency/not-remembered.js';
import { PendingWrites } from '../idempotency/pending-writes.js';
import { type Claim, type IdempotencyStore, REMEMBERED_MS, type RecordId } from '../idempotency/store.js';
import { RedisEpoch } from './redis-epoch.js';
import { RedisDown, type RedisLink } from './redis-link.js';
import { type SettledStep, SettledSteps } from './settled-steps.js';
import { SETTLED_AFTER_MS, StepRecords } from './step-records.js';

export interface RedisStoreDependencies {
  link: RedisLink;
  /** In front of each key. */
  keyPrefix: string;
  /** How long a step may be in flight at most; a record older than that was left by a replica that ended. */
  maxStepMs: number;
  /** What a test may want smaller. */
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
  /** Redis has not seen this replica for long since. */
  mayBeTakenOver: boolean;
}

/**
 * Steps remembered for all replicas. While Redis is down nothing new is claimed: nobody could say whether another
 * replica is taking the same step. What this replica settled meanwhile is written when Redis is back, and after a
 * restart or failover of Redis everything that this replica knows is written again.
 */
export class RedisStore implements IdempotencyStore {
  private readonly limits: typeof REDIS_STORE_LIMITS;
  private readonly settled: SettledSteps;
  /** What is in flight here. */
  private readonly claims = new Map<RecordId, OwnClaim>();
  private claiming = 0;
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

  /** Waits until steps can be claimed, where Redis has just begun. */
  async opened(): Promise<void> {
    const age = await this.epoch.catchUp();
    await pause(Math.max(0, SETTLED_AFTER_MS - age));
  }

  async claim(id: RecordId, fingerprint: string): Promise<Claim> {
    const settled = this.settled.get(id);
    if (settled) return { state: 'settled', ...settled };
    const own = this.claims.get(id);
    if (own) return { state: 'in flight', fingerprint: own.fingerprint };
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

  /** Redis's word decides: this replica may have stood still, and another one have taken its place. */
  async markSent(id: RecordId): Promise<boolean> {
    const claim = this.claims.get(id);
    if (!claim) return false;
    // A failover meanwhile may lose what Redis hears now: it is written down again.
    claim.isSent ||= !claim.mayBeTakenOver;
    const isMine = await this.records.markSent(id, claim.owner).catch(() => {
      throw notRemembered();
    });
    claim.isSent ||= isMine;
    return isMine;
  }

  /** Does nothing: a late message that the step was not sent could contradict a send that came meanwhile. */
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

  async changed(_id: RecordId, signal: AbortSignal): Promise<void> {
    await pause(POLL_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }

  /** Writes that Redis has not acknowledged yet. */
  get pendingWrites(): number {
    return this.pending.count;
  }

  /** Resolves when everything was written, or tried once more where Redis is down. */
  async flush(): Promise<void> {
    await this.epoch.restored();
    await this.flushPending();
  }

  /** Says good-bye, so that no new epoch waits for this replica; for so long where Redis is failing over. */
  async close(timeoutMs = 0): Promise<void> {
    await this.epoch.leave(timeoutMs);
  }

  private async claimInRedis(id: RecordId, fingerprint: string, owner: string): Promise<Claim> {
    const [state, known = '', ciphertext = ''] = await this.records
      .claim(id, fingerprint, owner, this.epoch.me, this.epoch.seenMs())
      .catch((error: unknown) => {
        // Redis may execute it yet: then nobody holds the record, and it must not count as taken.
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

  /** Another replica may have taken over what is not sent yet. Should a failover lose that, it is not written down again. */
  private markClaimsUnsure(): void {
    for (const claim of this.claims.values()) claim.mayBeTakenOver = true;
  }

  /** Writes what this replica knows to a Redis that began a new epoch, the newest first. */
  private async restore(): Promise<void> {
    const claims = [...this.claims].map(([id, claim]) => {
      return async () => {
        // Released meanwhile, nobody would release it once more.
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
