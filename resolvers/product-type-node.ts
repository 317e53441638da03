import { ProductType } from '../schema/product-type.js';
import type * as vlens from '../src/vlens/types.js';
import { asType } from './as-type.js';

/** Vlens numbers its product types. The number alone would not be unique among all types. */
const PREFIX = 'ProductType:';
const GLOBAL_ID = /^ProductType:(-?(?:0|[1-9]\d{0,9}))$/;

export function toProductType({ id, name, typeId, typeName }: vlens.ProductType): ProductType {
  return asType(ProductType, { id: `${PREFIX}${id}`, productTypeId: id, name, typeId, typeName });
}

/** Vlens's number from a global id; null if it is not the id of a product type. */
export function productTypeIdOf(globalId: string): number | null {
  const number = GLOBAL_ID.exec(globalId)?.[1];
  return number === undefined ? null : Number(number);
}
