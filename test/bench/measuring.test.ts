import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';

/** The benchmarks are a package of their own, without types. */
const load = (file: string) => import(join(process.cwd(), 'tools/bench', file));

describe('A ratio of a benchmark', () => {
  it('is of the same round, with what the middle half of the rounds spreads by', async () => {
    const { ratio, ratioText } = await load('speed/rounds.mjs');
    expect(ratioText(ratio([20, 40, 22, 44], [10, 20, 10, 20]))).toBe('2.10 ± 5 %');
    expect(ratioText(ratio([10, 20, 30], [10, 10, 10]))).toMatch(/^no ratio: it spreads by 100 %$/);
  });

  it('is none of one round, whose spread nobody knows', async () => {
    const { ratio, ratioText } = await load('speed/rounds.mjs');
    expect(ratioText(ratio([20], [10]))).toBe('no ratio of one round');
  });
});

describe('The table of a benchmark', () => {
  let folder: string;
  beforeEach(async () => {
    jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    folder = await mkdtemp(join(tmpdir(), 'table-'));
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await rm(folder, { recursive: true });
  });

  it('stands between its marks, and is an error where a page has none', async () => {
    const { writeTable } = await load('write-table.mjs');
    const page = join(folder, 'page.md');
    await writeFile(page, 'before\n<!-- bench:own -->\nold\n<!-- /bench:own -->\nafter\n');
    writeTable('own', ['', 'a'], [['row', 1]], page);
    const written = await readFile(page, 'utf8');
    expect(written).toBe(
      'before\n<!-- bench:own -->\n|  | a |\n| --- | ---: |\n| row | 1 |\n<!-- /bench:own -->\nafter\n',
    );
    expect(() => writeTable('another', ['', 'a'], [['row', 2]], page)).toThrow('no marks of bench:another');
    expect(await readFile(page, 'utf8')).toBe(written);
  });
});

it('What a contender refused or failed at is no answer', async () => {
  const { isUnanswered } = await load('outcomes.mjs');
  expect(isUnanswered({ outcome: 'answered', ms: 1 })).toBe(false);
  expect(isUnanswered([{ outcome: 'answered' }, { outcome: 'refused' }])).toBe(true);
  for (const outcome of ['failed', 'limited', 'refused']) expect(isUnanswered({ outcome })).toBe(true);
});

it('In the upstream of each run no request has moved on yet', async () => {
  const { requestIdOf, startCountingUpstream } = await load('counting-upstream.mjs');
  const statusAt = async (url: string) => {
    const answer = await fetch(`${url}/api/BusinessRequest/GetBusinessRequestById/${requestIdOf(1)}`);
    const { data } = (await answer.json()) as { data: { requestStatusName: string } };
    return data.requestStatusName;
  };
  const first = await startCountingUpstream();
  first.move(1);
  expect(await statusAt(first.url)).toBe('Customer Signed');
  first.close();
  const second = await startCountingUpstream();
  expect(await statusAt(second.url)).toBe('Approved');
  second.close();
});

it('A contender that has ended by itself is closed already', async () => {
  const { startProcess } = await load('contenders/process.mjs');
  const { pid, close } = await startProcess(() => ['-e', ''], { isUp: async () => true });
  for (let isThere = true; isThere; await pause(5)) {
    try {
      process.kill(pid, 0);
    } catch {
      isThere = false;
    }
  }
  await close();
}, 30_000);
