import { Script } from './redis-link.js';

/**
 * The quota's windows, by Redis's own clock. A call lies in them with the moment at which it ended, or must have ended
 * at the latest, and counts until one span after that: the rules of `src/vlens/quota/`, for all replicas together.
 *
 * KEYS: calls, reads, the caller's reads, state.
 * `take` ID PRIORITY PER_SECOND PER_MINUTE LONGEST_CALL_MS IS_STANDALONE EXPECTED_CALL_MS PROBATION_MS
 * `end` ID REFUSED_MS (-1: not refused), `give back` ID, `join` PROBATION_MS
 */
export const QUOTA = new Script(`
local SECOND, MINUTE, READ_SHARE, USED_PER_FREE = 1000, 60000, 0.8, 3
local SLOWEST_PACE, FORGET = 0.25, 3600000
local calls, reads, own, state = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local op, id = ARGV[1], ARGV[2]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local function at(field) return tonumber(redis.call('HGET', state, field) or 0) end
local function pace()
  local value = tonumber(redis.call('HGET', state, 'pace') or 1)
  return math.min(1, value + (1 - value) * math.max(0, now - at('pace since')) / MINUTE)
end

if op == 'join' then
  redis.call('HSET', state, 'shared from', math.max(at('shared from'), now + ARGV[2]))
  return {'joined'}
end

if op == 'give back' then
  for _, key in ipairs({calls, reads, own}) do redis.call('ZREM', key, id) end
  return {'given back'}
end

if op == 'end' then
  for _, key in ipairs({calls, reads, own}) do redis.call('ZADD', key, 'XX', now + 1, id) end
  local refused = tonumber(ARGV[3])
  if refused >= 0 then
    local blocked = math.max(at('blocked until'), now + refused)
    redis.call('HSET', state, 'pace', tostring(math.max(SLOWEST_PACE, pace() / 2)),
      'pace since', blocked, 'blocked until', blocked)
  end
  return {'ended'}
end

local isRead = ARGV[3] == 'read'
local perSecond, perMinute, longest = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local isStandalone, expected, probation = ARGV[7] == '1', tonumber(ARGV[8]), tonumber(ARGV[9])

for _, key in ipairs({calls, reads, own}) do redis.call('ZREMRANGEBYSCORE', key, '-inf', now - MINUTE) end
if redis.call('HEXISTS', state, 'shared from') == 0 then
  redis.call('HSET', state, 'shared from', now + probation)
end
local sharedIn = math.max(0, at('shared from') - now)
local used = redis.call('ZCARD', calls)
if sharedIn > 0 and not isStandalone then return {'standalone', used} end

local function waitIn(key, allowed, span)
  local from = '(' .. (now - span)
  local count = redis.call('ZCOUNT', key, from, '+inf')
  if count < allowed then return 0 end
  local leaver = redis.call('ZRANGEBYSCORE', key, from, '+inf', 'WITHSCORES', 'LIMIT', count - allowed, 1)
  return math.min(tonumber(leaver[2]), now + expected) + span - now
end
local function waitInBoth(key, share)
  local wait = 0
  for _, window in ipairs({{perSecond, SECOND}, {perMinute, MINUTE}}) do
    if window[1] > 0 then
      wait = math.max(wait, waitIn(key, math.max(1, math.floor(window[1] * share)), window[2]))
    end
  end
  return wait
end

local holds, wait = 'all', math.max(at('blocked until') - now, waitInBoth(calls, pace()))
if wait > 0 and not isRead then redis.call('HSET', state, 'signing waits until', now + wait + SECOND) end
if wait <= 0 and not isRead then redis.call('HDEL', state, 'signing waits until') end
if wait <= 0 and isRead then
  holds, wait = 'reads', math.max(waitInBoth(reads, pace() * READ_SHARE), at('signing waits until') - now)
end
if wait <= 0 and isRead and perMinute > 0 then
  local mine = redis.call('ZCARD', own)
  local free = math.floor(perMinute * READ_SHARE) - redis.call('ZCARD', reads)
  if mine > USED_PER_FREE * math.max(0, free - 1) then
    holds = 'caller'
    local oldest = redis.call('ZRANGE', own, 0, 0, 'WITHSCORES')
    wait = math.max(1, math.min(tonumber(oldest[2]), now + expected) + MINUTE - now)
  end
end
if wait > 0 then return {'wait', used, sharedIn, math.ceil(wait), holds} end

for _, key in ipairs(isRead and {calls, reads, own} or {calls}) do
  redis.call('ZADD', key, now + longest, id)
  redis.call('PEXPIRE', key, MINUTE + longest + FORGET)
end
return {'taken', used + 1, sharedIn}
`);
