import { Script } from './redis-link.js';

/**
 * If Redis's clock steps ahead by at most this much, nothing notices it. So records of steps in flight stay open for this much longer. A
 * larger step begins a new epoch, in which each replica reports its steps in flight.
 */
export const UNNOTICED_STEP_MS = 10_000;
/** Up to this age of the epoch, a step that an unreported replica may have taken gets the outcome UNKNOWN. */
export const DOUBT_MS = 60_000;

/**
 * The scripts that need an epoch begin with this code. An epoch is one run of one Redis server as the primary. It ends with a restart, with a
 * failover, or when the clock steps back, or so far ahead that Redis may have expired records too early. A server that took another's data
 * and is primary again has the same run, but another replication id, so that too begins an epoch. In a new epoch some writes of the last one
 * may be missing, since replication and the append-only file are asynchronous. So nothing is claimed until the replicas have written again
 * what they know.
 *
 * KEYS: epoch, replicas (by when they were last seen), unreported (replicas of the last epoch that have not reported, and those of the one
 * before that were still in doubt then: a second failover does not bring back what the first one lost), reported (the epoch to which each
 * replica has reported). Older gateways use the same keys, so in Redis the last two are still called `untold` and `told`.
 */
const EPOCH = `
local SEEN_TOGETHER_MS, UNNOTICED_STEP_MS, DOUBT_MS = 3000, ${UNNOTICED_STEP_MS}, ${DOUBT_MS}
local epoch, replicas, unreported, reported = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

-- Without the right to INFO the reply is a table. Then only a Redis that comes back empty begins a new epoch.
local function infoOf(section, name)
  local info = redis.pcall('INFO', section)
  return type(info) == 'string' and string.match(info, name .. ':(%w+)') or ''
end

-- SEEN_MS is the longest time since Redis last saw this replica. The replica measures it with its monotonic clock, which nobody can set.
local function currentEpoch(newId, me, seenMs)
  local run, history = infoOf('server', 'run_id'), infoOf('replication', 'master_replid')
  local known = redis.call('HMGET', epoch, 'run', 'since', 'id', 'history')
  local since = tonumber(known[2] or '')
  local seenAt = redis.call('ZSCORE', replicas, me)
  local isAhead = seenAt and now - tonumber(seenAt) > tonumber(seenMs) + UNNOTICED_STEP_MS
  -- A gateway of an earlier release writes no history.
  if not known[4] then redis.call('HSET', epoch, 'history', history) end
  local isSame = known[1] == run and (known[4] or history) == history
  if isSame and since and since <= now and not isAhead then return known[3], now - since, run end
  redis.call('HSET', epoch, 'run', run, 'history', history, 'since', now, 'id', newId)
  if since and now - since >= DOUBT_MS then redis.call('DEL', unreported) end
  local latest = redis.call('ZREVRANGE', replicas, 0, 0, 'WITHSCORES')[2]
  if latest then
    for _, replica in ipairs(redis.call('ZRANGEBYSCORE', replicas, latest - SEEN_TOGETHER_MS, '+inf')) do
      redis.call('SADD', unreported, replica)
    end
  end
  if isAhead then
    for _, replica in ipairs(redis.call('ZRANGE', replicas, 0, -1)) do redis.call('ZADD', replicas, now, replica) end
  end
  return newId, 0, run
end
`;

/** About Redis's own replicas: their number, the replication offset of this server, and the largest offset that one of them has. */
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

/**
 * ARGV: ME NEW_ID SEEN_MS PEER… This replica is alive. The peers are the replicas that were alive at its last beat: a Redis that came back
 * empty does not know them. Returns the epoch's id, its age, the number of Redis's own replicas, and the peers that are alive now or still
 * waited for.
 */
export const BEAT = new Script(`${EPOCH}${REPLICATION_NOW}
local FORGET_AFTER_MS = 60000
local id, age = currentEpoch(ARGV[2], ARGV[1], ARGV[3])
if age < DOUBT_MS then
  for peer = 4, #ARGV do
    local last = redis.call('HGET', reported, ARGV[peer])
    if last ~= id and last ~= 'left' then redis.call('SADD', unreported, ARGV[peer]) end
  end
end
redis.call('ZREMRANGEBYSCORE', replicas, '-inf', now - FORGET_AFTER_MS)
redis.call('ZREMRANGEBYSCORE', replicas, '(' .. now, '+inf')
redis.call('ZADD', replicas, now, ARGV[1])
local reply, listed = {id, age, replication()[1]}, {[ARGV[1]] = true}
local function list(replica)
  if not listed[replica] then
    listed[replica] = true
    reply[#reply + 1] = replica
  end
end
for _, replica in ipairs(redis.call('ZRANGEBYSCORE', replicas, now - SEEN_TOGETHER_MS, '+inf')) do list(replica) end
-- The user of docs/how-to/redis.md may not read a set, and operators have made it so.
local function listIfUnreported(replica)
  if redis.call('SREM', unreported, replica) == 0 then return end
  redis.call('SADD', unreported, replica)
  list(replica)
end
if age < DOUBT_MS then
  for _, replica in ipairs(redis.call('ZRANGE', replicas, 0, -1)) do listIfUnreported(replica) end
  for peer = 4, #ARGV do listIfUnreported(ARGV[peer]) end
end
return reply
`);

/** ARGV: ME EPOCH_ID. This replica has written what it knows. */
export const REPORT = new Script(`${EPOCH}
if redis.call('HGET', epoch, 'id') ~= ARGV[2] then return 0 end
redis.call('SREM', unreported, ARGV[1])
redis.call('HSET', reported, ARGV[1], ARGV[2])
redis.call('PEXPIRE', reported, 120000)
return 1
`);

/** ARGV: ME. This replica ends, and has nothing left to write. */
export const LEAVE = new Script(`
redis.call('ZREM', KEYS[2], ARGV[1])
redis.call('SREM', KEYS[3], ARGV[1])
redis.call('HSET', KEYS[4], ARGV[1], 'left')
redis.call('PEXPIRE', KEYS[4], 120000)
return 1
`);

/** A replica that Redis has not seen for this long is gone or paused. Another replica may take over the steps that it has not sent. */
export const GONE_AFTER_MS = 5000;

/**
 * KEYS 5, 6: the record, and the mark of an owner whose claim is void.
 * ARGV: FINGERPRINT OWNER OPEN_MS TTL_MS NEW_ID SETTLED_AFTER_MS WAIT_FOR_REPLICAS_MS DOUBT_MS ME SEEN_MS
 *
 * A claimed step counts as not sent until its owner marks it as sent (`SENT`). If the owner's replica is gone, another one takes over a
 * step that is not sent. A failover may also lose that mark. So a takeover is allowed only within one epoch, and only if Redis shows when
 * a new epoch begins (INFO gives a run id).
 */
export const CLAIM = new Script(`${EPOCH}
local record, void = KEYS[5], KEYS[6]
local longest = tonumber(ARGV[3])
local GONE_AFTER_MS = ${GONE_AFTER_MS}
local id, age, run = currentEpoch(ARGV[5], ARGV[9], ARGV[10])
if redis.call('EXISTS', void) == 1 then return {'too new', id} end
local known = redis.call('HMGET', record, 'fingerprint', 'ciphertext', 'until', 'unsent', 'replica')
local function mayBeTakenOver()
  if known[2] or known[4] ~= id then return false end
  local seenAt = tonumber(redis.call('ZSCORE', replicas, known[5]) or 0)
  return now - seenAt > GONE_AFTER_MS or now > tonumber(known[3])
end
if not known[1] or mayBeTakenOver() then
  if age < tonumber(ARGV[6]) then return {'too new', id} end
  local ends = now + longest
  if age < tonumber(ARGV[8]) and redis.call('SCARD', unreported) > 0 then
    if age < tonumber(ARGV[7]) then return {'too new', id} end
    -- A replica that ended at the same time as the last epoch may have taken this step.
    ends = 0
  end
  redis.call('HSET', record, 'fingerprint', ARGV[1], 'owner', ARGV[2], 'until', ends)
  redis.call('PEXPIRE', record, ARGV[4])
  redis.call('HDEL', record, 'unsent', 'replica')
  if ends == 0 then return {'lost', ARGV[1]} end
  if run ~= '' then redis.call('HSET', record, 'unsent', id, 'replica', ARGV[9]) end
  return {'claimed'}
end
if known[2] then return {'settled', known[1], known[2]} end
local ends = tonumber(known[3])
if ends > now + longest then
  ends = now + longest
  redis.call('HSET', record, 'until', ends)
end
-- If the clock has just stepped ahead, the replica that has the step in flight reports it within SETTLED_AFTER_MS.
if now > ends and age >= tonumber(ARGV[6]) then return {'lost', known[1]} end
return {'in flight', known[1]}
`);

/**
 * KEYS: record, the mark of the owner. ARGV: OWNER. The step is about to be sent. Returns 1 if it may be: no replica has taken it over, and
 * no failover has lost the claim.
 */
export const SENT = new Script(`
if redis.call('EXISTS', KEYS[2]) == 1 then return 0 end
local known = redis.call('HMGET', KEYS[1], 'owner', 'ciphertext')
if known[1] ~= ARGV[1] or known[2] then return 0 end
redis.call('HDEL', KEYS[1], 'unsent', 'replica')
return 1
`);

/** KEYS: record. ARGV: FINGERPRINT CIPHERTEXT TTL_MS */
export const SETTLE = new Script(`
local known = redis.call('HMGET', KEYS[1], 'fingerprint', 'ciphertext')
if known[2] or (known[1] and known[1] ~= ARGV[1]) then return 0 end
redis.call('HSET', KEYS[1], 'fingerprint', ARGV[1], 'ciphertext', ARGV[2])
redis.call('HDEL', KEYS[1], 'owner', 'until', 'unsent', 'replica')
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1
`);

/** KEYS: record. ARGV: FINGERPRINT OWNER OPEN_MS TTL_MS. Writes a claim that this replica holds. An empty OWNER: its outcome is lost. */
export const RECLAIM = new Script(`
local known = redis.call('HMGET', KEYS[1], 'fingerprint', 'owner', 'ciphertext')
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local ends = 0
if ARGV[2] ~= '' then ends = now + ARGV[3] end
if known[1] then
  -- The clock may have stepped past the end of the claim.
  if ends > 0 and known[2] == ARGV[2] and not known[3] then redis.call('HSET', KEYS[1], 'until', ends) end
  return 0
end
redis.call('HSET', KEYS[1], 'fingerprint', ARGV[1], 'owner', ARGV[2], 'until', ends)
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return 1
`);

/**
 * KEYS: record, the mark of the owner. ARGV: OWNER MARK_TTL_MS. Nothing was sent. The mark voids a claim of the same owner that Redis has
 * not received yet, because the connection hung.
 */
export const RELEASE = new Script(`
if tonumber(ARGV[2]) > 0 then redis.call('SET', KEYS[2], '1', 'PX', ARGV[2]) end
local known = redis.call('HMGET', KEYS[1], 'owner', 'ciphertext')
if known[1] == ARGV[1] and not known[2] then return redis.call('DEL', KEYS[1]) end
return 0
`);
