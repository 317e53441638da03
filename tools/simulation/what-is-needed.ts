import { ASSUMPTIONS } from './assumptions.js';
import { busiestHour, isEnough, leastQuota } from './busiest-hour.js';
import { PUBLISHED_QUOTA } from './modelled-vlens.js';
import { pollsOfAMinute, pollsUnderQuota } from './small-cases.js';

const USERS = [100_000, 1_000_000, 3_000_000, 10_000_000];
/** A process may end at any time. */
const LEAST_REPLICAS = 2;

export type Table = (string | number)[][];

/** What the model says of what was measured: the same rows as docs/benchmarks.md's tables. */
export async function smallCases(): Promise<Table> {
  const { refusedByVlens, steps, reads } = await pollsUnderQuota();
  return [
    ['polls of a minute without webhooks: upstream calls', await pollsOfAMinute(1000, false)],
    ['with webhooks', await pollsOfAMinute(30_000, true)],
    ['with webhooks, STATUS_MAX_AGE_MS=60000', await pollsOfAMinute(60_000, true)],
    ['under the quota: 429s', refusedByVlens],
    ['under the quota: signing steps answered', steps.answered],
    ['under the quota: reads answered', reads.answered],
    ['under the quota: reads RATE_LIMITED', reads.limited],
  ];
}

/** What so many end users a month need in their busiest hour. */
export async function largeCases(): Promise<Table> {
  const table: Table = [];
  for (const users of USERS) {
    let replicas = LEAST_REPLICAS;
    const { operations } = await busiestHour(users, { perSecond: 0, perMinute: 0 }, replicas);
    replicas = Math.max(LEAST_REPLICAS, Math.ceil(operations / ASSUMPTIONS.operationsPerReplica) + 1);
    const { quota, hour } = await leastQuota(users, replicas);
    const megabytes = ASSUMPTIONS.replicaMb + (hour.subscribers / replicas) * ASSUMPTIONS.subscriberMb;
    table.push([
      users.toLocaleString('en'),
      hour.operations.toFixed(1),
      hour.calls.toFixed(1),
      `${quota.perMinute} / min, ${quota.perSecond} / s`,
      hour.slowestStepMs.toFixed(0),
      hour.subscribers,
      replicas,
      Math.round(megabytes),
      redisOperations(hour, replicas).toFixed(0),
    ]);
  }
  return table;
}

/** A call’s place is taken and given back, a step’s key claimed, marked as sent and settled, a webhook published to each replica. */
function redisOperations(hour: { calls: number; steps: number; changes: number }, replicas: number): number {
  return 2 * hour.calls + 3 * hour.steps + hour.changes * (1 + replicas);
}

/** The most end users a month, in thousands, that the published quota is enough for. */
export async function usersOfThePublishedQuota(): Promise<number> {
  let enough = 0;
  for (let thousands = 1; thousands <= 100; thousands += 1) {
    if (!isEnough(await busiestHour(thousands * 1000, PUBLISHED_QUOTA, LEAST_REPLICAS))) break;
    enough = thousands;
  }
  return enough;
}
