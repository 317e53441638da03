import { createHash } from 'node:crypto';
import { type FileHandle, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';

/** No record is named so: their ids are hashes. */
const CHECK_KEY = '!check';
/** LevelDB leaves files alone that it does not know. */
export const LAST_WRITE_FILE = 'last-write';

interface Check {
  /** How many writes there were. */
  writes: number;
  /** Of all records that are there. */
  sum: number;
  /** When records were found missing, by the wall clock. */
  lostAt: number | null;
}

interface Waiting {
  id: string;
  /** null: it is deleted. */
  text: string | null;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/**
 * LevelDB skips what it can't read of its log, and does not say so. (It has a setting for that, which classic-level does not pass on.)
 * So each batch carries a checksum of all records, which shows records missing in the middle. The number of the last synced write is
 * also in a file of its own, which shows records missing at the end. Writes that come while one is under way are written together.
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

  /** Removes one that nobody has open. */
  static async remove(folder: string): Promise<void> {
    await rm(join(folder, LAST_WRITE_FILE), { force: true });
    await ClassicLevel.destroy(folder);
  }

  /** When records were found missing, by the wall clock; null: never. */
  get lostAt(): number | null {
    return this.check.lostAt;
  }

  /** Opens it, and looks whether all is there that was written. */
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

  /** Opens it, and changes nothing. @returns whether all is there that was written */
  async openToLook(): Promise<boolean> {
    await this.db.open();
    return (await this.count()).isWhole;
  }

  async close(): Promise<void> {
    await this.lastWrite?.close();
    this.lastWrite = null;
    await this.db.close();
  }

  /** Nothing is written meanwhile. */
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

  /** Resolves when it is on disk. */
  put(id: string, text: string): Promise<void> {
    return this.add(id, text);
  }

  delete(id: string): Promise<void> {
    return this.add(id, null);
  }

  /** Records are missing that were to come here. */
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

  /** Not synced, which would take as long again: it outlives the process, and after a power cut it may be an earlier one. */
  private async noteLastWrite(number: number): Promise<void> {
    try {
      this.lastWrite ??= await open(join(this.folder, LAST_WRITE_FILE), 'w', 0o600);
      await this.lastWrite.write(String(number).padEnd(16), 0);
    } catch {
      // Less is noticed then, and nothing is lost.
    }
  }

  /** Reads all that is there. */
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
    // A folder of a release without this check has neither.
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

/** As a record that is as old as can be: a gateway of before takes it for one, and deletes it. */
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
