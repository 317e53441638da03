import { MaxLength } from 'class-validator';
import { Field, InputType } from 'type-graphql';
import { say } from '../src/vlens/messages/words.js';
import { CheckedBy } from './checked-by.js';
import { isEmailOrPhone } from './email.js';
import { CodeInput } from './sent-code.js';
import { StepInput } from './step-input.js';
import { validationMessage } from './validation-message.js';

const ACCOUNT_RULE =
  'emailOrPhoneNumber must be an e-mail address, or a phone number as E.164 (+ and digits).';
const ID_RULE = 'idNumber must be at most 50 characters long.';

@InputType({ description: 'Who has lost the password.' })
export class SendPasswordResetCodeInput extends StepInput {
  @Field({ description: 'What the account was registered with.' })
  @CheckedBy(isEmailOrPhone, ACCOUNT_RULE, say('enterEmailOrPhoneNumber'))
  emailOrPhoneNumber!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The number of the national id, where the tenant asks for it.',
  })
  @MaxLength(50, validationMessage(ID_RULE, say('textTooLong', { characters: 50 })))
  idNumber?: string | null;
}

@InputType({ description: 'The code that came by e-mail, or by SMS to somebody without an address.' })
export class ConfirmPasswordResetCodeInput extends CodeInput {
  @Field({ description: 'As for sendPasswordResetCode.' })
  @CheckedBy(isEmailOrPhone, ACCOUNT_RULE, say('enterEmailOrPhoneNumber'))
  emailOrPhoneNumber!: string;

  @Field(() => String, { nullable: true, description: 'As for sendPasswordResetCode.' })
  @MaxLength(50, validationMessage(ID_RULE, say('textTooLong', { characters: 50 })))
  idNumber?: string | null;
}
