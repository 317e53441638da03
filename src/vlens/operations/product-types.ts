import type { operations } from '../../openapi/vlens.js';
import type { VlensApi } from '../api.js';
import type { Calls } from '../calls.js';
import { readFormFields } from '../read/form-fields.js';
import { readProductType } from '../read/product-types.js';
import { objectAs } from '../read/wire.js';
import type { FormField, ProductType } from '../types.js';
import { listData } from './data.js';

type WireForm = NonNullable<
  operations['getFormFields']['responses'][200]['content']['application/json']['data']
>;

export function productTypeOperations(calls: Calls): Pick<VlensApi, 'listProductTypes' | 'getFormFields'> {
  return {
    listProductTypes: () => calls.read('listProductTypes', {}, readProductTypes),

    getFormFields: (productTypeId) =>
      calls.read('getFormFields', { query: { requestTypeId: productTypeId } }, readForm),
  };
}

function readProductTypes(data: unknown): ProductType[] {
  return listData(data, readProductType);
}

function readForm(data: unknown): FormField[] {
  return readFormFields(objectAs<WireForm>(data)?.requestsFields);
}
