import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { CompiledQuery } from 'kysely';
import Sqlite from 'libsql';
import { openDatabase } from '../../sandbox/src/store/database.js';
import { newestOwnIn, ownPage, ownRequest } from '../../sandbox/src/store/request-views.js';
import type { Caller, Database } from '../../sandbox/src/store/tables.js';

const caller = { id: 1, tenantId: 'sandbox', onlyRequestId: null } as Caller;
let folder: string;
let db: Database;
/** Of its own: after an EXPLAIN libsql calls the table locked until the connection is closed. */
let planner: Sqlite.Database;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'query-plans-'));
  const file = join(folder, 'sandbox.db');
  db = await openDatabase(`file:${file}`, () => {});
  planner = new Sqlite(file);
});
afterAll(async () => {
  planner.close();
  await db.destroy();
  await rm(folder, { recursive: true });
});

/** By which columns SQLite looks the requests up, for each query that does. */
async function waysToRequests(ask: (db: Database) => Promise<unknown>): Promise<string[]> {
  const queries: CompiledQuery[] = [];
  const watched = db.withPlugin({
    transformQuery: ({ node, queryId }) => {
      queries.push(db.getExecutor().compileQuery(node, queryId));
      return node;
    },
    transformResult: async ({ result }) => result,
  });
  await ask(watched);
  const ways = [];
  for (const { sql, parameters } of queries) {
    const plan = planner.prepare(`explain query plan ${sql}`).all(...parameters) as { detail: string }[];
    for (const { detail } of plan) if (/ business_request\b/.test(detail)) ways.push(detail);
  }
  return ways;
}

it.each([
  ['a page of them', (on: Database) => ownPage(on, caller, { skip: 0, take: 100 })],
  ['one of them', (on: Database) => ownRequest(on, caller, 'one')],
  ['the newest of them', (on: Database) => newestOwnIn(on, caller, ['APPROVED'])],
])('looks at no other customer’s requests for %s', async (_, ask) => {
  const ways = await waysToRequests(ask);
  expect(ways).toHaveLength(1);
  expect(ways[0]).toContain('(id=?)');
});
