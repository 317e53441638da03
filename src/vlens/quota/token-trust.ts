import { LRUCache } from 'lru-cache';
import { atMost } from '../at-most.js';
import type { CallerKey } from '../caller-keys.js';

/** Bounds of what is remembered of tokens, by a keyed hash of each. */
export const MAX_ACCEPTED_TOKENS = 100_000;
export const MAX_REFUSED_TOKENS = 10_000;
/** As long as a user's token is good for (`src/openapi/vlens.yaml`, Login: expireInSeconds). */
export const ACCEPTED_TTL_MS = 24 * 3_600_000;
/** A token whose signature alone was looked at: its key may have leaked, and be taken away. */
export const VERIFIED_TTL_MS = 60_000;
/** As long as a refresh token is good for: who shows one again, a device that has logged in or a link that was right, is no stranger. */
export const PROOF_TTL_MS = 7 * 24 * 3_600_000;
/** A token that was good may have been refused by a Vlens in trouble: it is asked about again soon, then ever later. */
const FIRST_REFUSAL_MS = 30_000;
export const MAX_REFUSAL_MS = 300_000;
export const REFUSED_TTL_MS = 3 * MAX_REFUSAL_MS;

/** What is known of a token without asking. */
export type Trust = 'accepted' | 'unknown' | 'refused';

interface Refusal {
  until: number;
  forMs: number;
}

/**
 * Which tokens Vlens took and which it refused. A refused one is refused here for some minutes, unless a login gives it
 * again; one that Vlens never took is a stranger's, and strangers share a small part of the quota.
 */
export class TokenTrust {
  /** By whom the calls of each are counted. */
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

  /** By whom the calls of an accepted one are counted: a customer may have any number of them. */
  ownerOf(key: CallerKey): CallerKey {
    return this.accepted.get(key) ?? key;
  }

  /** @param forMs how long it is certainly good for, where that is known */
  accept(key: CallerKey, owner: CallerKey, forMs = ACCEPTED_TTL_MS): void {
    this.refused.delete(key);
    this.believe(key, owner, forMs);
  }

  /** Whether Vlens has refused it, and not taken it since. */
  wasRefused(key: CallerKey): boolean {
    return this.refused.has(key);
  }

  /** Somebody says so who does not ask Vlens: that it was refused since stays known, for the case that Vlens refuses it again. */
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

  /** Vlens answers as if it did not know this token: it is a stranger's again. */
  doubt(key: CallerKey): void {
    this.accepted.delete(key);
  }
}
