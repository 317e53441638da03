import { existsSync, lstatSync } from 'node:fs';
import { mkdir, mkdtemp, rmdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { CheckedLevel, LAST_WRITE_FILE } from './checked-level.js';
import { ownBytes } from './encryption.js';
import { JournalUnusable } from './journal-unusable.js';
import type { RecordId } from './store.js';

/** What is on disk of one record; without a ciphertext its step may have been sent. */
export interface JournalEntry {
  /** When it was written, by the wall clock. */
  at: number;
  fingerprint: string;
  ciphertext: Uint8Array | null;
}

/** What a process writes down, so that the next one knows it. */
export interface Journal {
  entries(): AsyncIterable<[RecordId, JournalEntry]>;
  get(id: RecordId): Promise<JournalEntry | null>;
  /** Resolves when it is on disk. */
  put(id: RecordId, entry: JournalEntry): Promise<void>;
  delete(id: RecordId): Promise<void>;
  /**
   * Looks whether the folder is there yet, and makes it again where it is not. So does each write.
   * @throws where it can't be written in
   */
  look(): Promise<void>;
  /** Calls back when the folder was lost and made again: what was in it is to be written once more. */
  onMadeAgain(callback: () => void): void;
  /** When it was seen that records are missing, by the wall clock; null: none are. */
  lostAt(): number | null;
  /** Records are missing that were to come here. */
  noteLoss(at: number): Promise<void>;
  close(): Promise<void>;
}

/** `--check-config` has the lock for some milliseconds, and a process that ends for its last ones. */
const LOCKED_FOR_A_MOMENT_MS = 500;
const LOOK_AGAIN_MS = 50;

/** One folder, locked by this process for as long as it is open; the lock goes with the process, also by `kill -9`. */
export async function openJournal(folder: string): Promise<Journal> {
  // Before there is anything that opens itself in the next turn, and makes what is missing in Node's way.
  await makeFolder(folder).catch((error: unknown) => {
    throw unusable(error);
  });
  const db = new CheckedLevel(folder);
  const writes = new Writes(db, folder);
  const giveUpAt = performance.now() + LOCKED_FOR_A_MOMENT_MS;
  try {
    while (!(await hasOpened(writes, giveUpAt))) await pause(LOOK_AGAIN_MS);
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
    look: () => writes.make(async () => {}),
    onMadeAgain: (callback) => {
      writes.onMadeAgain = callback;
    },
    lostAt: () => db.lostAt,
    noteLoss: (at) => writes.make(() => db.noteLoss(at)),
    close: () => writes.end().then(() => db.inTurn(() => db.close())),
  };
}

/** @throws where it can't be opened, and that is no lock that may go yet. */
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
 * A write that fails, on a full disk, leaves part of a record in LevelDB's log. Those behind it are told to be written and
 * are not read again (findings/leveldb-loses-what-follows-a-full-disk.sh), so the log is taken up again before the next one. In a
 * folder that was removed LevelDB writes on without an error, and another gateway could open the one that is there next: each write
 * looks whether the files are still those that were opened.
 */
class Writes {
  onMadeAgain = (): void => undefined;
  private lock = '';
  private isTorn = false;
  /** Others may have had the folder since. */
  private isLost = false;
  /** How often it was taken up again. */
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
      // Another one failed meanwhile, and this one may lie behind it.
      if (!this.isTorn && log === this.logs) return;
    }
  }

  /** From now on nothing is opened again. */
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
    // While it is open no other file gets the number of its inode; afterwards one may.
    const isTheSame = !this.isLost && this.lock === (await this.lockNow());
    // Whatever fails here, it is opened before anything else is written.
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

  /** Which file keeps others out; empty where there is none. */
  private lockNow(): Promise<string> {
    return stat(join(this.folder, 'LOCK')).then(
      ({ dev, ino }) => `${dev} ${ino}`,
      () => '',
    );
  }
}

/**
 * Finds out whether the folder could be opened. What is missing is not made, but a folder beside it is and goes at once: rights alone
 * don't say that of every file system. What is there is opened and closed, unless a running gateway has it.
 * @returns whether all is there that was written
 * @throws JournalUnusable as `openJournal`
 */
export async function checkJournal(folder: string): Promise<boolean> {
  try {
    if (existsSync(join(folder, 'CURRENT'))) {
      const db = new CheckedLevel(folder, { createIfMissing: false });
      try {
        const isWhole = await db.openToLook();
        // What is damaged shows when it is read.
        for await (const _ of entriesOf(db));
        return isWhole;
      } finally {
        await db.close();
      }
    }
    // A name that is too long, or lies in a file.
    await stat(folder).catch((error: unknown) => {
      if (codeOf(error) !== 'ENOENT') throw error;
    });
    let parent = folder;
    // A link that leads nowhere is there, and no folder can be made in its place.
    while (!lstatSync(parent, { throwIfNoEntry: false }) && dirname(parent) !== parent)
      parent = dirname(parent);
    if (!(await stat(parent)).isDirectory()) throw Object.assign(new Error(), { code: 'ENOTDIR' });
    await rmdir(await mkdtemp(join(parent, '.vlens-check-')));
    // What a start would make again was there before.
    return !existsSync(join(folder, LAST_WRITE_FILE));
  } catch (error) {
    if (codeOf(error) !== 'LEVEL_LOCKED') throw unusable(error);
    return true;
  }
}

/** Removes a journal that nobody has open. */
export function removeJournal(folder: string): Promise<void> {
  return CheckedLevel.remove(folder);
}

/** One after the other: Node's own `recursive` never ends where a file system has the folder above, and makes none in it. */
async function makeFolder(folder: string): Promise<void> {
  if (existsSync(folder)) return;
  const above = dirname(folder);
  if (above !== folder) await makeFolder(above);
  await mkdir(folder, { mode: 0o700 }).catch((error: unknown) => {
    if (codeOf(error) !== 'EEXIST') throw error;
  });
}

/** @throws JournalUnusable where a record can't be read, or is none of ours */
async function* entriesOf(db: CheckedLevel): AsyncGenerator<[RecordId, JournalEntry]> {
  try {
    for await (const [id, text] of db.entries()) yield [id as RecordId, fromText(text)];
  } catch (error) {
    throw unusable(error);
  }
}

/** Says why, in a sentence for the operator. */
export function unusable(error: unknown): JournalUnusable {
  if (error instanceof JournalUnusable) return error;
  return new JournalUnusable(`STATE_FOLDER can’t be used: ${whyUnusable(codeOf(error))}`);
}

/** LevelDB tells in words alone that a disk is full, or that a file in the middle of it can't be read. */
function codeOf(error: unknown): string {
  const { code, message, cause } = error as Failure;
  const text = cause?.message ?? message ?? '';
  if (/No space left on device|Disk quota exceeded/.test(text)) return 'ENOSPC';
  // A table that was cut.
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
    // Told below.
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
