import type { RedisOptions } from 'ioredis';

/** Where Redis is, and who asks. */
export type RedisTarget = Pick<RedisOptions, 'host' | 'port' | 'username' | 'password' | 'db' | 'tls'>;

/**
 * Reads REDIS_URL. ioredis takes options from an address's parameters and prefers them to those in code, so that
 * `?commandTimeout=0` would switch off a bound of this product: parameters are left out.
 */
export function redisTarget(text: string): RedisTarget {
  const url = new URL(text);
  const db = url.pathname.slice(1);
  return {
    host: url.hostname.replace(/^\[|\]$/g, '') || 'localhost',
    port: Number(url.port || 6379),
    ...(url.username && { username: decodeURIComponent(url.username) }),
    ...(url.password && { password: decodeURIComponent(url.password) }),
    ...(db && { db: Number(db) }),
    ...(url.protocol === 'rediss:' && { tls: {} }),
  };
}
