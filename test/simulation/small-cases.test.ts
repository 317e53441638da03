import { readFileSync } from 'node:fs';
import { expect, it, jest } from '@jest/globals';
import { busiestHour, isEnough } from '../../tools/simulation/busiest-hour.js';
import { pollsOfAMinute, pollsUnderQuota } from '../../tools/simulation/small-cases.js';
import { VirtualTime } from '../../tools/simulation/virtual-time.js';
import { SeededRandom } from '../../tools/soak/seeded-random.js';

jest.setTimeout(120_000);

const page = readFileSync('docs/benchmarks.md', 'utf8');
/** A measured figure: of the row with this beginning, this cell. */
function measured(row: string, cell: number): number {
  const line = page.split('\n').find((each) => each.startsWith(`| ${row} |`));
  return Number.parseInt(line?.split('|')[cell + 1] ?? '', 10);
}
const isNear = (simulated: number, real: number) => expect(Math.abs(simulated / real - 1)).toBeLessThan(0.15);

it.each<[string, number, boolean]>([
  ['without webhooks', 1000, false],
  ['with webhooks', 30_000, true],
  ['with webhooks, STATUS_MAX_AGE_MS=60000', 60_000, true],
])('the simulation costs what polling %s was measured to cost', async (row, maxAgeMs, hasWebhooks) => {
  isNear(await pollsOfAMinute(maxAgeMs, hasWebhooks), measured(row, 4));
});

it('the simulation keeps the quota as it was measured to be kept', async () => {
  const { refusedByVlens, steps, reads } = await pollsUnderQuota();
  expect([refusedByVlens, steps.answered]).toEqual([0, measured('signing steps answered', 1)]);
  isNear(reads.answered, measured('reads answered', 1));
  isNear(reads.limited, measured('reads RATE_LIMITED', 1));
});

it('a quota that is too small shows as such, and one that is large does not', async () => {
  expect(isEnough(await busiestHour(60_000, { perSecond: 10, perMinute: 60 }, 2))).toBe(false);
  expect(isEnough(await busiestHour(10_000, { perSecond: 10, perMinute: 60 }, 2))).toBe(true);
});

it('virtual time goes in order, whatever the order of what is planned', async () => {
  const time = new VirtualTime();
  const random = new SeededRandom(1);
  const seen: number[] = [];
  for (let planned = 0; planned < 500; planned += 1) {
    const callOff = time.after(random.between(0, 1000), () => seen.push(time.now()));
    if (random.isLucky(0.2)) callOff();
  }
  await time.pass(1000);
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  expect(seen.length).toBeGreaterThan(350);
});
