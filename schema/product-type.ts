import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { FormField } from './form-field.js';
import { Node } from './node.js';

@Directive('@key(fields: "id")')
@Directive('@key(fields: "productTypeId")')
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'A kind of contract that the tenant offers.',
})
export class ProductType extends Node {
  @Field(() => ID, { description: 'E.g. ProductType:414; for caches and `node` alone.' })
  override id!: string;

  @Field(() => Int, { description: 'What createBusinessRequest and productType(id:) take, e.g. 414.' })
  productTypeId!: number;

  @Field(() => String, { nullable: true, description: 'The name to show, e.g. Personal Loan.' })
  name!: string | null;

  @Field(() => Int, { nullable: true, description: 'Vlens’s number of the product’s type.' })
  typeId!: number | null;

  @Field(() => String, { nullable: true, description: 'Vlens’s name of the product’s type.' })
  typeName!: string | null;

  @Field(() => [FormField], {
    nullable: true,
    description: 'The form that a customer fills in for this product; one upstream call per product.',
  })
  formFields?: FormField[] | null;
}
