import { Directive, Field, Int, ObjectType } from 'type-graphql';
import { FormField } from './form-field.js';

@Directive('@key(fields: "id")')
@ObjectType({ simpleResolvers: true, description: 'A kind of contract that the tenant offers.' })
export class ProductType {
  @Field(() => Int, { description: 'What createBusinessRequest takes as productTypeId, e.g. 414.' })
  id!: number;

  @Field(() => String, { nullable: true, description: 'The name to show, e.g. Personal Loan.' })
  name!: string | null;

  @Field(() => Int, { nullable: true, description: 'Vlens’s number of the product’s type.' })
  typeId!: number | null;

  @Field(() => String, { nullable: true, description: 'Vlens’s name of the product’s type.' })
  typeName!: string | null;

  @Field(() => [FormField], {
    description: 'The form that a customer fills in for this product; one upstream call per product.',
  })
  formFields?: FormField[];
}
