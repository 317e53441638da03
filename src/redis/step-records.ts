import { randomUUID } from 'node:crypto';
import type { RecordId } from '../idempotency/store.js';
import { asTexts, type RedisLink, type Script } from './redis-link.js';
import type { SettledStep } from './settled-steps.js';
import { CLAIM, DOUBT_MS, RECLAIM, RELEASE, SENT, SETTLE, UNNOTICED_STEP_MS } from './store-scripts.js';

/** In a new epoch, no step is claimed during this time, in which the replicas write what they know. */
export const SETTLED_AFTER_MS = 2500;
/** How long a new epoch waits for replicas of the last epoch that have not reported. */
const WAIT_FOR_REPLICAS_MS = 10_000;
/** Longer than a connection that hung can delay a command. */
const VOID_MARK_TTL_MS = 15 * 60_000;
const SHARED_KEYS = ['epoch', 'replicas', 'untold', 'told'];

export interface StepRecordsSettings {
  link: RedisLink;
  /** The prefix of each key. */
  keyPrefix: string;
  /** The longest time that a step may be in flight. An older record was left behind by a replica that ended. */
  maxStepMs: number;
  ttlMs: number;
}

/** Runs each of the store's scripts with its keys and arguments. All methods reject with RedisDown. */
export class StepRecords {
  private readonly sharedKeys: string[];

  constructor(private readonly settings: StepRecordsSettings) {
    this.sharedKeys = SHARED_KEYS.map((name) => `${settings.keyPrefix}${name}`);
  }

  /** Runs a script with the keys of the epoch, and `ownKeys` after them. */
  script(script: Script, args: (string | number)[], ownKeys: string[] = []): Promise<unknown> {
    return this.settings.link.script(script, [...this.sharedKeys, ...ownKeys], args);
  }

  /** Resolves to a state, and the data that belongs to it. */
  claim(id: RecordId, fingerprint: string, owner: string, me: string, seenMs: number): Promise<string[]> {
    const args = [fingerprint, owner, this.openMs, this.settings.ttlMs, randomUUID()];
    const waits = [SETTLED_AFTER_MS, WAIT_FOR_REPLICAS_MS, DOUBT_MS, me, seenMs];
    return this.script(CLAIM, [...args, ...waits], [this.key(id), this.voidKey(owner)]).then(asTexts);
  }

  /** Resolves to whether the step may be sent. */
  async markSent(id: RecordId, owner: string): Promise<boolean> {
    return (await this.ownScript(SENT, [this.key(id), this.voidKey(owner)], [owner])) === 1;
  }

  /** Writes a claim of this replica again. Without an owner: a step that this replica took, but whose outcome it no longer knows. */
  writeClaim(id: RecordId, fingerprint: string, owner: string): Promise<unknown> {
    const args = [fingerprint, owner, this.openMs, this.settings.ttlMs];
    return this.ownScript(RECLAIM, [this.key(id)], args);
  }

  writeSettled(id: RecordId, { fingerprint, ciphertext }: SettledStep, keptMs: number): Promise<unknown> {
    const text = Buffer.from(ciphertext).toString('base64');
    return this.ownScript(SETTLE, [this.key(id)], [fingerprint, text, keptMs]);
  }

  /** Frees a record whose step was not sent. */
  writeRelease(id: RecordId, owner: string): Promise<unknown> {
    return this.release(id, owner, 0);
  }

  /** Does the same when Redis may still execute the claim: the claim is void then. */
  writeVoid(id: RecordId, owner: string): Promise<unknown> {
    return this.release(id, owner, VOID_MARK_TTL_MS);
  }

  /** How long a record shows its step as in flight. */
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
