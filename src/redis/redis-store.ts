import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import { notRemembered } from '../idempotency/not-remembered.js';
import { type Claim, type IdempotencyStore, REMEMBERED_MS, type RecordId } from '../idempotency/store.js';
import { PendingWrites } from './pending-writes.js';
import { asTexts, RedisDown, type RedisLink, type Script } from './redis-link.js';
import { BEAT, CLAIM, LEAVE, RECLAIM, RELEASE, REPLICATION, SETTLE, TOLD } from './store-scripts.js';

export interface RedisStoreDependencies {
  link: RedisLink;
  /** In front of each key. */
  keyPrefix: string;
  /** How long a step may be in flight at the most; a record older than that was left by a replica that ended. */
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
const BEAT_EVERY_MS = 1000;
/** In a new epoch nothing is claimed before the replicas had this time to write down what they know. */
const SETTLED_AFTER_MS = 2500;
/** So long a new epoch waits for a replica of the last one that has not reported. */
const WAIT_FOR_REPLICAS_MS = 10_000;
/** And until then a step that it may have taken is told as UNKNOWN. */
const DOUBT_MS = 60_000;
/** Longer than a command can be on its way over a connection that hung. */
const VOID_MARK_TTL_MS = 15 * 60_000;
/** Of an epoch that this replica could not write into. */
const UNKNOWN_AGE = Number.POSITIVE_INFINITY;
/** As in `process-store.ts`. */
const BESIDES_THE_ANSWER_BYTES = 500;
const RESTORED_AT_ONCE = 100;
/** A Redis that had a replica so lately, and has none, may be one whose replica has just taken its place. */
const FAILOVER_MS = 15_000;

interface Copy {
  fingerprint: string;
  ciphertext: Uint8Array;
}

interface OwnClaim {
  fingerprint: string;
  owner: string;
}

/**
 * Steps remembered for all replicas. While Redis is down nothing new is claimed: nobody could say whether another
 * replica is taking the same step. What this replica settled meanwhile is written when Redis is back, and after a
 * restart or failover of Redis everything that this replica knows is written again.
 */
export class RedisStore implements IdempotencyStore {
  private readonly me = randomUUID();
  /** What this replica settled itself: good without Redis, and for a Redis that lost its last writes. */
  private readonly copies: LRUCache<RecordId, Copy>;
  /** What it settled and has no copy of any more: known to be taken, by its fingerprint. */
  private readonly takenKeys: LRUCache<RecordId, string>;
  /** What is in flight here. */
  private readonly claims = new Map<RecordId, OwnClaim>();
  private claiming = 0;
  private readonly pending: PendingWrites;
  private readonly limits: typeof REDIS_STORE_LIMITS;
  private readonly beating: NodeJS.Timeout;
  /** The epoch of Redis into which this replica wrote what it knows. */
  private epochId: string | null = null;
  private restoring: Promise<void> | null = null;
  /** By this process's own clock; from its start on. */
  private seenAt = 0;
  /** When this epoch's Redis was last seen to have replicas of its own. */
  private copiedAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly dependencies: RedisStoreDependencies) {
    this.limits = { ...REDIS_STORE_LIMITS, ...dependencies.limits };
    const { maxCopies, maxCopyBytes, maxTakenKeys, ttlMs } = this.limits;
    this.takenKeys = new LRUCache({ max: maxTakenKeys, ttl: ttlMs });
    this.copies = new LRUCache({
      max: maxCopies,
      maxSize: maxCopyBytes,
      sizeCalculation: ({ ciphertext }) => ciphertext.byteLength + BESIDES_THE_ANSWER_BYTES,
      ttl: ttlMs,
      dispose: ({ fingerprint }, id, reason) => {
        if (reason === 'evict') this.takenKeys.set(id, fingerprint);
      },
    });
    this.pending = new PendingWrites();
    dependencies.link.onHealed(() => void this.catchUp());
    this.beating = setInterval(() => void this.catchUp(), BEAT_EVERY_MS).unref();
  }

  /** Waits until steps can be claimed, where Redis has just begun. */
  async opened(): Promise<void> {
    const age = await this.catchUp();
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, SETTLED_AFTER_MS - age)));
  }

  async claim(id: RecordId, fingerprint: string): Promise<Claim> {
    const copy = this.copies.get(id);
    if (copy) return { state: 'settled', ...copy };
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

  async settle(id: RecordId, fingerprint: string, ciphertext: Uint8Array): Promise<void> {
    this.copies.set(id, { fingerprint, ciphertext });
    this.claims.delete(id);
    await this.pending.write(id, () => this.writeCopy(id, { fingerprint, ciphertext }));
  }

  async release(id: RecordId): Promise<void> {
    const own = this.claims.get(id);
    this.claims.delete(id);
    if (own) await this.pending.write(id, () => this.writeRelease(id, own.owner, 0));
  }

  changed(_id: RecordId, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, POLL_EVERY_MS);
      signal.addEventListener('abort', done, { once: true });
    });
  }

  /** Writes that Redis has not acknowledged yet. */
  get pendingWrites(): number {
    return this.pending.count;
  }

  /** Resolves when everything was written, or tried once more where Redis is down. */
  async flush(): Promise<void> {
    await this.restoring;
    await this.flushPending();
  }

  /**
   * Says good-bye, so that no new epoch waits for this replica. A Redis that is failing over is waited for: what was written to
   * the old primary last, this good-bye included, may be lost.
   */
  async close(timeoutMs = 0): Promise<void> {
    clearInterval(this.beating);
    const giveUpAt = performance.now() + timeoutMs;
    while (!(await this.hasLeft(giveUpAt).catch(() => false)) && performance.now() < giveUpAt)
      await pause(POLL_EVERY_MS);
  }

  /** Whether all that this replica wrote is in Redis, and in one of Redis's replicas where it has any. */
  private async hasLeft(giveUpAt: number): Promise<boolean> {
    if ((await this.catchUp()) === UNKNOWN_AGE || this.pending.count > 0) return false;
    await this.script(LEAVE, [this.me]);
    let left: number | null = null;
    do {
      const [replicas, written, copied] = (await this.script(REPLICATION, [])) as [number, number, number];
      left ??= written;
      const hadReplicas = performance.now() - this.copiedAt < FAILOVER_MS;
      if (replicas === 0 ? !hadReplicas : copied >= left) return true;
      await pause(POLL_EVERY_MS);
    } while (performance.now() < giveUpAt);
    return false;
  }

  private async claimInRedis(id: RecordId, fingerprint: string, owner: string): Promise<Claim> {
    const args = [fingerprint, owner, this.dependencies.maxStepMs, this.limits.ttlMs, randomUUID()];
    const waits = [SETTLED_AFTER_MS, WAIT_FOR_REPLICAS_MS, DOUBT_MS, this.me, this.seenMs()];
    const [state, known = '', ciphertext = ''] = await this.script(
      CLAIM,
      [...args, ...waits],
      [this.key(id), this.voidKey(owner)],
    )
      .then(asTexts)
      .catch((error: unknown) => {
        // Redis may execute it yet: then nobody holds the record, and it must not count as taken.
        if (!(error instanceof RedisDown) || error.mayHaveRun) {
          void this.pending.write(id, () => this.writeRelease(id, owner, VOID_MARK_TTL_MS));
        }
        throw notRemembered();
      });
    if (state === 'too new') {
      void this.restoreInto(known);
      throw notRemembered();
    }
    if (state === 'claimed') {
      this.claims.set(id, { fingerprint, owner });
      return { state };
    }
    if (state === 'settled') {
      return { state, fingerprint: known, ciphertext: Buffer.from(ciphertext, 'base64') };
    }
    return { state: state === 'lost' ? 'lost' : 'in flight', fingerprint: known };
  }

  /** Answers the age of Redis's epoch in milliseconds. */
  private async catchUp(): Promise<number> {
    try {
      const beatAt = performance.now();
      const reply = await this.script(BEAT, [this.me, randomUUID(), this.seenMs()]);
      this.seenAt = beatAt;
      const [id, age, replicas] = reply as [string, number, number];
      await this.restoreInto(id);
      if (id !== this.epochId) return UNKNOWN_AGE;
      if (replicas > 0) this.copiedAt = performance.now();
      await this.flushPending();
      return age;
    } catch {
      return UNKNOWN_AGE;
    }
  }

  /** How long ago Redis saw this replica, at the most. */
  private seenMs(): number {
    return Math.ceil(performance.now() - this.seenAt);
  }

  private restoreInto(epochId: string): Promise<void> {
    if (epochId === this.epochId) return Promise.resolve();
    this.restoring ??= this.restoreReplicaCopies()
      .then(async () => {
        await this.script(TOLD, [this.me, epochId]);
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

  /** A Redis that began a new epoch is told what this replica knows, the newest first. */
  private async restoreReplicaCopies(): Promise<void> {
    const { maxStepMs } = this.dependencies;
    const { ttlMs } = this.limits;
    const writes = [
      ...[...this.claims].map(
        ([id, { fingerprint, owner }]) =>
          () =>
            this.script(RECLAIM, [fingerprint, owner, maxStepMs, ttlMs], [this.key(id)], []),
      ),
      ...[...this.copies.entries()].map(
        ([id, copy]) =>
          () =>
            this.writeCopy(id, copy),
      ),
      ...[...this.takenKeys.entries()].map(
        ([id, fingerprint]) =>
          () =>
            this.script(RECLAIM, [fingerprint, '', maxStepMs, ttlMs], [this.key(id)], []),
      ),
    ];
    for (let from = 0; from < writes.length; from += RESTORED_AT_ONCE) {
      await Promise.all(writes.slice(from, from + RESTORED_AT_ONCE).map((write) => write()));
    }
  }

  private async flushPending(): Promise<void> {
    for (const id of this.pending.ids()) await this.pending.flush(id).catch(() => undefined);
  }

  private writeCopy(id: RecordId, { fingerprint, ciphertext }: Copy): Promise<unknown> {
    const keptMs = Math.ceil(this.copies.getRemainingTTL(id)) || this.limits.ttlMs;
    const args = [fingerprint, Buffer.from(ciphertext).toString('base64'), keptMs];
    return this.script(SETTLE, args, [this.key(id)], []);
  }

  private writeRelease(id: RecordId, owner: string, markTtlMs: number): Promise<unknown> {
    return this.script(RELEASE, [owner, markTtlMs], [this.key(id), this.voidKey(owner)], []);
  }

  private script(
    script: Script,
    args: (string | number)[],
    ownKeys: string[] = [],
    shared = ['epoch', 'replicas', 'untold'].map((name) => `${this.dependencies.keyPrefix}${name}`),
  ): Promise<unknown> {
    return this.dependencies.link.script(script, [...shared, ...ownKeys], args);
  }

  private key(id: RecordId): string {
    return `${this.dependencies.keyPrefix}step:${id}`;
  }

  private voidKey(owner: string): string {
    return `${this.dependencies.keyPrefix}void:${owner}`;
  }
}
