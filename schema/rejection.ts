import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Problem } from './problem.js';

export const RejectionReason = {
  NOT_FOUND: 'NOT_FOUND',
  NOT_APPROVED: 'NOT_APPROVED',
  ALREADY_SIGNED: 'ALREADY_SIGNED',
  NOT_ELIGIBLE: 'NOT_ELIGIBLE',
  OTP_INCORRECT: 'OTP_INCORRECT',
  OTP_EXPIRED: 'OTP_EXPIRED',
  TOO_MANY_ATTEMPTS: 'TOO_MANY_ATTEMPTS',
  LIVENESS_FAILED: 'LIVENESS_FAILED',
  PAYMENT_INCOMPLETE: 'PAYMENT_INCOMPLETE',
  LINK_EXPIRED: 'LINK_EXPIRED',
  INVALID_CREDENTIALS: 'INVALID_CREDENTIALS',
  INVALID_INPUT: 'INVALID_INPUT',
  ALREADY_REGISTERED: 'ALREADY_REGISTERED',
  DOCUMENT_UNREADABLE: 'DOCUMENT_UNREADABLE',
  DOCUMENT_INVALID: 'DOCUMENT_INVALID',
  DOCUMENT_EXPIRED: 'DOCUMENT_EXPIRED',
  DOCUMENT_MISMATCH: 'DOCUMENT_MISMATCH',
  FACE_MISMATCH: 'FACE_MISMATCH',
  OTHER: 'OTHER',
} as const;
export type RejectionReason = keyof typeof RejectionReason;

registerEnumType(RejectionReason, {
  name: 'RejectionReason',
  description: 'Why Vlens said no, as far as its code and sentence tell.',
  valuesConfig: {
    NOT_FOUND: { description: 'There is no such thing, or it is not the caller’s.' },
    NOT_APPROVED: { description: 'The request is not approved, so it can’t be signed yet.' },
    ALREADY_SIGNED: { description: 'The caller has signed it already.' },
    NOT_ELIGIBLE: { description: 'The caller may not create a request now; see the query eligibility.' },
    OTP_INCORRECT: { description: 'The code is not the one that was sent.' },
    OTP_EXPIRED: { description: 'The code is too old, or a newer one was sent; ask for another.' },
    TOO_MANY_ATTEMPTS: { description: 'Too many tries or too many codes asked for; wait, then ask again.' },
    LIVENESS_FAILED: { description: 'The pictures did not pass; take new ones.' },
    PAYMENT_INCOMPLETE: { description: 'Vlens has not seen the payment yet.' },
    LINK_EXPIRED: { description: 'The signing link or its hash is too old; generate another.' },
    INVALID_CREDENTIALS: {
      description:
        'The phone number, the name, the password or the refresh token is wrong or no longer good.',
    },
    INVALID_INPUT: { description: 'Vlens does not accept the input; see fieldErrors and message.' },
    ALREADY_REGISTERED: {
      description:
        'Somebody is registered with this phone number or e-mail address: log in, or reset the password.',
    },
    DOCUMENT_UNREADABLE: { description: 'The card can’t be read in the picture; take a sharper one.' },
    DOCUMENT_INVALID: { description: 'It is no valid identity card, or not the side that was asked for.' },
    DOCUMENT_EXPIRED: { description: 'The card has expired; Vlens takes a valid one alone.' },
    DOCUMENT_MISMATCH: { description: 'Front and back are of two cards; take both of one.' },
    FACE_MISMATCH: { description: 'The face is not the one on the card.' },
    OTHER: { description: 'A reason that this version does not know; see message.' },
  },
});

@ObjectType({ simpleResolvers: true, description: 'What Vlens holds against one field.' })
export class FieldError {
  @Field({ description: 'The field as Vlens names it; for a form field, its key.' })
  field!: string;

  @Field({ description: 'Vlens’s sentence, or ours where the gateway knows what is missing.' })
  message!: string;
}

@ObjectType({ implements: Problem, simpleResolvers: true, description: 'Vlens said no.' })
export class Rejection extends Problem {
  @Field(() => RejectionReason, { description: 'Why, as far as it can be told.' })
  reason!: RejectionReason;

  @Field(() => [FieldError], { description: 'What is wrong field by field; empty where Vlens does not say.' })
  fieldErrors!: FieldError[];

  @Field(() => Int, {
    nullable: true,
    description:
      'After TOO_MANY_ATTEMPTS: how long it is of no use to try again. Null where Vlens said no, which tells no time, and where another ' +
      'code helps at once.',
  })
  retryAfterSeconds!: number | null;
}
