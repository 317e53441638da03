import { LRUCache } from 'lru-cache';
import { atMost } from '../at-most.js';
import type { CallerKey } from '../caller-keys.js';

/** How many tokens are remembered, by a keyed hash of each. */
export const MAX_ACCEPTED_TOKENS = 100_000;
export const MAX_REFUSED_TOKENS = 10_000;
/** How long a user's token is valid (`src/openapi/vlens.yaml`, Login: expireInSeconds). */
export const ACCEPTED_TTL_MS = 24 * 3_600_000;
/** For a token of which only the signature was checked. Its signing key may have leaked and may be withdrawn. */
export const VERIFIED_TTL_MS = 60_000;
/**
 * How long a refresh token is valid. A caller who sends one again is no stranger; neither is a device that has logged in, or the holder of
 * a right link.
 */
export const PROOF_TTL_MS = 7 * 24 * 3_600_000;
/** Vlens may have refused a valid token while it had trouble. Such a token is sent to Vlens again soon, and then at growing intervals. */
const FIRST_REFUSAL_MS = 30_000;
export const MAX_REFUSAL_MS = 300_000;
export const REFUSED_TTL_MS = 3 * MAX_REFUSAL_MS;

/** What is known of a token without a call to Vlens. */
export type Trust = 'accepted' | 'unknown' | 'refused';

interface Refusal {
  until: number;
  forMs: number;
}

/**
 * Remembers which tokens Vlens accepted and which it refused. The gateway refuses a refused token itself for some minutes, unless a login
 * issues it again. The bearer of a token that Vlens never accepted is a stranger, and strangers share a small part of the quota.
 */
export class TokenTrust {
  /** The owner by whom each token's calls are counted. */
  private readonly accepted: LRUCache<CallerKey, CallerKey>;
  private readonly refused: LRUCache<CallerKey, Refusal>;

  constructor(private readonly now: () => number) {
    const options = { ttlResolution: 0, perf: { now } };
    this.accepted = new LRUCache({ ...atMost(MAX_ACCEPTED_TOKENS), ttl: ACCEPTED_TTL_MS, ...options });
    this.refused = new LRUCache({ ...atMost(MAX_REFUSED_TOKENS), ttl: REFUSED_TTL_MS, ...options });
  }

  of(key: CallerKey): Trust {
    if (this.accepted.get(key) !== undefined) return 'accepted';
    return (this.refused.get(key)?.until ?? 0) > this.now() ? 'refused' : 'unknown';
  }

  /** The owner by whom an accepted token's calls are counted. A customer may have any number of tokens. */
  ownerOf(key: CallerKey): CallerKey {
    return this.accepted.get(key) ?? key;
  }

  /** @param forMs how long the token is certainly valid, if that is known */
  accept(key: CallerKey, owner: CallerKey, forMs = ACCEPTED_TTL_MS): void {
    this.refused.delete(key);
    this.believe(key, owner, forMs);
  }

  /** Whether Vlens has refused this token, and has not accepted it since. */
  wasRefused(key: CallerKey): boolean {
    return this.refused.has(key);
  }

  /**
   * Trusts a token on evidence other than an answer of Vlens. An earlier refusal stays remembered, in case Vlens refuses the token again.
   */
  believe(key: CallerKey, owner: CallerKey, forMs = ACCEPTED_TTL_MS): void {
    this.accepted.set(key, owner, { ttl: Math.max(1, Math.min(forMs, PROOF_TTL_MS)) });
  }

  refuse(key: CallerKey): void {
    const wasGood = this.accepted.delete(key);
    const last = this.refused.get(key)?.forMs;
    const first = wasGood ? FIRST_REFUSAL_MS : MAX_REFUSAL_MS;
    const forMs = Math.min(MAX_REFUSAL_MS, last === undefined ? first : last * 2);
    this.refused.set(key, { until: this.now() + forMs, forMs });
  }

  /** Vlens answered as if it did not know this token: its bearer is a stranger again. */
  markUnsure(key: CallerKey): void {
    this.accepted.delete(key);
  }
}
