import type { operations } from '../../openapi/vlens.js';
import type { Slice, VlensApi } from '../api.js';
import type { Calls } from '../calls.js';
import type { ReadData } from '../envelope.js';
import { readBusinessRequest, readSummary } from '../read/business-requests.js';
import { flag } from '../read/values.js';
import { objectAs } from '../read/wire.js';
import type { BusinessRequest, CreateBusinessRequest, Eligibility, Page } from '../types.js';
import { listData, readable } from './data.js';
import { moment } from './moment.js';

type WireEligibility = NonNullable<
  operations['checkEligibility']['responses'][200]['content']['application/json']['data']
>;

export function businessRequestOperations(
  calls: Calls,
): Pick<
  VlensApi,
  | 'checkEligibility'
  | 'createBusinessRequest'
  | 'getCurrentBusinessRequest'
  | 'getBusinessRequestById'
  | 'listBusinessRequests'
  | 'listBusinessRequestIds'
> {
  return {
    checkEligibility: () => calls.read('checkEligibility', {}, readEligibility),

    createBusinessRequest: (input) =>
      calls.ask(
        'createBusinessRequest',
        { path: { typeId: input.productTypeId }, body: creation(input) },
        (data) => readable(readBusinessRequest(data)),
      ),

    getCurrentBusinessRequest: (minimal) =>
      calls.read('getCurrentBusinessRequest', { query: { minimal } }, requestOrNone),

    getBusinessRequestById: (id) => calls.read('getBusinessRequestById', { path: { id } }, requestOrNone),

    listBusinessRequests: (slice) =>
      calls.read('listBusinessRequests', { query: sliceQuery(slice) }, requestsOfPage),

    listBusinessRequestIds: (slice) =>
      calls.read('listBusinessRequestIds', { query: sliceQuery(slice) }, summariesOfPage),
  };
}

function creation(input: CreateBusinessRequest) {
  return {
    ...moment(input),
    requestFieldsValues: input.fields,
    isDynamicSubTypes: input.isDynamicSubTypes,
    customerSignersIdentifiers: input.customerSignersIdentifiers,
    minimumRequiredSignatories: input.minimumRequiredSignatories,
  };
}

function sliceQuery({ skipCount, maxResultCount }: Slice) {
  return { SkipCount: skipCount, MaxResultCount: maxResultCount };
}

function requestOrNone(data: unknown): BusinessRequest | null {
  return data === null ? null : readable(readBusinessRequest(data));
}

function pageOf<T>(read: (entry: unknown) => T | null): ReadData<Page<T>> {
  return (data, { totalCount }) => ({ items: listData(data, read), totalCount });
}

const requestsOfPage = pageOf(readBusinessRequest);
const summariesOfPage = pageOf(readSummary);

/** What was not said counts as no: Vlens alone may say that somebody is eligible. */
function readEligibility(data: unknown): Eligibility {
  const sent = readable(objectAs<WireEligibility>(data));
  return {
    isEligible: flag(sent.isEligible) ?? false,
    isDigitalIdentityVerified: flag(sent.isDigitalIdentityVerified) ?? false,
    hasPendingRequest: flag(sent.hasPendingRequest) ?? false,
    isEmailConfirmed: flag(sent.isEmailConfirmed) ?? false,
  };
}
