import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ClassicLevel } from 'classic-level';
import { DurableStore, IN_DOUBT_MS } from '../../src/idempotency/durable-store.js';
import { type Journal, openJournal } from '../../src/idempotency/journal.js';
import { checkStateFolder, openStore } from '../../src/idempotency/open-store.js';
import { REMEMBERED_MS, type RecordId } from '../../src/idempotency/store.js';
import { held } from '../support/held.js';
import { until } from '../support/until.js';
import { journalFiles } from './journal-files.js';

const ANSWER = Buffer.from('encrypted');
const TENANT = { url: 'https://vlens.example', apiKey: 'key' };
const SECRET = 'the-operators-secret-of-32-letters';
const id = (name: string) => name as RecordId;

let folder: string;
let now: number;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vlens-state-'));
  now = Date.now();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const open = async (ownClock = () => performance.now()) =>
  DurableStore.open({
    journal: await openJournal(folder),
    now: ownClock,
    wallClock: () => now,
  });

/** A store, and what it does each hour and each second. */
async function openAndHold(ownClock?: () => number) {
  const timers = jest.spyOn(globalThis, 'setInterval');
  const store = await open(ownClock);
  const each = (every: number) =>
    timers.mock.calls.find(([, ms]) => ms === every)?.[0] as unknown as () => void;
  const [purge, look] = [each(60 * 60 * 1000), each(1000)];
  timers.mockRestore();
  return { store, purge, look };
}

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

  it('makes the folders above it too, which nobody else may read', async () => {
    await (await openJournal(join(folder, 'a/b'))).close();
    for (const made of ['a', 'a/b']) expect((await stat(join(folder, made))).mode & 0o777).toBe(0o700);
  });

  it('knows a step that was under way when the last process ended, and not one that was not sent', async () => {
    const first = await open();
    for (const name of ['sent', 'released', 'waiting', 'refused', 'sent at the second try'])
      await first.claim(id(name), 'f');
    for (const name of ['sent', 'released', 'refused', 'sent at the second try'])
      await first.markSent(id(name));
    await first.release(id('released'));
    for (const name of ['refused', 'sent at the second try']) await first.markUnsent(id(name));
    await first.markSent(id('sent at the second try'));
    await first.close();
    const second = await open();
    for (const name of ['sent', 'sent at the second try'])
      expect(await second.claim(id(name), 'f')).toEqual({ state: 'lost', fingerprint: 'f' });
    for (const name of ['released', 'waiting', 'refused'])
      expect(await second.claim(id(name), 'f')).toEqual({ state: 'claimed' });
    await second.close();
  });

  it('forgets nothing of what it acknowledged when it is killed', async () => {
    const script = `
      import { openJournal } from './src/idempotency/journal.js';
      const journal = await openJournal(${JSON.stringify(folder)});
      for (let n = 0; ; n += 1) {
        await journal.put('r' + n, { at: ${now}, fingerprint: 'f', ciphertext: new Uint8Array(3) });
        process.stdout.write(n + '\\n');
      }`;
    const files = await journalFiles();
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      cwd: files,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let printed = '';
    child.stdout.on('data', (text) => {
      printed += String(text);
      if (printed.split('\n').length > 50) child.kill('SIGKILL');
    });
    await once(child, 'close');
    const last = Number(printed.trimEnd().split('\n').at(-1));
    expect(last).toBeGreaterThan(40);
    const store = await open();
    for (let number = 0; number <= last; number += 1)
      expect(await store.claim(id(`r${number}`), 'f')).toMatchObject({ state: 'settled' });
    expect(store.loss).toBe(null);
    await store.close();
    await rm(files, { recursive: true });
  });

  it('waits at its end for an answer that is being written, also while others are', async () => {
    const held = new Map<string, () => void>();
    const written: string[] = [];
    let isClosed = false;
    const journal: Journal = {
      async *entries() {},
      get: async () => null,
      put: async (record, { ciphertext }) => {
        if (ciphertext) await new Promise<void>((resolve) => held.set(record, resolve));
        if (isClosed) throw new Error('Database is not open');
        written.push(record);
      },
      delete: async () => {},
      check: async () => {},
      onMadeAgain: () => {},
      lostAt: () => null,
      noteLoss: async () => {},
      close: async () => {
        isClosed = true;
      },
    };
    const store = await DurableStore.open({ journal, now: () => performance.now(), wallClock: () => now });
    const settle = async (name: string) => {
      await store.claim(id(name), 'f');
      await store.markSent(id(name));
      return store.settle(id(name), 'f', ANSWER);
    };
    const first = settle('first');
    await until(() => held.has('first'));
    const catchingUp = store.flush();
    // What is pending has been looked for by then.
    await new Promise(setImmediate);
    const second = settle('second');
    await until(() => held.has('second'));
    const closed = store.close();
    held.get('first')?.();
    await catchingUp;
    await new Promise(setImmediate);
    held.get('second')?.();
    await Promise.all([first, second, closed]);
    expect(written.slice(-2)).toEqual(['first', 'second']);
  });

  it('forgets nothing for a clock that is a day ahead at the start, once it is right again', async () => {
    const first = await open();
    for (const name of ['answered', 'sent', 'later']) await first.claim(id(name), 'f');
    await first.markSent(id('sent'));
    for (const name of ['answered', 'later']) await first.settle(id(name), 'f', ANSWER);
    await first.close();
    now += REMEMBERED_MS + 1000;
    await (await open()).close();
    const ahead = await open();
    expect(await ahead.claim(id('answered'), 'f')).toEqual({ state: 'claimed' });
    await ahead.release(id('answered'));
    now -= REMEMBERED_MS + 1000;
    expect(ahead.knows(id('answered'))).toBe(true);
    const together = [1, 2].map(() => ahead.claim(id('answered'), 'f'));
    expect(await Promise.all(together)).toMatchObject([{ state: 'settled' }, { state: 'settled' }]);
    expect(await ahead.claim(id('sent'), 'f')).toMatchObject({ state: 'lost' });
    await ahead.close();
    const next = await open();
    for (const name of ['answered', 'later'])
      expect(await next.claim(id(name), 'f')).toMatchObject({ state: 'settled' });
    expect(await next.claim(id('sent'), 'f')).toMatchObject({ state: 'lost' });
    await next.close();
  });

  it('deletes what is old for good once it has run for an hour', async () => {
    const first = await open();
    for (const name of ['old', 'older']) {
      await first.claim(id(name), 'f');
      await first.settle(id(name), 'f', ANSWER);
    }
    await first.close();
    now += REMEMBERED_MS + 1000;
    const { store: second, purge } = await openAndHold();
    purge();
    await second.close();
    const journal = await openJournal(folder);
    for await (const [name] of journal.entries()) throw new Error(`${name} is there yet`);
    await journal.close();
  });

  it('sends no step again that may have been sent, for a clock that was a day ahead when it deleted what is old', async () => {
    const first = await open();
    await first.claim(id('sent'), 'f');
    await first.markSent(id('sent'));
    await first.close();
    let passed = 0;
    const { store, purge } = await openAndHold(() => passed);
    now += REMEMBERED_MS + 1000;
    purge();
    now -= REMEMBERED_MS + 1000;
    expect(await store.claim(id('sent'), 'f')).toMatchObject({ state: 'lost' });
    // After a day by its own clock it is old, whatever the other one says.
    passed += REMEMBERED_MS;
    purge();
    expect(await store.claim(id('sent'), 'f')).toEqual({ state: 'claimed' });
    await store.close();
  });

  it('nor for one that was a day ahead at the start too, and right in between', async () => {
    const first = await open();
    await first.claim(id('sent'), 'f');
    await first.markSent(id('sent'));
    await first.close();
    now += REMEMBERED_MS + 1000;
    const { store, purge, look } = await openAndHold();
    now -= REMEMBERED_MS + 1000;
    look();
    const knowsWhileAhead = () => {
      now += REMEMBERED_MS + 1000;
      const isKnown = store.knows(id('sent'));
      now -= REMEMBERED_MS + 1000;
      return isKnown;
    };
    await until(knowsWhileAhead);
    now += REMEMBERED_MS + 1000;
    purge();
    now -= REMEMBERED_MS + 1000;
    expect(await store.claim(id('sent'), 'f')).toMatchObject({ state: 'lost' });
    await store.close();
  });

  it('waits a moment for a lock: `--check-config` has it for some milliseconds', async () => {
    const other = await openJournal(folder);
    // LevelDB begins a log of its own before it looks at the lock.
    const logNow = async () => (await stat(join(folder, 'LOG'))).ino;
    const log = await logNow();
    const starting = open();
    starting.catch(() => undefined);
    await until(async () => (await logNow().catch(() => log)) !== log);
    await other.close();
    await (await starting).close();
  });

  it('is refused to a second process, with a sentence', async () => {
    const store = await open();
    await expect(open()).rejects.toThrow('another gateway is using it');
    await store.close();
  });
});

describe('A folder that is lost while a gateway uses it', () => {
  /** Moves it away, with another in its place, in one go: each second the store looks, and makes again what is gone. */
  const exchange = (other: string | null) => {
    renameSync(folder, `${folder}-away`);
    if (other !== null) renameSync(other, folder);
  };
  const settled = async (store: DurableStore, name: string) => {
    await store.claim(id(name), 'f');
    await store.settle(id(name), 'f', ANSWER);
  };

  it.each(['removed', 'moved away, and an old copy put in its place'])(
    'is written again with all that is known, when it was %s',
    async (how) => {
      let store = await open();
      await settled(store, 'before');
      await store.close();
      const copy = `${folder}-copy`;
      await cp(folder, copy, { recursive: true });
      store = await open();
      await settled(store, 'after');
      for (const name of ['in flight', 'waiting']) await store.claim(id(name), 'f');
      await store.markSent(id('in flight'));
      exchange(how === 'removed' ? null : copy);
      await settled(store, 'later');
      await store.close();
      const next = await open();
      for (const name of ['before', 'after', 'later'])
        expect(await next.claim(id(name), 'f')).toMatchObject({ state: 'settled' });
      expect(await next.claim(id('in flight'), 'f')).toMatchObject({ state: 'lost' });
      expect(await next.claim(id('waiting'), 'f')).toEqual({ state: 'claimed' });
      await next.close();
      for (const path of [copy, `${folder}-away`]) await rm(path, { recursive: true, force: true });
    },
  );

  it('is written again when a step in flight is answered, and without any step', async () => {
    const store = await open();
    await store.claim(id('r'), 'f');
    rmSync(folder, { recursive: true, maxRetries: 5 });
    await store.settle(id('r'), 'f', ANSWER);
    rmSync(folder, { recursive: true, maxRetries: 5 });
    await until(() => existsSync(join(folder, 'CURRENT')));
    await store.close();
    const next = await open();
    expect(await next.claim(id('r'), 'f')).toMatchObject({ state: 'settled' });
    await next.close();
  });

  it('is written again in full before a step is sent that found it lost itself', async () => {
    const [released, release] = held();
    const onDisk = new Set<string>();
    let madeAgain = () => {};
    let isLost = false;
    let wasLost = false;
    const journal: Journal = {
      async *entries() {},
      get: async () => null,
      async put(record) {
        if (isLost) {
          isLost = false;
          wasLost = true;
          onDisk.clear();
          madeAgain();
        }
        if (wasLost && record === 'before') await released;
        onDisk.add(record);
      },
      delete: async () => {},
      check: async () => {},
      onMadeAgain: (callback) => {
        madeAgain = callback;
      },
      lostAt: () => null,
      noteLoss: async () => {},
      close: async () => {},
    };
    const store = await DurableStore.open({ journal, now: () => performance.now(), wallClock: () => now });
    await settled(store, 'before');
    await store.claim(id('step'), 'f');
    isLost = true;
    const sent = store.markSent(id('step')).then(() => [...onDisk]);
    await new Promise(setImmediate);
    release();
    expect(await sent).toContain('before');
    await store.close();
  });

  it('is written again with the age of what was lost before', async () => {
    let store = await open();
    await store.claim(id('lost'), 'f');
    await store.markSent(id('lost'));
    await store.close();
    now += REMEMBERED_MS - 1000;
    store = await open();
    rmSync(folder, { recursive: true, maxRetries: 5 });
    await settled(store, 'later');
    await store.close();
    store = await open();
    expect(await store.claim(id('lost'), 'f')).toMatchObject({ state: 'lost' });
    await store.close();
    now += 2000;
    const next = await open();
    expect(await next.claim(id('lost'), 'f')).toEqual({ state: 'claimed' });
    await next.close();
  });

  it('takes no step once another gateway has it', async () => {
    const store = await open();
    await settled(store, 'r');
    const used = `${folder}-of-another`;
    const script = `
      import { ClassicLevel } from 'classic-level';
      await new ClassicLevel(${JSON.stringify(used)}).open();
      process.stdout.write('open');
      setInterval(() => {}, 1000);`;
    const other = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(other, 'exit');
    try {
      await Promise.race([once(other.stdout, 'data'), ended]);
      exchange(used);
      await expect(store.claim(id('new'), 'f')).rejects.toThrow('Nothing was sent');
      expect(store.isDurable).toBe(false);
      expect(await store.claim(id('r'), 'f')).toMatchObject({ state: 'settled' });
    } finally {
      other.kill('SIGKILL');
      await ended;
    }
    expect(await store.claim(id('new'), 'f')).toEqual({ state: 'claimed' });
    await store.close();
    const next = await open();
    expect(await next.claim(id('r'), 'f')).toMatchObject({ state: 'settled' });
    await next.close();
    await rm(`${folder}-away`, { recursive: true });
  });
});

describe('A disk that refuses writes for a while', () => {
  it('gets what became of each step when it takes them again: an answer, and that nothing was sent', async () => {
    const journal = await openJournal(folder);
    let isFull = false;
    const onDisk =
      <Args extends unknown[]>(write: (...args: Args) => Promise<void>) =>
      async (...args: Args) => {
        if (isFull) throw Object.assign(new Error(), { code: 'ENOSPC' });
        await write(...args);
      };
    const store = await DurableStore.open({
      journal: { ...journal, put: onDisk(journal.put), delete: onDisk(journal.delete) },
      now: () => performance.now(),
      wallClock: () => now,
    });
    for (const name of ['answered', 'not sent', 'waiting']) await store.claim(id(name), 'f');
    for (const name of ['answered', 'not sent']) await store.markSent(id(name));
    isFull = true;
    await store.settle(id('answered'), 'f', ANSWER);
    await store.release(id('not sent'));
    await expect(store.markSent(id('waiting'))).rejects.toThrow('Nothing was sent');
    await store.release(id('waiting'));
    await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        expect(store.claim(id(`refused ${n}`), 'f')).rejects.toThrow('Nothing was sent'),
      ),
    );
    expect(store.isDurable).toBe(false);
    isFull = false;
    await until(() => store.isDurable);
    await store.close();
    const next = await open();
    expect(await next.claim(id('answered'), 'f')).toMatchObject({ state: 'settled' });
    for (const name of ['not sent', 'waiting'])
      expect(await next.claim(id(name), 'f')).toEqual({ state: 'claimed' });
    for (let n = 0; n < 50; n += 1)
      expect(await next.claim(id(`refused ${n}`), 'f')).toEqual({ state: 'claimed' });
    await next.close();
  });
});

describe('A folder that can’t be used', () => {
  it.each(['/proc/x', '/proc/self/x/y', '/sys/x'])(
    'as no folder can be made in it, is refused at once, and by the check too: %s',
    async (path) => {
      const settings = { secret: null, tenant: TENANT, folder: { path, isGiven: true } };
      await expect(checkStateFolder(settings)).rejects.toThrow('STATE_FOLDER can’t be used');
      await expect(openStore(settings)).rejects.toThrow('STATE_FOLDER can’t be used');
    },
  );

  it('stops the start where it was named, and is told of where it is the default', async () => {
    const path = join(folder, 'file');
    await writeFile(path, '');
    const settings = { secret: null, tenant: TENANT };
    await expect(openStore({ ...settings, folder: { path, isGiven: true } })).rejects.toThrow(
      'STATE_FOLDER can’t be used',
    );
    const opened = await openStore({ ...settings, folder: { path, isGiven: false } });
    expect(opened.problem()).toContain('forgotten when this process ends');
    expect(await checkStateFolder({ ...settings, folder: { path, isGiven: false } })).toBe(opened.problem());
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
        const used = (await readdir(path)).find((name) => /^[0-9a-f]{16}$/.test(name));
        await rename(join(path, String(used)), join(path, named));
        await (await opened('old')).store.close();
      }
      const { store: next } = await opened('new');
      const { state } = await next.claim(id('r'), 'f');
      await next.close();
      return state;
    };
    const secret = SECRET;
    expect(await keptAfterChange(secret)).toBe('settled');
    expect(await keptAfterChange(secret, true)).toBe('settled');
    expect(await keptAfterChange(null)).toBe('claimed');
  });
});

describe('A folder whose secret changes', () => {
  const opened = (secret: string | null, isGiven = true) =>
    openStore({ folder: { path: folder, isGiven }, secret, tenant: TENANT });
  const keep = async (secret: string | null, name: string) => {
    const { store } = await opened(secret);
    await store.claim(id(name), 'f');
    await store.settle(id(name), 'f', ANSWER);
    await store.close();
  };

  it('keeps what was there before the first STATE_SECRET, and what came under it meanwhile', async () => {
    await keep(SECRET, 'under the secret');
    const away = join(folder, '..', `${basename(folder)}-away`);
    const used = (await readdir(folder)).find((name) => /^[0-9a-f]{16}$/.test(name)) as string;
    await rename(join(folder, used), away);
    await keep(null, 'before');
    await rename(away, join(folder, used));
    for (let starts = 0; starts < 2; starts += 1) {
      const { store, former } = await opened(SECRET);
      for (const name of ['before', 'under the secret']) {
        expect(former?.knows(id(name))).toBe(true);
        expect(await store.claim(id(name), 'f')).toMatchObject({ state: 'settled' });
      }
      expect(former?.knows(id('new'))).toBe(false);
      await store.close();
    }
  });

  it.each([null, 'another-secret-of-the-operator-of-32'])(
    'is refused under %s after another secret, by the check too, until its folder is moved away',
    async (next) => {
      await keep(null, 'before');
      await keep(SECRET, 'r');
      const place = { folder: { path: folder, isGiven: true }, secret: next, tenant: TENANT };
      const before = await readdir(folder);
      for (const start of [opened(next), checkStateFolder(place)])
        await expect(start).rejects.toThrow('set the same again, or move its folder');
      const inMemory = await opened(next, false);
      expect(inMemory.problem()).toContain('set the same again');
      await inMemory.store.close();
      expect(await readdir(folder)).toEqual(before);
      const used = before.find((name) => /^[0-9a-f]{16}$/.test(name)) as string;
      await rm(join(folder, used), { recursive: true });
      const { store } = await opened(next);
      expect(await store.claim(id('r'), 'f')).toEqual({ state: 'claimed' });
      await store.close();
    },
  );

  it('changes nothing of a folder that a running gateway has', async () => {
    const { store: running } = await opened(null);
    await running.claim(id('r'), 'f');
    const before = await readdir(folder);
    await expect(opened(SECRET)).rejects.toThrow('another gateway is using it');
    expect(await readdir(folder)).toEqual(before);
    await running.settle(id('r'), 'f', ANSWER);
    await running.close();
    const { store } = await opened(null);
    expect(await store.claim(id('r'), 'f')).toMatchObject({ state: 'settled' });
    await store.close();
  });
});

/** What lies in LevelDB's log goes into a table when it is opened again. */
async function writtenToTable(path: string): Promise<void> {
  const db = new ClassicLevel<string, string>(path);
  await db.open();
  await db.close();
}

describe('A folder with damaged files', () => {
  const place = (isGiven: boolean) => ({ folder: { path: folder, isGiven }, secret: null, tenant: TENANT });
  /** The folder of the tenant, with a record on disk. */
  const filled = async () => {
    const { store } = await openStore(place(true));
    await store.claim(id('r'), 'f');
    await store.settle(id('r'), 'f', ANSWER);
    await store.close();
    return join(folder, String((await readdir(folder))[0]));
  };
  const damage: [string, (path: string) => Promise<void>][] = [
    ...['not json', 'null', '[1]', '["1","f",null]'].map(
      (text): [string, (path: string) => Promise<void>] => [
        `a record ${text}`,
        async (path) => {
          const db = new ClassicLevel<string, string>(path);
          await db.put('other', text);
          await db.close();
        },
      ],
    ),
    [
      'a table that was changed',
      async (path) => {
        await writtenToTable(path);
        for (const name of (await readdir(path)).filter((file) => file.endsWith('.ldb'))) {
          const bytes = await readFile(join(path, name));
          bytes.fill(0xff, 0, 60);
          await writeFile(join(path, name), bytes);
        }
      },
    ],
  ];

  it.each(damage)('is refused with a sentence, by the check too, and left again: %s', async (_what, harm) => {
    await harm(await filled());
    const sentence = 'STATE_FOLDER can’t be used: its files are damaged';
    for (let starts = 0; starts < 2; starts += 1)
      await expect(openStore(place(true))).rejects.toThrow(sentence);
    await expect(checkStateFolder(place(true))).rejects.toThrow(sentence);
    const { store, problem } = await openStore(place(false));
    expect(problem()).toContain(sentence);
    await store.close();
  });
});

describe('A folder that has lost records, of which LevelDB says nothing', () => {
  const place = { folder: { path: '', isGiven: true }, secret: null, tenant: TENANT };
  beforeEach(() => {
    place.folder.path = folder;
  });
  /** The folder of the tenant, with ten records in LevelDB's log. */
  const filled = async () => {
    const { store } = await openStore(place);
    for (let n = 0; n < 10; n += 1) {
      await store.claim(id(`r${n}`), 'f');
      await store.settle(id(`r${n}`), 'f', ANSWER);
    }
    await store.close();
    return join(folder, String((await readdir(folder)).find((name) => /^[0-9a-f]{16}$/.test(name))));
  };
  const logOf = async (path: string) =>
    join(path, String((await readdir(path)).find((file) => file.endsWith('.log'))));
  const loseLog = async (path: string) => rm(await logOf(path));
  const changedAt = (at: number) => async (path: string) => {
    const log = await logOf(path);
    const bytes = await readFile(log);
    bytes[at] = (bytes[at] ?? 0) ^ 0xff;
    await writeFile(log, bytes);
  };
  const damage: [string, (path: string) => Promise<void>][] = [
    ['a byte of its log was changed', changedAt(700)],
    ['a length in its log was changed', changedAt(5)],
    ['half of its log is gone', async (path) => truncate(await logOf(path), 1000)],
    ['its log is gone', loseLog],
    [
      'it is begun again',
      async (path) => {
        await writtenToTable(path);
        await rm(join(path, 'CURRENT'));
      },
    ],
  ];

  it.each(damage)('tells so, and takes no key of which it does not know: %s', async (_what, harm) => {
    await harm(await filled());
    expect(await checkStateFolder(place)).toContain('has lost records');
    for (let starts = 0; starts < 2; starts += 1) {
      const { store, problem } = await openStore(place);
      expect(problem()).toContain('each new idempotencyKey is told UNKNOWN');
      for (let n = 0; n < 10; n += 1)
        expect((await store.claim(id(`r${n}`), 'f')).state).toMatch(/^(settled|lost)$/);
      await store.close();
      expect(await checkStateFolder(place)).toBe(null);
    }
  });

  it('does so for ten minutes, and keeps what it told then', async () => {
    const harmed = await filled();
    await loseLog(harmed);
    let passed = 0;
    const opened = async () =>
      DurableStore.open({ journal: await openJournal(harmed), now: () => passed, wallClock: () => now });
    const store = await opened();
    expect(await store.claim(id('told'), 'f')).toEqual({ state: 'lost', fingerprint: 'f' });
    passed += IN_DOUBT_MS;
    expect(await store.claim(id('new'), 'f')).toEqual({ state: 'claimed' });
    expect(await store.claim(id('told'), 'f')).toMatchObject({ state: 'lost' });
    expect(store.loss).toMatchObject({ isInDoubt: false });
    await store.close();
    now += 2 * IN_DOUBT_MS;
    const next = await opened();
    expect(await next.claim(id('new'), 'f')).toEqual({ state: 'claimed' });
    expect(await next.claim(id('told'), 'f')).toMatchObject({ state: 'lost' });
    now += REMEMBERED_MS;
    expect(next.loss).toBe(null);
    await next.close();
  });

  it('is told also of the folder of the ApiKey, once a first STATE_SECRET has moved what it held', async () => {
    await loseLog(await filled());
    for (let starts = 0; starts < 2; starts += 1) {
      const { store, problem } = await openStore({ ...place, secret: SECRET });
      expect(problem()).toContain('has lost records');
      await store.close();
    }
  });

  it('is not told of one that a gateway wrote before there was a check, nor of a power cut after deletions', async () => {
    const db = new ClassicLevel<string, string>(folder);
    await db.put('r', JSON.stringify([now, 'f', 'AAAA']));
    await db.close();
    let store = await open();
    expect(store.loss).toBe(null);
    await store.claim(id('deleted'), 'f');
    await store.markSent(id('deleted'));
    const log = await logOf(folder);
    const { size } = await stat(log);
    await store.markUnsent(id('deleted'));
    await store.close();
    await truncate(log, size);
    store = await open();
    expect(store.loss).toBe(null);
    await store.close();
  });
});
