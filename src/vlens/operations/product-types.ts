import type { Answer } from '../answer.js';
import { type CachePolicy, decodeData, type ReadOperation } from '../operation.js';
import { listData, readable } from '../read/data.js';
import { readFormFields } from '../read/form-fields.js';
import { readProductType } from '../read/product-types.js';
import { type DataOf, objectAs } from '../read/wire.js';
import type { FormField, ProductType } from '../types.js';
import { READ_OF_USER } from './families.js';

type WireForm = DataOf<'getFormFields'>;

/** The tenant's data, the same for every caller and after any step. */
const PRODUCTS: CachePolicy<object> = {
  maxAge: 'productsMaxAgeMs',
  wantsStatusesOnly: () => false,
  invalidatedBy: 'nothing',
};

export const listProductTypes: ReadOperation<'listProductTypes', object, Answer<ProductType[]>> = {
  ...READ_OF_USER,
  route: 'GET /api/BusinessRequest/GetAllRequestTypes',
  cache: PRODUCTS,
  attemptLimits: 'none',
  field: { name: 'Query.productTypes', maxPerOperation: 'unlimited' },
  encode: () => ({}),
  decode: decodeData((data) => listData(data, readProductType)),
};

export const getFormFields: ReadOperation<'getFormFields', { productTypeId: number }, Answer<FormField[]>> = {
  ...READ_OF_USER,
  route: 'GET /api/BusinessRequest/GetBusinessRequestTypeTemplateFields',
  cache: PRODUCTS,
  attemptLimits: 'none',
  field: { name: 'ProductType.formFields', maxPerOperation: 'unlimited' },
  encode: ({ productTypeId }) => ({ query: { requestTypeId: productTypeId } }),
  decode: decodeData((data) =>
    data === null ? [] : readFormFields(readable(objectAs<WireForm>(data)).requestsFields),
  ),
};
