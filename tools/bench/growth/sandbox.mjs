import { Pool } from 'undici';
import { startWorld } from '../busy-hour/world.mjs';
import { cpuMicroseconds } from '../speed/load.mjs';

const API_KEY = 'sandbox-api-key';
/** As good as none. */
const QUOTA = { perSecond: 100_000, perMinute: 6_000_000 };
const PATH = '/api/BusinessRequest/CurrentListIds?SkipCount=0&MaxResultCount=100';
const CONNECTIONS = 8;
const WARM_SECONDS = 3;

/**
 * A sandbox that holds so many customers, each with a session and a request of their own, who ask for their list in turns. Answers the
 * CPU of the sandbox by answer, in microseconds, by round.
 */
export async function sandboxCosts(count, { seconds, rounds }) {
  const world = await startWorld({ watching: count, looking: 0, signing: 0, quota: QUOTA, cpu: null });
  const pool = new Pool(world.url, { connections: CONNECTIONS, pipelining: 1 });
  try {
    const costs = [];
    await flatOut(pool, world, WARM_SECONDS * seconds);
    for (let round = 0; round < rounds; round += 1) costs.push(await flatOut(pool, world, seconds));
    return costs;
  } finally {
    await pool.destroy();
    await world.close();
  }
}

async function flatOut(pool, { pid, customers }, seconds) {
  const endAt = performance.now() + seconds * 1000;
  const before = cpuMicroseconds(pid);
  let asked = 0;
  const ask = async () => {
    while (performance.now() < endAt) await askOnce(pool, customers[asked++ % customers.length]);
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, ask));
  return (cpuMicroseconds(pid) - before) / asked;
}

async function askOnce(pool, { token, requestId }) {
  const headers = { ApiKey: API_KEY, authorization: `Bearer ${token}` };
  const { statusCode, body } = await pool.request({ method: 'GET', path: PATH, headers });
  const text = await body.text();
  if (statusCode !== 200 || !text.includes(requestId))
    throw new Error(`The sandbox: HTTP ${statusCode} ${text.slice(0, 200)}`);
}
