import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { CamelCasePlugin, type Dialect, Kysely, Migrator, sql } from 'kysely';
import Sqlite from 'libsql';
import { SandboxStartError } from '../start-error.js';
import { ImmediateSqliteDialect } from './immediate-sqlite.js';
import { MIGRATIONS } from './migrations/index.js';
import { postgresDialect, unreachable } from './postgres.js';
import type { Database, Tables } from './tables.js';

/** Of this sandbox's migrations: PostgreSQL's advisory locks have numbers for names. */
const MIGRATING = 8_653_671;

/**
 * Opens the database and brings its tables up to date.
 * @param url `file:<path>` (made where it is missing), `memory:` or `postgres://…`.
 * @param onCommit hears of every transaction once it is on disk.
 * @throws SandboxStartError when it can't be opened, read or migrated.
 */
export async function openDatabase(url: string, onCommit: () => void): Promise<Database> {
  const isPostgres = /^postgres(ql)?:/.test(url);
  const dialect = isPostgres ? postgresDialect(url, onCommit) : sqliteDialect(url, onCommit);
  const database = new Kysely<Tables>({ dialect, plugins: [new CamelCasePlugin()] });
  try {
    await (isPostgres ? migrateAlone(database) : migrate(database));
    return database;
  } catch (error) {
    await database.destroy();
    throw isPostgres ? unreachable(url, error) : new SandboxStartError(NOT_UP_TO_DATE, error);
  }
}

const NOT_UP_TO_DATE =
  'The sandbox’s database can’t be brought up to date: it may come from a newer version or be damaged. ' +
  'Set SANDBOX_DATABASE_URL to another file, e.g. SANDBOX_DATABASE_URL=file:.data/sandbox-2.db.';

async function migrate(db: Database): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}

/** One process after the other: of many that start at once, the first makes the tables and the others find them. */
async function migrateAlone(db: Database): Promise<void> {
  await db.connection().execute(async (connection) => {
    await sql`select pg_advisory_lock(${MIGRATING})`.execute(connection);
    try {
      await migrate(db);
    } finally {
      await sql`select pg_advisory_unlock(${MIGRATING})`.execute(connection);
    }
  });
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
    mkdirSync(dirname(file), { recursive: true });
    return openSqlite(file);
  } catch (error) {
    throw new SandboxStartError(
      `The sandbox’s database ${file} can’t be opened; see that it is a SQLite file which this user may write, ` +
        'move it away to start anew, or set SANDBOX_DATABASE_URL to another one.',
      error,
    );
  }
}

/** `synchronous=FULL`: a transaction is on disk before its answer leaves, whatever happens to the machine. */
function openSqlite(path: string): Sqlite.Database {
  const sqlite = new Sqlite(path);
  for (const pragma of [
    'journal_mode = WAL',
    'synchronous = FULL',
    'foreign_keys = ON',
    'busy_timeout = 5000',
  ]) {
    sqlite.pragma(pragma);
  }
  return sqlite;
}
