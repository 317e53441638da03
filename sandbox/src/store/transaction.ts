import { PostgresAdapter, sql } from 'kysely';
import type { Database, Tables, Work } from './tables.js';

const MAX_RUNS = 5;
/** Serialization failure and deadlock: PostgreSQL has undone all of the work, and says so. */
const UNDONE = ['40001', '40P01'];

/**
 * Does all of the work, or none of it. It is run again where PostgreSQL has undone it in favour of another one; never
 * after a lost connection, where it may have been committed. So a work touches nothing but the database: what must
 * happen besides comes after it.
 */
export async function inTransaction<T>(db: Database, work: (work: Work) => Promise<T>): Promise<T> {
  for (let run = 1; ; run += 1) {
    try {
      return await db.transaction().execute(work);
    } catch (error) {
      if (run === MAX_RUNS || !isUndone(error)) throw error;
    }
  }
}

/**
 * Until this work ends, no other one writes to these tables. On SQLite every transaction is alone already.
 * @param tables always in the same order.
 */
export async function lockTables(work: Work, tables: readonly (keyof Tables)[]): Promise<void> {
  if (!(work.getExecutor().adapter instanceof PostgresAdapter)) return;
  for (const table of tables) {
    await sql`lock table ${sql.table(table)} in share row exclusive mode`.execute(work);
  }
}

function isUndone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && UNDONE.includes(String(error.code));
}
