import { LRUCache } from 'lru-cache';
import type { Operation, OperationName } from '../operation.js';
import { MAX_HOLD_MS } from './throttle-factor.js';

export const MAX_HELD_PEOPLE = 10_000;
/** As long as attempts count. After a longer `Retry-After`, a person may try again this much later. */
const MAX_PERSON_HOLD_MS = 15 * 60_000;
/** The longest `Retry-After` that the gateway follows, in seconds. */
export function longestRetryAfterSeconds(limits: Operation['limits']): number {
  return (limits === 'the person' ? MAX_PERSON_HOLD_MS : MAX_HOLD_MS) / 1000;
}

/** The people whom Vlens rate-limits. Nobody else has to wait because of them. */
export class PersonLimits {
  private readonly heldUntil: LRUCache<string, number>;

  constructor(private readonly now: () => number) {
    this.heldUntil = new LRUCache({ max: MAX_HELD_PEOPLE });
  }

  hold(operation: OperationName, person: string, seconds: number): void {
    this.heldUntil.set(`${operation} ${person}`, this.now() + seconds * 1000);
  }

  /** Seconds for which this person is held back; 0 if they are not. */
  heldFor(operation: OperationName, person: string): number {
    const until = this.heldUntil.get(`${operation} ${person}`) ?? 0;
    return Math.max(0, Math.ceil((until - this.now()) / 1000));
  }
}
