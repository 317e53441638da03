import type { ProductType, RequestSummary } from '../src/vlens/types.js';

/**
 * The product that a request is for: the one whose id is the request's contractTypeId, else the only one that is
 * called as the request's typeName; null where neither finds one (`BusinessRequest.productType`).
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
