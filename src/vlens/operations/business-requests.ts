import type { operations } from '../../openapi/vlens.js';
import type { Answer } from '../answer.js';
import { tokenNotAccepted } from '../faults.js';
import {
  type CachePolicy,
  decodeData,
  GENERAL_WORDINGS,
  type ReadOperation,
  type StepOperation,
} from '../operation.js';
import {
  isUnfilledRequest,
  readBusinessRequest,
  readCreatedRequest,
  readSummary,
} from '../read/business-requests.js';
import { listData, readable } from '../read/data.js';
import type { ReadData } from '../read/envelope.js';
import { flag, integer } from '../read/values.js';
import { objectAs } from '../read/wire.js';
import type {
  BusinessRequest,
  CreateBusinessRequest,
  CreatedRequest,
  Eligibility,
  Page,
  RequestSummary,
  Slice,
} from '../types.js';
import { moment } from './moment.js';

type WireEligibility = NonNullable<
  operations['checkEligibility']['responses'][200]['content']['application/json']['data']
>;

const REQUESTS: CachePolicy<object> = {
  maxAge: 'requestsMaxAgeMs',
  wantsStatusesOnly: () => false,
  invalidatedBy: 'steps and its requests',
};

/** Both say so of the same obstacle: the caller has an open request. */
const OPEN_REQUEST = {
  NOT_ELIGIBLE: [
    /\b(?:pending|open|active|existing|current)\b.*\brequest\b|\brequest\b.*\bpending\b/,
    /طلب.*(?:قائم|معلق|قيد)/,
  ],
};

export const checkEligibility: ReadOperation<'checkEligibility', object, Answer<Eligibility>> = {
  route: 'GET /api/BusinessRequest/CheckEligibility',
  mayCall: 'user token',
  effect: 'read',
  priority: 'read',
  limits: 'the tenant',
  cache: { ...REQUESTS, invalidatedBy: 'steps and any request' },
  attemptLimits: 'none',
  about: 'its token',
  unauthorized: tokenNotAccepted,
  field: { name: 'Query.eligibility', maxPerOperation: 'unlimited' },
  wordings: OPEN_REQUEST,
  encode: () => ({}),
  decode: decodeData(readEligibility),
};

export const createBusinessRequest: StepOperation<
  'createBusinessRequest',
  CreateBusinessRequest,
  Answer<CreatedRequest>
> = {
  route: 'POST /api/BusinessRequest/Create/{typeId}',
  mayCall: 'user token',
  effect: 'step',
  idempotency: 'by key',
  sharedInFlight: 'never',
  pictures: 'none',
  unknownOutcome: 'lookForRequest',
  priority: 'signing',
  limits: 'the tenant',
  attemptLimits: 'none',
  about: 'its token',
  unauthorized: tokenNotAccepted,
  field: { name: 'Mutation.createBusinessRequest', maxPerOperation: 'unlimited' },
  wordings: OPEN_REQUEST,
  encode: (input) => ({
    path: { typeId: input.productTypeId },
    body: {
      ...moment(input),
      requestFieldsValues: input.fields,
      isDynamicSubTypes: input.isDynamicSubTypes,
      customerSignersIdentifiers: input.customerSignersIdentifiers,
      minimumRequiredSignatories: input.minimumRequiredSignatories,
    },
  }),
  // The only published answer holds id, requestNumber and typeName.
  decode: decodeData((data) => readable(readCreatedRequest(data))),
};

export const getCurrentBusinessRequest: ReadOperation<
  'getCurrentBusinessRequest',
  { minimal: boolean },
  Answer<BusinessRequest | null>
> = {
  route: 'GET /api/BusinessRequest/Current',
  mayCall: 'user token',
  effect: 'read',
  priority: 'read',
  limits: 'the tenant',
  cache: REQUESTS,
  attemptLimits: 'none',
  about: 'its token',
  unauthorized: tokenNotAccepted,
  field: { name: 'Query.currentBusinessRequest', maxPerOperation: 'unlimited' },
  wordings: GENERAL_WORDINGS,
  encode: ({ minimal }) => ({ query: { minimal } }),
  decode: decodeData(requestOrNone),
};

export const listBusinessRequests: ReadOperation<
  'listBusinessRequests',
  Slice,
  Answer<Page<BusinessRequest>>
> = {
  route: 'GET /api/BusinessRequest/CurrentList',
  mayCall: 'user token',
  effect: 'read',
  priority: 'read',
  limits: 'the tenant',
  cache: REQUESTS,
  attemptLimits: 'none',
  about: 'its token',
  unauthorized: tokenNotAccepted,
  field: { name: 'Query.businessRequests', maxPerOperation: 'unlimited' },
  wordings: GENERAL_WORDINGS,
  encode: sliceQuery,
  decode: decodeData(pageOf(readBusinessRequest)),
};

export const listBusinessRequestIds: ReadOperation<
  'listBusinessRequestIds',
  Slice,
  Answer<Page<RequestSummary>>
> = {
  route: 'GET /api/BusinessRequest/CurrentListIds',
  mayCall: 'user token',
  effect: 'read',
  priority: 'read',
  limits: 'the tenant',
  cache: { ...REQUESTS, wantsStatusesOnly: ({ forStatuses }: Slice) => forStatuses === true },
  attemptLimits: 'none',
  about: 'its token',
  unauthorized: tokenNotAccepted,
  field: { name: 'Query.businessRequests', maxPerOperation: 'unlimited' },
  wordings: GENERAL_WORDINGS,
  encode: sliceQuery,
  decode: decodeData(pageOf(readSummary)),
};

export const getBusinessRequestById: ReadOperation<
  'getBusinessRequestById',
  { id: string },
  Answer<BusinessRequest | null>
> = {
  route: 'GET /api/BusinessRequest/GetBusinessRequestById/{id}',
  mayCall: 'user token',
  effect: 'read',
  priority: 'read',
  limits: 'the tenant',
  cache: REQUESTS,
  attemptLimits: 'none',
  about: 'its token',
  unauthorized: tokenNotAccepted,
  field: { name: 'Query.businessRequest', maxPerOperation: 'unlimited' },
  wordings: GENERAL_WORDINGS,
  encode: ({ id }) => ({ path: { id } }),
  decode: decodeData(requestOrNone),
};

function sliceQuery({ skipCount, maxResultCount }: Slice) {
  return { query: { SkipCount: skipCount, MaxResultCount: maxResultCount } };
}

function requestOrNone(data: unknown): BusinessRequest | null {
  return data === null || isUnfilledRequest(data) ? null : readable(readBusinessRequest(data));
}

function pageOf<T>(read: (entry: unknown) => T | null): ReadData<Page<T>> {
  return (data, { totalCount }) => {
    const unreadable: number[] = [];
    let place = 0;
    const items = listData(data, (row) => {
      const item = read(row);
      if (item === null) unreadable.push(place);
      place += 1;
      return item;
    });
    const count = totalCount ?? integer(objectAs<{ totalCount: unknown }>(data)?.totalCount);
    return unreadable.length > 0 ? { items, unreadable, totalCount: count } : { items, totalCount: count };
  };
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
