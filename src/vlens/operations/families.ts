import { tokenNotAccepted } from '../faults.js';
import { GENERAL_WORDINGS } from '../operation.js';

/**
 * The decisions that most rows of a kind share. They are harmless if a row should have decided otherwise. Attempt limits, pictures, caches
 * and the hint after an unknown outcome are in each row.
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

/** A read with an operator's token. It contains personal data, so it is read each time and never shared. */
export const READ_OF_OPERATOR = { ...READ_OF_USER, mayCall: 'admin token', cache: 'never' } as const;

/** A step. Requests with the same idempotency key take it once. */
export const STEP = {
  effect: 'step',
  idempotency: 'by key',
  sharedInFlight: 'never',
  priority: 'signing',
  wordings: GENERAL_WORDINGS,
} as const;

/** A step with a customer's token. */
export const STEP_OF_USER = { ...STEP, ...OF_USER } as const;
