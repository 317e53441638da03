import { SeededRandom } from '../soak/seeded-random.js';
import { ASSUMPTIONS } from './assumptions.js';
import { ModelledGateway } from './modelled-gateway.js';
import { ModelledVlens, type Quota } from './modelled-vlens.js';
import { signOneContract, type World } from './signing-story.js';
import { VirtualTime } from './virtual-time.js';

/** Until as many stories end as begin. */
const WARM_UP_MS = 12 * 60_000;
const WATCHED_MS = 10 * 60_000;
const HOUR_MS = 3_600_000;
/** The largest share of reads that may be rate-limited. */
const LIMITED_SHARE = 0.001;
const SEED = 20261125;

export interface Hour {
  /** A second, on average. */
  operations: number;
  calls: number;
  steps: number;
  changes: number;
  subscribers: number;
  refusedByVlens: number;
  stepsLimited: number;
  readsLimited: number;
  slowestStepMs: number;
}

/** Ten minutes of the busiest hour of a month with so many end users. */
export async function busiestHour(users: number, quota: Quota, replicas: number): Promise<Hour> {
  const time = new VirtualTime();
  const random = new SeededRandom(SEED);
  const vlens = new ModelledVlens(time, quota, ASSUMPTIONS.callMs);
  const gateway = new ModelledGateway(time, vlens, quota, replicas);
  const world: World = {
    time,
    gateway,
    random,
    subscribers: 0,
    maxSubscribers: 0,
    operations: 0,
    stepsTaken: 0,
    changes: 0,
  };
  const perMs = (users * ASSUMPTIONS.contractsPerUser * ASSUMPTIONS.busiestHourShare) / HOUR_MS;
  let number = 0;
  const arrive = () => {
    number += 1;
    void signOneContract(world, number);
    time.after(-Math.log(1 - random.next()) / perMs, arrive);
  };
  time.after(0, arrive);
  await time.pass(WARM_UP_MS);
  const before = { ...world, calls: vlens.calls };
  await time.pass(WATCHED_MS);
  const perSecond = (now: number, then: number) => ((now - then) / WATCHED_MS) * 1000;
  return {
    operations: perSecond(world.operations, before.operations),
    calls: perSecond(vlens.calls, before.calls),
    steps: perSecond(world.stepsTaken, before.stepsTaken),
    changes: perSecond(world.changes, before.changes),
    subscribers: world.maxSubscribers,
    refusedByVlens: vlens.refused,
    stepsLimited: gateway.steps.limited,
    readsLimited: gateway.reads.limited / Math.max(1, gateway.reads.limited + gateway.reads.answered),
    slowestStepMs: gateway.steps.slowestMs,
  };
}

/** Whether everybody got through: no step refused, hardly a read, and nothing for Vlens to turn away. */
export function isEnough({ refusedByVlens, stepsLimited, readsLimited }: Hour): boolean {
  return refusedByVlens === 0 && stepsLimited === 0 && readsLimited <= LIMITED_SHARE;
}

/** The least quota a minute, in steps of a tenth, that is enough; a second's is a sixth of it, as in the published one. */
export async function leastQuota(users: number, replicas: number): Promise<{ quota: Quota; hour: Hour }> {
  const free = await busiestHour(users, { perSecond: 0, perMinute: 0 }, replicas);
  for (let perMinute = Math.max(60, Math.ceil(free.calls * 60)); ; perMinute = Math.ceil(perMinute * 1.1)) {
    const quota = { perSecond: Math.ceil(perMinute / 6), perMinute };
    const hour = await busiestHour(users, quota, replicas);
    if (isEnough(hour)) return { quota, hour };
  }
}
