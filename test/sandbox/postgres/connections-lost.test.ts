import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { AHMED } from '../support/customer.js';
import { eventually } from '../support/eventually.js';
import { type OwnPostgres, startPostgres } from '../support/postgres/server.mjs';
import { CAIRO } from '../support/sandbox.js';
import { CompiledSandbox } from '../support/sandbox-process.js';

let build: CompiledSandbox;
/** Of its own: no other test's server is restarted. */
let server: OwnPostgres;
let database: string;
beforeAll(async () => {
  [build, server] = await Promise.all([CompiledSandbox.build(), startPostgres()]);
  database = `${server.url}/postgres`;
});
afterAll(async () => {
  await build.remove();
  await server?.stop();
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
  const client = new pg.Client({ connectionString: database });
  await client.connect();
  try {
    const { rowCount } = await client.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'vlens-sandbox'",
    );
    return rowCount ?? 0;
  } finally {
    await client.end();
  }
}

describe('a sandbox under load', () => {
  it('lives while its PostgreSQL ends its connections, restarts and crashes: it answers 503 where it cannot answer, and goes on', async () => {
    const { url, kill } = await build.start(database);
    const list = await lister(url);
    const statuses = new Map<number, number>();
    let isOver = false;
    const load = Array.from({ length: 8 }, async () => {
      while (!isOver) {
        const status = await list();
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        await wait(5);
      }
    });
    let ended = 0;
    for (let round = 0; round < 10; round += 1) {
      ended += await endConnections();
      await wait(50);
    }
    expect(ended).toBeGreaterThan(0);
    for (const mode of ['fast', 'immediate'] as const) {
      await eventually(list, (status) => status === 200);
      const before = statuses.get(503) ?? 0;
      await server.restart(mode);
      expect([mode, (statuses.get(503) ?? 0) > before]).toEqual([mode, true]);
    }
    await eventually(list, (status) => status === 200);
    isOver = true;
    // A process that died would refuse the connection, which rejects.
    await Promise.all(load);
    expect([...statuses.keys()].filter((status) => ![200, 429, 503].includes(status))).toEqual([]);
    await kill();
  }, 120_000);
});
