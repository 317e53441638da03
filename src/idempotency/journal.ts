import { existsSync, lstatSync } from 'node:fs';
import { mkdir, mkdtemp, rmdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { CheckedLevel, LAST_WRITE_FILE } from './checked-level.js';
import { ownBytes } from './encryption.js';
import { JournalUnusable } from './journal-unusable.js';
import type { RecordId } from './store.js';

/** One record on disk. Without a ciphertext, its step may have been sent. */
export interface JournalEntry {
  /** When the entry was written, by the wall clock. */
  at: number;
  fingerprint: string;
  ciphertext: Uint8Array | null;
}

/** The records that a process writes to disk for the next process. */
export interface Journal {
  entries(): AsyncIterable<[RecordId, JournalEntry]>;
  get(id: RecordId): Promise<JournalEntry | null>;
  /** Resolves when the entry is on disk. */
  put(id: RecordId, entry: JournalEntry): Promise<void>;
  delete(id: RecordId): Promise<void>;
  /**
   * Checks that the folder still exists, and creates it again if not. Each write does the same.
   * @throws if the folder can't be written to
   */
  check(): Promise<void>;
  /** Calls back when the folder was lost and created again. The caller then writes all records again. */
  onMadeAgain(callback: () => void): void;
  /** When missing records were detected, by the wall clock; null: none are missing. */
  lostAt(): number | null;
  /** Notes that records are missing in the folder from which records were copied here. */
  noteLoss(at: number): Promise<void>;
  close(): Promise<void>;
}

/** How long to wait for the lock: `--check-config` holds it for some milliseconds, and so does a process that is ending. */
const LOCKED_FOR_A_MOMENT_MS = 500;
const RETRY_OPEN_MS = 50;

/** Opens the journal in one folder, which this process locks while it is open. The lock ends with the process, even after `kill -9`. */
export async function openJournal(folder: string): Promise<Journal> {
  // Before `CheckedLevel` is created: classic-level opens itself in the next turn, and creates missing folders with Node's `recursive`.
  await makeFolder(folder).catch((error: unknown) => {
    throw unusable(error);
  });
  const db = new CheckedLevel(folder);
  const writes = new Writes(db, folder);
  const giveUpAt = performance.now() + LOCKED_FOR_A_MOMENT_MS;
  try {
    while (!(await hasOpened(writes, giveUpAt))) await pause(RETRY_OPEN_MS);
  } catch (error) {
    throw unusable(error);
  }
  return {
    entries: () => entriesOf(db),
    get: async (id) => {
      const text = await db.get(id);
      return text === undefined ? null : fromText(text);
    },
    put: (id, entry) => writes.make(() => db.put(id, toText(entry))),
    delete: (id) => writes.make(() => db.delete(id)),
    check: () => writes.make(async () => {}),
    onMadeAgain: (callback) => {
      writes.onMadeAgain = callback;
    },
    lostAt: () => db.lostAt,
    noteLoss: (at) => writes.make(() => db.noteLoss(at)),
    close: () => writes.end().then(() => db.inTurn(() => db.close())),
  };
}

/** @returns false if another process holds the lock and there is time left. @throws if the journal can't be opened for another reason. */
async function hasOpened(writes: Writes, giveUpAt: number): Promise<boolean> {
  try {
    await writes.open();
    return true;
  } catch (error) {
    if (codeOf(error) !== 'LEVEL_LOCKED' || performance.now() > giveUpAt) throw error;
    return false;
  }
}

/**
 * Guards each write. A write that fails on a full disk leaves part of a record in LevelDB's log. LevelDB reports later records as written,
 * but can't read them again (findings/leveldb-loses-what-follows-a-full-disk.sh). So the log is reopened before the next write. If the
 * folder is removed, LevelDB keeps writing without an error, and another gateway could open a new folder of that name. So each write
 * checks that the files are still those that were opened.
 */
class Writes {
  onMadeAgain = (): void => undefined;
  private lock = '';
  private isTorn = false;
  /** Whether the lock was released, so that another process may have used the folder meanwhile. */
  private isLost = false;
  /** How often the log was reopened. */
  private logs = 0;
  private opening: Promise<void> | null = null;
  private hasEnded = false;

  constructor(
    private readonly db: Pick<CheckedLevel, 'open' | 'close' | 'inTurn'>,
    private readonly folder: string,
  ) {}

  async open(): Promise<void> {
    await makeFolder(this.folder);
    await this.db.open();
    this.lock = await this.lockNow();
  }

  async make(write: () => Promise<void>): Promise<void> {
    for (;;) {
      if (this.isTorn || this.lock !== (await this.lockNow())) await this.reopen();
      const log = this.logs;
      try {
        await write();
      } catch (error) {
        this.isTorn = true;
        throw error;
      }
      // Another write failed meanwhile, and this record may come after it in the log: then write it again.
      if (!this.isTorn && log === this.logs) return;
    }
  }

  /** From now on the log is not reopened. */
  async end(): Promise<void> {
    this.hasEnded = true;
    await this.opening?.catch(() => undefined);
  }

  private async reopen(): Promise<void> {
    if (this.hasEnded) throw new JournalUnusable('The journal is closed.');
    this.opening ??= this.lookAndOpen().finally(() => {
      this.opening = null;
    });
    await this.opening;
  }

  private async lookAndOpen(): Promise<void> {
    // While the lock file is open, no other file gets its inode number. After it is closed, another file may.
    const isTheSame = !this.isLost && this.lock === (await this.lockNow());
    // If anything fails here, the next write opens the log first.
    this.isTorn = true;
    this.isLost = true;
    await this.db.inTurn(async () => {
      await this.db.close();
      await this.open();
    });
    this.isTorn = false;
    this.isLost = false;
    this.logs += 1;
    if (!isTheSame) this.onMadeAgain();
  }

  /** Identifies the lock file by device and inode. Empty if there is none. */
  private lockNow(): Promise<string> {
    return stat(join(this.folder, 'LOCK')).then(
      ({ dev, ino }) => `${dev} ${ino}`,
      () => '',
    );
  }
}

/**
 * Checks whether a gateway could open the folder. An existing journal is opened and closed, unless a running gateway has it. A missing
 * folder is not created. Instead a temporary folder is created beside it and removed at once: on some file systems, permissions alone do
 * not show whether that is possible.
 * @returns whether all records that were written are there
 * @throws JournalUnusable as `openJournal` does
 */
export async function checkJournal(folder: string): Promise<boolean> {
  try {
    if (existsSync(join(folder, 'CURRENT'))) {
      const db = new CheckedLevel(folder, { createIfMissing: false });
      try {
        const isWhole = await db.openToLook();
        // Damaged records show only when they are read.
        for await (const _ of entriesOf(db));
        return isWhole;
      } finally {
        await db.close();
      }
    }
    // Fails if the name is too long, or if a parent is a file.
    await stat(folder).catch((error: unknown) => {
      if (codeOf(error) !== 'ENOENT') throw error;
    });
    let parent = folder;
    // A dangling link exists, so no folder can be made in its place.
    while (!lstatSync(parent, { throwIfNoEntry: false }) && dirname(parent) !== parent)
      parent = dirname(parent);
    if (!(await stat(parent)).isDirectory()) throw Object.assign(new Error(), { code: 'ENOTDIR' });
    await rmdir(await mkdtemp(join(parent, '.vlens-check-')));
    // If this file exists without the journal, records are missing: a start would create the journal again, empty.
    return !existsSync(join(folder, LAST_WRITE_FILE));
  } catch (error) {
    if (codeOf(error) !== 'LEVEL_LOCKED') throw unusable(error);
    return true;
  }
}

/** Removes a journal that no process has open. */
export function removeJournal(folder: string): Promise<void> {
  return CheckedLevel.remove(folder);
}

/** Creates missing folders one by one. Node's own `recursive` never returns if the parent exists and the file system creates none in it. */
async function makeFolder(folder: string): Promise<void> {
  if (existsSync(folder)) return;
  const above = dirname(folder);
  if (above !== folder) await makeFolder(above);
  await mkdir(folder, { mode: 0o700 }).catch((error: unknown) => {
    if (codeOf(error) !== 'EEXIST') throw error;
  });
}

/** @throws JournalUnusable if a record can't be read, or does not have our format */
async function* entriesOf(db: CheckedLevel): AsyncGenerator<[RecordId, JournalEntry]> {
  try {
    for await (const [id, text] of db.entries()) yield [id as RecordId, fromText(text)];
  } catch (error) {
    throw unusable(error);
  }
}

/** Explains the failure to the operator, in one sentence. */
export function unusable(error: unknown): JournalUnusable {
  if (error instanceof JournalUnusable) return error;
  return new JournalUnusable(`STATE_FOLDER can’t be used: ${whyUnusable(codeOf(error))}`);
}

/** LevelDB gives a message but no code when the disk is full, or when the middle of a file can't be read. */
function codeOf(error: unknown): string {
  const { code, message, cause } = error as Failure;
  const text = cause?.message ?? message ?? '';
  if (/No space left on device|Disk quota exceeded/.test(text)) return 'ENOSPC';
  // The second pattern is a truncated table.
  if (/^Corruption: |\.ldb: Invalid argument/.test(text)) return 'LEVEL_CORRUPTION';
  return cause?.code ?? code ?? 'unknown';
}

interface Failure {
  code?: string;
  message?: string;
  cause?: Failure;
}

function toText({ at, fingerprint, ciphertext }: JournalEntry): string {
  return JSON.stringify([at, fingerprint, ciphertext && Buffer.from(ciphertext).toString('base64')]);
}

function fromText(text: string): JournalEntry {
  const [at, fingerprint, ciphertext] = parsed(text);
  if (typeof at !== 'number' || typeof fingerprint !== 'string' || !isTextOrNull(ciphertext)) throw damaged();
  return {
    at,
    fingerprint,
    ciphertext: ciphertext === null ? null : ownBytes(Buffer.from(ciphertext, 'base64')),
  };
}

function parsed(text: string): unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value)) return value;
  } catch {
    // Reported below.
  }
  throw damaged();
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || typeof value === 'string';
}

function damaged(): Error {
  return Object.assign(new Error('a record is not readable'), { code: 'LEVEL_CORRUPTION' });
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
