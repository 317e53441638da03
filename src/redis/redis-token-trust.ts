import type { CallerKey } from '../vlens/caller-keys.js';
import type { SharedTrust } from '../vlens/quota/admissions.js';
import type { RedisLink } from './redis-link.js';

/**
 * Remembers the keyed hashes of tokens that Vlens has accepted from any replica. So a customer counts as a stranger once, not once per
 * replica.
 */
export class RedisTokenTrust implements SharedTrust {
  constructor(
    private readonly link: RedisLink,
    private readonly keyPrefix: string,
  ) {}

  async isAccepted(key: CallerKey): Promise<CallerKey | boolean> {
    const owner = await this.link.run((client) => client.get(this.name(key))).catch(() => null);
    // Gateways of earlier releases wrote no owner.
    return owner === '' ? true : owner !== null && (owner as CallerKey);
  }

  accept(key: CallerKey, forMs: number, owner: CallerKey): void {
    void this.link.run((client) => client.set(this.name(key), owner, 'PX', forMs)).catch(() => undefined);
  }

  markUnsure(key: CallerKey): void {
    void this.link.run((client) => client.del(this.name(key))).catch(() => undefined);
  }

  private name(key: CallerKey): string {
    return `${this.keyPrefix}accepted:${key}`;
  }
}
