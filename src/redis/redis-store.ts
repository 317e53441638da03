import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { type Claim, type IdempotencyStore, REMEMBERED_MS, type RecordId } from '../idempotency/store.js';
import { VlensFault } from '../vlens/faults.js';
import { type RedisLink, Script } from './redis-link.js';

export interface RedisStoreDependencies {
  link: RedisLink;
  /** In front of each key. */
  keyPrefix: string;
  /** How long a step may be under way at the most; a record older than that was left by a replica that ended. */
  longestStepMs: number;
  /** How large the copies of this replica may be together. */
  copiesMaxBytes: number;
}

const LOOK_EVERY_MS = 100;
/** A Redis that began empty is told within this time what the replicas know: until then nothing is claimed in it. */
const TOLD_AFTER_MS = 2500;
const BESIDES_THE_ANSWER_BYTES = 200;

interface Copy {
  fingerprint: string;
  ciphertext: Uint8Array;
}

/**
 * Steps remembered for all replicas. While Redis is away nothing new is claimed: nobody could say whether another
 * replica is taking the same step. What this replica settled meanwhile is written down when Redis is back.
 */
export class RedisStore implements IdempotencyStore {
  /** What this replica settled itself: good without Redis, and for a Redis that came back empty. */
  private readonly copies: LRUCache<RecordId, Copy>;
  private readonly claims = new Map<RecordId, string>();
  private readonly pendingWrites = new Map<RecordId, () => Promise<unknown>>();

  constructor(private readonly parts: RedisStoreDependencies) {
    this.copies = new LRUCache({
      maxSize: parts.copiesMaxBytes,
      sizeCalculation: ({ ciphertext }) => ciphertext.byteLength + BESIDES_THE_ANSWER_BYTES,
      ttl: REMEMBERED_MS,
    });
    parts.link.onHealed(() => void this.flushPending());
  }

  /** Waits until steps can be claimed, where Redis has just begun. */
  async opened(): Promise<void> {
    const wait = await this.parts.link.script(EPOCH, [this.epochKey], [TOLD_AFTER_MS]).catch(() => 0);
    await new Promise((resolve) => setTimeout(resolve, Number(wait)));
  }

  async claim(id: RecordId, fingerprint: string): Promise<Claim> {
    const copy = this.copies.get(id);
    if (copy) return { state: 'settled', ...copy };
    const owner = randomUUID();
    const reply = await this.script(CLAIM, id, [
      fingerprint,
      owner,
      this.parts.longestStepMs,
      REMEMBERED_MS,
      TOLD_AFTER_MS,
    ]).catch(() => {
      // It may have been heard all the same: then nobody holds it, and it must not count as taken.
      this.pendingWrites.set(id, () => this.script(RELEASE, id, [owner]));
      throw notRemembered();
    });
    const [state, known = '', ciphertext = ''] = reply as string[];
    if (state === 'too new') throw notRemembered();
    if (state === 'claimed') {
      this.claims.set(id, owner);
      return { state };
    }
    if (state === 'settled')
      return { state, fingerprint: known, ciphertext: Buffer.from(ciphertext, 'base64') };
    return { state: state === 'lost' ? 'lost' : 'under way', fingerprint: known };
  }

  async settle(id: RecordId, fingerprint: string, ciphertext: Uint8Array): Promise<void> {
    this.claims.delete(id);
    this.copies.set(id, { fingerprint, ciphertext });
    await this.orLater(id, () => this.writeCopy(id, { fingerprint, ciphertext }));
  }

  async release(id: RecordId): Promise<void> {
    const owner = this.claims.get(id);
    this.claims.delete(id);
    if (owner !== undefined) await this.orLater(id, () => this.script(RELEASE, id, [owner]));
  }

  changed(_id: RecordId, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, LOOK_EVERY_MS);
      signal.addEventListener('abort', done, { once: true });
    });
  }

  private async orLater(id: RecordId, write: () => Promise<unknown>): Promise<void> {
    await write().catch(() => this.pendingWrites.set(id, write));
  }

  private async flushPending(): Promise<void> {
    await this.restoreReplicaCopies().catch(() => undefined);
    for (const [id, write] of [...this.pendingWrites]) {
      this.pendingWrites.delete(id);
      await this.orLater(id, write);
    }
  }

  /** A Redis that was restarted without its data is told what this replica knows. */
  private async restoreReplicaCopies(): Promise<void> {
    const wait = await this.parts.link.script(EPOCH, [this.epochKey], [TOLD_AFTER_MS]);
    if (wait === 0) return;
    for (const [id, copy] of this.copies.entries()) await this.writeCopy(id, copy);
  }

  private writeCopy(id: RecordId, { fingerprint, ciphertext }: Copy): Promise<unknown> {
    const keptMs = Math.ceil(this.copies.getRemainingTTL(id)) || REMEMBERED_MS;
    return this.script(SETTLE, id, [fingerprint, Buffer.from(ciphertext).toString('base64'), keptMs]);
  }

  private script(script: Script, id: RecordId, args: (string | number)[]): Promise<unknown> {
    return this.parts.link.script(script, [this.key(id), this.epochKey], args);
  }

  private get epochKey(): string {
    return `${this.parts.keyPrefix}born`;
  }

  private key(id: RecordId): string {
    return `${this.parts.keyPrefix}step:${id}`;
  }
}

function notRemembered(): VlensFault {
  return new VlensFault(
    'UPSTREAM_UNAVAILABLE',
    'Nothing was sent: what is remembered of idempotency keys can’t be reached for the moment. Send the same again ' +
      'with the same idempotencyKey.',
    { unsent: 'held back' },
  );
}

const NOW = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
`;

const EPOCH = new Script(`${NOW}
redis.call('SET', KEYS[1], now, 'NX')
return math.max(0, redis.call('GET', KEYS[1]) + ARGV[1] - now)
`);

const CLAIM = new Script(`${NOW}
local known = redis.call('HMGET', KEYS[1], 'fingerprint', 'ciphertext', 'until')
if not known[1] then
  redis.call('SET', KEYS[2], now, 'NX')
  if redis.call('GET', KEYS[2]) + ARGV[5] > now then return {'too new'} end
  redis.call('HSET', KEYS[1], 'fingerprint', ARGV[1], 'owner', ARGV[2], 'until', now + ARGV[3])
  redis.call('PEXPIRE', KEYS[1], ARGV[4])
  return {'claimed'}
end
if known[2] then return {'settled', known[1], known[2]} end
if now > tonumber(known[3]) then return {'lost', known[1]} end
return {'under way', known[1]}
`);

const SETTLE = new Script(`
local known = redis.call('HMGET', KEYS[1], 'fingerprint', 'ciphertext')
if known[2] or (known[1] and known[1] ~= ARGV[1]) then return 0 end
redis.call('HSET', KEYS[1], 'fingerprint', ARGV[1], 'ciphertext', ARGV[2])
redis.call('HDEL', KEYS[1], 'owner', 'until')
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1
`);

const RELEASE = new Script(`
local known = redis.call('HMGET', KEYS[1], 'owner', 'ciphertext')
if known[1] == ARGV[1] and not known[2] then return redis.call('DEL', KEYS[1]) end
return 0
`);
