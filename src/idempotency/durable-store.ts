import type { Journal, JournalEntry } from './journal.js';
import { notRemembered } from './not-remembered.js';
import { PendingWrites } from './pending-writes.js';
import { ProcessStore, type ProcessStoreSettings } from './process-store.js';
import { type Claim, type IdempotencyStore, REMEMBERED_MS, type RecordId } from './store.js';

export interface DurableStoreSettings extends Omit<ProcessStoreSettings, 'onForgotten'> {
  journal: Journal;
  /** Wall-clock milliseconds, since records on disk outlive the process's monotonic clock. */
  wallClock: () => number;
}

const PURGE_EVERY_MS = 60 * 60 * 1000;
const CHECK_EVERY_MS = 1000;
const WRITTEN_AT_ONCE = 100;
/** After a loss, a new key may be one that the folder has lost, for this long: clients that got no answer to a step repeat it soon. */
export const IN_DOUBT_MS = 10 * 60 * 1000;
/** Keys beyond this number get the same answer, and are not stored. */
export const MAX_IN_DOUBT = 20_000;

/**
 * Remembers the steps of one process beyond its end: it writes the content of `ProcessStore` to a journal before the content counts. A
 * step is written just before it is sent. If the last process was killed after that, the step may have been sent: its outcome is lost, and
 * it is not sent again. A step that was still waiting was not sent, and is not in the journal.
 */
export class DurableStore implements IdempotencyStore {
  private readonly memory: ProcessStore;
  /** `until` is by the monotonic clock. The wall clock may be wrong for a while, and a step forgotten too early may be sent again. */
  private readonly lost = new Map<RecordId, { fingerprint: string; until: number }>();
  /**
   * Records that looked too old when this store was opened, and when each was written. Within the first minute after a machine starts, its
   * clock may be wrong. So these records stay on disk until the first purge, and count again if the clock has stepped back.
   */
  private readonly stale = new Map<RecordId, number>();
  /** When the newest of the stale records was written. */
  private newestStale = Number.NEGATIVE_INFINITY;
  private isRecalling = false;
  /** Steps in flight that may have been sent. */
  private readonly sent = new Set<RecordId>();
  /** Answers that are not on disk yet. */
  private readonly settling = new Map<RecordId, { fingerprint: string; ciphertext: Uint8Array }>();
  /** Writes that the disk refused. They are made when the disk accepts writes again, so that steps that are over are stored then. */
  private readonly pending = new PendingWrites();
  private readonly purging: NodeJS.Timeout;
  private readonly checking: NodeJS.Timeout;
  private failing = false;
  /** New keys are in doubt until this time, by the monotonic clock. */
  private inDoubtUntil = 0;
  private inDoubtCount = 0;
  private catchingUp: Promise<void> | null = null;

  private constructor(private readonly settings: DurableStoreSettings) {
    this.memory = new ProcessStore({ ...settings, onForgotten: (id) => void this.forget(id) });
    settings.journal.onMadeAgain(() => this.writeAll());
    this.purging = setInterval(() => this.purge(), PURGE_EVERY_MS).unref();
    this.checking = setInterval(() => this.checkFolder(), CHECK_EVERY_MS).unref();
  }

  /** Opens the store, and reads the records of the last process. */
  static async open(settings: DurableStoreSettings): Promise<DurableStore> {
    const store = new DurableStore(settings);
    try {
      await store.readJournal();
    } catch (error) {
      // Nobody gets this store, so its timers and its lock would stay.
      await store.letGo();
      throw error;
    }
    return store;
  }

  /** Whether the disk accepts writes. */
  get isDurable(): boolean {
    return !this.failing;
  }

  /** When a loss of records was detected, by the wall clock, and whether new keys are in doubt now. Null: no loss within 24 hours. */
  get loss(): { at: number; isInDoubt: boolean } | null {
    const at = this.settings.journal.lostAt();
    if (at === null || this.msLeft(at) <= 0) return null;
    return { at, isInDoubt: this.isInDoubt };
  }

  private get isInDoubt(): boolean {
    return this.settings.now() < this.inDoubtUntil;
  }

  /** Whether this store has anything about a record, so that a new claim of it would not succeed. */
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

  /** Treats the step as lost, since it may have been sent. The key keeps this answer. */
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
    // While the disk refuses writes, do not add another pending write.
    if (this.failing) await this.catchUp();
    if (this.failing || fingerprint === undefined) throw notRemembered();
    this.sent.add(id);
    const isWritten = await this.write(id, () => this.put(id, fingerprint, null));
    // The write may have found the folder missing, and created it again. Then the other steps are written first.
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
    // A catch-up in progress covers only the writes that were pending when it began.
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

  /** After a clock steps back, some timestamps lie in the future: they count as new. */
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

  /** Recalls stale records that the wall clock now shows as young enough. Later changes of the wall clock no longer make them old. */
  private async recallGoodAgain(): Promise<void> {
    if (this.isRecalling || this.stale.size === 0 || this.msLeft(this.newestStale) <= 0) return;
    this.isRecalling = true;
    try {
      for (const id of this.stale.keys()) if (this.isGoodAgain(id)) await this.recall(id);
    } catch {
      // The next run tries again.
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
    // Another caller may have recalled the record meanwhile.
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

  /** Writes all records again after the folder was lost and created again, before any new step is sent. */
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

  /** Checks the disk, so that a step is refused before it waits to be sent. */
  private async check(): Promise<void> {
    if (!this.failing)
      await this.settings.journal.check().catch(() => {
        this.failing = true;
      });
    // `failing` is also true if this check has found the folder missing, and created it again.
    if (this.failing) await this.catchUp();
  }

  /** Checks whether the disk accepts writes, and makes the writes that it refused before. */
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

  /** Flushes a record's writes. Resolves to whether all of them are on disk. */
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
