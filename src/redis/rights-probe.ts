import { Cluster, type Redis } from 'ioredis';
import { causeOf } from './redis-errors.js';

/**
 * Uses every command of the scripts and the link once, on separate keys and a separate channel. If the Redis user lacks the right to one
 * of them, Redis counts as down with NOPERM for as long as that lasts. Otherwise it would come up, and go down at each use of the command.
 *
 * KEYS: a string, a hash, a sorted set, a set, a channel without subscribers, and strings that are kept for a minute.
 */
export const RIGHTS_PROBE = `
local text, hash, sorted, set, channel = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
redis.call('SET', text, '1')
redis.call('GET', text)
redis.call('EXISTS', text)
redis.call('INCR', text)
redis.call('PEXPIRE', text, 60000)
redis.call('PTTL', text)
redis.call('HSET', hash, 'field', '1')
redis.call('HGET', hash, 'field')
redis.call('HMGET', hash, 'field')
redis.call('HEXISTS', hash, 'field')
redis.call('HDEL', hash, 'field')
redis.call('ZADD', sorted, 1, 'member')
redis.call('ZCARD', sorted)
redis.call('ZCOUNT', sorted, 0, 1)
redis.call('ZSCORE', sorted, 'member')
redis.call('ZRANGE', sorted, 0, 0)
redis.call('ZREVRANGE', sorted, 0, 0)
redis.call('ZRANGEBYSCORE', sorted, 0, 1)
redis.call('ZREMRANGEBYSCORE', sorted, 0, 1)
redis.call('ZREM', sorted, 'member')
redis.call('SADD', set, 'member')
redis.call('SCARD', set)
redis.call('SREM', set, 'member')
redis.call('DEL', text)
redis.call('TIME')
redis.call('PING')
redis.call('PUBLISH', channel, '')
for at = 6, #KEYS do redis.call('SET', KEYS[at], '1', 'PX', 60000) end
return 1
`;

/** The names of the first five KEYS, in order. */
const RIGHTS_PROBE_KEYS = ['text', 'hash', 'sorted', 'set', 'channel'].map((name) => `rights:${name}`);
/**
 * Nine keys: with two servers, all of them lie on the same one by chance only once in a few hundred times. The number is not at the end of
 * the name, because some hashes (FNV) hardly depend on the last characters.
 */
const KEPT_KEYS = Array.from({ length: 9 }, (_, at) => `rights:${at}:kept for the next minute`);

/**
 * Fails if the user lacks the right to a command or to the database in REDIS_URL. Also fails if a proxy distributes the keys of one script
 * over several servers: it sends the script to the server of its first key, and a later command for another key to another server, which
 * does not have what the script wrote. It uses EVAL: Redis may know the script by its hash from another replica, so that EVALSHA would not
 * show that the right to send a script is missing.
 */
export async function probeRights(client: Redis | Cluster, keyPrefix: string, database = 0): Promise<void> {
  const kept = KEPT_KEYS.map((name) => `${keyPrefix}${name}`);
  const keys = [...RIGHTS_PROBE_KEYS.map((name) => `${keyPrefix}${name}`), ...kept];
  await Promise.all([
    client.eval(RIGHTS_PROBE, keys.length, ...keys),
    // ioredis continues in database 0 if it may not select another one.
    client instanceof Cluster || database === 0 ? null : client.select(database),
  ]);
  const found = await Promise.all(kept.map((key) => client.exists(key)));
  if (found.includes(0)) throw new Error('SPREAD: what a script wrote is not where it is looked for.');
}

/**
 * Fails if the user may not send ASKING to a node of the cluster. Each node has its own users. A node that does not answer now is ignored:
 * another one may hold our keys.
 */
export async function probeAsking(cluster: Cluster): Promise<void> {
  // ASKING sets a flag on the connection, which the next command clears: PING.
  const asking = cluster.nodes('master').map((node) => Promise.all([node.asking(), node.ping()]));
  for (const answer of await Promise.allSettled(asking))
    if (answer.status === 'rejected' && causeOf(answer.reason) === 'NOPERM') throw answer.reason;
}
