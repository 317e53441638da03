import { Field, Int, ObjectType } from 'type-graphql';
import { Person } from './person.js';

@ObjectType({ simpleResolvers: true, description: 'A document of the contract.' })
export class ContractDocument {
  @Field(() => Int, { nullable: true, description: 'The place among the documents, ascending.' })
  order!: number | null;

  @Field(() => String, { nullable: true, description: 'The title.' })
  title!: string | null;

  @Field(() => String, { nullable: true, description: 'The text: HTML where isHtml, else plain.' })
  content!: string | null;

  @Field(() => String, { nullable: true, description: 'The signature as Vlens keeps it.' })
  signature!: string | null;

  @Field({ description: 'Whether content is HTML; clean it before showing it.' })
  isHtml!: boolean;
}

@ObjectType({ simpleResolvers: true, description: 'A customer who has to sign.' })
export class Signer {
  @Field(() => Person, { nullable: true, description: 'Who it is.' })
  person!: Person | null;

  @Field({ description: 'Whether this customer has signed.' })
  isSigned!: boolean;
}

@ObjectType({ simpleResolvers: true, description: 'The texts of the contract, as the tenant wrote them.' })
export class ContractTerms {
  @Field(() => String, { nullable: true, description: 'What the customer confirms by signing.' })
  confirmationMessage!: string | null;

  @Field(() => String, { nullable: true, description: 'The contract itself.' })
  contractDocument!: string | null;

  @Field(() => String, { nullable: true, description: 'The cover page.' })
  coverPage!: string | null;

  @Field(() => String, { nullable: true, description: 'The general terms and conditions.' })
  general!: string | null;

  @Field(() => String, { nullable: true, description: 'The technical terms and conditions.' })
  technical!: string | null;

  @Field(() => String, { nullable: true, description: 'The financial terms and conditions.' })
  financial!: string | null;

  @Field(() => String, { nullable: true, description: 'The confirmation of the identity check (KYC).' })
  kycConfirmation!: string | null;

  @Field(() => String, { nullable: true, description: 'The promissory note.' })
  promissoryNote!: string | null;

  @Field(() => String, { nullable: true, description: 'The customer’s signature as Vlens keeps it.' })
  customerSignature!: string | null;

  @Field(() => String, { nullable: true, description: 'The service provider’s signature as Vlens keeps it.' })
  contractSignerSignature!: string | null;
}

@ObjectType({
  simpleResolvers: true,
  description: 'The figures of a financed contract, as text that the tenant wrote; no currency is published.',
})
export class Financing {
  @Field(() => String, { nullable: true, description: 'The amount financed.' })
  amount!: string | null;

  @Field(() => String, { nullable: true, description: 'How long it runs, in periodUnit.' })
  periodValue!: string | null;

  @Field(() => String, { nullable: true, description: 'The unit of periodValue, e.g. months.' })
  periodUnit!: string | null;

  @Field(() => String, { nullable: true, description: 'One installment, as worded in the contract.' })
  installmentValue!: string | null;

  @Field(() => String, { nullable: true, description: 'One installment, in digits.' })
  installmentValueNumber!: string | null;

  @Field(() => String, { nullable: true, description: 'The total, as worded in the contract.' })
  totalAmount!: string | null;

  @Field(() => String, { nullable: true, description: 'The total, in digits.' })
  totalAmountNumber!: string | null;

  @Field(() => String, { nullable: true, description: 'How many installments there are.' })
  installmentsNo!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'When the first installment is due, as the tenant writes dates.',
  })
  firstInstallmentDate!: string | null;
}
