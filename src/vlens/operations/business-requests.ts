import type { operations } from '../../openapi/vlens.js';
import type { Answer } from '../answer.js';
import type { Slice, VlensApi } from '../api.js';
import type { Calls } from '../calls.js';
import { answer, type Envelope } from '../envelope.js';
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
    checkEligibility: () =>
      calls.call('checkEligibility', {}, (envelope) => answer('checkEligibility', envelope, readEligibility)),

    createBusinessRequest: (input) =>
      calls.call(
        'createBusinessRequest',
        { path: { typeId: input.productTypeId }, body: creation(input) },
        (envelope) =>
          answer('createBusinessRequest', envelope, (data) => readable(readBusinessRequest(data))),
      ),

    getCurrentBusinessRequest: (minimal) =>
      calls.call('getCurrentBusinessRequest', { query: { minimal } }, (envelope) =>
        answer('getCurrentBusinessRequest', envelope, requestOrNone),
      ),

    getBusinessRequestById: (id) =>
      calls.call('getBusinessRequestById', { path: { id } }, (envelope) =>
        answer('getBusinessRequestById', envelope, requestOrNone),
      ),

    listBusinessRequests: (slice) =>
      calls.call('listBusinessRequests', { query: sliceQuery(slice) }, (envelope) =>
        page(
          answer('listBusinessRequests', envelope, (data) => listData(data, readBusinessRequest)),
          envelope,
        ),
      ),

    listBusinessRequestIds: (slice) =>
      calls.call('listBusinessRequestIds', { query: sliceQuery(slice) }, (envelope) =>
        page(
          answer('listBusinessRequestIds', envelope, (data) => listData(data, readSummary)),
          envelope,
        ),
      ),
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

function page<T>(items: Answer<T[]>, { totalCount }: Envelope): Answer<Page<T>> {
  return items.kind === 'accepted' ? { kind: 'accepted', value: { items: items.value, totalCount } } : items;
}

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
