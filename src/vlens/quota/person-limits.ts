import { LRUCache } from 'lru-cache';
import type { Endpoint } from '../endpoints.js';
import { MAX_HOLD_MS } from './throttle-factor.js';

export const MAX_HELD_PEOPLE = 10_000;
/** As long as attempts count: whoever is told to wait longer may ask again then. */
const MAX_PERSON_HOLD_MS = 15 * 60_000;
/** Their 429 and 503 speak of one person or one link, not of the tenant. */
const LIMITS_BY_PERSON: ReadonlySet<Endpoint> = new Set<Endpoint>([
  'login',
  'stepRequestOtp',
  'stepValidateOtp',
  'openSigningSession',
]);

export function limitsByPerson(endpoint: Endpoint): boolean {
  return LIMITS_BY_PERSON.has(endpoint);
}

/** The longest time that a `Retry-After` of this endpoint is believed, in seconds. */
export function longestRetryAfterSeconds(endpoint: Endpoint): number {
  return (limitsByPerson(endpoint) ? MAX_PERSON_HOLD_MS : MAX_HOLD_MS) / 1000;
}

/** People whom Vlens told to wait: nobody else waits with them. */
export class PersonLimits {
  private readonly heldUntil: LRUCache<string, number>;

  constructor(private readonly now: () => number) {
    this.heldUntil = new LRUCache({ max: MAX_HELD_PEOPLE });
  }

  hold(endpoint: Endpoint, person: string, seconds: number): void {
    this.heldUntil.set(`${endpoint} ${person}`, this.now() + seconds * 1000);
  }

  /** Seconds for which this person is held back, 0 where they are not. */
  heldFor(endpoint: Endpoint, person: string): number {
    const until = this.heldUntil.get(`${endpoint} ${person}`) ?? 0;
    return Math.max(0, Math.ceil((until - this.now()) / 1000));
  }
}
