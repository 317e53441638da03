import type { ProductType } from '../schema/product-type.js';
import type { Loaders } from '../src/loaders/index.js';
import { toProductType } from './product-type-node.js';

/** A product type by Vlens's number; null if the tenant has no such type. */
export async function readProductType(
  { productTypes }: Loaders,
  productTypeId: number,
): Promise<ProductType | null> {
  const found = (await productTypes.load('all')).find(({ id }) => id === productTypeId);
  return found ? toProductType(found) : null;
}
