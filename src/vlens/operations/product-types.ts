import type { operations } from '../../openapi/vlens.js';
import type { Answer } from '../answer.js';
import { tokenNotAccepted } from '../faults.js';
import { type CachePolicy, decodeData, GENERAL_WORDINGS, type ReadOperation } from '../operation.js';
import { listData, readable } from '../read/data.js';
import { readFormFields } from '../read/form-fields.js';
import { readProductType } from '../read/product-types.js';
import { objectAs } from '../read/wire.js';
import type { FormField, ProductType } from '../types.js';

type WireForm = NonNullable<
  operations['getFormFields']['responses'][200]['content']['application/json']['data']
>;

/** The tenant's, no matter who asks and what they do. */
const PRODUCTS: CachePolicy<object> = {
  maxAge: 'productsMaxAgeMs',
  wantsStatusesOnly: () => false,
  invalidatedBy: 'nothing',
};

export const listProductTypes: ReadOperation<'listProductTypes', object, Answer<ProductType[]>> = {
  route: 'GET /api/BusinessRequest/GetAllRequestTypes',
  mayCall: 'user token',
  effect: 'read',
  priority: 'read',
  limits: 'the tenant',
  cache: PRODUCTS,
  attemptLimits: 'none',
  about: 'its token',
  unauthorized: tokenNotAccepted,
  field: { name: 'Query.productTypes', maxPerOperation: 'unlimited' },
  wordings: GENERAL_WORDINGS,
  encode: () => ({}),
  decode: decodeData((data) => listData(data, readProductType)),
};

export const getFormFields: ReadOperation<'getFormFields', { productTypeId: number }, Answer<FormField[]>> = {
  route: 'GET /api/BusinessRequest/GetBusinessRequestTypeTemplateFields',
  mayCall: 'user token',
  effect: 'read',
  priority: 'read',
  limits: 'the tenant',
  cache: PRODUCTS,
  attemptLimits: 'none',
  about: 'its token',
  unauthorized: tokenNotAccepted,
  field: { name: 'ProductType.formFields', maxPerOperation: 'unlimited' },
  wordings: GENERAL_WORDINGS,
  encode: ({ productTypeId }) => ({ query: { requestTypeId: productTypeId } }),
  decode: decodeData((data) =>
    data === null ? [] : readFormFields(readable(objectAs<WireForm>(data)).requestsFields),
  ),
};
