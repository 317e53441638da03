import { VlensFault } from '../vlens/faults.js';
import { say } from '../vlens/messages/words.js';
import type { LiveEvent } from './change-queue.js';

/** A subscription that ends at once, with the reason. */
export async function* endedWith(reason: Error): AsyncIterableIterator<LiveEvent> {
  yield reason;
}

/** For a subscriber with too many waiting changes. */
export function tooSlow(): VlensFault {
  return new VlensFault('RATE_LIMITED', say('readTooSlowly'), { retryAfterSeconds: 1 });
}

/** For a subscription above MAX_SUBSCRIBERS. */
export function tooManySubscribers(): VlensFault {
  return new VlensFault('RATE_LIMITED', say('tooManySubscribers'), {
    retryAfterSeconds: 10,
  });
}

/** For every subscription if MAX_SUBSCRIBERS is 0: trying again would not help. */
export function noSubscriptions(): VlensFault {
  return new VlensFault('FORBIDDEN', say('noSubscriptions'));
}

/** For a subscription above MAX_SUBSCRIPTIONS_PER_CALLER. */
export function tooManyOfCaller(most: number): VlensFault {
  return new VlensFault('RATE_LIMITED', say('tooManyOfCaller', { most }), { retryAfterSeconds: 10 });
}

/** For every subscription when the gateway stops. */
export function goingAway(): VlensFault {
  return new VlensFault('RATE_LIMITED', say('goingAway'), {
    retryAfterSeconds: 1,
  });
}
