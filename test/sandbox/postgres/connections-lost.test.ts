import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { AHMED } from '../support/customer.js';
import { postgresDatabase, type TestDatabase } from '../support/databases.js';
import { eventually } from '../support/eventually.js';
import { CAIRO } from '../support/sandbox.js';
import { CompiledSandbox } from '../support/sandbox-process.js';

let build: CompiledSandbox;
let database: TestDatabase;
beforeAll(async () => {
  [build, database] = await Promise.all([CompiledSandbox.build(), postgresDatabase()]);
});
afterAll(async () => {
  await build.remove();
  await database.drop();
});

const HEADERS = { ApiKey: 'sandbox-api-key', 'content-type': 'application/json' };

/** Asks for the customer's list, and says with which HTTP status it was answered. */
async function lister(url: string): Promise<() => Promise<number>> {
  const { phoneNumber, password, imei } = AHMED;
  const login = await fetch(`${url}/api/DigitalIdentity/Login`, {
    method: 'POST',
    headers: HEADERS,
    body: JSON.stringify({ phoneNumber, password, imei, geoLocation: CAIRO }),
  });
  const { data } = (await login.json()) as { data: { accessToken: string } };
  const headers = { ...HEADERS, Authorization: `Bearer ${data.accessToken}` };
  return async () => {
    const answer = await fetch(`${url}/api/BusinessRequest/CurrentList`, { headers });
    await answer.text();
    return answer.status;
  };
}

/** Ends every connection of the sandbox's, in the middle of whatever it does. */
async function endConnections(): Promise<number> {
  const client = new pg.Client({ connectionString: process.env.TEST_POSTGRES });
  await client.connect();
  try {
    const { rowCount } = await client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'vlens-sandbox' and datname = $1`,
      [new URL(database.url).pathname.slice(1)],
    );
    return rowCount ?? 0;
  } finally {
    await client.end();
  }
}

describe('a sandbox whose PostgreSQL ends its connections under load', () => {
  it('lives, answers 503 where it could not answer, and goes on', async () => {
    const { url, kill } = await build.start(database.url);
    const list = await lister(url);
    const statuses = new Map<number, number>();
    let isOver = false;
    const load = Array.from({ length: 8 }, async () => {
      while (!isOver) {
        const status = await list();
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
    });
    let ended = 0;
    for (let round = 0; round < 10; round += 1) {
      ended += await endConnections();
      await wait(50);
    }
    isOver = true;
    // A process that died would refuse the connection, which rejects.
    await Promise.all(load);
    expect(ended).toBeGreaterThan(0);
    expect([...statuses.keys()].filter((status) => ![200, 429, 503].includes(status))).toEqual([]);
    await eventually(list, (status) => status === 200);
    await kill();
  }, 60_000);
});
