import { IsNotEmpty, Matches } from 'class-validator';
import { createUnionType, Field, InputType } from 'type-graphql';
import { say } from '../src/vlens/messages/words.js';
import { MaxText, Password } from './input-rules.js';
import { Rejection } from './rejection.js';
import { Session } from './session.js';
import { StepInput } from './step-input.js';
import { validationMessage } from './validation-message.js';

@InputType({ description: 'Who logs in as an operator or a service.' })
export class AdminLoginInput extends StepInput {
  @Field({ description: 'The name or the e-mail address of the operator; at most 256 characters.' })
  @IsNotEmpty(validationMessage('userNameOrEmailAddress must not be empty.', say('enterUserName')))
  @MaxText('userNameOrEmailAddress', 256)
  userNameOrEmailAddress!: string;

  @Field({ description: 'The operator’s password; Vlens takes at most 32 characters.' })
  @Password(32)
  password!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'The tenant’s name at Vlens; needed where the gateway does not have it in VLENS_TENANCY_NAME.',
  })
  @Matches(
    /^[\x21-\x7e](?:[\x20-\x7e]{0,254}[\x21-\x7e])?$/,
    validationMessage('tenancyName must be 1 to 256 printable ASCII characters.', say('enterTenancyName')),
  )
  tenancyName?: string | null;
}

export const AdminLoginResult = createUnionType({
  name: 'AdminLoginResult',
  description: 'What an operator’s login comes to.',
  types: () => [Session, Rejection] as const,
});
