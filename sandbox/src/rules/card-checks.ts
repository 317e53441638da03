import type { Card, CardBack, CardFront } from '../cards/card.js';
import type { RefusalCode } from '../error-codes.js';
import { isOfFullAge, isoDay, type NationalIdFault, readNationalId } from './national-id.js';

/** A check that a card did not pass. */
export interface CardFault {
  /** Null: Vlens has no code for the whole answer, and says it in the validation errors alone. */
  refusal: RefusalCode | null;
  field: string;
  value: string | null;
  code: number | null;
  message: string | null;
}

const BY_NUMBER: Record<NationalIdFault, RefusalCode> = {
  3001: 'ID_NUMBER_INVALID',
  3002: 'BIRTH_DATE_INVALID',
  3003: 'GOVERNORATE_INVALID',
};
/** Published inside validation errors, as "bad date of birth". */
const BAD_BIRTH_DATE = 1001;

/** The first check that this side of a card does not pass; null where it passes all. */
export function checkCard(
  card: Card,
  against: {
    side: Card['side'];
    /** What was sent before in the same transaction. */
    other: CardFront | CardBack | null;
    /** The person that the account was verified as. */
    verifiedAs: string | null;
    isTaken: boolean;
    now: Date;
  },
): CardFault | null {
  if (card.side !== against.side) return refused('WRONG_SIDE', 'image');
  const { nationalId } = card;
  const read = readNationalId(nationalId, against.now);
  if (typeof read === 'number') return refused(BY_NUMBER[read], 'idNumber', nationalId);
  if (against.other && against.other.nationalId !== nationalId) {
    return refused('SIDES_DIFFER', 'idNumber', nationalId);
  }
  if (card.side === 'back' && card.expiresOn < isoDay(against.now)) {
    return refused('DOCUMENT_EXPIRED', 'idExpiry', card.expiresOn);
  }
  if (!isOfFullAge(read.dateOfBirth, against.now)) {
    return {
      refusal: null,
      field: 'dateOfBirth',
      value: read.dateOfBirth,
      code: BAD_BIRTH_DATE,
      message: 'The holder of the card is not 21 years old yet and can’t sign contracts.',
    };
  }
  if (against.verifiedAs !== null && against.verifiedAs !== nationalId) {
    return refused('NATIONAL_ID_DIFFERS', 'idNumber', nationalId);
  }
  return against.isTaken ? refused('NATIONAL_ID_TAKEN', 'idNumber', nationalId) : null;
}

/** A check by its refusal, whose number and sentence it has. */
export function refused(refusal: RefusalCode, field: string, value: string | null = null): CardFault {
  return { refusal, field, value, code: null, message: null };
}
