import { VlensFault } from '../vlens/faults.js';

/** Nothing was sent: the step could not be written down first. */
export function notRemembered(): VlensFault {
  return new VlensFault(
    'UPSTREAM_UNAVAILABLE',
    'Nothing was sent: what is remembered of idempotency keys can’t be reached for the moment. Send the same again ' +
      'with the same idempotencyKey.',
    { unsent: 'held back' },
  );
}
