import { createHmac } from 'node:crypto';
import type { RedisLink } from './redis-link.js';

const CHECK_EVERY_MS = 10_000;
const MARK_LENGTH = 16;

/**
 * KEYS: the marks of secrets, by when a gateway with that secret was last seen. ARGV: MARK IS_RUNNING. Forgets marks that are too old,
 * stores this one if the gateway is running, and returns the number of other marks.
 */
const NOTE = `
local FORGET_AFTER_MS = 30000
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - FORGET_AFTER_MS)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '(' .. now, '+inf')
if ARGV[2] == '1' then
  redis.call('ZADD', KEYS[1], now, ARGV[1])
  redis.call('PEXPIRE', KEYS[1], FORGET_AFTER_MS)
end
local others = redis.call('ZCARD', KEYS[1])
if redis.call('ZSCORE', KEYS[1], ARGV[1]) then others = others - 1 end
return others
`;

/**
 * Detects gateways of one tenant that use one Redis with different secrets (STATE_SECRET). Their keys in Redis are derived from the secret,
 * so they share neither steps nor quota, and nothing else would show that.
 */
export class SecretWatch {
  private readonly key: string;
  private readonly mark: string;
  private readonly isRunning: boolean;
  private readonly timer: NodeJS.Timeout | undefined;
  private found = 0;

  /** @param isRunning true in the gateway itself; false in a check before the start, which leaves no mark for other replicas */
  constructor(
    private readonly link: RedisLink,
    { secret, tenant, isRunning }: { secret: string; tenant: string; isRunning: boolean },
    private readonly onChange: () => void = () => {},
  ) {
    this.key = `vlens:secrets:${markOf(tenant, 'tenant')}`;
    this.mark = markOf(secret, 'secret');
    this.isRunning = isRunning;
    if (!isRunning) return;
    link.onHealed(() => void this.check());
    this.timer = setInterval(() => void this.check(), CHECK_EVERY_MS).unref();
  }

  /** The number of other secrets in use. */
  get others(): number {
    return this.found;
  }

  /**
   * Looks for other secrets now. It does not use `RedisLink.run`: in a cluster this key may lie on another node than all other keys, and a
   * failure there must not count as Redis being down.
   */
  async check(): Promise<void> {
    if (!this.link.isUp) return;
    const found = await this.link.client
      .eval(NOTE, 1, this.key, this.mark, this.isRunning ? 1 : 0)
      .catch(() => this.found);
    const before = this.found;
    this.found = Number(found);
    if (this.found > 0 !== before > 0) this.onChange();
  }

  close(): void {
    clearInterval(this.timer);
  }
}

function markOf(key: string, what: string): string {
  return createHmac('sha256', key).update(`redis ${what}`).digest('base64url').slice(0, MARK_LENGTH);
}
