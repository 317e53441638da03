import { randomUUID } from 'node:crypto';
import type { RecordId } from '../idempotency/store.js';
import { asTexts, type RedisLink, type Script } from './redis-link.js';
import type { SettledStep } from './settled-steps.js';
import { CLAIM, RECLAIM, RELEASE, SENT, SETTLE, UNNOTICED_STEP_MS } from './store-scripts.js';

/** In a new epoch nothing is claimed before the replicas had this time to write down what they know. */
export const SETTLED_AFTER_MS = 2500;
/** So long a new epoch waits for a replica of the last one that has not reported. */
const WAIT_FOR_REPLICAS_MS = 10_000;
/** And until then a step that it may have taken is answered as UNKNOWN. */
const DOUBT_MS = 60_000;
/** Longer than a command can be on its way over a connection that hung. */
const VOID_MARK_TTL_MS = 15 * 60_000;
const SHARED_KEYS = ['epoch', 'replicas', 'untold', 'told'];

export interface StepRecordsSettings {
  link: RedisLink;
  /** In front of each key. */
  keyPrefix: string;
  /** How long a step may be in flight at most; a record older than that was left by a replica that ended. */
  maxStepMs: number;
  ttlMs: number;
}

/** The records of steps in Redis: each of the store's scripts with its keys and arguments. All reject with RedisDown. */
export class StepRecords {
  private readonly sharedKeys: string[];

  constructor(private readonly settings: StepRecordsSettings) {
    this.sharedKeys = SHARED_KEYS.map((name) => `${settings.keyPrefix}${name}`);
  }

  /** A script about the epoch, and no record. */
  script(script: Script, args: (string | number)[], ownKeys: string[] = []): Promise<unknown> {
    return this.settings.link.script(script, [...this.sharedKeys, ...ownKeys], args);
  }

  /** Answers a state, and what belongs to it. */
  claim(id: RecordId, fingerprint: string, owner: string, me: string, seenMs: number): Promise<string[]> {
    const args = [fingerprint, owner, this.openMs, this.settings.ttlMs, randomUUID()];
    const waits = [SETTLED_AFTER_MS, WAIT_FOR_REPLICAS_MS, DOUBT_MS, me, seenMs];
    return this.script(CLAIM, [...args, ...waits], [this.key(id), this.voidKey(owner)]).then(asTexts);
  }

  /** Whether the step may be sent. */
  async markSent(id: RecordId, owner: string): Promise<boolean> {
    return (await this.ownScript(SENT, [this.key(id), this.voidKey(owner)], [owner])) === 1;
  }

  /** What this replica has claimed, or took without knowing any more what it came to (no owner). */
  writeClaim(id: RecordId, fingerprint: string, owner: string): Promise<unknown> {
    const args = [fingerprint, owner, this.openMs, this.settings.ttlMs];
    return this.ownScript(RECLAIM, [this.key(id)], args);
  }

  writeSettled(id: RecordId, { fingerprint, ciphertext }: SettledStep, keptMs: number): Promise<unknown> {
    const text = Buffer.from(ciphertext).toString('base64');
    return this.ownScript(SETTLE, [this.key(id)], [fingerprint, text, keptMs]);
  }

  /** Frees a record of which nothing was sent. */
  writeRelease(id: RecordId, owner: string): Promise<unknown> {
    return this.release(id, owner, 0);
  }

  /** The same where the claim may be executed yet: it is void then. */
  writeVoid(id: RecordId, owner: string): Promise<unknown> {
    return this.release(id, owner, VOID_MARK_TTL_MS);
  }

  /** So long a record says that its step is in flight. */
  private get openMs(): number {
    return this.settings.maxStepMs + UNNOTICED_STEP_MS;
  }

  private release(id: RecordId, owner: string, markTtlMs: number): Promise<unknown> {
    return this.ownScript(RELEASE, [this.key(id), this.voidKey(owner)], [owner, markTtlMs]);
  }

  private ownScript(script: Script, keys: string[], args: (string | number)[]): Promise<unknown> {
    return this.settings.link.script(script, keys, args);
  }

  private key(id: RecordId): string {
    return `${this.settings.keyPrefix}step:${id}`;
  }

  private voidKey(owner: string): string {
    return `${this.settings.keyPrefix}void:${owner}`;
  }
}
