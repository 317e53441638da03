import type { Journal, JournalEntry } from './journal.js';
import { notRemembered } from './not-remembered.js';
import { PendingWrites } from './pending-writes.js';
import { ProcessStore, type ProcessStoreSettings } from './process-store.js';
import { type Claim, type IdempotencyStore, REMEMBERED_MS, type RecordId } from './store.js';

export interface DurableStoreSettings extends Omit<ProcessStoreSettings, 'onForgotten'> {
  journal: Journal;
  /** Wall-clock milliseconds: what is on disk outlives the process's own clock. */
  wallClock: () => number;
}

const PURGE_EVERY_MS = 60 * 60 * 1000;
const CHECK_EVERY_MS = 1000;
const WRITTEN_AT_ONCE = 100;
/** For this long a new key may be one that the folder has lost: clients without an answer repeat a step soon. */
export const IN_DOUBT_MS = 10 * 60 * 1000;
/** Keys beyond this number get the same answer, and are not stored. */
export const MAX_IN_DOUBT = 20_000;

/**
 * The store of one process that survives a restart: `ProcessStore` with a journal on disk. A step is written when its turn to be sent
 * has come. A step that the last process wrote and did not finish may have been sent: its outcome is lost, and it is not sent again. A
 * step that still waited was not sent, and is not in the journal.
 */
export class DurableStore implements IdempotencyStore {
  private readonly memory: ProcessStore;
  /** Until when by the process's own clock: the other one may be wrong for a while, and what is forgotten is sent again. */
  private readonly lost = new Map<RecordId, { fingerprint: string; until: number }>();
  /**
   * What the clock said was too old when this was opened, and when it was written. The clock may be wrong just then, a minute after the
   * machine's start: it stays on disk until the first purge, and counts again once the clock has stepped back.
   */
  private readonly stale = new Map<RecordId, number>();
  /** When the last of these was written. */
  private newestStale = Number.NEGATIVE_INFINITY;
  private isRecalling = false;
  /** Steps in flight that may have been sent. */
  private readonly sent = new Set<RecordId>();
  /** New answers, until they are on disk. */
  private readonly settling = new Map<RecordId, { fingerprint: string; ciphertext: Uint8Array }>();
  /** Writes that the disk refused: they are made when it takes writes again. */
  private readonly pending = new PendingWrites();
  private readonly purging: NodeJS.Timeout;
  private readonly checking: NodeJS.Timeout;
  private failing = false;
  /** By the process's own clock. */
  private inDoubtUntil = 0;
  private inDoubtCount = 0;
  private catchingUp: Promise<void> | null = null;

  private constructor(private readonly settings: DurableStoreSettings) {
    this.memory = new ProcessStore({ ...settings, onForgotten: (id) => void this.forget(id) });
    settings.journal.onMadeAgain(() => this.writeAll());
    this.purging = setInterval(() => this.purge(), PURGE_EVERY_MS).unref();
    this.checking = setInterval(() => this.checkFolder(), CHECK_EVERY_MS).unref();
  }

  /** Reads what the last process remembered. */
  static async open(settings: DurableStoreSettings): Promise<DurableStore> {
    const store = new DurableStore(settings);
    try {
      await store.readJournal();
    } catch (error) {
      // The caller gets no store to close: its timers and the lock would stay.
      await store.letGo();
      throw error;
    }
    return store;
  }

  /** Whether the last write came to the disk. */
  get isDurable(): boolean {
    return !this.failing;
  }

  /** When the folder was found to have lost records, by the wall clock, and until when new keys are in doubt; null: not within a day. */
  get loss(): { at: number; isInDoubt: boolean } | null {
    const at = this.settings.journal.lostAt();
    if (at === null || this.msLeft(at) <= 0) return null;
    return { at, isInDoubt: this.isInDoubt };
  }

  private get isInDoubt(): boolean {
    return this.settings.now() < this.inDoubtUntil;
  }

  /** Whether there is anything but a claim to be had. */
  knows(id: RecordId): boolean {
    const inMemory = this.memory.settledOf(id) ?? this.memory.inFlightOf(id);
    return this.lost.has(id) || this.isGoodAgain(id) || inMemory !== null;
  }

  async claim(id: RecordId, fingerprint: string): Promise<Claim> {
    if (this.isGoodAgain(id)) await this.recall(id);
    const lost = this.lost.get(id);
    if (lost) return { state: 'lost', fingerprint: lost.fingerprint };
    if (this.isInDoubt && !this.knows(id)) return this.claimInDoubt(id, fingerprint);
    const claim = await this.memory.claim(id, fingerprint);
    if (claim.state !== 'claimed') return claim;
    await this.check();
    if (!this.failing) return claim;
    await this.release(id);
    throw notRemembered();
  }

  /** The answer for this key stays the same: its step may have been sent. */
  private async claimInDoubt(id: RecordId, fingerprint: string): Promise<Claim> {
    if (this.inDoubtCount < MAX_IN_DOUBT) {
      this.inDoubtCount += 1;
      this.lost.set(id, { fingerprint, until: this.settings.now() + REMEMBERED_MS });
      await this.write(id, () => this.put(id, fingerprint, null));
    }
    return { state: 'lost', fingerprint };
  }

  async markSent(id: RecordId): Promise<boolean> {
    const fingerprint = this.memory.inFlightOf(id)?.fingerprint;
    // While the disk refuses writes, no other is made pending.
    if (this.failing) await this.catchUp();
    if (this.failing || fingerprint === undefined) throw notRemembered();
    this.sent.add(id);
    const isWritten = await this.write(id, () => this.put(id, fingerprint, null));
    // The write itself may have found the folder lost, and made it again: then the other steps are written first.
    if (isWritten && this.failing) await this.catchUp();
    if (!isWritten || this.failing) throw notRemembered();
    return true;
  }

  async markUnsent(id: RecordId): Promise<void> {
    if (this.sent.delete(id)) await this.forget(id);
  }

  async settle(id: RecordId, fingerprint: string, ciphertext: Uint8Array): Promise<void> {
    this.settling.set(id, { fingerprint, ciphertext });
    await this.write(id, () => this.put(id, fingerprint, ciphertext));
    await this.memory.settle(id, fingerprint, ciphertext);
    this.settling.delete(id);
    this.sent.delete(id);
  }

  async release(id: RecordId): Promise<void> {
    await this.markUnsent(id);
    await this.memory.release(id);
  }

  changed(id: RecordId, signal: AbortSignal): Promise<void> {
    return this.memory.changed(id, signal);
  }

  async flush(): Promise<void> {
    // A flush in progress waits only for writes that were pending when it began.
    await this.catchingUp;
    await this.catchUp();
  }

  async close(): Promise<void> {
    clearInterval(this.purging);
    clearInterval(this.checking);
    await this.flush();
    await this.letGo();
  }

  private async letGo(): Promise<void> {
    clearInterval(this.purging);
    clearInterval(this.checking);
    await this.settings.journal.close();
  }

  private async readJournal(): Promise<void> {
    for await (const [id, entry] of this.settings.journal.entries()) {
      if (this.msLeft(entry.at) > 0) this.remember(id, entry);
      else this.setAside(id, entry.at);
    }
    const lostAt = this.settings.journal.lostAt();
    if (lostAt === null) return;
    const leftMs = IN_DOUBT_MS + Math.min(lostAt - this.settings.wallClock(), 0);
    this.inDoubtUntil = this.settings.now() + leftMs;
  }

  /** A clock that stepped back makes stamps of the future: they are taken as new. */
  private msLeft(at: number): number {
    return Math.min(at - this.settings.wallClock(), 0) + REMEMBERED_MS;
  }

  private remember(id: RecordId, { at, fingerprint, ciphertext }: JournalEntry): void {
    const ttlMs = this.msLeft(at);
    if (ciphertext) this.memory.restore(id, { fingerprint, ciphertext }, ttlMs);
    else this.lost.set(id, { fingerprint, until: this.settings.now() + ttlMs });
  }

  private setAside(id: RecordId, at: number): void {
    this.stale.set(id, at);
    this.newestStale = Math.max(this.newestStale, at);
  }

  private checkFolder(): void {
    void this.catchUp();
    void this.recallGoodAgain();
  }

  /** Once the clock was right for a moment, nothing that it says later makes them old. */
  private async recallGoodAgain(): Promise<void> {
    if (this.isRecalling || this.stale.size === 0 || this.msLeft(this.newestStale) <= 0) return;
    this.isRecalling = true;
    try {
      for (const id of this.stale.keys()) if (this.isGoodAgain(id)) await this.recall(id);
    } catch {
      // The next check tries again.
    } finally {
      this.isRecalling = false;
    }
  }

  private isGoodAgain(id: RecordId): boolean {
    const at = this.stale.get(id);
    return at !== undefined && this.msLeft(at) > 0;
  }

  private async recall(id: RecordId): Promise<void> {
    const entry = await this.settings.journal.get(id).catch(() => {
      throw notRemembered();
    });
    // Another one that asks for it may have done so meanwhile.
    if (this.stale.delete(id) && entry) this.remember(id, entry);
  }

  private purge(): void {
    this.memory.purge();
    const now = this.settings.now();
    for (const [id, { until }] of this.lost) {
      if (until > now) continue;
      this.lost.delete(id);
      void this.forget(id);
    }
    for (const [id, at] of this.stale) {
      if (this.msLeft(at) > 0) continue;
      this.stale.delete(id);
      void this.forget(id);
    }
  }

  private put(id: RecordId, fingerprint: string, ciphertext: Uint8Array | null, ageMs = 0): Promise<void> {
    const at = this.settings.wallClock() - ageMs;
    this.stale.delete(id);
    return this.settings.journal.put(id, { at, fingerprint, ciphertext });
  }

  private ageOf({ until }: { until: number }): number {
    return REMEMBERED_MS - (until - this.settings.now());
  }

  private async forget(id: RecordId): Promise<void> {
    await this.write(id, () => this.settings.journal.delete(id));
  }

  /** The folder was lost, and is there again: so is what was in it, before any step is taken. */
  private writeAll(): void {
    this.failing = true;
    for (const id of [...this.memory.ids(), ...this.lost.keys()])
      this.pending.add(id, async () => {
        const old = this.memory.settledOf(id);
        const settled = this.settling.get(id) ?? old;
        const inFlight = this.sent.has(id) ? this.memory.inFlightOf(id) : null;
        const lost = this.lost.get(id);
        const known = settled ?? inFlight ?? lost;
        const ageMs = old?.ageMs ?? (lost && this.ageOf(lost));
        if (known) await this.put(id, known.fingerprint, settled?.ciphertext ?? null, ageMs);
      });
    void this.catchUp();
  }

  /** Checks the folder, so that a step is refused before it waits for its turn. */
  private async check(): Promise<void> {
    if (!this.failing)
      await this.settings.journal.check().catch(() => {
        this.failing = true;
      });
    // Also where the check has found the folder lost, and made it again.
    if (this.failing) await this.catchUp();
  }

  /** Tries whether the disk takes writes, and makes those that it refused. */
  private catchUp(): Promise<void> {
    this.catchingUp ??= this.settings.journal
      .check()
      .then(() => this.writePending())
      .catch(() => {
        this.failing = true;
      })
      .finally(() => {
        this.catchingUp = null;
      });
    return this.catchingUp;
  }

  private async writePending(): Promise<void> {
    const ids = this.pending.ids();
    for (let from = 0; from < ids.length; from += WRITTEN_AT_ONCE)
      await Promise.all(ids.slice(from, from + WRITTEN_AT_ONCE).map((id) => this.written(id)));
    if (this.pending.count === 0) this.failing = false;
  }

  private write(id: RecordId, write: () => Promise<void>): Promise<boolean> {
    this.pending.add(id, write);
    return this.written(id);
  }

  /** Whether all that the record waited for is on disk. */
  private async written(id: RecordId): Promise<boolean> {
    try {
      await this.pending.flush(id);
      return true;
    } catch {
      this.failing = true;
      return false;
    }
  }
}
