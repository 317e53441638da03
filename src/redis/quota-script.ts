import { Script } from './redis-link.js';

/**
 * Applies the rules of `src/vlens/quota/` to all replicas together, by Redis's own clock. Each call is a member of sorted sets. Its
 * score is the moment at which the call ended, or at which it must have ended at the latest. It counts until one span after that.
 *
 * A stranger is a caller whom Vlens never accepted. KEYS:
 * 1 all calls, 2 calls of this kind (steps or reads), 3 the caller's calls, 4 calls of the customer that a stranger's call is about, or
 * that Vlens accepted the stranger as, 5 calls of this kind of strangers, 6 this stranger's calls, 7 state, 8 callers of announced reads,
 * by when they last asked, 9 announced reads, by when they began, 10 to 12 the calls of each kind of strangers.
 * ARGV, by operation:
 * `take` ID PRIORITY PER_SECOND PER_MINUTE MAX_CALL_MS IS_STANDALONE EXPECTED_CALL_MS PROBATION_MS STRANGERS_ALLOWED (0: the caller is no
 * stranger) MAX_HOLD_MS PROBE_EVERY_MS STRANGERS_TOGETHER, three numbers: the guaranteed part of STRANGERS_TOGETHER for each kind of
 * strangers, IS_AFTER_STEP
 * `end` ID REFUSED_MS (-1: not refused) IS_ANSWERED IS_ACCEPTED MAX_HOLD_MS PROBE_EVERY_MS
 * `give back` ID
 * `join` PROBATION_MS
 */
export const QUOTA = new Script(`
local SECOND, MINUTE, SHARE_OF_ONE_KIND, USED_PER_FREE, BEYOND_SHARE = 1000, 60000, 0.8, 2 / 3, 0.05
local SLOWEST_PACE, FORGET, MOMENTS = 0.25, 3600000, 16
local MAX_SHARE_OF_ANNOUNCED, LOOKS_BACK = 0.1, 5 * MINUTE
local calls, kind, own, ownAs, strangers, stranger, state = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6], KEYS[7]
local announced, announcedTaken = KEYS[8], KEYS[9]
local all = {calls, kind, own, strangers, stranger}
local op, id = ARGV[1], ARGV[2]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

-- After a clock steps back, or a failover to a slower clock, some timestamps lie in the future: they count as new.
local function notAfter(latest)
  for _, key in ipairs({calls, kind, own, ownAs, strangers, stranger}) do
    for _, member in ipairs(redis.call('ZRANGEBYSCORE', key, '(' .. latest, '+inf')) do
      redis.call('ZADD', key, latest, member)
    end
  end
end
local function capped(field, latest)
  local value = tonumber(redis.call('HGET', state, field) or 0)
  if value > latest then redis.call('HSET', state, field, latest) end
end

local function at(field) return tonumber(redis.call('HGET', state, field) or 0) end
local function pace()
  local value = tonumber(redis.call('HGET', state, 'pace') or 1)
  return math.min(1, value + (1 - value) * math.max(0, now - at('pace since')) / MINUTE)
end

if op == 'join' then
  redis.call('HSET', state, 'shared from', math.max(at('shared from'), now + ARGV[2]))
  return {'joined'}
end

local function endProbe()
  local isProbe = redis.call('HGET', state, 'probe') == id
  if isProbe then redis.call('HDEL', state, 'probe') end
  return isProbe
end

if op == 'give back' then
  for _, key in ipairs(all) do redis.call('ZREM', key, id) end
  endProbe()
  return {'given back'}
end

if op == 'end' then
  local refused, isAnswered, isAccepted = tonumber(ARGV[3]), ARGV[4] == '1', ARGV[5] == '1'
  if isAccepted then
    for _, key in ipairs({own, strangers, stranger}) do redis.call('ZREM', key, id) end
    if redis.call('ZSCORE', calls, id) then
      redis.call('ZADD', ownAs, now + 1, id)
      redis.call('PEXPIRE', ownAs, MINUTE + FORGET)
    end
  end
  for _, key in ipairs(all) do redis.call('ZADD', key, 'XX', now + 1, id) end
  local isProbe = endProbe()
  if refused >= 0 then
    local blocked = math.max(at('blocked until'), now + math.min(refused, tonumber(ARGV[6])))
    redis.call('HSET', state, 'pace', tostring(math.max(SLOWEST_PACE, pace() / 2)),
      'pace since', blocked, 'blocked until', blocked, 'probe at', now + ARGV[7])
  elseif isProbe and isAnswered and at('blocked until') > now then
    redis.call('HSET', state, 'pace since', now, 'blocked until', now)
  end
  return {'ended'}
end

local isRead, isAnnounced = ARGV[3] ~= 'signing', ARGV[3] == 'announced'
local perSecond, perMinute, longest = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local isStandalone, expected, probation = ARGV[7] == '1', tonumber(ARGV[8]), tonumber(ARGV[9])
local allowedStrangers = tonumber(ARGV[10])

notAfter(now + longest)
capped('shared from', now + probation)
capped('signing waits until', now + MINUTE + longest + SECOND)
capped('blocked until', now + ARGV[11])
capped('pace since', now + ARGV[11])
capped('probe at', now + ARGV[12])

for _, key in ipairs({calls, kind, own, ownAs, strangers, stranger}) do
  redis.call('ZREMRANGEBYSCORE', key, '-inf', now - MINUTE)
end
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
local function within(key, span) return redis.call('ZCOUNT', key, '(' .. (now - span), '+inf') end
-- The places that other reads leave free for announced reads: as many as announced reads have come lately.
local function reservedIn(limit, span)
  local expected = math.min(math.floor(limit * MAX_SHARE_OF_ANNOUNCED), within(announced, LOOKS_BACK))
  return math.max(0, expected - within(announcedTaken, span))
end
local windows = {}
if perSecond > 0 then table.insert(windows, {perSecond, SECOND}) end
if perMinute > 0 then table.insert(windows, {perMinute, MINUTE}) end
local function waitInBoth(key, share)
  local wait = 0
  for _, window in ipairs(windows) do
    wait = math.max(wait, waitIn(key, math.max(1, math.floor(window[1] * share)), window[2]))
  end
  return wait
end
-- The same as SlidingWindows.waitBeside. Steps that come evenly always find a free place of their part: the first one at once, each next
-- one when its step comes. Reads may borrow a place until then. Places that steps can't use at all are free for reads at once.
local function waitBesideSteps(leavesRoom)
  local wait = 0
  for _, window in ipairs(windows) do
    local limit, span = window[1] * pace(), window[2]
    local allowed = math.max(1, math.floor(limit))
    local kept = allowed - math.max(1, math.floor(limit * SHARE_OF_ONE_KIND))
    local reserved, untilLent = leavesRoom and reservedIn(limit, span) or 0, 0
    for later = 0, kept - 1, math.max(1, math.ceil(kept / MOMENTS)) do
      local isFreeIn = waitIn(calls, math.max(1, allowed - reserved - later - 1), span)
      untilLent = math.max(untilLent, isFreeIn - later * span / kept)
    end
    if untilLent > wait then
      wait = math.max(wait, math.min(untilLent, waitIn(kind, math.max(1, kept - reserved), span)))
    end
  end
  return wait
end

-- A share is a part of the calls that may be sent now. After a 429 that is less than the whole quota.
local function partOf(calls) return math.max(1, math.floor(calls * pace())) end
local function waitOfShare(key, others, allowed, span, isBeyond)
  local mine, free = redis.call('ZCARD', key), allowed - redis.call('ZCARD', others)
  if isBeyond then mine = mine - math.max(1, math.floor(allowed * BEYOND_SHARE)) end
  if free > 0 and mine < math.max(free * USED_PER_FREE, math.floor(allowed / 5)) then return 0 end
  local oldest = redis.call('ZRANGE', mine > 0 and free > 0 and key or others, 0, 0, 'WITHSCORES')
  return math.max(1, math.min(tonumber(oldest[2]), now + expected) + span - now)
end

-- A caller who waits asks again, so each caller counts only once.
if isAnnounced then
  redis.call('ZREMRANGEBYSCORE', announced, '-inf', now - LOOKS_BACK)
  redis.call('ZADD', announced, now, own)
  redis.call('PEXPIRE', announced, LOOKS_BACK)
end

local heldFor, isProbe = at('blocked until') - now, false
-- The report of a probe's end may be lost, so a probe counts for at most as long as a call may take. 'probe at' is its start plus
-- PROBE_EVERY_MS.
local isProbing = redis.call('HEXISTS', state, 'probe') == 1 and now <= at('probe at') - ARGV[12] + longest
if heldFor > 0 and isProbing then
  -- The probe's answer may end the hold for every caller. So they ask again when the answer is due, then less and less often, but at
  -- least once a second.
  local sinceProbe = now - (at('probe at') - ARGV[12])
  heldFor = math.min(heldFor, SECOND, math.max(1, expected, sinceProbe))
elseif heldFor > 0 then
  isProbe = at('probe at') <= now
  heldFor = isProbe and 0 or math.min(heldFor, at('probe at') - now)
end
local holds, wait = 'all', math.max(heldFor, waitInBoth(calls, pace()))
if wait > 0 and not isRead then redis.call('HSET', state, 'signing waits until', now + wait + SECOND) end
if wait <= 0 then
  holds = isAnnounced and 'announced' or isRead and 'reads' or 'steps'
  if isRead then wait = math.max(waitBesideSteps(not isAnnounced), at('signing waits until') - now)
  else
    wait = waitInBoth(kind, pace() * SHARE_OF_ONE_KIND)
    redis.call('HDEL', state, 'signing waits until')
  end
end
-- The read after a step may go a little beyond its caller's share.
local isAfterStep = ARGV[17] == '1'
if wait <= 0 and perMinute > 0 then
  holds, wait = 'caller', waitOfShare(own, calls, partOf(perMinute), MINUTE, isAfterStep)
  if ownAs ~= own and not isAfterStep then wait = math.max(wait, waitOfShare(ownAs, calls, partOf(perMinute), MINUTE)) end
end
if wait <= 0 and allowedStrangers > 0 then
  holds = 'caller'
  local allowedNow = partOf(allowedStrangers)
  local span = perMinute > 0 and MINUTE or SECOND
  redis.call('ZREMRANGEBYSCORE', strangers, '-inf', now - span)
  redis.call('ZREMRANGEBYSCORE', stranger, '-inf', now - span)
  wait = waitOfShare(stranger, strangers, allowedNow, span)
  -- This answer holds for all strangers at once. Otherwise each new address would ask for itself, and customers would wait behind them.
  if redis.call('ZCARD', strangers) >= allowedNow then holds = 'strangers' end
  local taken, oldest = 0, now + expected
  for number = 1, 3 do
    local each = KEYS[9 + number]
    redis.call('ZREMRANGEBYSCORE', each, '-inf', now - span)
    local count = redis.call('ZCARD', each)
    taken = taken + (each == strangers and count or math.max(count, math.floor(ARGV[13 + number] * pace())))
    oldest = math.min(oldest, tonumber(redis.call('ZRANGE', each, 0, 0, 'WITHSCORES')[2] or oldest))
  end
  if taken >= partOf(ARGV[13]) then holds, wait = 'strangers', math.max(wait, 1, oldest + span - now) end
  -- Vlens may accept a call in flight, which then no longer counts as a stranger's.
  if wait > 0 and redis.call('ZCOUNT', strangers, '(' .. (now + 1), '+inf') > 0 then wait = math.min(wait, expected) end
end
if wait > 0 then return {'wait', used, sharedIn, math.ceil(wait), holds} end

for _, key in ipairs(allowedStrangers > 0 and all or {calls, kind, own}) do
  redis.call('ZADD', key, now + longest, id)
  redis.call('PEXPIRE', key, MINUTE + longest + FORGET)
end
if isAnnounced then
  redis.call('ZREMRANGEBYSCORE', announcedTaken, '-inf', now - MINUTE)
  redis.call('ZADD', announcedTaken, now, id)
  redis.call('PEXPIRE', announcedTaken, MINUTE)
end
if isProbe then redis.call('HSET', state, 'probe', id, 'probe at', now + ARGV[12]) end
return {'taken', used + 1, sharedIn}
`);
