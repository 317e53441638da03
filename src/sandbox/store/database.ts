import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { CamelCasePlugin, type Dialect, Kysely, Migrator } from 'kysely';
import Sqlite from 'libsql';
import { SandboxStartError } from '../start-error.js';
import { ImmediateSqliteDialect } from './immediate-sqlite.js';
import { MIGRATIONS } from './migrations/index.js';
import type { Database, Tables } from './tables.js';

/**
 * Opens the database and brings its tables up to date.
 * @param url `file:<path>` (made where it is missing) or `memory:`.
 * @param onCommit hears of every transaction once it is on disk.
 * @throws SandboxStartError when it can't be opened, read or migrated.
 */
export async function openDatabase(url: string, onCommit: () => void): Promise<Database> {
  const dialect = dialectFor(url, onCommit);
  const database = new Kysely<Tables>({ dialect, plugins: [new CamelCasePlugin()] });
  const migrator = new Migrator({ db: database, provider: { getMigrations: async () => MIGRATIONS } });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return database;
  await database.destroy();
  throw new SandboxStartError(
    'The stand-in’s database can’t be brought up to date: it may come from a newer version or be damaged. ' +
      'Set SANDBOX_DATABASE_URL to another file, e.g. SANDBOX_DATABASE_URL=file:.data/sandbox-2.db.',
    error,
  );
}

function dialectFor(url: string, onCommit: () => void): Dialect {
  if (url === 'memory:') return new ImmediateSqliteDialect({ database: openSqlite(':memory:') }, onCommit);
  if (url.startsWith('file:')) {
    return new ImmediateSqliteDialect({ database: openFile(url.slice('file:'.length)) }, onCommit);
  }
  throw new SandboxStartError(
    'SANDBOX_DATABASE_URL is not a database that the stand-in can use yet; ' +
      'write SANDBOX_DATABASE_URL=file:<path>, or memory: to forget everything at the end.',
  );
}

function openFile(path: string): Sqlite.Database {
  const file = resolve(path);
  try {
    mkdirSync(dirname(file), { recursive: true });
    return openSqlite(file);
  } catch (error) {
    throw new SandboxStartError(
      `The stand-in’s database ${file} can’t be opened; see that it is a SQLite file which this user may write, ` +
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
