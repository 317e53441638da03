import { ArgsType, Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { BusinessRequestStatus, NextStep } from './business-request-status.js';
import { ContractDocument, ContractTerms, Financing, Signer } from './contract-parts.js';
import { FormField } from './form-field.js';
import { MAX_ITEMS } from './input-limits.js';
import { MaxIds } from './input-rules.js';
import { Node } from './node.js';
import { Person } from './person.js';
import { ProductType } from './product-type.js';
import { DateTime, UUID } from './scalars.js';

@Directive('@key(fields: "id")')
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    'A customer’s request for a product, which becomes the contract. The fields that name the full endpoints cost ' +
    'more: asking for one of them is what makes the gateway call those.',
})
export class BusinessRequest extends Node {
  @Field(() => ID, { description: 'A UUID, lower-case: what every signing step takes as requestId.' })
  override id!: string;

  @Field(() => String, { nullable: true, description: 'The number to show, e.g. REQ-20240615-0001.' })
  requestNumber!: string | null;

  @Field(() => BusinessRequestStatus, { description: 'Where it stands.' })
  status!: BusinessRequestStatus;

  @Field(() => Int, { nullable: true, description: 'Vlens’s number of the status.' })
  statusCode!: number | null;

  @Field(() => String, { nullable: true, description: 'Vlens’s name of the status, e.g. Customer Signed.' })
  statusName!: string | null;

  @Field(() => NextStep, { description: 'What the customer can do next.' })
  nextStep!: NextStep;

  @Field(() => String, { nullable: true, description: 'The name of the product, as the request has it.' })
  typeName!: string | null;

  @Field(() => ProductType, {
    nullable: true,
    description: 'Matched by contractTypeId, else by typeName; null where neither finds one.',
  })
  productType?: ProductType | null;

  @Field(() => Int, { nullable: true, description: 'Vlens’s number of the contract type.' })
  contractTypeId!: number | null;

  @Field(() => String, { nullable: true, description: 'Vlens’s name of the contract type.' })
  contractTypeName!: string | null;

  @Field(() => String, { nullable: true, description: 'The customer’s whole name.' })
  fullName!: string | null;

  @Field(() => String, { nullable: true, description: 'The number of the customer’s national id.' })
  idNumber!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was created.' })
  createdAt!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it last changed. Full endpoints only.' })
  updatedAt?: string | null;

  @Field(() => [FormField], {
    nullable: true,
    description: 'The form with the customer’s answers. Full endpoints only.',
  })
  formFields?: FormField[] | null;

  @Field(() => [ContractDocument], {
    nullable: true,
    description: 'The documents of the contract. Full endpoints only.',
  })
  documents?: ContractDocument[] | null;

  @Field(() => Person, { nullable: true, description: 'The customer. Full endpoints only.' })
  user?: Person | null;

  @Field(() => [Signer], {
    nullable: true,
    description: 'The customers who have to sign. Full endpoints only.',
  })
  signers?: Signer[] | null;

  @Field(() => ContractTerms, {
    nullable: true,
    description: 'The texts of the contract; null where there are none. Full endpoints only.',
  })
  terms?: ContractTerms | null;

  @Field(() => Financing, {
    nullable: true,
    description: 'The figures of the contract; null where there are none. Full endpoints only.',
  })
  financing?: Financing | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the product has a payment (hasPaymentCheckPerRequestFeature). Full endpoints only.',
  })
  paymentRequired?: boolean | null;

  @Field(() => [BusinessRequest], {
    nullable: true,
    description: 'Requests that belong to this one. Full endpoints only.',
  })
  relatedRequests?: BusinessRequest[] | null;
}

@ArgsType()
export class BusinessRequestsByIdsArgs {
  @Field(() => [UUID], { description: `At most ${MAX_ITEMS.ids} ids; one may be given twice.` })
  @MaxIds()
  ids!: string[];
}
