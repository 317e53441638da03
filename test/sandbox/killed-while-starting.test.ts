import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { openDatabase } from '../../sandbox/src/store/database.js';
import { CompiledSandbox } from './support/sandbox-process.js';

let build: CompiledSandbox;
let folder: string;
beforeAll(async () => {
  build = await CompiledSandbox.build();
  folder = await mkdtemp(join(tmpdir(), 'sandbox-'));
  await chmod(folder, 0o755);
  await writeFile(
    join(build.folder, 'killed.js'),
    `import { copyFileSync, existsSync } from 'node:fs';
import Sqlite from 'libsql';
const [, , file, copies] = process.argv;
const { prepare } = Sqlite.prototype;
let statements = 0;
// What is in its files when a statement begins is what a kill at that moment leaves: the process writes nothing more.
Sqlite.prototype.prepare = function (...args) {
  statements += 1;
  if (copies) for (const part of ['', '-wal']) if (existsSync(file + part)) copyFileSync(file + part, copies + '/' + statements + '.db' + part);
  return prepare.apply(this, args);
};
const { openDatabase } = await import('./sandbox/src/store/database.js');
await (await openDatabase('file:' + file, () => {})).destroy();
console.log(statements);
`,
  );
});
afterAll(async () => {
  await build.remove();
  await rm(folder, { recursive: true, force: true });
});

/**
 * A first start on this file.
 * @param copies where its files are copied before each of its statements, as `<number>.db`
 * @returns how many statements there were
 */
async function start(file: string, copies = ''): Promise<number> {
  const child = spawn(process.execPath, ['killed.js', file, copies], {
    cwd: build.folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [printed, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  expect(code).toBe(0);
  return Number(printed);
}

/** The sandbox itself, until it serves: what it printed, or the signal that ended it before. */
async function startWhole(file: string, endAt = 0): Promise<string> {
  const child = spawn(process.execPath, ['terminated.js'], {
    cwd: build.folder,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { SANDBOX_DATABASE_URL: `file:${file}`, SANDBOX_PORT: '0', END_AT: String(endAt) },
  });
  let printed = '';
  child.stdout.on('data', (part) => {
    printed += part;
    if (printed.includes('statements: ')) child.kill('SIGKILL');
  });
  const [, signal] = await once(child, 'exit');
  return printed || signal;
}

/** How many rows each table has. */
async function rowsIn(file: string): Promise<Record<string, number>> {
  const db = await openDatabase(`file:${file}`, () => {});
  const tables = await sql<{ name: string }>`select name from sqlite_master where type = 'table'`.execute(db);
  const counts: Record<string, number> = {};
  for (const { name } of tables.rows) {
    const { rows } = await sql<{ count: number }>`select count(*) as count from ${sql.table(name)}`.execute(
      db,
    );
    counts[name] = rows[0]?.count ?? 0;
  }
  await db.destroy();
  return counts;
}

async function migrationsIn(url: string): Promise<string[]> {
  const db = await openDatabase(url, () => {});
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  await db.destroy();
  return rows.map(({ name }) => name);
}

describe('a first start on a file', () => {
  it('that is killed with kill -9 at whichever statement leaves what the next start takes', async () => {
    const statements = await start(join(folder, 'whole.db'), folder);
    const whole = await migrationsIn(`file:${join(folder, 'whole.db')}`);
    for (let at = 1; at <= statements; at += 1)
      await expect(migrationsIn(`file:${join(folder, `${at}.db`)}`)).resolves.toEqual(whole);
    // It could be killed at each of them: every migration has several.
    expect(statements).toBeGreaterThan(whole.length * 2);
  }, 240_000);

  it('that is ended by SIGTERM, while tables are made or filled, leaves what the next start takes', async () => {
    await writeFile(
      join(build.folder, 'terminated.js'),
      `import Sqlite from 'libsql';
const { prepare } = Sqlite.prototype;
let statements = 0;
Sqlite.prototype.prepare = function (...args) {
  statements += 1;
  // With no listener the signal ends the process here and now, as kill -9 does.
  if (process.listenerCount('SIGTERM') === 0 && process.env.END_AT === String(statements)) process.kill(process.pid, 'SIGTERM');
  return prepare.apply(this, args);
};
await import('./sandbox/src/main.js');
console.log('statements: ' + statements);
`,
    );
    const whole = join(folder, 'to-the-end.db');
    const statements = Number(/statements: (\d+)/.exec(await startWhole(whole))?.[1]);
    const tables = await rowsIn(whole);
    expect(tables).toMatchObject({ customer: expect.any(Number), product: expect.any(Number) });
    await Promise.all(
      [0.1, 0.9].map(async (part) => {
        const file = join(folder, `terminated-${part}.db`);
        expect(await startWhole(file, Math.ceil(statements * part))).toBe('SIGTERM');
        expect(await rowsIn(file)).not.toEqual(tables);
        await startWhole(file);
        expect(await rowsIn(file)).toEqual(tables);
      }),
    );
  }, 120_000);

  it('comes up in each of three processes that start at once', async () => {
    await Promise.all([1, 2, 3].map(() => start(join(folder, 'three.db'))));
  });
});

describe('a start on a disk that takes nothing', () => {
  /** What it says in a process of its own, of a user who is not root. */
  async function refusal(file: string, around: string[] = []): Promise<string> {
    await writeFile(
      join(build.folder, 'refused.js'),
      `const { openDatabase } = await import('./sandbox/src/store/database.js');
if (process.getuid() === 0) process.seteuid(65534);
await openDatabase('file:' + process.argv[2], () => {}).then(() => console.log('It started.'), ({ message }) => console.log(message));
`,
    );
    const [program = '', ...args] = [...around, process.execPath, 'refused.js', file];
    const child = spawn(program, args, { cwd: build.folder, stdio: ['ignore', 'pipe', 'inherit'] });
    return text(child.stdout);
  }

  it('says that this user may not write', async () => {
    const readOnly = join(folder, 'read-only');
    await mkdir(readOnly);
    const file = join(readOnly, 'sandbox.db');
    await start(file);
    await Promise.all([chmod(file, 0o444), chmod(readOnly, 0o555)]);
    await expect(refusal(file)).resolves.toMatch(/which this user may write|may only read/);
    await expect(refusal(join(readOnly, 'new.db'))).resolves.toMatch(
      /this user may write|may not make files/,
    );
    await chmod(readOnly, 0o755);
  });

  // A disk of its own, in a namespace of its own.
  const canMount = spawnSync('unshare', ['-m', 'true']).status === 0;
  const why = canMount ? '' : ' (left out: this user may mount nothing)';
  (canMount ? it : it.skip)(`says that it is full${why}`, async () => {
    const disk = join(folder, 'disk');
    await mkdir(disk);
    for (const kilobytes of [8, 64, 128]) {
      const mount = `mount -t tmpfs -o mode=777,size=${kilobytes}k none ${disk} && exec "$@"`;
      const said = await refusal(join(disk, 'sandbox.db'), ['unshare', '-m', 'sh', '-c', mount, 'sh']);
      expect([kilobytes, said]).toEqual([kilobytes, expect.stringContaining('The disk is full')]);
    }
  });
});

describe('a sandbox that is ended in order', () => {
  it('leaves everything in the one file', async () => {
    const file = join(folder, 'ended.db');
    await start(file);
    const log = await stat(`${file}-wal`).catch(() => ({ size: 0 }));
    expect(log.size).toBe(0);
    expect((await stat(file)).size).toBeGreaterThan(0);
  });
});

describe('a database of a newer version', () => {
  it('is refused with what to do, and left as it is', async () => {
    const url = `file:${join(folder, 'newer.db')}`;
    const db = await openDatabase(url, () => {});
    await sql`insert into kysely_migration (name, timestamp) values ('9999-later', '')`.execute(db);
    await db.destroy();
    await expect(openDatabase(url, () => {})).rejects.toThrow(/newer version.*Update the sandbox/);
  });
});
