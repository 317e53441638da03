import { Script } from './redis-link.js';

/**
 * What every script of the store begins with. An epoch is one run of one Redis server: it ends with a restart, a
 * failover, or a clock that stepped back, or so far ahead that it may have forgotten what was not old. In a new one some writes of the last may be missing (replication and the
 * append-only file are asynchronous), so nothing is claimed until the replicas have written down again what they know.
 *
 * KEYS: epoch, replicas (by when they were last seen), untold (replicas of the last epoch that have not reported).
 */
const EPOCH = `
local SEEN_TOGETHER_MS, STEP_MS = 3000, 60000
local epoch, replicas, untold = KEYS[1], KEYS[2], KEYS[3]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

-- A replica knows how long ago it was seen, by a clock of its own that nobody sets: SEEN_MS at the most.
local function currentEpoch(newId, me, seenMs)
  -- A user without the right to INFO gets a table: then only a Redis that came back empty begins a new epoch.
  local info = redis.pcall('INFO', 'server')
  local run = type(info) == 'string' and string.match(info, 'run_id:(%w+)') or ''
  local known = redis.call('HMGET', epoch, 'run', 'since', 'id')
  local since = tonumber(known[2] or '')
  local seenAt = redis.call('ZSCORE', replicas, me)
  local isAhead = seenAt and now - tonumber(seenAt) > tonumber(seenMs) + STEP_MS
  if known[1] == run and since and since <= now and not isAhead then return known[3], now - since end
  redis.call('HSET', epoch, 'run', run, 'since', now, 'id', newId)
  redis.call('DEL', untold)
  local latest = redis.call('ZREVRANGE', replicas, 0, 0, 'WITHSCORES')[2]
  if latest then
    for _, replica in ipairs(redis.call('ZRANGEBYSCORE', replicas, latest - SEEN_TOGETHER_MS, '+inf')) do
      redis.call('SADD', untold, replica)
    end
  end
  if isAhead then
    for _, replica in ipairs(redis.call('ZRANGE', replicas, 0, -1)) do redis.call('ZADD', replicas, now, replica) end
  end
  return newId, 0
end
`;

/** Of Redis's own replicas: how many there are, how much was written here, and how much of that one of them has. */
const REPLICATION_NOW = `
local function replication()
  local info = redis.pcall('INFO', 'replication')
  local text = type(info) == 'string' and info or ''
  local count, copied = 0, 0
  for offset in string.gmatch(text, 'slave%d+:[^\\r\\n]-offset=(%d+)') do
    count = count + 1
    copied = math.max(copied, tonumber(offset))
  end
  return {count, tonumber(string.match(text, 'master_repl_offset:(%d+)') or 0), copied}
end
`;

export const REPLICATION = new Script(`${REPLICATION_NOW} return replication()`);

/** `beat` ME NEW_ID SEEN_MS: this replica is alive; answers the epoch's id, its age, and how many replicas Redis has. */
export const BEAT = new Script(`${EPOCH}${REPLICATION_NOW}
local FORGET_AFTER_MS = 60000
local id, age = currentEpoch(ARGV[2], ARGV[1], ARGV[3])
redis.call('ZREMRANGEBYSCORE', replicas, '-inf', now - FORGET_AFTER_MS)
redis.call('ZREMRANGEBYSCORE', replicas, '(' .. now, '+inf')
redis.call('ZADD', replicas, now, ARGV[1])
return {id, age, replication()[1]}
`);

/** `told` ME EPOCH_ID: this replica has written down what it knows. */
export const TOLD = new Script(`${EPOCH}
if redis.call('HGET', epoch, 'id') == ARGV[2] then redis.call('SREM', untold, ARGV[1]) end
return 1
`);

/** ME: this replica ends, with nothing left to write. */
export const LEAVE = new Script(`
redis.call('ZREM', KEYS[2], ARGV[1])
redis.call('SREM', KEYS[3], ARGV[1])
return 1
`);

/**
 * KEYS 4, 5: the record, and the mark of an owner whose claim is void.
 * FINGERPRINT OWNER MAX_STEP_MS TTL_MS NEW_ID SETTLED_AFTER_MS WAIT_FOR_REPLICAS_MS DOUBT_MS ME SEEN_MS
 */
export const CLAIM = new Script(`${EPOCH}
local record, void = KEYS[4], KEYS[5]
local longest = tonumber(ARGV[3])
local id, age = currentEpoch(ARGV[5], ARGV[9], ARGV[10])
if redis.call('EXISTS', void) == 1 then return {'too new', id} end
local known = redis.call('HMGET', record, 'fingerprint', 'ciphertext', 'until')
if not known[1] then
  if age < tonumber(ARGV[6]) then return {'too new', id} end
  local ends = now + longest
  if age < tonumber(ARGV[8]) and redis.call('SCARD', untold) > 0 then
    if age < tonumber(ARGV[7]) then return {'too new', id} end
    -- A replica that ended together with the last epoch may have taken this step.
    ends = 0
  end
  redis.call('HSET', record, 'fingerprint', ARGV[1], 'owner', ARGV[2], 'until', ends)
  redis.call('PEXPIRE', record, ARGV[4])
  if ends == 0 then return {'lost', ARGV[1]} end
  return {'claimed'}
end
if known[2] then return {'settled', known[1], known[2]} end
local ends = tonumber(known[3])
if ends > now + longest then
  ends = now + longest
  redis.call('HSET', record, 'until', ends)
end
if now > ends then return {'lost', known[1]} end
return {'in flight', known[1]}
`);

/** KEYS: record. FINGERPRINT CIPHERTEXT TTL_MS */
export const SETTLE = new Script(`
local known = redis.call('HMGET', KEYS[1], 'fingerprint', 'ciphertext')
if known[2] or (known[1] and known[1] ~= ARGV[1]) then return 0 end
redis.call('HSET', KEYS[1], 'fingerprint', ARGV[1], 'ciphertext', ARGV[2])
redis.call('HDEL', KEYS[1], 'owner', 'until')
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1
`);

/** KEYS: record. FINGERPRINT OWNER MAX_STEP_MS TTL_MS: a claim that this replica holds; without an owner its outcome is lost. */
export const RECLAIM = new Script(`
if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local ends = 0
if ARGV[2] ~= '' then ends = now + ARGV[3] end
redis.call('HSET', KEYS[1], 'fingerprint', ARGV[1], 'owner', ARGV[2], 'until', ends)
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return 1
`);

/**
 * KEYS: record, the mark of the owner. OWNER MARK_TTL_MS: nothing was sent. The mark voids a claim of the same owner that is
 * still on its way over a connection that hung.
 */
export const RELEASE = new Script(`
if tonumber(ARGV[2]) > 0 then redis.call('SET', KEYS[2], '1', 'PX', ARGV[2]) end
local known = redis.call('HMGET', KEYS[1], 'owner', 'ciphertext')
if known[1] == ARGV[1] and not known[2] then return redis.call('DEL', KEYS[1]) end
return 0
`);
