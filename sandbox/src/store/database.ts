import { existsSync, mkdirSync, mkdtempSync, rmdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { CamelCasePlugin, type Dialect, Kysely } from 'kysely';
import Sqlite from 'libsql';
import { SandboxStartError } from '../start-error.js';
import { ImmediateSqliteDialect } from './immediate-sqlite.js';
import { migrate, NewerDatabase, tryToMigrate } from './migrate.js';
import { isOfPostgres, postgresDialect, refuseUnfitServer, unreachable } from './postgres.js';
import type { Database, Tables } from './tables.js';

/**
 * Opens the database and brings its tables up to date.
 * @param url `file:<path>` (made where it is missing), `memory:` or `postgres://…`.
 * @param onCommit hears of every transaction once it is on disk.
 * @throws SandboxStartError when it can't be opened, read or migrated.
 */
export function openDatabase(url: string, onCommit: () => void): Promise<Database> {
  return prepared(url, onCommit, migrate);
}

/**
 * Finds out whether the database could be opened and brought up to date, and leaves everything as it is: what is missing is not made.
 * @throws SandboxStartError as `openDatabase`.
 */
export async function checkDatabase(url: string): Promise<void> {
  const file = url.startsWith('file:') ? resolve(url.slice('file:'.length)) : null;
  if (file !== null && !existsSync(file)) return checkFolder(file);
  const database = await prepared(url, () => {}, tryToMigrate);
  await database.destroy();
}

async function prepared(
  url: string,
  onCommit: () => void,
  bringUpToDate: (database: Database) => Promise<void>,
): Promise<Database> {
  const isPostgres = isAtPostgres(url);
  const dialect = isPostgres ? postgresDialect(url, onCommit) : sqliteDialect(url, onCommit);
  const database = new Kysely<Tables>({ dialect, plugins: [new CamelCasePlugin()] });
  try {
    if (isPostgres) await refuseUnfitServer(database);
    await bringUpToDate(database);
    return database;
  } catch (error) {
    // A disk that is full refuses this too; what matters is the first error.
    await database.destroy().catch(() => {});
    throw explained(url, error);
  }
}

function explained(url: string, error: unknown): SandboxStartError {
  if (error instanceof SandboxStartError) return error;
  if (error instanceof NewerDatabase) return new SandboxStartError(NEWER, error);
  return isAtPostgres(url) ? unreachable(url, error) : new SandboxStartError(sqliteSentence(error), error);
}

/**
 * Runs a part of the start that follows the opening: the database may be gone, or full, from one moment to the next.
 * @throws SandboxStartError as `openDatabase`; what is not the database's stays as it is
 */
export async function explainDatabaseErrors<T>(url: string, start: () => Promise<T>): Promise<T> {
  try {
    return await start();
  } catch (error) {
    throw isOfDatabase(error) ? explained(url, error) : error;
  }
}

function isOfDatabase(error: unknown): boolean {
  return error instanceof Sqlite.SqliteError || isOfPostgres(error);
}

const isAtPostgres = (url: string) => /^postgres(ql)?:/.test(url);

const NEWER =
  'The sandbox’s database was made by a newer version of the sandbox. Update the sandbox, or set SANDBOX_DATABASE_URL to another database.';

const SQLITE_SENTENCES: Record<string, string> = {
  SQLITE_FULL: 'The disk is full: make room',
  // No room for the index of the write-ahead log.
  SQLITE_IOERR_SHMSIZE: 'The disk is full: make room',
  SQLITE_READONLY: 'This user may only read it, or its folder: grant it to write',
  SQLITE_CANTOPEN: 'This user may not make files beside it: grant it to write the folder',
  SQLITE_BUSY: 'Another process is writing to it and does not stop: end that one',
  SQLITE_IOERR: 'The disk can’t be read or written: look after it',
};

/** What to do about a file that can't be brought up to date. `code` may be extended: SQLITE_IOERR_WRITE. */
function sqliteSentence(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  const known = Object.keys(SQLITE_SENTENCES).find((name) => code === name || code.startsWith(`${name}_`));
  const why = known === undefined ? 'It may be damaged: move it away' : SQLITE_SENTENCES[known];
  return (
    `The sandbox’s database can’t be brought up to date. ${why}, ` +
    'or set SANDBOX_DATABASE_URL to another file, e.g. SANDBOX_DATABASE_URL=file:.data/sandbox-2.db.'
  );
}

function sqliteDialect(url: string, onCommit: () => void): Dialect {
  if (url === 'memory:') return new ImmediateSqliteDialect({ database: openSqlite(':memory:') }, onCommit);
  if (url.startsWith('file:')) {
    return new ImmediateSqliteDialect({ database: openFile(url.slice('file:'.length)) }, onCommit);
  }
  throw new SandboxStartError(
    'SANDBOX_DATABASE_URL is not a database that the sandbox can use; write SANDBOX_DATABASE_URL=file:<path>, ' +
      'postgres://user:password@host:5432/database, or memory: to forget everything at the end.',
  );
}

function openFile(path: string): Sqlite.Database {
  const file = resolve(path);
  try {
    makeFolder(dirname(file));
    return openSqlite(file);
  } catch (error) {
    throw notOpened(file, error);
  }
}

/** One after the other: Node's own `recursive` never ends where a file system has the folder above, and makes none in it. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  const above = dirname(folder);
  if (above !== folder) makeFolder(above);
  try {
    mkdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** The folders of a file that is to be made can be made: found out by making one beside them, and removing it. */
function checkFolder(file: string): void {
  let folder = dirname(file);
  while (!existsSync(folder)) folder = dirname(folder);
  try {
    if (!statSync(folder).isDirectory()) throw new Error('It is a file.');
    rmdirSync(mkdtempSync(join(folder, '.sandbox-check-')));
  } catch (error) {
    throw notOpened(file, error);
  }
}

function notOpened(file: string, error: unknown): SandboxStartError {
  return new SandboxStartError(
    `The sandbox’s database ${file} can’t be opened; see that it is a SQLite file which this user may write, ` +
      'move it away to start again, or set SANDBOX_DATABASE_URL to another one.',
    error,
  );
}

/** `synchronous=FULL`: a transaction is on disk before its answer leaves, whatever happens to the machine. */
function openSqlite(path: string): Sqlite.Database {
  const sqlite = new Sqlite(path);
  // First how long to wait: the others wait for another process that opens the same file.
  for (const pragma of [
    'busy_timeout = 5000',
    'journal_mode = WAL',
    'synchronous = FULL',
    'foreign_keys = ON',
  ]) {
    sqlite.pragma(pragma);
  }
  return sqlite;
}
