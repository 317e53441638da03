import type { Answer, RejectionReason } from '../answer.js';
import type { Wordings } from '../operation.js';
import { answer, type Envelope, rejection } from './envelope.js';
import { httpUrl } from './links.js';
import { flag, sentenceText } from './values.js';
import { objectAs } from './wire.js';

/** The answer of the older single step, Activate, which the four steps of CustomerSign replaced (older documentation, didoc). */
interface Activation {
  isActive: boolean;
  isValidPayment: boolean;
  needsReValidate: boolean;
  errorMessage: string;
  paymentLink: string;
}

/** The address of the payment page: `data` itself, or its `paymentLink`. */
export function paymentLinkOf(data: unknown): string | null {
  return httpUrl(data) ?? httpUrl(objectAs<Activation>(data)?.paymentLink);
}

/** Whether a step after the scan reports that liveness is still needed. */
export function isLivenessNeededStill(data: unknown): boolean {
  return flag(objectAs<Activation>(data)?.needsReValidate) === true;
}

/** Whether the last step reports that no payment was received. */
export function isUnpaid(data: unknown): boolean {
  return flag(objectAs<Activation>(data)?.isValidPayment) === false;
}

/**
 * The outcome of a signing step. An answer in Activate's form may refuse in the data while `error_code` says nothing: by an errorMessage,
 * or by a flag that means `flagged`. `false` in place of a sentence is a refusal too. `isActive: true` is none.
 */
export function activationAnswer<T>(
  wordings: Wordings,
  envelope: Envelope,
  read: (data: unknown) => T,
  flagged: RejectionReason | null = null,
): Answer<T> {
  const sent = objectAs<Activation>(envelope.data);
  const words = sentenceText(sent?.errorMessage);
  const saysNo = envelope.data === false || words !== null || flagged !== null;
  const isRefused = envelope.verdict === 'accepted' && saysNo && flag(sent?.isActive) !== true;
  if (envelope.verdict !== 'refused' && !isRefused) return answer(wordings, envelope, read);
  const message = isRefused ? (words ?? envelope.message) : envelope.message;
  const refused = rejection(wordings, { ...envelope, message }, paymentLinkOf(envelope.data));
  return refused.reason === 'OTHER' && flagged !== null ? { ...refused, reason: flagged } : refused;
}
