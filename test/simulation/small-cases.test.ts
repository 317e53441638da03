import { expect, it, jest } from '@jest/globals';
import { busiestHour, isEnough } from '../../tools/simulation/busiest-hour.js';
import { ModelledGateway } from '../../tools/simulation/modelled-gateway.js';
import { ModelledVlens } from '../../tools/simulation/modelled-vlens.js';
import { signOneContract } from '../../tools/simulation/signing-story.js';
import { pollsOfAMinute, pollsUnderQuota } from '../../tools/simulation/small-cases.js';
import { VirtualTime } from '../../tools/simulation/virtual-time.js';
import { SeededRandom } from '../../tools/soak/seeded-random.js';

jest.setTimeout(120_000);

/** What `npm run bench:live` measured on the gateway itself, in calls to Vlens a minute. */
const CALLS_MEASURED = {
  'without webhooks': 2749,
  'with webhooks': 120,
  'with webhooks, STATUS_MAX_AGE_MS=60000': 70,
};
/** What `npm run bench:upstream` measured under a quota, 12 signing steps and 3000 reads. */
const QUOTA_MEASURED = { steps: 12, reads: 119, limited: 2881 };

const isNear = (simulated: number, real: number) => expect(Math.abs(simulated / real - 1)).toBeLessThan(0.15);

it.each<[keyof typeof CALLS_MEASURED, number, boolean]>([
  ['without webhooks', 1000, false],
  ['with webhooks', 30_000, true],
  ['with webhooks, STATUS_MAX_AGE_MS=60000', 60_000, true],
])('the simulation costs what polling %s was measured to cost', async (row, maxAgeMs, hasWebhooks) => {
  isNear(await pollsOfAMinute(maxAgeMs, hasWebhooks), CALLS_MEASURED[row]);
});

it('the simulation keeps the quota as it was measured to be kept', async () => {
  const { refusedByVlens, steps, reads } = await pollsUnderQuota();
  expect([refusedByVlens, steps.answered]).toEqual([0, QUOTA_MEASURED.steps]);
  isNear(reads.answered, QUOTA_MEASURED.reads);
  isNear(reads.limited, QUOTA_MEASURED.limited);
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

it('a contract takes the steps that the demo takes', async () => {
  const time = new VirtualTime();
  const random = new SeededRandom(1);
  // Nobody is far away or mistypes a code.
  random.isLucky = () => false;
  const vlens = new ModelledVlens(time, { perSecond: 0, perMinute: 0 }, 300);
  const gateway = new ModelledGateway(time, vlens, { perSecond: 0, perMinute: 0 });
  const counts = { subscribers: 0, maxSubscribers: 0, operations: 0, stepsTaken: 0, changes: 0 };
  const world = { time, gateway, random, ...counts };
  time.after(0, () => void signOneContract(world, 1));
  await time.pass(3_600_000);
  // The login, the creation, the OTP, its validation, the confirmation and the link.
  expect(world.stepsTaken).toBe(6);
  expect(gateway.steps).toMatchObject({ answered: 6, limited: 0 });
});

it.each([
  [undefined, 1],
  ['opening', 8],
  ['announced', 8],
] as const)('who watches waits as long for a place as a step does: %p', async (watched, least) => {
  const time = new VirtualTime();
  const quota = { perSecond: 2, perMinute: 0 };
  const gateway = new ModelledGateway(time, new ModelledVlens(time, quota, 100), quota);
  for (let number = 0; number < 8; number += 1) {
    const caller = `caller-${number}`;
    const asked = { caller, question: 'status', maxAgeMs: 1000, requestId: caller, watched };
    time.after(0, () => void gateway.read(asked));
  }
  await time.pass(30_000);
  expect(gateway.reads.answered).toBeGreaterThanOrEqual(least);
  expect(gateway.reads.limited > 0).toBe(watched === undefined);
});
