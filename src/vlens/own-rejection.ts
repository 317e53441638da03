import type { Rejection, RejectionReason } from './answer.js';
import type { Said } from './messages/words.js';

/** A no in the gateway's own words, where Vlens sent none that fits. */
export function ownRejection(reason: RejectionReason, said: Said): Rejection {
  return { kind: 'rejection', reason, ...said, errorCode: null, fieldErrors: [], paymentUrl: null };
}
