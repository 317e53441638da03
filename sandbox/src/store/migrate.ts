import { type Kysely, PostgresAdapter, sql } from 'kysely';
import { MIGRATIONS } from './migrations/index.js';
import type { Database, Work } from './tables.js';

/** Changes tables, once per database, within the one transaction of all that are due. */
export interface Migration {
  up(db: Kysely<unknown>): Promise<void>;
}

/** The database was brought up to date by a newer version, which this one does not know. */
export class NewerDatabase extends Error {}

/** Of this sandbox's migrations: PostgreSQL's advisory locks have numbers for names. */
const MIGRATING = 8_653_671;
/** What Kysely's own migrator called it: databases of before have it. */
const DONE = 'kysely_migration';

/**
 * Runs what has not run yet, all of it or none: a start that is killed half-way leaves what the next one takes. Kysely's migrator
 * does not on SQLite; on PostgreSQL it looks into every schema of the database, and wants CREATE where there is nothing to do.
 * @throws NewerDatabase
 */
export async function migrate(db: Database): Promise<void> {
  await db.transaction().execute(runWhatIsDue);
}

/**
 * Runs what has not run yet, and takes it back: finds out whether a start could.
 * @throws as `migrate`.
 */
export async function tryToMigrate(db: Database): Promise<void> {
  const rollBack = new Error('Rolled back.');
  const tried = db.transaction().execute(async (work) => {
    await runWhatIsDue(work);
    throw rollBack;
  });
  await tried.catch((error: unknown) => {
    if (error !== rollBack) throw error;
  });
}

async function runWhatIsDue(work: Work): Promise<void> {
  // Of many that start at once, the first makes the tables and the others find them. On SQLite a transaction is alone already.
  if (isPostgres(work)) await sql`select pg_advisory_xact_lock(${MIGRATING})`.execute(work);
  const isFirst = !(await exists(work, DONE));
  if (isFirst) await makeList(work);
  const { rows } = await sql<{ name: string }>`select name from ${sql.table(DONE)}`.execute(work);
  const done = new Set(rows.map(({ name }) => name));
  if ([...done].some((name) => !Object.hasOwn(MIGRATIONS, name))) throw new NewerDatabase();
  for (const [name, migration] of Object.entries(MIGRATIONS)) {
    if (done.has(name)) continue;
    await migration.up(work as unknown as Kysely<unknown>);
    const timestamp = new Date().toISOString();
    await sql`insert into ${sql.table(DONE)} (name, timestamp) values (${name}, ${timestamp})`.execute(work);
  }
}

async function makeList(work: Work): Promise<void> {
  await work.schema
    .createTable(DONE)
    .addColumn('name', 'varchar(255)', (column) => column.primaryKey())
    .addColumn('timestamp', 'varchar(255)', (column) => column.notNull())
    .execute();
}

/** On PostgreSQL: where this role looks for its tables, and in no other schema. */
async function exists(work: Work, table: string): Promise<boolean> {
  const found = isPostgres(work)
    ? sql<{ name: string | null }>`select to_regclass(${table})::text as name`
    : sql<{ name: string | null }>`select name from sqlite_master where type = 'table' and name = ${table}`;
  const { rows } = await found.execute(work);
  return (rows[0]?.name ?? null) !== null;
}

function isPostgres(work: Work): boolean {
  return work.getExecutor().adapter instanceof PostgresAdapter;
}
