import type { Answer } from '../answer.js';
import { invalidResponse } from '../faults.js';
import { type CachePolicy, decodeData, type ReadOperation, type StepOperation } from '../operation.js';
import {
  isUnfilledRequest,
  readBusinessRequest,
  readCreatedRequest,
  readSummary,
} from '../read/business-requests.js';
import { listData, readable } from '../read/data.js';
import { answer, type ReadData } from '../read/envelope.js';
import { flag, integer, uuid } from '../read/values.js';
import { type DataOf, objectAs } from '../read/wire.js';
import type {
  BusinessRequest,
  CreateBusinessRequest,
  CreatedRequest,
  Eligibility,
  Page,
  RequestSummary,
  Slice,
} from '../types.js';
import { READ_OF_USER, STEP_OF_USER } from './families.js';
import { moment } from './moment.js';

type WireEligibility = DataOf<'checkEligibility'>;

const REQUESTS: CachePolicy<object> = {
  maxAge: 'requestsMaxAgeMs',
  wantsStatusesOnly: () => false,
  invalidatedBy: 'steps and its requests',
};

/** The wordings of both operations for the same obstacle: the caller has an open request. */
const OPEN_REQUEST = {
  NOT_ELIGIBLE: [
    /\b(?:pending|open|active|existing|current)\b.*\brequest\b|\brequest\b.*\bpending\b/,
    /طلب.*(?:قائم|معلق|قيد)/,
  ],
};

export const checkEligibility: ReadOperation<'checkEligibility', object, Answer<Eligibility>> = {
  ...READ_OF_USER,
  route: 'GET /api/BusinessRequest/CheckEligibility',
  cache: { ...REQUESTS, invalidatedBy: 'steps and any request' },
  attemptLimits: 'none',
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
  ...STEP_OF_USER,
  route: 'POST /api/BusinessRequest/Create/{typeId}',
  pictures: 'none',
  unknownOutcome: 'lookForRequest',
  limits: 'the tenant',
  attemptLimits: 'none',
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
  // The only published answer contains id, requestNumber and typeName.
  decode: decodeData((data) => readable(readCreatedRequest(data))),
};

export const getCurrentBusinessRequest: ReadOperation<
  'getCurrentBusinessRequest',
  { minimal: boolean },
  Answer<BusinessRequest | null>
> = {
  ...READ_OF_USER,
  route: 'GET /api/BusinessRequest/Current',
  cache: REQUESTS,
  attemptLimits: 'none',
  field: { name: 'Query.currentBusinessRequest', maxPerOperation: 'unlimited' },
  encode: ({ minimal }) => ({ query: { minimal } }),
  decode: decodeData(requestOrNone),
};

export const listBusinessRequests: ReadOperation<
  'listBusinessRequests',
  Slice,
  Answer<Page<BusinessRequest>>
> = {
  ...READ_OF_USER,
  route: 'GET /api/BusinessRequest/CurrentList',
  cache: REQUESTS,
  attemptLimits: 'none',
  field: { name: 'Query.businessRequests', maxPerOperation: 'unlimited' },
  encode: sliceQuery,
  decode: decodeData(pageOf(readBusinessRequest)),
};

export const listBusinessRequestIds: ReadOperation<
  'listBusinessRequestIds',
  Slice,
  Answer<Page<RequestSummary>>
> = {
  ...READ_OF_USER,
  route: 'GET /api/BusinessRequest/CurrentListIds',
  cache: { ...REQUESTS, wantsStatusesOnly: ({ forStatuses }: Slice) => forStatuses === true },
  attemptLimits: 'none',
  field: { name: 'Query.businessRequests', maxPerOperation: 'unlimited' },
  encode: sliceQuery,
  decode: decodeData(pageOf(readSummary)),
};

export const getBusinessRequestById: ReadOperation<
  'getBusinessRequestById',
  { id: string },
  Answer<BusinessRequest | null>
> = {
  ...READ_OF_USER,
  route: 'GET /api/BusinessRequest/GetBusinessRequestById/{id}',
  cache: REQUESTS,
  attemptLimits: 'none',
  field: { name: 'Query.businessRequest', maxPerOperation: 'unlimited' },
  encode: ({ id }) => ({ path: { id } }),
  decode: {
    from: 'envelope',
    read: (envelope, wordings, _tenant, { id }) =>
      answer(wordings, envelope, (data) => thisOne(requestOrNone(data), id)),
  },
};

function sliceQuery({ skipCount, maxResultCount }: Slice) {
  return { query: { SkipCount: skipCount, MaxResultCount: maxResultCount } };
}

function requestOrNone(data: unknown): BusinessRequest | null {
  return data === null || isUnfilledRequest(data) ? null : readable(readBusinessRequest(data));
}

/**
 * Another request than the requested one may be somebody else's: Vlens or a proxy mixed them up.
 * @throws VlensFault if the id differs
 */
function thisOne(request: BusinessRequest | null, id: string): BusinessRequest | null {
  if (request !== null && request.id !== uuid(id)) throw invalidResponse();
  return request;
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

/** A missing value counts as "no": only Vlens may say that somebody is eligible. */
function readEligibility(data: unknown): Eligibility {
  const sent = readable(objectAs<WireEligibility>(data));
  return {
    isEligible: flag(sent.isEligible) ?? false,
    isDigitalIdentityVerified: flag(sent.isDigitalIdentityVerified) ?? false,
    hasPendingRequest: flag(sent.hasPendingRequest) ?? false,
    isEmailConfirmed: flag(sent.isEmailConfirmed) ?? false,
  };
}
