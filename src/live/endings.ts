import { VlensFault } from '../vlens/faults.js';
import type { LiveEvent } from './change-queue.js';

/** A subscription that is over before it began. */
export async function* endedWith(reason: Error): AsyncIterableIterator<LiveEvent> {
  yield reason;
}

/** For a reader who let too many changes wait. */
export function tooSlow(): VlensFault {
  return new VlensFault(
    'RATE_LIMITED',
    'Changes were not read fast enough, and this subscription has ended: subscribe again.',
    { retryAfterSeconds: 1 },
  );
}

/** For one subscriber more than MAX_SUBSCRIBERS. */
export function tooManySubscribers(): VlensFault {
  return new VlensFault(
    'RATE_LIMITED',
    'There are too many subscriptions here at the moment: try again later.',
    {
      retryAfterSeconds: 10,
    },
  );
}

/** For everybody where MAX_SUBSCRIBERS is 0: trying again would not help. */
export function noSubscriptions(): VlensFault {
  return new VlensFault(
    'FORBIDDEN',
    'This gateway takes no subscriptions: read the status again from time to time.',
  );
}

/** For one subscription more than MAX_SUBSCRIPTIONS_PER_CALLER. */
export function tooManyOfCaller(most: number): VlensFault {
  return new VlensFault(
    'RATE_LIMITED',
    `You have ${most} subscriptions here, which is the most: end one, or subscribe to all of your requests at once.`,
    { retryAfterSeconds: 10 },
  );
}

/** For everybody, when the gateway stops. */
export function goingAway(): VlensFault {
  return new VlensFault(
    'RATE_LIMITED',
    'This gateway is being stopped: subscribe again, and another will answer.',
    {
      retryAfterSeconds: 1,
    },
  );
}
