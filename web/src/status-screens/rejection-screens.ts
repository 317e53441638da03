import type { RejectionReason } from '../gql/graphql';
import type { StatusName } from './status-screen';

/** A screen for every reason: one that the schema adds later does not compile without one. */
const REJECTION_SCREENS: Record<RejectionReason, StatusName> = {
  NOT_FOUND: 'notFound',
  NOT_APPROVED: 'notApproved',
  ALREADY_SIGNED: 'alreadySigned',
  NOT_ELIGIBLE: 'notEligible',
  // The next three are normally shown beside the field, where they can be corrected; this is for their other ends.
  OTP_INCORRECT: 'refused',
  OTP_EXPIRED: 'refused',
  LIVENESS_FAILED: 'refused',
  TOO_MANY_ATTEMPTS: 'tooManyTries',
  PAYMENT_INCOMPLETE: 'refused',
  LINK_EXPIRED: 'linkExpired',
  INVALID_CREDENTIALS: 'invalidCredentials',
  INVALID_INPUT: 'invalidInput',
  // Of registration and identity verification, which no page here does.
  ALREADY_REGISTERED: 'refused',
  DOCUMENT_UNREADABLE: 'refused',
  DOCUMENT_INVALID: 'refused',
  DOCUMENT_EXPIRED: 'refused',
  DOCUMENT_MISMATCH: 'refused',
  FACE_MISMATCH: 'refused',
  OTHER: 'refused',
};

/** The reason as this page knows it: one of a gateway that was deployed since is another. */
export function knownReason(reason: RejectionReason = 'OTHER'): RejectionReason {
  return reason in REJECTION_SCREENS ? reason : 'OTHER';
}

export function rejectionScreen(reason: RejectionReason): StatusName {
  return REJECTION_SCREENS[knownReason(reason)];
}
