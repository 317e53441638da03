import { VlensFault } from '../vlens/faults.js';
import { say } from '../vlens/messages/words.js';

/** Nothing was sent, because the step could not be stored first. */
export function notRemembered(): VlensFault {
  return new VlensFault('UPSTREAM_UNAVAILABLE', say('notRemembered'), { unsent: 'held back' });
}
