import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import type { FormField } from '../schema/form-field.js';
import { ProductType } from '../schema/product-type.js';
import type { GatewayContext } from '../src/context.js';
import { toFormField } from './form-fields.js';

@Resolver()
export class ProductTypeQueries {
  @Query(() => [ProductType], { description: 'The tenant’s product types.' })
  productTypes(@Ctx() { loaders }: GatewayContext): Promise<ProductType[]> {
    return loaders.productTypes.load('all');
  }

  @Query(() => ProductType, {
    nullable: true,
    description: 'Null where the tenant has no such product.',
  })
  async productType(
    @Arg('id', () => Int, { description: 'The id of the product type, e.g. 414.' }) id: number,
    @Ctx() { loaders }: GatewayContext,
  ): Promise<ProductType | null> {
    const products = await loaders.productTypes.load('all');
    return products.find((product) => product.id === id) ?? null;
  }
}

@Resolver(() => ProductType)
export class ProductTypeFields {
  @FieldResolver()
  async formFields(@Root() { id }: ProductType, @Ctx() { loaders }: GatewayContext): Promise<FormField[]> {
    const form = await loaders.forms.load(id);
    return (form ?? []).map(toFormField);
  }
}
