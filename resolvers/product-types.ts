import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import type { FormField } from '../schema/form-field.js';
import { ProductType } from '../schema/product-type.js';
import type { GatewayContext } from '../src/context.js';
import { toFormField } from './form-fields.js';
import { toProductType } from './product-type-node.js';
import { readProductType } from './read-product-type.js';

@Resolver()
export class ProductTypeQueries {
  @Query(() => [ProductType], { nullable: true, description: 'The tenant’s product types.' })
  async productTypes(@Ctx() { loaders }: GatewayContext): Promise<ProductType[]> {
    return (await loaders.productTypes.load('all')).map(toProductType);
  }

  @Query(() => ProductType, {
    nullable: true,
    description: 'Null where the tenant has no such product.',
  })
  productType(
    @Arg('id', () => Int, { description: 'The productTypeId, e.g. 414.' }) id: number,
    @Ctx() { loaders }: GatewayContext,
  ): Promise<ProductType | null> {
    return readProductType(loaders, id);
  }
}

@Resolver(() => ProductType)
export class ProductTypeFields {
  @FieldResolver()
  async formFields(
    @Root() { productTypeId }: ProductType,
    @Ctx() { loaders }: GatewayContext,
  ): Promise<FormField[]> {
    const form = await loaders.forms.load(productTypeId);
    return (form ?? []).map(toFormField);
  }
}
