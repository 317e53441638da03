import { createUnionType, Field, InputType, Int, ObjectType } from 'type-graphql';
import { BusinessRequest } from './business-request.js';
import { DeviceMomentInput } from './device-moment.js';
import { PaymentGateway } from './input-rules.js';
import { Problem } from './problem.js';
import { Rejection } from './rejection.js';
import { UUID } from './scalars.js';
import { SmsProvider } from './sms-provider.js';

@InputType({ description: 'Which contract to send an activation OTP for, and from where.' })
export class RequestActivationOtpInput extends DeviceMomentInput {
  @Field(() => UUID, {
    nullable: true,
    description:
      'The business request. At least one of requestId and contractStorageId. Name this one always: the older reference requires it, and no answer of Vlens’s has it for a contractStorageId.',
  })
  requestId?: string | null;

  @Field(() => UUID, {
    nullable: true,
    description:
      'The stored contract; no answer of Vlens’s names it. Alone it goes out without a requestId, which Vlens may refuse.',
  })
  contractStorageId?: string | null;

  @Field(() => UUID, { nullable: true, description: 'The KYC transaction of this request.' })
  transactionId?: string | null;

  @Field(() => String, { nullable: true, description: 'How the customer will pay, e.g. fawry or kashier.' })
  @PaymentGateway()
  paymentGateway?: string | null;

  @Field(() => SmsProvider, { nullable: true, description: 'Who delivers the OTP.' })
  smsProvider?: SmsProvider | null;
}

@ObjectType({ simpleResolvers: true, description: 'The OTP is on its way to the customer’s phone.' })
export class ActivationOtpSent {
  @Field({ description: 'To be passed on to validateActivationOtp.' })
  otpRequestId!: string;

  @Field(() => BusinessRequest, {
    nullable: true,
    description: 'Read after the step; null where the input had no requestId, or where it can’t be read.',
  })
  businessRequest?: BusinessRequest | null;

  /** Not a GraphQL field: the id of the request to read for businessRequest. */
  requestId!: string | null;
}

@ObjectType({
  implements: Problem,
  simpleResolvers: true,
  description:
    'The caller is more than thresholdKm from their last active device location: re-validate liveness, then ask ' +
    'again.',
})
export class LivenessRequired extends Problem {
  @Field(() => Int, { description: 'How far, in kilometres, the caller may be without it.' })
  thresholdKm!: number;

  @Field(() => UUID, {
    nullable: true,
    description:
      'To be passed on to revalidateLiveness and to the next requestActivationOtp; null where the input had none.',
  })
  requestId!: string | null;

  @Field(() => UUID, {
    nullable: true,
    description:
      'The KYC transaction, to be passed on with requestId; null where neither Vlens nor the input named one.',
  })
  transactionId!: string | null;
}

export const RequestActivationOtpResult = createUnionType({
  name: 'RequestActivationOtpResult',
  description: 'What signing step 1 comes to.',
  types: () => [ActivationOtpSent, LivenessRequired, Rejection] as const,
});
