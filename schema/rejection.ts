import { Field, Int, ObjectType } from 'type-graphql';
import { describedEnum } from './described-enum.js';
import { Problem } from './problem.js';

export const RejectionReason = describedEnum(
  'RejectionReason',
  'Why Vlens refused, as far as its code and sentence show.',
  {
    NOT_FOUND: 'There is no such thing, or it is not the caller’s.',
    NOT_APPROVED: 'The request is not approved, so it can’t be signed yet.',
    ALREADY_SIGNED: 'The caller has signed it already, or as many as have to sign it have.',
    NOT_ELIGIBLE: 'The caller may not create a request now; see the query eligibility.',
    OTP_INCORRECT: 'The code is not the one that was sent.',
    OTP_EXPIRED: 'The code is too old, or a newer one was sent; ask for another.',
    TOO_MANY_ATTEMPTS: 'Too many tries or too many codes asked for; wait, then ask again.',
    LIVENESS_FAILED: 'The pictures did not pass; take new ones.',
    PAYMENT_INCOMPLETE: 'Vlens has not seen the payment yet.',
    LINK_EXPIRED: 'The signing link or its hash is too old; generate another.',
    INVALID_CREDENTIALS:
      'The phone number, the name, the password or the refresh token is wrong or no longer good.',
    INVALID_INPUT: 'Vlens does not accept the input; see fieldErrors and message.',
    ALREADY_REGISTERED:
      'Somebody is registered with this phone number or e-mail address: log in, or reset the password.',
    DOCUMENT_UNREADABLE: 'The card can’t be read in the picture; take a sharper one.',
    DOCUMENT_INVALID: 'It is no valid identity card, or not the side that was asked for.',
    DOCUMENT_EXPIRED: 'The card has expired; Vlens takes a valid one alone.',
    DOCUMENT_MISMATCH: 'Front and back are of two cards; take both of one.',
    FACE_MISMATCH: 'The face is not the one on the card.',
    OTHER: 'A reason that this version does not know; see message.',
  },
);
export type RejectionReason = keyof typeof RejectionReason;

@ObjectType({ simpleResolvers: true, description: 'What is wrong with one field.' })
export class FieldError {
  @Field({ description: 'The field as Vlens names it; for a form field, its key.' })
  field!: string;

  @Field({ description: 'Vlens’s sentence, or ours where the gateway knows what is missing.' })
  message!: string;
}

@ObjectType({
  implements: Problem,
  simpleResolvers: true,
  description:
    'Vlens said no; or the gateway did before it asked Vlens: too many attempts, or a picture that can’t be decoded.',
})
export class Rejection extends Problem {
  @Field(() => RejectionReason, { description: 'Why, as far as it is known.' })
  reason!: RejectionReason;

  @Field(() => [FieldError], { description: 'What is wrong field by field; empty where Vlens does not say.' })
  fieldErrors!: FieldError[];

  @Field(() => Int, {
    nullable: true,
    description:
      'After TOO_MANY_ATTEMPTS: for how many seconds it is of no use to try again. Null where Vlens refused, since it names no time, and where another ' +
      'code helps at once.',
  })
  retryAfterSeconds!: number | null;
}
