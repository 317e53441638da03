import type { Answer, Rejection, RejectionReason } from '../../src/vlens/answer.js';
import type { OperationName } from '../../src/vlens/operation.js';
import type { CallerVlens } from '../../src/vlens/pipeline.js';
import type {
  BusinessRequest,
  FormField,
  Page,
  ProductType,
  RequestId,
  RequestSummary,
  Slice,
  UtcText,
} from '../../src/vlens/types.js';
import { CUSTOMER_OPERATIONS } from './fake-customer-operations.js';
import { type VlensOperations, vlensOf } from './vlens-operations.js';

export interface FakeVlens {
  api: CallerVlens;
  /** What was called, in order, with its arguments. */
  calls: { operation: OperationName; args: unknown[] }[];
  /** How often an operation was called; all of them without a name. */
  count(operation?: OperationName): number;
  /** The argument of the last call of an operation. */
  sent(operation: OperationName): unknown;
}

interface Contents {
  /** The caller's requests, newest first. */
  requests?: BusinessRequest[];
  /** Requests that are in nobody's list but may be read by id. */
  elsewhere?: BusinessRequest[];
  /** The tenant's largest page. */
  pageSize?: number;
  saysTotalCount?: boolean;
  products?: ProductType[];
  forms?: Record<number, FormField[]>;
}

/** Vlens in a few lines, counting its calls: reads answer from `contents`, steps say yes, `answers` go first. */
export function fakeVlensApi(contents: Contents = {}, answers: Partial<VlensOperations> = {}): FakeVlens {
  const { requests = [], elsewhere = [], products = [], forms = {} } = contents;
  const calls: FakeVlens['calls'] = [];
  const page = <T>(items: T[], slice: Slice): Answer<Page<T>> => {
    const count = Math.min(slice.maxResultCount, contents.pageSize ?? Number.POSITIVE_INFINITY);
    return accepted({
      items: items.slice(slice.skipCount, slice.skipCount + count),
      totalCount: contents.saysTotalCount === false ? null : items.length,
    });
  };
  const operations: VlensOperations = {
    listProductTypes: async () => accepted(products),
    getFormFields: async ({ productTypeId: id }) =>
      forms[id] ? accepted(forms[id]) : rejection('NOT_FOUND'),
    checkEligibility: async () =>
      accepted({
        isEligible: true,
        isDigitalIdentityVerified: true,
        hasPendingRequest: false,
        isEmailConfirmed: true,
      }),
    createBusinessRequest: async () => {
      const request = aRequest(1);
      return accepted({ request, known: Object.keys(request) as (keyof typeof request)[] });
    },
    getCurrentBusinessRequest: async () => accepted(requests[0] ?? null),
    listBusinessRequests: async (slice) => page(requests, slice),
    listBusinessRequestIds: async (slice) => page<RequestSummary>(requests.map(summaryOf), slice),
    getBusinessRequestById: async ({ id }) => {
      const found = [...requests, ...elsewhere].find((request) => request.id === id);
      return found ? accepted(found) : rejection('NOT_FOUND');
    },
    stepRequestOtp: async () => accepted({ otpRequestId: 'otp-1' }),
    stepReValidateLiveness: async () => accepted({ message: null }),
    stepValidateOtp: async () => accepted({ paymentUrl: null, message: null }),
    stepValidatePayment: async () => accepted({ message: null }),
    generateSignContractLink: async () => accepted({ url: 'https://sign.test/s', securityHash: 'hash' }),
    viewContractPdf: async () => accepted({ kind: 'url', url: 'https://cdn.test/contract.pdf' }),
    openSigningSession: async () => accepted({ accessToken: 'jwt', expiresInSeconds: 900 }),
    login: async () =>
      accepted({
        kind: 'session',
        accessToken: 'jwt',
        refreshToken: 'another-token',
        expiresInSeconds: 86_400,
        transactionId: null,
        isDigitalIdentityVerified: true,
        hasPendingRequest: false,
        user: null,
      }),
    ...CUSTOMER_OPERATIONS,
    ...answers,
  };
  for (const [operation, answer] of Object.entries(operations)) {
    Reflect.set(operations, operation, (...args: unknown[]) => {
      calls.push({ operation: operation as OperationName, args });
      return Reflect.apply(answer, operations, args);
    });
  }
  const api = vlensOf(operations);
  const ofOperation = (operation?: OperationName) =>
    operation ? calls.filter((call) => call.operation === operation) : calls;
  return {
    api,
    calls,
    count: (operation) => ofOperation(operation).length,
    sent: (operation) => ofOperation(operation).at(-1)?.args[0],
  };
}

export function accepted<T>(value: T): { kind: 'accepted'; value: T } {
  return { kind: 'accepted', value };
}

export function rejection(reason: RejectionReason, parts: Partial<Rejection> = {}): Rejection {
  return {
    kind: 'rejection',
    reason,
    message: `Vlens says ${reason}.`,
    errorCode: 1,
    fieldErrors: [],
    paymentUrl: null,
    ...parts,
  };
}

/** The id of the n-th request. */
export function idOf(n: number): RequestId {
  return `00000000-0000-4000-8000-${String(n).padStart(12, '0')}` as RequestId;
}

export function aRequest(n: number, parts: Partial<BusinessRequest> = {}): BusinessRequest {
  return {
    id: idOf(n),
    requestNumber: `REQ-2026-${String(n).padStart(5, '0')}`,
    status: 'APPROVED',
    statusCode: 2,
    statusName: 'Approved',
    typeName: 'Personal Loan',
    contractTypeId: 414,
    contractTypeName: 'Loan',
    fullName: 'Mona Hassan',
    idNumber: null,
    createdAt: '2026-11-01T08:00:00.000Z' as UtcText,
    updatedAt: '2026-11-02T08:00:00.000Z' as UtcText,
    formFields: [aField('monthlyIncome', { value: '5000' })],
    documents: [{ order: 1, title: 'Contract', content: 'Text', signature: null, isHtml: false }],
    user: null,
    signers: [{ person: null, isSigned: false }],
    terms: null,
    financing: null,
    paymentRequired: true,
    relatedRequests: [],
    ...parts,
  };
}

/** The first `count` requests, newest first. */
export function requests(count: number): BusinessRequest[] {
  return Array.from({ length: count }, (_, index) => aRequest(index + 1));
}

export function aField(key: string, parts: Partial<FormField> = {}): FormField {
  return {
    key,
    order: 1,
    typeName: 'text',
    label: key,
    labelAr: null,
    groupTitle: null,
    groupTitleAr: null,
    value: null,
    values: [],
    table: [],
    firstRowIsHeader: false,
    defaultValue: null,
    defaultValueAr: null,
    options: [],
    visibleToUser: true,
    convertNumbersToArabic: false,
    parentKey: null,
    parentValue: null,
    relatedFields: [],
    ...parts,
  };
}

function summaryOf(request: BusinessRequest): RequestSummary {
  const { id, requestNumber, status, statusCode, statusName, typeName } = request;
  const { contractTypeId, contractTypeName, fullName, idNumber, createdAt } = request;
  return {
    id,
    requestNumber,
    status,
    statusCode,
    statusName,
    typeName,
    contractTypeId,
    contractTypeName,
    fullName,
    idNumber,
    createdAt,
  };
}
