import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { startSandbox } from '../../../sandbox/src/server.js';
import { openDatabase } from '../../../sandbox/src/store/database.js';
import { ROOT } from '../../support/root.js';
import { UNTRUSTED } from '../../support/untrusted-certificate.js';
import { postgresDatabase, type TestDatabase } from '../support/databases.js';
import { eventually } from '../support/eventually.js';

const NOBODY = { uid: 65534, gid: 65534 };
let database: TestDatabase;
const open: { close(): Promise<void> }[] = [];
beforeEach(async () => {
  database = await postgresDatabase();
});
afterEach(async () => {
  for (const sandbox of open.splice(0).reverse()) await sandbox.close();
  await database.drop();
});

async function start(databaseUrl: string) {
  const settings = { databaseUrl, host: '127.0.0.1', port: 0, signingPageUrl: null, dialect: null };
  const sandbox = await startSandbox(settings, {
    log: () => {},
    passwordCost: { memoryCost: 8, timeCost: 1 },
  });
  open.push(sandbox);
  return sandbox;
}

const ask = (...statements: string[]) => askAt(database.url, ...statements);

async function askAt(connectionString: string, ...statements: string[]): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    let last: pg.QueryResult | undefined;
    for (const statement of statements) last = await client.query(statement);
    if (last === undefined) throw new Error('There is nothing to ask.');
    return last;
  } finally {
    await client.end();
  }
}

/** How many rows the last statement gave. */
const administer = async (...statements: string[]): Promise<number> =>
  (await ask(...statements)).rowCount ?? 0;

/** What the start says, as soon as the server refuses. */
async function refusal(url: string): Promise<string> {
  for (let left = 100; ; left -= 1) {
    const client = new pg.Client({ connectionString: url });
    const isIn = await client.connect().then(
      () => client.end().then(() => true),
      () => false,
    );
    if (!isIn) return start(url).then(() => 'It started.', String);
    if (left === 0) return 'It lets everybody in.';
    await wait(50);
  }
}

/** The same database for another role, or with an option of the session. */
function as(role: string, options?: string): string {
  const url = new URL(database.url);
  url.username = role;
  if (options !== undefined) url.searchParams.set('options', options);
  return String(url);
}

async function isServing(url: string): Promise<boolean> {
  const { status } = await fetch(`${url}/api/BusinessRequest/GetAllRequestTypes`, {
    headers: { ApiKey: 'sandbox-api-key' },
  });
  // The ApiKey was looked up in the database; a token is what is missing.
  return status === 401;
}

describe('a sandbox on PostgreSQL', () => {
  it('keeps to its own schema where another one of the database holds a sandbox too', async () => {
    await administer('create schema one', 'create schema two');
    const [one, two] = [as('postgres', '-csearch_path=one'), as('postgres', '-csearch_path=two')];
    await expect(isServing((await start(one)).url)).resolves.toBe(true);
    await expect(isServing((await start(two)).url)).resolves.toBe(true);
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const { rows } = await client.query(
      "select schemaname from pg_tables where tablename = 'customer' order by 1",
    );
    await client.end();
    expect(rows).toEqual([{ schemaname: 'one' }, { schemaname: 'two' }]);
  });

  it('starts first with the owner of docs/how-to/postgresql.md, and again with its role that may make no tables', async () => {
    const page = await readFile(join(ROOT, 'docs/how-to/postgresql.md'), 'utf8');
    const [, block = ''] = /^```\n(create role [\s\S]*?)^```/m.exec(page) ?? [];
    const [before = '', after = ''] = block.split(/^-- after the first start.*$/m);
    const roles = [...block.matchAll(/^create role (\w+)/gm)].map(([, name = '']) => name);
    const [owner = '', role = ''] = roles;
    try {
      await ask(before);
      await (await start(as(owner))).close();
      open.pop();
      await askAt(as(owner), after);
      await expect(isServing((await start(as(role))).url)).resolves.toBe(true);
      await open.pop()?.close();
    } finally {
      for (const each of roles) await administer(`drop owned by ${each}`, `drop role ${each}`);
    }
  });

  it('says what to grant to a role that may make no tables at the first start, and makes nothing', async () => {
    const role = `first_${process.pid}`;
    await administer(`create role ${role} login`);
    try {
      await expect(start(as(role))).rejects.toThrow(/grant it CREATE on the schema/);
      expect(await administer("select from pg_tables where schemaname = 'public'")).toBe(0);
    } finally {
      await administer(`drop role ${role}`);
    }
  });

  it('says that no connection is left', async () => {
    const role = `crowded_${process.pid}`;
    await administer(`create role ${role} login connection limit 0`);
    try {
      await expect(start(as(role))).rejects.toThrow(/no connection left.*max_connections/);
    } finally {
      await administer(`drop role ${role}`);
    }
  });

  it.each([
    ['lets this role in over TLS alone', 'hostnossl', 'reject', /add \?sslmode=verify-full/],
    ['wants another password', 'host', 'scram-sha-256', /user and password .* are right/],
  ])('says what to change where the server %s', async (_, type, how, sentence) => {
    const role = `${type}_${process.pid}`;
    await administer(`create role ${role} login password 'right'`);
    const { rows } = await ask('show hba_file');
    const file: string = rows[0].hba_file;
    const before = await readFile(file, 'utf8');
    await writeFile(file, `${type} all ${role} 127.0.0.1/32 ${how}\n${before}`);
    await administer('select pg_reload_conf()');
    const url = new URL(as(role));
    url.password = 'wrong';
    try {
      // The server reads its file again soon, not at once.
      await expect(refusal(String(url))).resolves.toMatch(sentence);
    } finally {
      await writeFile(file, before);
      await administer('select pg_reload_conf()', `drop owned by ${role}`, `drop role ${role}`);
    }
  });

  it('over TLS takes the CA that the address names, and says so where it names none', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'postgres-tls-'));
    const [certificate, key] = [join(folder, 'server.crt'), join(folder, 'server.key')];
    await writeFile(certificate, UNTRUSTED.cert);
    await writeFile(key, UNTRUSTED.key, { mode: 0o600 });
    if (userInfo().uid === 0)
      for (const path of [folder, certificate, key]) await chown(path, NOBODY.uid, NOBODY.gid);
    const files = ['ssl_cert_file', 'ssl_key_file', 'ssl'];
    const set = [certificate, key, 'on'].map((value, at) => `alter system set ${files[at]} = '${value}'`);
    await administer(...set, 'select pg_reload_conf()');
    try {
      while ((await ask('show ssl')).rows[0].ssl !== 'on') await wait(20);
      const url = `${database.url}?sslmode=verify-full`;
      await expect(start(url)).rejects.toThrow(/certificate .*&sslrootcert=/);
      await expect(isServing((await start(`${url}&sslrootcert=${certificate}`)).url)).resolves.toBe(true);
    } finally {
      await administer(...files.map((name) => `alter system reset ${name}`), 'select pg_reload_conf()');
      await rm(folder, { recursive: true });
    }
  });

  it('waits for another sandbox that is making the tables, and says so where that one does not end', async () => {
    const other = new pg.Client({ connectionString: database.url });
    await other.connect();
    try {
      await other.query('begin; select pg_advisory_xact_lock(8653671)');
      const name = new URL(database.url).pathname.slice(1);
      // Sooner than the ten seconds of its own.
      await administer(`alter database ${name} set lock_timeout = '200ms'`);
      await expect(start(database.url)).rejects.toThrow(/brought up to date by another sandbox/);
      await administer(`alter database ${name} reset lock_timeout`);
      const starting = start(database.url);
      while ((await administer("select from pg_locks where locktype = 'advisory' and not granted")) === 0)
        await wait(20);
      await other.query('commit');
      await expect(isServing((await starting).url)).resolves.toBe(true);
    } finally {
      await other.end();
    }
  });

  it('says so on a server that can only be read', async () => {
    await administer(
      `alter database ${new URL(database.url).pathname.slice(1)} set default_transaction_read_only = on`,
    );
    await expect(start(database.url)).rejects.toThrow(/can only be read; name the primary server/);
  });

  it('answers 503 where the server has become one that can only be read, and a later start says so', async () => {
    const { url } = await start(database.url);
    await administer(
      `alter database ${new URL(database.url).pathname.slice(1)} set default_transaction_read_only = on`,
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'vlens-sandbox' and datname = current_database()",
    );
    const reset = () => fetch(`${url}/sandbox/reset`, { method: 'POST' }).then(({ status }) => status);
    await eventually(reset, (status) => status !== 200);
    expect(await reset()).toBe(503);
    await expect(start(database.url)).rejects.toThrow(/can only be read; name the primary server/);
  });

  it('refuses an encoding without Arabic letters before it makes anything', async () => {
    const name = `latin_${process.pid}`;
    await administer(
      `create database ${name} encoding 'LATIN1' lc_collate 'C' lc_ctype 'C' template template0`,
    );
    const url = new URL(database.url);
    url.pathname = `/${name}`;
    try {
      await expect(start(String(url))).rejects.toThrow(/ENCODING UTF8/);
    } finally {
      await administer(`drop database ${name}`);
    }
  });
});

const hasPgbouncer = spawnSync('pgbouncer', ['--version']).status === 0;

(hasPgbouncer ? describe : describe.skip)(
  'a sandbox behind pgbouncer (left out without Debian’s pgbouncer)',
  () => {
    let pooler: ChildProcess;
    let folder: string;
    let url: string;

    async function startPooler(mode: string): Promise<void> {
      folder = await mkdtemp(join(tmpdir(), 'pgbouncer-'));
      const { hostname, port, pathname } = new URL(database.url);
      const listenPort = await freePort();
      const file = join(folder, 'pgbouncer.ini');
      await writeFile(
        file,
        `[databases]\n* = host=${hostname} port=${port} user=postgres\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = ${listenPort}\n` +
          `auth_type = any\npool_mode = ${mode}\nmax_client_conn = 100\ndefault_pool_size = 20\nunix_socket_dir =\n`,
      );
      // pgbouncer refuses to be run by root.
      const user = userInfo().uid === 0 ? NOBODY : {};
      if (user === NOBODY) for (const path of [folder, file]) await chown(path, NOBODY.uid, NOBODY.gid);
      pooler = spawn('pgbouncer', [file], { stdio: 'ignore', ...user });
      url = `postgres://postgres@127.0.0.1:${listenPort}${pathname}`;
      await answers();
    }

    async function answers(): Promise<void> {
      for (let left = 100; ; left -= 1) {
        const client = new pg.Client({ connectionString: url });
        try {
          await client.connect();
          await client.end();
          return;
        } catch (error) {
          if (left === 0 || pooler.exitCode !== null) throw error;
          await wait(50);
        }
      }
    }

    afterEach(async () => {
      for (const sandbox of open.splice(0)) await sandbox.close();
      const ended = once(pooler, 'exit');
      pooler.kill('SIGKILL');
      await ended;
      await rm(folder, { recursive: true, force: true });
    });

    it.each(['session', 'transaction'])('in %s mode works as it comes', async (mode) => {
      await startPooler(mode);
      const sandbox = await start(url);
      const asked = await Promise.all(Array.from({ length: 30 }, () => isServing(sandbox.url)));
      expect(asked.every(Boolean)).toBe(true);
    });

    it('in statement mode refuses to start, with what to change', async () => {
      await startPooler('statement');
      await expect(start(url)).rejects.toThrow(/pool_mode = session or transaction/);
    });
  },
);

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

describe('a server that ends a connection after the tables are up to date', () => {
  const CUT = `create function cut() returns trigger language plpgsql as $$
    begin perform pg_terminate_backend(pg_backend_pid()); return new; end $$`;

  it.each([
    ['while the sandbox is filled', 'tenant'],
    ['while a gateway is subscribed', 'webhook_subscription'],
  ])('%s has that said in a sentence', async (_when, table) => {
    const tables = await openDatabase(database.url, () => {});
    await tables.destroy();
    await ask(CUT, `create trigger cut before insert on ${table} for each row execute function cut()`);
    const target = { url: 'http://127.0.0.1:9/webhooks/vlens', secret: 'a secret of a test' };
    const starting = start(database.url).then((sandbox) => sandbox.subscribeWebhook(target));
    await expect(starting).rejects.toMatchObject({
      name: 'SandboxStartError',
      message: expect.stringMatching(/^PostgreSQL at [^;]+ can’t be reached or brought up to date; /),
    });
  });
});
