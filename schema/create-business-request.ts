import { IsNotEmpty, MaxLength, Min, ValidateNested } from 'class-validator';
import { createUnionType, Field, InputType, Int, ObjectType } from 'type-graphql';
import { say } from '../src/vlens/messages/words.js';
import { BusinessRequest } from './business-request.js';
import { DeviceMomentInput } from './device-moment.js';
import { Eligibility } from './eligibility.js';
import { MAX_CHARACTERS, MAX_ITEMS } from './input-limits.js';
import { FilledText, MaxItems, MaxText } from './input-rules.js';
import { Problem } from './problem.js';
import { Rejection } from './rejection.js';
import { validationMessage } from './validation-message.js';

@InputType({ description: 'The customer’s answer to one form field.' })
export class FormFieldValueInput {
  @Field({ description: 'The key of the form field; each at most once.' })
  @FilledText(200, 'key must be the key of a form field.')
  key!: string;

  @Field({
    description: `The answer as text, at most ${MAX_CHARACTERS.formFieldValue} characters; an option by its name.`,
  })
  @MaxText('value', MAX_CHARACTERS.formFieldValue)
  value!: string;
}

@InputType({ description: 'What a business request is made of.' })
export class CreateBusinessRequestInput extends DeviceMomentInput {
  @Field(() => Int, { description: 'The id of the product type, e.g. 414.' })
  @Min(1, validationMessage('productTypeId must be the id of one of the productTypes.'))
  productTypeId!: number;

  @Field(() => [FormFieldValueInput], {
    description: `The filled-in form; at most ${MAX_ITEMS.fields} fields.`,
  })
  @MaxItems('fields')
  @ValidateNested({ each: true })
  fields!: FormFieldValueInput[];

  @Field(() => Boolean, {
    nullable: true,
    description: 'Passed on to Vlens as it is; what it changes is not published.',
  })
  isDynamicSubTypes?: boolean | null;

  @Field(() => [String], {
    nullable: true,
    description: `Who else has to sign, each by phone number, e-mail address or user id; at most ${MAX_ITEMS.customerSignersIdentifiers}.`,
  })
  @MaxItems(
    'customerSignersIdentifiers',
    say('tooManyEntries', { entries: MAX_ITEMS.customerSignersIdentifiers }),
  )
  @IsNotEmpty({
    each: true,
    ...validationMessage('customerSignersIdentifiers must not hold an empty text.', say('enterCosigner')),
  })
  @MaxLength(200, {
    each: true,
    ...validationMessage(
      'customerSignersIdentifiers must be at most 200 characters long each.',
      say('enterCosigner'),
    ),
  })
  customerSignersIdentifiers?: string[] | null;

  @Field(() => Int, { nullable: true, description: 'How many of the customers have to sign; at least 1.' })
  @Min(1, validationMessage('minimumRequiredSignatories must be at least 1.', say('enterAtLeastOne')))
  minimumRequiredSignatories?: number | null;
}

@ObjectType({
  simpleResolvers: true,
  description: 'The request was created; status says whether it waits for approval.',
})
export class BusinessRequestCreated {
  @Field(() => BusinessRequest, {
    description: 'The new request; status UNKNOWN where Vlens did not return it and it could not be read.',
  })
  businessRequest!: BusinessRequest;
}

@ObjectType({
  implements: Problem,
  simpleResolvers: true,
  description: 'Why the caller may not create a request.',
})
export class NotEligible extends Problem {
  @Field(() => Eligibility, { description: 'What stands in the way, read after the refusal.' })
  eligibility!: Eligibility;
}

export const CreateBusinessRequestResult = createUnionType({
  name: 'CreateBusinessRequestResult',
  description: 'What a creation comes to.',
  types: () => [BusinessRequestCreated, NotEligible, Rejection] as const,
});
