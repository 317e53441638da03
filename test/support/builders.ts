import type { components } from '../../src/openapi/vlens.js';

type Schemas = components['schemas'];
/** Wire shapes: what Vlens sends, as the contract names it. */
export type WireRequest = Schemas['BusinessRequest'];
export type WireSummary = Schemas['BusinessRequestSummary'];
export type WireField = Schemas['FormField'];
export type WireProductType = Schemas['ProductType'];
export type WireUser = NonNullable<Schemas['User']>;

export const REQUEST_ID = '81f404b3-d7dc-4f08-b4fe-934853c86282';

/** The id of the n-th request, for lists. */
export function requestIdOf(number: number): string {
  return `81f404b3-d7dc-4f08-b4fe-${String(number).padStart(12, '0')}`;
}

export function aSummary(overrides: Partial<WireSummary> = {}): WireSummary {
  return {
    id: REQUEST_ID,
    typeName: 'Personal Loan',
    type: 1,
    contractTypeId: 414,
    contractTypeName: 'Personal Loan',
    idNumber: '29901011234567',
    requestNumber: 'REQ-2026-00001',
    fullName: 'Ahmed Mohamed',
    requeststatus: 2,
    requestStatusName: 'Approved',
    creationTime: '2026-01-15T10:30:00Z',
    ...overrides,
  };
}

export function aBusinessRequest(overrides: Partial<WireRequest> = {}): WireRequest {
  return {
    ...aSummary(),
    relatedBusinessRequest: [],
    requestFields: [aFormField()],
    documents: [{ order: 1, title: 'Contract', content: 'The terms', signature: null, isHtml: false }],
    user: aUser(),
    hasPaymentCheckPerRequestFeature: true,
    customerSigners: [{ customerSigner: aUser(), isSigned: false }],
    creatorUserFullName: 'Ahmed Mohamed',
    lastModificationTime: '2026-01-15T11:00:00Z',
    ...overrides,
  };
}

export function aFormField(overrides: Partial<WireField> = {}): WireField {
  return {
    order: 1,
    key: 'monthlyIncome',
    displayText: 'Monthly income',
    displayArText: 'الدخل الشهري',
    value: null,
    type: 'text',
    visibleToUser: true,
    ...overrides,
  };
}

export function aProductType(overrides: Partial<WireProductType> = {}): WireProductType {
  return { id: 414, name: 'Personal Loan', type: 1, typeName: 'Loan', ...overrides };
}

export function aUser(overrides: Partial<WireUser> = {}): WireUser {
  return {
    id: 7,
    name: 'Ahmed',
    surname: 'Mohamed',
    fullName: 'Ahmed Mohamed',
    userName: 'ahmed',
    emailAddress: 'ahmed@example.com',
    phoneNumber: '+201234567890',
    idNumber: '29901011234567',
    address: 'Cairo',
    ...overrides,
  };
}

/** An accepted answer. */
export function envelope(data: unknown, more: Record<string, unknown> = {}): Record<string, unknown> {
  return { data, error_code: null, error_message: null, ...more };
}

/** Vlens saying no. */
export function refusal(
  error_code: number | string,
  error_message: string | null = null,
  more: Record<string, unknown> = {},
): Record<string, unknown> {
  return { data: null, error_code, error_message, ...more };
}
