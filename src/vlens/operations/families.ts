import { tokenNotAccepted } from '../faults.js';
import { GENERAL_WORDINGS } from '../operation.js';

/**
 * What most rows of a kind decide alike. Only what does no harm where a row should have decided otherwise: attempt limits, pictures,
 * caches and what an unknown outcome asks for stand in each row.
 */
const OF_USER = { mayCall: 'user token', about: 'its token', unauthorized: tokenNotAccepted } as const;

/** A read with a customer's token. */
export const READ_OF_USER = {
  ...OF_USER,
  effect: 'read',
  priority: 'read',
  limits: 'the tenant',
  wordings: GENERAL_WORDINGS,
} as const;

/** A read with an operator's token: it holds data of persons, so it is asked for each time and never shared. */
export const READ_OF_OPERATOR = { ...READ_OF_USER, mayCall: 'admin token', cache: 'never' } as const;

/** A step: taken once for all that send its idempotency key. */
export const STEP = {
  effect: 'step',
  idempotency: 'by key',
  sharedInFlight: 'never',
  priority: 'signing',
  wordings: GENERAL_WORDINGS,
} as const;

/** A step with a customer's token. */
export const STEP_OF_USER = { ...STEP, ...OF_USER } as const;
