import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Encryption } from '../idempotency/encryption.js';
import type { RecordId } from '../idempotency/store.js';
import { type Flight, type SharedFlights, UNCLAIMED_LIMITS } from '../vlens/middleware/single-flight.js';
import type { Remembered } from '../vlens/middleware/take-first.js';
import { asTexts, type RedisLink, Script } from './redis-link.js';

export interface RedisFlightsDependencies {
  link: RedisLink;
  /** In front of each key. */
  keyPrefix: string;
  /** What answers are encrypted under. */
  secret: string;
  /** How long a call may be in flight; one older than that was left by a replica that ended. */
  maxFlightMs: number;
}

const POLL_EVERY_MS = 100;
/** Everybody who waited has looked by then. */
const LANDED_TTL_MS = 10_000;

/**
 * Calls that replicas share while they are in flight. Under a call's key lies who makes it, and beside it for some seconds what
 * it came to: for those who waited, and where none of them is left, for the first who asks within a minute. While Redis is down
 * each replica makes its own.
 */
export class RedisFlights implements SharedFlights {
  private readonly encryption: Encryption;

  constructor(private readonly dependencies: RedisFlightsDependencies) {
    this.encryption = new Encryption(dependencies.secret);
  }

  async join(key: string): Promise<Remembered | Flight> {
    const { maxFlightMs } = this.dependencies;
    const me = randomUUID();
    const giveUpAt = performance.now() + maxFlightMs;
    let other = '';
    for (;;) {
      const asked = this.script(JOIN, key, other, [me, other, maxFlightMs]);
      const reply = await asked.then(asTexts).catch(() => null);
      const [state, text = ''] = reply ?? [];
      // A replica that knows of another's call waits for it over a Redis that fails over. One that hangs may begin this one yet.
      const isAlone = reply === null && (other === '' || performance.now() > giveUpAt);
      if (isAlone || state === 'begun') return this.flight(key, me);
      if (state === 'landed') return this.decrypt(key, text);
      if (reply === null || text === other) await pause(POLL_EVERY_MS);
      else other = text;
    }
  }

  private flight(key: string, me: string): Flight {
    // Where this is lost, the others wait for as long as the call could have taken; later than that they look for it no more.
    const land = (value: string, ttlMs: number, claimTtlMs: number) =>
      this.script(LAND, key, me, [me, value, ttlMs, claimTtlMs]).then(
        (isKnown) => isKnown === 1,
        () => false,
      );
    return {
      kind: 'begun',
      settle: (remembered, isUnclaimed) => {
        const ciphertext = this.encryption.encrypt(key as RecordId, remembered);
        const ttlMs = isUnclaimed ? UNCLAIMED_LIMITS.ttlMs : LANDED_TTL_MS;
        return land(Buffer.from(ciphertext).toString('base64'), ttlMs, isUnclaimed ? ttlMs : 0);
      },
      async release() {
        await land('', 0, 0);
      },
    };
  }

  private decrypt(key: string, text: string): Remembered {
    return this.encryption.decrypt(key as RecordId, Buffer.from(text, 'base64')) as Remembered;
  }

  private script(script: Script, key: string, owner: string, args: (string | number)[]): Promise<unknown> {
    const { link, keyPrefix } = this.dependencies;
    const name = `${keyPrefix}flight:${key}`;
    return link.script(script, [name, `${name}:${owner}`], args);
  }
}

/** KEYS: who makes the call, what the awaited one came to. ME AWAITED MAX_FLIGHT_MS */
const JOIN = new Script(`
local owner = redis.call('GET', KEYS[1])
if ARGV[2] ~= '' then
  local landed = redis.call('GET', KEYS[2])
  if landed then
    -- Nobody else is to get it who has not waited already.
    if owner == ARGV[2] then redis.call('DEL', KEYS[1]) end
    return {'landed', landed}
  end
end
if owner then return {'in flight', owner} end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[3])
return {'begun'}
`);

/**
 * KEYS: who makes the call, what this one came to. ME LANDED LANDED_TTL_MS CLAIM_TTL_MS: without LANDED nothing was sent. Answers 1
 * where this is still the call that the others know.
 */
const LAND = new Script(`
if ARGV[2] ~= '' then redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3]) end
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
if tonumber(ARGV[4]) > 0 then return redis.call('PEXPIRE', KEYS[1], ARGV[4]) end
return redis.call('DEL', KEYS[1])
`);
