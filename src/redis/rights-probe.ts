import { Cluster, type Redis } from 'ioredis';
import { causeOf } from './redis-errors.js';

/**
 * Uses every command that the scripts and the link use, once, on keys and a channel of its own: where the user lacks the right to one
 * of them, Redis counts as down with NOPERM for as long as that lasts, instead of coming up and going down at each use of it.
 *
 * KEYS: a text, a hash, a sorted set, a set, the channel, which nobody listens to, and texts that are kept for a while.
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

/** What lies under KEYS, in their order. */
const RIGHTS_PROBE_KEYS = ['text', 'hash', 'sorted', 'set', 'channel'].map((name) => `rights:${name}`);
/** On two servers all would lie on the same one by chance once in some hundred times. Some hashes (FNV) hardly look at the last letters. */
const KEPT_KEYS = Array.from({ length: 9 }, (_, at) => `rights:${at}:kept for the next minute`);

/**
 * Fails where the user lacks a command, or the database of the address, or where a proxy sends a script by its first key to one server and what asks for
 * another of its keys to another one: a step that one wrote down would be looked for at the other. By EVAL: another replica's script may be known
 * by its hash already, and the right to send one be missing.
 */
export async function probeRights(client: Redis | Cluster, keyPrefix: string, database = 0): Promise<void> {
  const kept = KEPT_KEYS.map((name) => `${keyPrefix}${name}`);
  const keys = [...RIGHTS_PROBE_KEYS.map((name) => `${keyPrefix}${name}`), ...kept];
  await Promise.all([
    client.eval(RIGHTS_PROBE, keys.length, ...keys),
    // ioredis goes on in database 0 where it may not select another one.
    client instanceof Cluster || database === 0 ? null : client.select(database),
  ]);
  const found = await Promise.all(kept.map((key) => client.exists(key)));
  if (found.includes(0)) throw new Error('SPREAD: what a script wrote is not where it is looked for.');
}

/**
 * Fails where the user may not send ASKING to a node of a cluster, each of which has users of its own. A node that cannot be asked now
 * is no matter: another one may hold our keys.
 */
export async function probeAsking(cluster: Cluster): Promise<void> {
  // PING takes up the mark that ASKING leaves on a connection.
  const asking = cluster.nodes('master').map((node) => Promise.all([node.asking(), node.ping()]));
  for (const answer of await Promise.allSettled(asking))
    if (answer.status === 'rejected' && causeOf(answer.reason) === 'NOPERM') throw answer.reason;
}
