import { createUnionType, Field, InputType, Int, ObjectType } from 'type-graphql';
import { say } from '../src/vlens/messages/words.js';
import { CheckedBy } from './checked-by.js';
import { isEmailAddress } from './email.js';
import { FilledText } from './input-rules.js';
import { isOneTimeCode } from './one-time-code.js';
import { isPhoneNumber } from './phone-number.js';
import { Rejection } from './rejection.js';
import { SmsProvider } from './sms-provider.js';
import { StepInput } from './step-input.js';

/** The arguments of CheckedBy for a phone number: the check, the rule, and the message. */
export const PHONE_NUMBER_RULE = [
  isPhoneNumber,
  'phoneNumber must be + and 8 to 15 digits with the country’s code first (E.164).',
  say('enterPhoneNumber'),
] as const;
export const EMAIL_RULE = [isEmailAddress, 'email must be an e-mail address.', say('enterEmail')] as const;
/** The same for a code, in the field of this name. */
export const codeRule = (name: string) =>
  [isOneTimeCode, `${name} must be the 4 to 8 digits that were sent.`, say('enterCode')] as const;

/** A code and the id that it was sent with. It is not a GraphQL type of its own. */
@InputType()
export abstract class CodeInput extends StepInput {
  @Field({ description: 'From CodeSent.' })
  @FilledText(200, 'codeRequestId must be the one that CodeSent answered.')
  codeRequestId!: string;

  @Field({ description: 'The code that was sent: 4 to 8 digits.' })
  @CheckedBy(...codeRule('code'))
  code!: string;
}

@InputType({ description: 'Whom to send a code by SMS.' })
export class SendPhoneCodeInput extends StepInput {
  @Field({ description: 'E.164, e.g. +201234567890; spaces and hyphens do not matter.' })
  @CheckedBy(...PHONE_NUMBER_RULE)
  phoneNumber!: string;

  @Field(() => SmsProvider, { nullable: true, description: 'Who delivers the code.' })
  smsProvider?: SmsProvider | null;
}

@InputType({ description: 'Whom to send a code by e-mail.' })
export class SendEmailCodeInput extends StepInput {
  @Field({ description: 'The e-mail address.' })
  @CheckedBy(...EMAIL_RULE)
  email!: string;
}

@InputType({ description: 'The code that came by SMS.' })
export class ConfirmPhoneInput extends CodeInput {
  @Field({ description: 'The phone number that the code was sent to.' })
  @CheckedBy(...PHONE_NUMBER_RULE)
  phoneNumber!: string;
}

@InputType({ description: 'The code that came by e-mail.' })
export class ConfirmEmailInput extends CodeInput {
  @Field({ description: 'The e-mail address that the code was sent to.' })
  @CheckedBy(...EMAIL_RULE)
  email!: string;
}

@ObjectType({ simpleResolvers: true, description: 'A code is on its way.' })
export class CodeSent {
  @Field({ description: 'To be passed on with the code.' })
  codeRequestId!: string;

  @Field(() => Int, { nullable: true, description: 'For how many seconds the code is good.' })
  expiresInSeconds!: number | null;
}

export const SendCodeResult = createUnionType({
  name: 'SendCodeResult',
  description: 'What asking for a code comes to.',
  types: () => [CodeSent, Rejection] as const,
});

@ObjectType({ simpleResolvers: true, description: 'The code was right.' })
export class ContactConfirmed {
  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether this tenant wants an e-mail address confirmed as well: sendEmailCode.',
  })
  emailConfirmationRequired!: boolean | null;
}

export const ConfirmContactResult = createUnionType({
  name: 'ConfirmContactResult',
  description: 'What confirming a code comes to.',
  types: () => [ContactConfirmed, Rejection] as const,
});
