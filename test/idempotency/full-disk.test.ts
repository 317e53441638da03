import { execFile, spawnSync } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { journalFiles } from './journal-files.js';

/**
 * A limit on the size of files stands for a full disk: the record that meets it is written in part. It needs a process of its own, which a
 * shell tells to live on (SIGXFSZ).
 */
const FULL = `
import { execFileSync } from 'node:child_process';
import { openJournal } from './src/idempotency/journal.js';
const limit = (bytes) => execFileSync('prlimit', ['--pid', String(process.pid), '--fsize=' + bytes + ':unlimited']);
const [, , folder] = process.argv;
const entry = { at: 1, fingerprint: 'f', ciphertext: new Uint8Array(300) };
const journal = await openJournal(folder);
const written = [];
const write = (id) => journal.put(id, entry).then(() => written.push(id));
limit(5000);
let id = 0;
while (await write('before ' + ++id).then(() => true, () => false));
// Together, and the space comes back while they are being written.
const racing = ['x', 'y', 'z'].map((name) => write('racing ' + name).catch(() => {}));
limit('unlimited');
await Promise.all(racing);
await write('after');
await write('later');
await journal.close();
const again = await openJournal(folder);
const found = [];
for await (const [name] of again.entries()) found.push(name);
await again.close();
console.log(JSON.stringify({ refusedAt: id, written, found }));
`;
const hasPrlimit = spawnSync('prlimit', ['--version']).status === 0;
const why = hasPrlimit ? '' : ' (left out: there is no prlimit; Debian has it in util-linux)';

(hasPrlimit ? describe : describe.skip)(`STATE_FOLDER on a disk that was full${why}`, () => {
  let folder: string;
  beforeAll(async () => {
    folder = await journalFiles();
    await writeFile(join(folder, 'full.js'), FULL);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('forgets nothing that was said to be written, once there is room again', async () => {
    const command = `trap '' XFSZ; exec "${process.execPath}" full.js state`;
    const { stdout } = await promisify(execFile)('bash', ['-c', command], { cwd: folder });
    const { refusedAt, written, found } = JSON.parse(stdout);
    expect(refusedAt).toBeGreaterThan(2);
    expect(written).toEqual(expect.arrayContaining(['after', 'later']));
    expect(found).toEqual(expect.arrayContaining(written));
  });
});
