import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { openDatabase } from '../../../sandbox/src/store/database.js';

declare const sandboxOn: 'sqlite' | 'postgres';

/** A database of a test's own. */
export interface TestDatabase {
  url: string;
  /** Once nobody uses it any more. */
  drop(): Promise<void>;
}

/** With nothing in it, and on the server that this run of the tests is about. */
export async function emptyDatabase(): Promise<TestDatabase> {
  return sandboxOn === 'postgres'
    ? postgresDatabase(await migratedTemplate())
    : { url: 'memory:', drop: async () => {} };
}

/** On the PostgreSQL of this run. */
export async function postgresDatabase(template = 'template1'): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await administer(`create database ${name} template ${template}`);
  return {
    url: `${server()}/${name}`,
    drop: () => administer(`drop database if exists ${name} with (force)`),
  };
}

let template: Promise<string> | undefined;

/** What every migration has been through: a copy of it costs less than going through them again. */
function migratedTemplate(): Promise<string> {
  template ??= makeTemplate();
  return template;
}

async function makeTemplate(): Promise<string> {
  const name = `template_${randomUUID().replaceAll('-', '')}`;
  await administer(`create database ${name}`);
  const database = await openDatabase(`${server()}/${name}`, () => {});
  await database.destroy();
  return name;
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
