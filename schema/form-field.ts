import { Field, Int, ObjectType } from 'type-graphql';
import { describedEnum } from './described-enum.js';

export const FormFieldKind = describedEnum('FormFieldKind', 'How a form field is filled in.', {
  TEXT: 'Free text.',
  DROPDOWN: 'One of the options, by its name.',
  DATE: 'A date.',
  TABLE: 'Rows of cells.',
  OTHER: 'A type that this version does not know; see typeName.',
});
export type FormFieldKind = keyof typeof FormFieldKind;

@ObjectType({
  simpleResolvers: true,
  description: 'A question of a product’s form, or, in a business request, the question with its answer.',
})
export class FormField {
  @Field({ description: 'What createBusinessRequest takes as the key of this field’s value.' })
  key!: string;

  @Field(() => Int, { nullable: true, description: 'The place in the form, ascending.' })
  order!: number | null;

  @Field(() => FormFieldKind, { description: 'How it is filled in.' })
  kind!: FormFieldKind;

  @Field(() => String, { nullable: true, description: 'The type as Vlens names it.' })
  typeName!: string | null;

  @Field(() => String, { nullable: true, description: 'The question in English.' })
  label!: string | null;

  @Field(() => String, { nullable: true, description: 'The question in Arabic.' })
  labelAr!: string | null;

  @Field(() => String, { nullable: true, description: 'The English title of the group that it is shown in.' })
  groupTitle!: string | null;

  @Field(() => String, { nullable: true, description: 'The Arabic title of the group that it is shown in.' })
  groupTitleAr!: string | null;

  @Field(() => String, { nullable: true, description: 'The answer.' })
  value!: string | null;

  @Field(() => [String], { description: 'The answers, where it takes several.' })
  values!: string[];

  @Field(() => [[String]], { description: 'The rows of a TABLE, each a list of cells.' })
  table!: string[][];

  @Field({ description: 'Whether the first row of the table holds the titles of its columns.' })
  firstRowIsHeader!: boolean;

  @Field(() => String, { nullable: true, description: 'The answer to start with, in English.' })
  defaultValue!: string | null;

  @Field(() => String, { nullable: true, description: 'The answer to start with, in Arabic.' })
  defaultValueAr!: string | null;

  @Field(() => [FormFieldOption], { description: 'What a DROPDOWN offers.' })
  options!: FormFieldOption[];

  @Field({ description: 'Whether the customer gets to see it.' })
  visibleToUser!: boolean;

  @Field({ description: 'Whether its digits are to be shown as Arabic-Indic ones.' })
  convertNumbersToArabic!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'This field is shown only while the field of this key has the value parentValue.',
  })
  parentKey!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'This field is shown only while the parent field has this value.',
  })
  parentValue!: string | null;

  @Field(() => [FormField], { description: 'The fields that depend on this one.' })
  relatedFields!: FormField[];
}

@ObjectType({ simpleResolvers: true, description: 'One choice of a dropdown.' })
export class FormFieldOption {
  @Field(() => Int, {
    nullable: true,
    description: 'Vlens’s number of the option: unique in its list alone, where Vlens counts from 1.',
  })
  optionId!: number | null;

  @Field({ description: 'What to show, and what to send as the field’s value.' })
  name!: string;

  @Field(() => [FormField], { description: 'The fields that are shown once this option is chosen.' })
  relatedFields!: FormField[];
}
