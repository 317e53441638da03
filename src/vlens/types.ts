import type { Readable } from 'node:stream';
import type { ContractDocument, ContractTerms, Financing } from './read/business-requests.js';
import type { Person, Signer } from './read/people.js';

/**
 * Vlens's data in the gateway's own shapes: every field is there, lists are never missing, times are UTC dates. The readers in `read/` make
 * them from what Vlens sends. A type that needs no rule of its own is declared there.
 */

declare const brand: unique symbol;
/** A business request's id: a lower-case, hyphenated UUID. */
export type RequestId = string & { readonly [brand]: 'RequestId' };
/** A moment in UTC, as `Date` writes it: 2026-01-15T10:30:00.000Z. */
export type UtcText = string & { readonly [brand]: 'UtcText' };

export type { ContractDocument, ContractTerms, Financing } from './read/business-requests.js';
export type { Person, Signer } from './read/people.js';
export type { ProductType } from './read/product-types.js';

export interface GeoLocation {
  latitude: number;
  longitude: number;
}

export interface FormFieldOption {
  optionId: number | null;
  name: string;
  relatedFields: FormField[];
}

export interface FormField {
  key: string;
  order: number | null;
  /** The type as Vlens names it: text, dropdown, date, table, or something new. */
  typeName: string | null;
  label: string | null;
  labelAr: string | null;
  groupTitle: string | null;
  groupTitleAr: string | null;
  value: string | null;
  values: string[];
  table: string[][];
  firstRowIsHeader: boolean;
  defaultValue: string | null;
  defaultValueAr: string | null;
  options: FormFieldOption[];
  visibleToUser: boolean;
  convertNumbersToArabic: boolean;
  parentKey: string | null;
  parentValue: string | null;
  relatedFields: FormField[];
}

export interface Eligibility {
  isEligible: boolean;
  isDigitalIdentityVerified: boolean;
  hasPendingRequest: boolean;
  isEmailConfirmed: boolean;
}

/** `status.ts` has the rules for reading a status. UNKNOWN is a status that this version does not know. */
export type RequestStatus =
  | 'PENDING_APPROVAL'
  | 'APPROVED'
  | 'REJECTED'
  | 'CUSTOMER_PARTIALLY_SIGNED'
  | 'CUSTOMER_SIGNED'
  | 'SERVICE_PROVIDER_PARTIALLY_SIGNED'
  | 'SERVICE_PROVIDER_SIGNED'
  | 'COMPLETED'
  | 'UNKNOWN';

/** The fields of a business request in CurrentListIds. */
export interface RequestSummary {
  id: RequestId;
  requestNumber: string | null;
  status: RequestStatus;
  statusCode: number | null;
  statusName: string | null;
  typeName: string | null;
  contractTypeId: number | null;
  contractTypeName: string | null;
  fullName: string | null;
  idNumber: string | null;
  createdAt: UtcText | null;
}

/** The further fields of the full endpoints. */
export interface BusinessRequest extends RequestSummary {
  updatedAt: UtcText | null;
  formFields: FormField[];
  documents: ContractDocument[];
  user: Person | null;
  signers: Signer[];
  terms: ContractTerms | null;
  financing: Financing | null;
  paymentRequired: boolean | null;
  relatedRequests: BusinessRequest[];
}

/** The answer to Create: a request, of which Vlens may have sent no more than the id, number and type. */
export interface CreatedRequest {
  request: BusinessRequest;
  /** The fields that Vlens sent, by their names here. */
  known: (keyof BusinessRequest)[];
}

export interface Page<T> {
  items: T[];
  /** The positions of rows that could not be read, ascending; none if absent. */
  unreadable?: number[];
  /** The length of the whole list; null if Vlens did not say. */
  totalCount: number | null;
}

/** The part of a list to read. Vlens's largest page size is not published, so it may return fewer items. */
export interface Slice {
  skipCount: number;
  maxResultCount: number;
  /** The caller only wants the status of known requests, not which requests exist. This is not sent to Vlens. */
  forStatuses?: true;
}

/** Where a contract's PDF comes from. */
export type ContractPdfSource =
  | { kind: 'url'; url: string }
  | { kind: 'bytes'; body: Readable; contentLength: number | null };

export type SmsProvider = 1 | 2 | 3 | 4;

/** Where and when the customer's device took a step. Every signing step contains it. */
export interface DeviceMoment {
  geoLocation: GeoLocation;
  userDeviceUtcTime: Date;
}

export interface CreateBusinessRequest extends DeviceMoment {
  productTypeId: number;
  /** Form values by the field's key. */
  fields: Record<string, string>;
  isDynamicSubTypes?: boolean;
  customerSignersIdentifiers?: string[];
  minimumRequiredSignatories?: number;
}

export interface RequestActivationOtp extends DeviceMoment {
  requestId?: string;
  contractStorageId?: string;
  transactionId?: string;
  paymentGateway?: string;
  smsProvider?: SmsProvider;
}

export interface RevalidateLiveness extends DeviceMoment {
  requestId?: string;
  transactionId?: string;
  /** The pictures are base64, without a data: prefix. */
  image: string;
  face1: string;
  face2: string;
  face3: string;
}

export interface ValidateActivationOtp extends DeviceMoment {
  otpRequestId: string;
  otpCode: string;
  requestId?: string;
  transactionId?: string;
  paymentGateway?: string;
}

export interface ConfirmPayment extends DeviceMoment {
  requestId: string;
  transactionId?: string;
}

export interface GenerateSigningLink extends DeviceMoment {
  requestId: string;
}

export interface OpenSigningSession {
  requestId: string;
  securityHash: string;
}

/** A token that can read and sign one business request. */
export interface SigningSession {
  accessToken: string;
  expiresInSeconds: number | null;
}

export interface Login {
  geoLocation: GeoLocation;
  phoneNumber: string;
  password: string;
  /** Identifies the device to Vlens, which publishes it as `imei`, required. */
  deviceId: string;
  smsProvider?: SmsProvider;
  otpRequestId?: string;
  otpCode?: string;
}

/** The user is logged in. */
export interface Session {
  kind: 'session';
  accessToken: string;
  refreshToken: string | null;
  expiresInSeconds: number | null;
  /** The KYC transaction, if Vlens named it. */
  transactionId: string | null;
  isDigitalIdentityVerified: boolean | null;
  hasPendingRequest: boolean | null;
  user: Person | null;
}

/** Vlens does not know the device yet, and sent an SMS code. */
export interface LoginOtpNeeded {
  kind: 'loginOtpNeeded';
  otpRequestId: string;
  expiresInSeconds: number | null;
  /** Set if Vlens sent this as a refusal. */
  errorCode?: number;
}
