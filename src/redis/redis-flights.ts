import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Encryption } from '../idempotency/encryption.js';
import type { RecordId } from '../idempotency/store.js';
import { type Flight, type SharedFlights, UNCLAIMED_LIMITS } from '../vlens/middleware/single-flight.js';
import type { Remembered } from '../vlens/middleware/take-first.js';
import { asTexts, type RedisLink, Script } from './redis-link.js';

export interface RedisFlightsDependencies {
  link: RedisLink;
  /** The prefix of each key. */
  keyPrefix: string;
  /** Encrypts the answers. */
  secret: string;
  /** How long a call may be in flight. An older one was left behind by a replica that ended. */
  maxFlightMs: number;
}

const POLL_EVERY_MS = 100;
/** By then every waiting replica has polled the result. */
const LANDED_TTL_MS = 10_000;

/**
 * Shares calls in flight between replicas. A call's key holds its owner. For some seconds a second key holds its result, for the replicas
 * that waited. If no caller is left that waits, the result stays for a minute, for the first caller that asks. While Redis is down each
 * replica makes its own calls.
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
      // A replica that knows another's call keeps waiting for it through a failover. A Redis that hung may still execute this JOIN.
      const isAlone = reply === null && (other === '' || performance.now() > giveUpAt);
      if (isAlone || state === 'begun') return this.flight(key, me);
      if (state === 'landed') return this.decrypt(key, text);
      if (reply === null || text === other) await pause(POLL_EVERY_MS);
      else other = text;
    }
  }

  private flight(key: string, me: string): Flight {
    // If this write is lost, the others wait as long as the call can take, and then stop polling for it.
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

/** KEYS: the owner of the call, the result of the awaited call. ARGV: ME AWAITED MAX_FLIGHT_MS */
const JOIN = new Script(`
local owner = redis.call('GET', KEYS[1])
if ARGV[2] ~= '' then
  local landed = redis.call('GET', KEYS[2])
  if landed then
    -- Only callers that have already waited may get this result.
    if owner == ARGV[2] then redis.call('DEL', KEYS[1]) end
    return {'landed', landed}
  end
end
if owner then return {'in flight', owner} end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[3])
return {'begun'}
`);

/**
 * KEYS: the owner of the call, the result of this call. ARGV: ME LANDED LANDED_TTL_MS CLAIM_TTL_MS; an empty LANDED means that nothing was
 * sent. Returns 1 if this is still the call that the others wait for.
 */
const LAND = new Script(`
if ARGV[2] ~= '' then redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3]) end
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
if tonumber(ARGV[4]) > 0 then return redis.call('PEXPIRE', KEYS[1], ARGV[4]) end
return redis.call('DEL', KEYS[1])
`);
