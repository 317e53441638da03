import { createHash } from 'node:crypto';
import { type FileHandle, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';

/** No record has this id: the ids of records are hashes. */
const CHECK_KEY = '!check';
/** LevelDB ignores files that it does not know. */
export const LAST_WRITE_FILE = 'last-write';

interface Check {
  /** The number of writes so far. */
  writes: number;
  /** The checksum of all records in the folder. */
  sum: number;
  /** When missing records were detected, by the wall clock; null: never. */
  lostAt: number | null;
}

interface Waiting {
  id: string;
  /** Null: the record is deleted. */
  text: string | null;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/**
 * A LevelDB that detects missing records. LevelDB skips the parts of its log that it can't read, without an error. (It has a setting to
 * report them, which classic-level does not expose.) So each batch also writes a checksum of all records, which reveals records that are
 * missing in the middle. The number of the last synced write is also in a separate file, which reveals records that are missing at the end.
 * Writes that arrive during another write are made together, in one batch.
 */
export class CheckedLevel {
  private readonly db: ClassicLevel<string, string>;
  private readonly hashes = new Map<string, number>();
  private check: Check = { writes: 0, sum: 0, lostAt: null };
  private hasBeenOpen = false;
  private lastWrite: FileHandle | null = null;
  private waiting: Waiting[] = [];
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly folder: string,
    options: { createIfMissing?: boolean } = {},
  ) {
    this.db = new ClassicLevel(folder, options);
  }

  /** Removes a database that no process has open. */
  static async remove(folder: string): Promise<void> {
    await rm(join(folder, LAST_WRITE_FILE), { force: true });
    await ClassicLevel.destroy(folder);
  }

  /** When missing records were detected, by the wall clock; null: never. */
  get lostAt(): number | null {
    return this.check.lostAt;
  }

  /** Opens the database, and checks whether all records that were written are there. */
  async open(): Promise<void> {
    await this.db.open();
    try {
      const { check, isWhole } = await this.count();
      const isDue = !isWhole && !this.hasBeenOpen;
      if (isDue) check.lostAt = Date.now();
      check.lostAt ??= this.check.lostAt;
      this.check = check;
      await this.write([], true);
      this.hasBeenOpen = true;
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  /** Opens the database without changing anything. @returns whether all records that were written are there */
  async openToLook(): Promise<boolean> {
    await this.db.open();
    return (await this.count()).isWhole;
  }

  async close(): Promise<void> {
    await this.lastWrite?.close();
    this.lastWrite = null;
    await this.db.close();
  }

  /** Runs a job while nothing is written. */
  inTurn<T>(job: () => Promise<T>): Promise<T> {
    const done = this.turn.then(job);
    this.turn = done.catch(() => undefined);
    return done;
  }

  async *entries(): AsyncGenerator<[string, string]> {
    for await (const [id, text] of this.db.iterator()) if (id !== CHECK_KEY) yield [id, text];
  }

  get(id: string): Promise<string | undefined> {
    return this.db.get(id);
  }

  /** Resolves when the record is on disk. */
  put(id: string, text: string): Promise<void> {
    return this.add(id, text);
  }

  delete(id: string): Promise<void> {
    return this.add(id, null);
  }

  /** Notes that records are missing in the folder from which records were copied here. */
  noteLoss(at: number): Promise<void> {
    return this.inTurn(async () => {
      this.check.lostAt = Math.max(at, this.check.lostAt ?? at);
      await this.write([], true);
    });
  }

  private add(id: string, text: string | null): Promise<void> {
    const written = new Promise<void>((resolve, reject) => this.waiting.push({ id, text, resolve, reject }));
    if (this.waiting.length === 1) void this.inTurn(() => this.writeWaiting());
    return written;
  }

  private async writeWaiting(): Promise<void> {
    const writes = this.waiting;
    this.waiting = [];
    try {
      await this.write(
        writes,
        writes.some(({ text }) => text !== null),
      );
      for (const { resolve } of writes) resolve();
    } catch (error) {
      for (const { reject } of writes) reject(error);
    }
  }

  private async write(writes: Pick<Waiting, 'id' | 'text'>[], sync: boolean): Promise<void> {
    const hashes = new Map<string, number>();
    const check = { ...this.check, writes: this.check.writes + 1 };
    for (const { id, text } of writes) {
      const hash = text === null ? 0 : hashOf(id, text);
      check.sum ^= (hashes.get(id) ?? this.hashes.get(id) ?? 0) ^ hash;
      hashes.set(id, hash);
    }
    const operations = writes.map(({ id, text }) =>
      text === null ? { type: 'del' as const, key: id } : { type: 'put' as const, key: id, value: text },
    );
    await this.db.batch([...operations, { type: 'put', key: CHECK_KEY, value: toText(check) }], { sync });
    this.check = check;
    for (const [id, hash] of hashes) {
      if (hash === 0) this.hashes.delete(id);
      else this.hashes.set(id, hash);
    }
    if (sync) await this.noteLastWrite(check.writes);
  }

  /**
   * This write is not synced, since that would take as long as the first sync. The number outlives the process, but after a power failure
   * an earlier number may be in the file.
   */
  private async noteLastWrite(number: number): Promise<void> {
    try {
      this.lastWrite ??= await open(join(this.folder, LAST_WRITE_FILE), 'w', 0o600);
      await this.lastWrite.write(String(number).padEnd(16), 0);
    } catch {
      // Then fewer losses are detected, but no record is lost.
    }
  }

  /** Reads all records, and compares them with the checksum and the last write. */
  private async count(): Promise<{ check: Check; isWhole: boolean }> {
    this.hashes.clear();
    let sum = 0;
    for await (const [id, text] of this.entries()) {
      const hash = hashOf(id, text);
      this.hashes.set(id, hash);
      sum ^= hash;
    }
    const text = await this.db.get(CHECK_KEY);
    const found = text === undefined ? null : fromText(text);
    const lastWrite = Number(await readFile(join(this.folder, LAST_WRITE_FILE), 'utf8').catch(() => 0)) || 0;
    // A folder from a gateway before this check has neither of them.
    const isWhole = found
      ? found.sum === sum && found.writes >= lastWrite
      : text === undefined && lastWrite === 0;
    const writes = Math.max(found?.writes ?? 0, lastWrite);
    return { check: { writes, sum, lostAt: found?.lostAt ?? null }, isWhole };
  }
}

function hashOf(id: string, text: string): number {
  return createHash('sha256').update(`${id} ${text}`).digest().readInt32LE(0);
}

/** Formats the check as a record with the timestamp 0: an older gateway takes it for an expired record, and deletes it. */
function toText({ writes, sum, lostAt }: Check): string {
  return JSON.stringify([0, JSON.stringify([writes, sum, lostAt]), null]);
}

function fromText(text: string): Check | null {
  try {
    const [, inner] = JSON.parse(text) as [number, string];
    const [writes, sum, lostAt] = JSON.parse(inner) as [number, number, number | null];
    return { writes, sum, lostAt };
  } catch {
    return null;
  }
}
