import type { ProductType, RequestSummary } from '../src/vlens/types.js';

/**
 * The product type of a request: the one whose id is the request's contractTypeId, or else the only one whose name is the request's
 * typeName. Null if neither matches (`BusinessRequest.productType`).
 */
export function productTypeOf(
  { contractTypeId, typeName }: Pick<RequestSummary, 'contractTypeId' | 'typeName'>,
  products: ProductType[],
): ProductType | null {
  const byId = contractTypeId === null ? undefined : products.find(({ id }) => id === contractTypeId);
  if (byId) return byId;
  if (typeName === null) return null;
  const [called, another] = products.filter(
    (product) => product.name === typeName || product.typeName === typeName,
  );
  return called && !another ? called : null;
}
