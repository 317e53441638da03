import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DurableStore } from '../../src/idempotency/durable-store.js';
import { openJournal } from '../../src/idempotency/journal.js';
import { openStore } from '../../src/idempotency/open-store.js';
import { REMEMBERED_MS, type RecordId } from '../../src/idempotency/store.js';

const ANSWER = Buffer.from('encrypted');
const TENANT = { url: 'https://vlens.example', apiKey: 'key' };
const id = (name: string) => name as RecordId;

let folder: string;
let now: number;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vlens-state-'));
  now = Date.now();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const open = async () =>
  DurableStore.open({
    journal: await openJournal(folder),
    now: () => performance.now(),
    wallClock: () => now,
  });

describe('A store that outlives its process', () => {
  it('gives the answers of the last process again, for the rest of their day', async () => {
    const first = await open();
    await first.claim(id('r'), 'f');
    await first.settle(id('r'), 'f', ANSWER);
    await first.close();
    now += REMEMBERED_MS - 1000;
    const second = await open();
    const again = await second.claim(id('r'), 'f');
    expect(again).toEqual({ state: 'settled', fingerprint: 'f', ciphertext: new Uint8Array(ANSWER) });
    const { ciphertext } = again as { ciphertext: Uint8Array };
    expect(ciphertext.buffer.byteLength).toBe(ANSWER.byteLength);
    await second.close();
    now += 2000;
    const third = await open();
    expect(await third.claim(id('r'), 'f')).toEqual({ state: 'claimed' });
    await third.close();
  });

  it('knows a step that was under way when the last process ended, and not one that was not sent', async () => {
    const first = await open();
    await first.claim(id('sent'), 'f');
    await first.claim(id('not sent'), 'f');
    await first.release(id('not sent'));
    await first.close();
    const second = await open();
    expect(await second.claim(id('sent'), 'f')).toEqual({ state: 'lost', fingerprint: 'f' });
    expect(await second.claim(id('not sent'), 'f')).toEqual({ state: 'claimed' });
    await second.close();
  });

  it('forgets nothing of what it acknowledged when it is killed', async () => {
    const script = `
      import { ClassicLevel } from 'classic-level';
      const db = new ClassicLevel(${JSON.stringify(folder)});
      await db.open();
      for (let n = 0; ; n += 1) {
        await db.put('r' + n, JSON.stringify([${now}, 'f', 'AAAA']), { sync: true });
        process.stdout.write(n + '\\n');
      }`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let last = -1;
    child.stdout.on('data', (text) => {
      last = Number(String(text).trim().split('\n').at(-1));
      if (last > 50) child.kill('SIGKILL');
    });
    await once(child, 'exit');
    const store = await open();
    for (let number = 0; number <= last; number += 1)
      expect(await store.claim(id(`r${number}`), 'f')).toMatchObject({ state: 'settled' });
    await store.close();
  });

  it('is refused to a second process, with a sentence', async () => {
    const store = await open();
    await expect(open()).rejects.toThrow('another gateway is using it');
    await store.close();
  });
});

describe('A folder that can’t be used', () => {
  it('stops the start where it was named, and is told of where it is the default', async () => {
    const path = join(folder, 'file');
    await writeFile(path, '');
    const settings = { secret: null, tenant: TENANT };
    await expect(openStore({ ...settings, folder: { path, isGiven: true } })).rejects.toThrow(
      'STATE_FOLDER can’t be used',
    );
    const opened = await openStore({ ...settings, folder: { path, isGiven: false } });
    expect(opened.problem()).toContain('forgotten when this process ends');
    expect(await opened.store.claim(id('r'), 'f')).toEqual({ state: 'claimed' });
  });

  it('finds after a change of the ApiKey what was kept under the operator’s own secret, also of a version before', async () => {
    const keptAfterChange = async (secret: string | null, isOld = false) => {
      const path = await mkdtemp(join(folder, 'keys-'));
      const opened = (apiKey: string) =>
        openStore({ folder: { path, isGiven: true }, secret, tenant: { ...TENANT, apiKey } });
      const { store } = await opened('old');
      await store.claim(id('r'), 'f');
      await store.settle(id('r'), 'f', ANSWER);
      await store.close();
      if (isOld) {
        const named = createHash('sha256').update(`${TENANT.url} old`).digest('hex').slice(0, 16);
        const [now] = await readdir(path);
        await rename(join(path, String(now)), join(path, named));
        await (await opened('old')).store.close();
      }
      const { store: next } = await opened('new');
      const { state } = await next.claim(id('r'), 'f');
      await next.close();
      return state;
    };
    const secret = 'the-operators-secret-of-32-letters';
    expect(await keptAfterChange(secret)).toBe('settled');
    expect(await keptAfterChange(secret, true)).toBe('settled');
    expect(await keptAfterChange(null)).toBe('claimed');
  });
});
