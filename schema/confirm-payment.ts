import { createUnionType, Field, InputType, ObjectType } from 'type-graphql';
import { BusinessRequest } from './business-request.js';
import { DeviceMomentInput } from './device-moment.js';
import { Problem } from './problem.js';
import { Rejection } from './rejection.js';
import { UUID } from './scalars.js';

@InputType({ description: 'Which contract to activate.' })
export class ConfirmPaymentInput extends DeviceMomentInput {
  @Field(() => UUID, { description: 'The business request.' })
  requestId!: string;

  @Field(() => UUID, { nullable: true, description: 'The KYC transaction of this request.' })
  transactionId?: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'The customer has signed.' })
export class ContractActivated {
  @Field(() => BusinessRequest, {
    nullable: true,
    description: 'Read again after the step, so its status is the new one; null where that can’t be read.',
  })
  businessRequest?: BusinessRequest | null;

  /** Not a GraphQL field: the id of the request to read for businessRequest. */
  requestId!: string;
}

@ObjectType({
  implements: Problem,
  simpleResolvers: true,
  description: 'The product has a payment, and Vlens has not seen it yet.',
})
export class PaymentRequired extends Problem {
  @Field(() => String, {
    nullable: true,
    description: 'Where to pay; null where Vlens named no such page, see ActivationOtpValidated.paymentUrl.',
  })
  paymentUrl!: string | null;
}

export const ConfirmPaymentResult = createUnionType({
  name: 'ConfirmPaymentResult',
  description: 'What signing step 3 comes to.',
  types: () => [ContractActivated, PaymentRequired, Rejection] as const,
});
