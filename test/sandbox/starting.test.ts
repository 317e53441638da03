import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { helpFor } from '../../sandbox/src/command-line.js';
import { startSandbox } from '../../sandbox/src/server.js';
import { SETTINGS } from '../../sandbox/src/settings.js';
import { checkDatabase, openDatabase } from '../../sandbox/src/store/database.js';
import { AHMED, CAR_LOAN, Customer, type Login, logIn } from './support/customer.js';
import { Newcomer } from './support/newcomer.js';
import { TestSandbox } from './support/sandbox.js';

let folder: string;
const open: { close(): Promise<void> }[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sandbox-'));
});
afterEach(async () => {
  for (const sandbox of open.splice(0)) await sandbox.close();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const start = (databaseUrl: string, port = 0) =>
  startSandbox({ databaseUrl, host: '127.0.0.1', port, signingPageUrl: null, dialect: null });

describe('starting', () => {
  it('with --help starts nothing and names every setting, and with another option says so', () => {
    expect(helpFor([])).toBeNull();
    for (const name of Object.keys(SETTINGS.shape)) expect(helpFor(['--help'])).toContain(`  ${name} (`);
    expect(() => helpFor(['--port=5000'])).toThrow(/no such option.*--help/);
  });

  it('on a port that is taken says which setting to change', async () => {
    const first = await start('memory:');
    open.push(first);
    const port = Number(new URL(first.url).port);
    await expect(start('memory:', port)).rejects.toMatchObject({
      name: 'SandboxStartError',
      code: 'EADDRINUSE',
      message: expect.stringContaining('SANDBOX_PORT'),
    });
  });

  it('with a file that is no database says so', async () => {
    const file = join(folder, 'letter.txt');
    await writeFile(file, 'Dear Sir or Madam, '.repeat(500));
    await expect(start(`file:${file}`)).rejects.toThrow(
      /letter\.txt can’t be opened; .*SANDBOX_DATABASE_URL/,
    );
  });

  it('with a folder in the file’s place says so', async () => {
    await expect(start(`file:${folder}`)).rejects.toThrow('SANDBOX_DATABASE_URL');
  });

  it.each(['mysql:x', ''])('with %p says what it can use', async (url) => {
    await expect(start(url)).rejects.toThrow(/file:<path>/);
  });

  it.each([
    'postgres://vlens:hunter2@127.0.0.1:1/sandbox',
    'postgres://vlens:hunter2@127.0.0.1:port/sandbox',
  ])('with a PostgreSQL that can’t be had says so, and never the password: %p', async (url) => {
    const failure = await start(url).catch((error: Error) => error);
    expect(failure).toMatchObject({ name: 'SandboxStartError' });
    expect(String(failure)).toMatch(/PostgreSQL.*SANDBOX_DATABASE_URL/);
    expect(inspect(failure, { depth: 9 })).not.toContain('hunter2');
  });

  it.each(['/proc/x/sandbox.db', '/proc/self/x/y/sandbox.db'])(
    'where no folder can be made says so at once: %s',
    async (file) => {
      const refused = /can’t be opened; .*SANDBOX_DATABASE_URL/;
      await expect(start(`file:${file}`)).rejects.toThrow(refused);
      await expect(checkDatabase(`file:${file}`)).rejects.toThrow(refused);
    },
  );

  it('makes the folders that lead to its file', async () => {
    const sandbox = await start(`file:${join(folder, 'deep', 'down', 'sandbox.db')}`);
    await sandbox.close();
  });
});

describe('a disk that is full', () => {
  it('is told as that, although SQLite has rolled back by itself; what comes once there is room is done', async () => {
    const database = await openDatabase(`file:${join(folder, 'full.db')}`, () => {});
    const fill = (times: number) =>
      database.transaction().execute(async (work) => {
        for (let at = 0; at < times; at += 1)
          await sql`insert into filler values (${'x'.repeat(4000)})`.execute(work);
      });
    await sql`create table filler (text text)`.execute(database);
    const mayHave = (pages: number) => sql.raw(`pragma max_page_count = ${pages}`).execute(database);
    // As many as it has.
    await mayHave(1);
    await expect(fill(10)).rejects.toMatchObject({ code: 'SQLITE_FULL' });
    await mayHave(10_000);
    await fill(1);
    expect((await sql`select text from filler`.execute(database)).rows).toHaveLength(1);
    await database.destroy();
  });
});

describe('starting again on the same file', () => {
  it('has everything that was there, tokens and a moved clock included', async () => {
    const databaseUrl = `file:${join(folder, 'again.db')}`;
    const before = await TestSandbox.start({ databaseUrl });
    const customer = await Customer.loggedIn(before, AHMED);
    const requestId = await customer.approved(CAR_LOAN);
    const { id, code } = await customer.otpFor(requestId);
    await before.control('POST', 'clock', { advanceSeconds: 60 });
    await before.control('POST', 'tenant', { quotaPerMinute: 1000 });
    await before.close();

    const after = await TestSandbox.start({ databaseUrl });
    open.push(after);
    const still = new Customer(after, AHMED, customer.token, after.apiKey);
    expect((await still.validateOtp(id, code)).code).toBeNull();
    expect((await still.confirm(requestId)).code).toBeNull();
    expect((await after.control('GET', 'clock')).body.offsetMs).toBe(60_000);
    expect((await after.control('GET', 'tenant')).body.quotaPerMinute).toBe(1000);
  });

  it('keeps no code, no password and no token that could be read in the file', async () => {
    const databaseUrl = `file:${join(folder, 'secret.db')}`;
    const sandbox = await TestSandbox.start({ databaseUrl });
    const { accessToken = '', refreshToken } = (await logIn(sandbox, AHMED)).data as Login & {
      refreshToken: string;
    };
    const customer = new Customer(sandbox, AHMED, accessToken, sandbox.apiKey);
    const { id, code } = await customer.otpFor(await customer.approved(CAR_LOAN));
    const newcomer = new Newcomer(sandbox);
    const { phoneNumberOtpRequestId, phoneNumberOtp } = await newcomer.phoneCode();
    await sandbox.close();
    const { default: Sqlite } = await import('libsql');
    const sqlite = new Sqlite(join(folder, 'secret.db'));
    const tables = sqlite.prepare("select name from sqlite_master where type = 'table'").all() as {
      name: string;
    }[];
    const cells = tables
      .flatMap(({ name }) => sqlite.prepare(`select * from "${name}"`).all() as object[])
      .flatMap((row) => Object.values(row).map(String));
    sqlite.close();
    // What it does keep of both codes: all of the file was read.
    expect(cells).toEqual(expect.arrayContaining([id, phoneNumberOtpRequestId]));
    // A code may be a part of a hash by chance.
    for (const secret of [code, phoneNumberOtp]) expect(cells).not.toContain(secret);
    for (const secret of [AHMED.password, 'Operator-2026!', accessToken, refreshToken, sandbox.apiKey])
      expect(cells.filter((cell) => cell.includes(secret))).toEqual([]);
  });
});

describe('two sandboxes on one file', () => {
  it('create one request for a customer who asks both at once', async () => {
    const databaseUrl = `file:${join(folder, 'shared.db')}`;
    const first = await TestSandbox.start({ databaseUrl });
    const second = await TestSandbox.start({ databaseUrl });
    open.push(first, second);
    const here = await Customer.loggedIn(first, AHMED);
    const there = new Customer(second, AHMED, here.token, second.apiKey);
    const codes = (await Promise.all([here.create(), there.create()])).map(({ code }) => code);
    expect(codes.sort()).toEqual([9100, null]);
  });
});
