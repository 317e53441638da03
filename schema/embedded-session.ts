import { MaxLength, ValidateNested } from 'class-validator';
import { createUnionType, Field, InputType, Int, ObjectType } from 'type-graphql';
import { CheckedBy } from './checked-by.js';
import { FormFieldValueInput } from './create-business-request.js';
import { MaxItems } from './input-rules.js';
import { Rejection } from './rejection.js';
import { EMAIL_RULE, PHONE_NUMBER_RULE } from './sent-code.js';
import { StepInput } from './step-input.js';
import { validationMessage } from './validation-message.js';

@InputType({ description: 'What one product’s form is filled in with already.' })
export class PrefilledFormInput {
  @Field(() => Int, { description: 'The product type.' })
  productTypeId!: number;

  @Field(() => [FormFieldValueInput], { description: 'The values by the field’s key.' })
  @MaxItems('fields')
  @ValidateNested({ each: true })
  fields!: FormFieldValueInput[];
}

@InputType({ description: 'For whom, and what the embedded pages may do.' })
export class CreateEmbeddedSessionInput extends StepInput {
  @Field(() => String, { nullable: true, description: 'The customer’s phone number, E.164.' })
  @CheckedBy(...PHONE_NUMBER_RULE)
  phoneNumber?: string | null;

  @Field(() => String, { nullable: true, description: 'The customer’s e-mail address; not with prefilled.' })
  @CheckedBy(...EMAIL_RULE)
  email?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'An RSA key: the token then comes encrypted for it; not with prefilled.',
  })
  @MaxLength(10_000, validationMessage('userPublicKey must be at most 10,000 characters long.'))
  userPublicKey?: string | null;

  @Field(() => [Int], {
    nullable: true,
    description: 'The product types that may be signed (allowedContractTypeIds).',
  })
  @MaxItems('allowedProductTypeIds')
  allowedProductTypeIds?: number[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'By its name: as few pages as a signature takes. Passed on.',
  })
  minimalSignatureFlow?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'By its name (DigitalIdentityOnly): registration and identity verification, and no signing. Passed on.',
  })
  identityOnly?: boolean | null;

  @Field(() => [PrefilledFormInput], {
    nullable: true,
    description:
      'Makes it an invitation with forms that are filled in already; needs an admin’s token, and takes neither email nor userPublicKey.',
  })
  @MaxItems('prefilled')
  @ValidateNested({ each: true })
  prefilled?: PrefilledFormInput[] | null;
}

@ObjectType({ simpleResolvers: true, description: 'What opens Vlens’s own pages in an iframe or WebView.' })
export class EmbeddedSession {
  @Field({ description: 'The token; encrypted where userPublicKey was given.' })
  token!: string;
}

export const CreateEmbeddedSessionResult = createUnionType({
  name: 'CreateEmbeddedSessionResult',
  description: 'What asking for a token for the embedded pages comes to.',
  types: () => [EmbeddedSession, Rejection] as const,
});
