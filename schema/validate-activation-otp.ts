import { createUnionType, Field, InputType, ObjectType } from 'type-graphql';
import { CheckedBy } from './checked-by.js';
import { DeviceMomentInput } from './device-moment.js';
import { FilledText, PaymentGateway } from './input-rules.js';
import { Rejection } from './rejection.js';
import { UUID } from './scalars.js';
import { codeRule } from './sent-code.js';

@InputType({ description: 'The code that the customer got by SMS.' })
export class ValidateActivationOtpInput extends DeviceMomentInput {
  @Field({ description: 'From ActivationOtpSent.' })
  @FilledText(200, 'otpRequestId must be the one that ActivationOtpSent answered.')
  otpRequestId!: string;

  @Field({ description: 'The code of the SMS: 4 to 8 digits, Arabic-Indic ones too.' })
  @CheckedBy(...codeRule('otpCode'))
  otpCode!: string;

  @Field(() => UUID, { nullable: true, description: 'The business request.' })
  requestId?: string | null;

  @Field(() => UUID, { nullable: true, description: 'The KYC transaction of this request.' })
  transactionId?: string | null;

  @Field(() => String, { nullable: true, description: 'How the customer will pay, e.g. fawry or kashier.' })
  @PaymentGateway()
  paymentGateway?: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'The code was right; go on with confirmPayment.' })
export class ActivationOtpValidated {
  @Field(() => String, {
    nullable: true,
    description: 'Where to pay before confirmPayment; null where Vlens named no such page.',
  })
  paymentUrl!: string | null;

  @Field({ description: 'Vlens’s sentence, or ours where it sent none.' })
  message!: string;
}

export const ValidateActivationOtpResult = createUnionType({
  name: 'ValidateActivationOtpResult',
  description: 'What signing step 2 comes to.',
  types: () => [ActivationOtpValidated, Rejection] as const,
});
