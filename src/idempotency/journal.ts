import { constants, existsSync } from 'node:fs';
import { access, mkdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { ownBytes } from './encryption.js';
import { JournalUnusable } from './journal-unusable.js';
import type { RecordId } from './store.js';

/** What is on disk of one record; without a ciphertext its step was in flight. */
export interface JournalEntry {
  /** When it was written, by the wall clock. */
  at: number;
  fingerprint: string;
  ciphertext: Uint8Array | null;
}

/** What a process writes down, so that the next one knows it. */
export interface Journal {
  entries(): AsyncIterable<[RecordId, JournalEntry]>;
  /** Resolves when it is on disk. */
  put(id: RecordId, entry: JournalEntry): Promise<void>;
  delete(id: RecordId): Promise<void>;
  close(): Promise<void>;
}

/** One folder, locked by this process for as long as it is open; the lock goes with the process, also by `kill -9`. */
export async function openJournal(folder: string): Promise<Journal> {
  const db = new ClassicLevel<string, string>(folder);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await db.open();
  } catch (error) {
    throw unusable(error);
  }
  const writes = new Writes(db);
  return {
    async *entries() {
      for await (const [id, text] of db.iterator()) yield [id as RecordId, fromText(text)];
    },
    put: (id, entry) => writes.make(() => db.put(id, toText(entry), { sync: true })),
    delete: (id) => writes.make(() => db.del(id)),
    close: () => writes.end().then(() => db.close()),
  };
}

/**
 * A write that fails, on a full disk, leaves part of a record in LevelDB's log. Those behind it are told to be written and
 * are not read again (findings/leveldb-loses-what-follows-a-full-disk.sh), so the log is taken up again before the next one.
 */
class Writes {
  private isTorn = false;
  /** How often it was taken up again. */
  private logs = 0;
  private opening: Promise<void> | null = null;
  private hasEnded = false;

  constructor(private readonly db: Pick<ClassicLevel, 'open' | 'close'>) {}

  async make(write: () => Promise<void>): Promise<void> {
    for (;;) {
      if (this.isTorn) await this.openAnew();
      const log = this.logs;
      try {
        await write();
      } catch (error) {
        if (log === this.logs) this.isTorn = true;
        throw error;
      }
      // Another one failed meanwhile, and this one may lie behind it.
      if (!this.isTorn && log === this.logs) return;
    }
  }

  /** From now on nothing is opened again. */
  async end(): Promise<void> {
    this.hasEnded = true;
    await this.opening?.catch(() => undefined);
  }

  private async openAnew(): Promise<void> {
    if (this.hasEnded) throw new JournalUnusable('The journal is closed.');
    this.opening ??= this.db
      .close()
      .then(() => this.db.open())
      .then(() => {
        this.isTorn = false;
        this.logs += 1;
      })
      .finally(() => {
        this.opening = null;
      });
    await this.opening;
  }
}

/**
 * Finds out whether the folder could be opened. What is missing is not made; what is there is opened and closed, unless a running
 * gateway has it.
 * @throws JournalUnusable as `openJournal`
 */
export async function checkJournal(folder: string): Promise<void> {
  try {
    if (existsSync(join(folder, 'CURRENT'))) {
      const db = new ClassicLevel<string, string>(folder, { createIfMissing: false });
      await db.open();
      await db.close();
      return;
    }
    // A name that is too long, or lies in a file.
    await stat(folder).catch((error: unknown) => {
      if (codeOf(error) !== 'ENOENT') throw error;
    });
    let parent = folder;
    while (!existsSync(parent)) parent = dirname(parent);
    if (!(await stat(parent)).isDirectory()) throw Object.assign(new Error(), { code: 'ENOTDIR' });
    await access(parent, constants.W_OK | constants.X_OK);
  } catch (error) {
    if (codeOf(error) !== 'LEVEL_LOCKED') throw unusable(error);
  }
}

function unusable(error: unknown): JournalUnusable {
  return new JournalUnusable(`STATE_FOLDER can’t be used: ${whyUnusable(codeOf(error))}`);
}

function codeOf(error: unknown): string {
  const { code, cause } = error as { code?: string; cause?: { code?: string } };
  return cause?.code ?? code ?? 'unknown';
}

function toText({ at, fingerprint, ciphertext }: JournalEntry): string {
  return JSON.stringify([at, fingerprint, ciphertext && Buffer.from(ciphertext).toString('base64')]);
}

function fromText(text: string): JournalEntry {
  const [at, fingerprint, ciphertext] = JSON.parse(text) as [number, string, string | null];
  return {
    at,
    fingerprint,
    ciphertext: ciphertext === null ? null : ownBytes(Buffer.from(ciphertext, 'base64')),
  };
}

function whyUnusable(code: string): string {
  switch (code) {
    case 'LEVEL_LOCKED':
      return 'another gateway is using it; give each gateway a folder of its own, or share REDIS_URL between them.';
    case 'LEVEL_CORRUPTION':
      return 'its files are damaged; move it away, which forgets the idempotency keys of the last 24 hours.';
    case 'ENOSPC':
      return 'the disk is full.';
    default:
      return `the gateway may not write in it (${code}); name a folder that it may write in.`;
  }
}
