import type { Rejection, RejectionReason } from './answer.js';
import type { Said } from './messages/words.js';

/** A rejection in the gateway's own words, for cases in which Vlens sent no fitting one. */
export function ownRejection(reason: RejectionReason, said: Said): Rejection {
  return { kind: 'rejection', reason, ...said, errorCode: null, fieldErrors: [], paymentUrl: null };
}
