import type { Journal } from './journal.js';
import { notRemembered } from './not-remembered.js';
import { ProcessStore, type ProcessStoreSettings } from './process-store.js';
import { type Claim, type IdempotencyStore, REMEMBERED_MS, type RecordId } from './store.js';

export interface DurableStoreSettings extends Omit<ProcessStoreSettings, 'onForgotten'> {
  journal: Journal;
  /** Wall-clock milliseconds: what is on disk outlives the process's own clock. */
  wallClock: () => number;
}

const PURGE_EVERY_MS = 60 * 60 * 1000;

/**
 * One process that remembers over its own end: what `ProcessStore` holds is written to a journal first. A step that was
 * in flight when the last process was killed may have been sent: its outcome is lost, and it is not sent again.
 */
export class DurableStore implements IdempotencyStore {
  private readonly memory: ProcessStore;
  private readonly lost = new Map<RecordId, { fingerprint: string; until: number }>();
  private readonly purging: NodeJS.Timeout;
  private failing = false;
  private writing: Promise<unknown> = Promise.resolve();

  private constructor(private readonly settings: DurableStoreSettings) {
    this.memory = new ProcessStore({ ...settings, onForgotten: (id) => void this.forget(id) });
    this.purging = setInterval(() => this.purge(), PURGE_EVERY_MS).unref();
  }

  /** Reads what the last process remembered. */
  static async open(settings: DurableStoreSettings): Promise<DurableStore> {
    const store = new DurableStore(settings);
    await store.readJournal();
    return store;
  }

  /** Whether the last write came to the disk. */
  get isDurable(): boolean {
    return !this.failing;
  }

  async claim(id: RecordId, fingerprint: string): Promise<Claim> {
    const lost = this.lost.get(id);
    if (lost) return { state: 'lost', fingerprint: lost.fingerprint };
    const claim = await this.memory.claim(id, fingerprint);
    if (claim.state !== 'claimed') return claim;
    if (await this.write(() => this.settings.journal.put(id, this.entry(fingerprint, null)))) return claim;
    await this.memory.release(id);
    throw notRemembered();
  }

  async settle(id: RecordId, fingerprint: string, ciphertext: Uint8Array): Promise<void> {
    await this.write(() => this.settings.journal.put(id, this.entry(fingerprint, ciphertext)));
    await this.memory.settle(id, fingerprint, ciphertext);
  }

  async release(id: RecordId): Promise<void> {
    await this.forget(id);
    await this.memory.release(id);
  }

  changed(id: RecordId, signal: AbortSignal): Promise<void> {
    return this.memory.changed(id, signal);
  }

  async flush(): Promise<void> {
    await this.writing;
  }

  async close(): Promise<void> {
    clearInterval(this.purging);
    await this.flush();
    await this.settings.journal.close();
  }

  private async readJournal(): Promise<void> {
    const now = this.settings.wallClock();
    const stale: RecordId[] = [];
    for await (const [id, { at, fingerprint, ciphertext }] of this.settings.journal.entries()) {
      // A clock that stepped back makes stamps of the future: they are taken as new.
      const ttlMs = Math.min(at - now, 0) + REMEMBERED_MS;
      if (ttlMs <= 0) stale.push(id);
      else if (ciphertext) this.memory.restore(id, { fingerprint, ciphertext }, ttlMs);
      else this.lost.set(id, { fingerprint, until: now + ttlMs });
    }
    for (const id of stale) await this.forget(id);
  }

  private purge(): void {
    this.memory.purge();
    const now = this.settings.wallClock();
    for (const [id, { until }] of this.lost) {
      if (until > now) continue;
      this.lost.delete(id);
      void this.forget(id);
    }
  }

  private entry(fingerprint: string, ciphertext: Uint8Array | null) {
    return { at: this.settings.wallClock(), fingerprint, ciphertext };
  }

  private async forget(id: RecordId): Promise<void> {
    await this.write(() => this.settings.journal.delete(id));
  }

  private async write(write: () => Promise<void>): Promise<boolean> {
    const done = write().then(
      () => {
        this.failing = false;
        return true;
      },
      () => {
        this.failing = true;
        return false;
      },
    );
    const before = this.writing;
    this.writing = Promise.all([before, done]).then(() => undefined);
    return done;
  }
}
