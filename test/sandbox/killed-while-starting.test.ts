import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { openDatabase } from '../../sandbox/src/store/database.js';
import { CompiledSandbox } from './support/sandbox-process.js';

let build: CompiledSandbox;
let folder: string;
beforeAll(async () => {
  build = await CompiledSandbox.build();
  folder = await mkdtemp(join(tmpdir(), 'sandbox-'));
  await writeFile(
    join(build.folder, 'killed.js'),
    `import Sqlite from 'libsql';
const [, , url, at] = process.argv;
const { prepare } = Sqlite.prototype;
let statements = 0;
Sqlite.prototype.prepare = function (...args) {
  statements += 1;
  if (statements === Number(at)) process.kill(process.pid, 'SIGKILL');
  return prepare.apply(this, args);
};
const { openDatabase } = await import('./sandbox/src/store/database.js');
await (await openDatabase(url, () => {})).destroy();
`,
  );
});
afterAll(async () => {
  await build.remove();
  await rm(folder, { recursive: true, force: true });
});

/** A first start that is killed before its statement of that number; whether it was, or came to its end before. */
async function startAndKill(url: string, at: number): Promise<boolean> {
  const child = spawn(process.execPath, ['killed.js', url, String(at)], {
    cwd: build.folder,
    stdio: 'inherit',
  });
  const [code, signal] = await once(child, 'exit');
  expect(code ?? signal).toBe(signal === 'SIGKILL' ? 'SIGKILL' : 0);
  return signal === 'SIGKILL';
}

async function migrationsIn(url: string): Promise<string[]> {
  const db = await openDatabase(url, () => {});
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  await db.destroy();
  return rows.map(({ name }) => name);
}

describe('a first start on a file that is killed with kill -9', () => {
  it('at whichever statement leaves what the next start takes', async () => {
    const whole = await migrationsIn(`file:${join(folder, 'whole.db')}`);
    let at = 1;
    while (await startAndKill(`file:${join(folder, `${at}.db`)}`, at)) {
      await expect(migrationsIn(`file:${join(folder, `${at}.db`)}`)).resolves.toEqual(whole);
      at += 1;
    }
    // It was killed at each of them: every migration has several.
    expect(at).toBeGreaterThan(whole.length * 2);
  }, 240_000);

  it('and three that start at once all come up', async () => {
    const url = `file:${join(folder, 'three.db')}`;
    const ends = await Promise.all([1, 2, 3].map(() => startAndKill(url, 0)));
    expect(ends).toEqual([false, false, false]);
  });
});

describe('a sandbox that is ended in order', () => {
  it('leaves everything in the one file', async () => {
    const file = join(folder, 'ended.db');
    await startAndKill(`file:${file}`, 0);
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
