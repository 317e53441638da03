import { Field, InputType } from 'type-graphql';
import { say } from '../src/vlens/messages/words.js';
import { CheckedBy } from './checked-by.js';
import { isEmailOrPhone } from './email.js';
import { MaxText } from './input-rules.js';
import { CodeInput } from './sent-code.js';
import { StepInput } from './step-input.js';

const ACCOUNT_RULE =
  'emailOrPhoneNumber must be an e-mail address, or a phone number as E.164 (+ and digits).';

@InputType({ description: 'Who has lost the password.' })
export class SendPasswordResetCodeInput extends StepInput {
  @Field({ description: 'What the account was registered with.' })
  @CheckedBy(isEmailOrPhone, ACCOUNT_RULE, say('enterEmailOrPhoneNumber'))
  emailOrPhoneNumber!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The number of the national id, where the tenant asks for it.',
  })
  @MaxText('idNumber', 50)
  idNumber?: string | null;
}

@InputType({ description: 'The code that came by e-mail, or by SMS to somebody without an address.' })
export class ConfirmPasswordResetCodeInput extends CodeInput {
  @Field({ description: 'As for sendPasswordResetCode.' })
  @CheckedBy(isEmailOrPhone, ACCOUNT_RULE, say('enterEmailOrPhoneNumber'))
  emailOrPhoneNumber!: string;

  @Field(() => String, { nullable: true, description: 'As for sendPasswordResetCode.' })
  @MaxText('idNumber', 50)
  idNumber?: string | null;
}
