import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible';
import type { AttemptRule } from '../vlens/attempts/attempt-limiter.js';
import { type RedisLink, Script } from './redis-link.js';

/**
 * Attempts counted for all replicas. While Redis is down each replica counts for itself: the same number at each. It asks
 * over the link, so that a Redis that hangs delays nobody twice.
 */
export function redisLimiter(
  link: RedisLink,
  keyPrefix: string,
  rule: AttemptRule,
  insuranceLimiter: RateLimiterAbstract = new RateLimiterMemory(rule),
): RateLimiterAbstract {
  return new RateLimiterRedis({
    ...rule,
    keyPrefix: `${keyPrefix}tries:${rule.keyPrefix}`,
    storeClient: {
      get status() {
        return link.isUp ? 'ready' : 'down';
      },
      rlflxIncr: ([key, points, seconds]: string[]) =>
        link.script(COUNT, [key as string], [points as string, seconds as string]),
      del: (key: string) => link.run((client) => client.del(key)),
      multi: () => link.client.multi(),
    },
    rejectIfRedisNotReady: true,
    insuranceLimiter,
  });
}

/** As the library's own script does, but a counter that counts nothing any more is deleted: it would live for the whole window. */
const COUNT = new Script(`
redis.call('SET', KEYS[1], 0, 'EX', ARGV[2], 'NX')
local counted = redis.call('INCRBY', KEYS[1], ARGV[1])
if counted <= 0 then
  redis.call('DEL', KEYS[1])
  return {0, 0}
end
return {counted, redis.call('PTTL', KEYS[1])}
`);
