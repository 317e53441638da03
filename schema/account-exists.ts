import { ArgsType, Field } from 'type-graphql';
import { CheckedBy } from './checked-by.js';
import { EMAIL_RULE, PHONE_NUMBER_RULE } from './sent-code.js';

@ArgsType()
export class AccountExistsArgs {
  @Field(() => String, { nullable: true, description: 'E.164, e.g. +201234567890.' })
  @CheckedBy(...PHONE_NUMBER_RULE)
  phoneNumber?: string | null;

  @Field(() => String, { nullable: true, description: 'The e-mail address.' })
  @CheckedBy(...EMAIL_RULE)
  email?: string | null;
}
