import { randomUUID } from 'node:crypto';
import pg from 'pg';

declare const sandboxOn: 'sqlite' | 'postgres';

/** A database of a test's own. */
export interface TestDatabase {
  url: string;
  /** Once nobody uses it any more. */
  drop(): Promise<void>;
}

/** Empty, and on the server that this run of the tests is about. */
export async function emptyDatabase(): Promise<TestDatabase> {
  return sandboxOn === 'postgres' ? postgresDatabase() : { url: 'memory:', drop: async () => {} };
}

/** On the PostgreSQL of this run. */
export async function postgresDatabase(): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await administer(`create database ${name}`);
  return {
    url: `${server()}/${name}`,
    drop: () => administer(`drop database if exists ${name} with (force)`),
  };
}

async function administer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: `${server()}/postgres` });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function server(): string {
  const url = process.env.TEST_POSTGRES;
  if (url === undefined) throw new Error('No PostgreSQL runs: this test belongs to the project “postgres”.');
  return url;
}
