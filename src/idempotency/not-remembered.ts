import { VlensFault } from '../vlens/faults.js';
import { say } from '../vlens/messages/words.js';

/** Nothing was sent: the step could not be written down first. */
export function notRemembered(): VlensFault {
  return new VlensFault('UPSTREAM_UNAVAILABLE', say('notRemembered'), { unsent: 'held back' });
}
