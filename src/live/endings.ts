import { VlensFault } from '../vlens/faults.js';
import { say } from '../vlens/messages/words.js';
import type { LiveEvent } from './change-queue.js';

/** A subscription that is over before it began. */
export async function* endedWith(reason: Error): AsyncIterableIterator<LiveEvent> {
  yield reason;
}

/** For a reader who let too many changes wait. */
export function tooSlow(): VlensFault {
  return new VlensFault('RATE_LIMITED', say('readTooSlowly'), { retryAfterSeconds: 1 });
}

/** For one subscriber more than MAX_SUBSCRIBERS. */
export function tooManySubscribers(): VlensFault {
  return new VlensFault('RATE_LIMITED', say('tooManySubscribers'), {
    retryAfterSeconds: 10,
  });
}

/** For everybody where MAX_SUBSCRIBERS is 0: trying again would not help. */
export function noSubscriptions(): VlensFault {
  return new VlensFault('FORBIDDEN', say('noSubscriptions'));
}

/** For one subscription more than MAX_SUBSCRIPTIONS_PER_CALLER. */
export function tooManyOfCaller(most: number): VlensFault {
  return new VlensFault('RATE_LIMITED', say('tooManyOfCaller', { most }), { retryAfterSeconds: 10 });
}

/** For everybody, when the gateway stops. */
export function goingAway(): VlensFault {
  return new VlensFault('RATE_LIMITED', say('goingAway'), {
    retryAfterSeconds: 1,
  });
}
