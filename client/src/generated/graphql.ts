/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** Where a business request stands. */
export type BusinessRequestStatus =
  /** Ready for the customer’s signing steps. */
  | 'APPROVED'
  /** Everything is done. */
  | 'COMPLETED'
  /** Some of the customers who have to sign did. */
  | 'CUSTOMER_PARTIALLY_SIGNED'
  /** Every customer who has to sign did. */
  | 'CUSTOMER_SIGNED'
  /** Created; the service provider has to approve it. */
  | 'PENDING_APPROVAL'
  /** The service provider turned it down. */
  | 'REJECTED'
  /** Some of the service provider’s signers signed. */
  | 'SERVICE_PROVIDER_PARTIALLY_SIGNED'
  /** The service provider countersigned. */
  | 'SERVICE_PROVIDER_SIGNED'
  /** A status that this version does not know; see statusName and statusCode. */
  | 'UNKNOWN';

/** Which contract to activate. */
export type ConfirmPaymentInput = {
  /** Where the customer’s device is. */
  geoLocation: GeoLocationInput;
  /** Chosen by the client, one for each thing to be done: the same key with the same input gives the first answer again for 24 hours, with another input it is refused; `userDeviceUtcTime` and `geoLocation` may be new ones. The key belongs to the account: a new login finds the same answer. It outlasts a restart of the gateway where the operator keeps a `STATE_FOLDER` or Redis. Without a key nothing is remembered. */
  idempotencyKey?: string | null | undefined;
  /** The business request. */
  requestId: string;
  /** The KYC transaction of this request. */
  transactionId?: string | null | undefined;
  /** What the customer’s device takes for the time. */
  userDeviceUtcTime: string;
};

/** What a business request is made of. */
export type CreateBusinessRequestInput = {
  /** Who else has to sign, each by phone number, e-mail address or user id; at most 50. */
  customerSignersIdentifiers?: Array<string> | null | undefined;
  /** The filled-in form; at most 500 fields. */
  fields: Array<FormFieldValueInput>;
  /** Where the customer’s device is. */
  geoLocation: GeoLocationInput;
  /** Chosen by the client, one for each thing to be done: the same key with the same input gives the first answer again for 24 hours, with another input it is refused; `userDeviceUtcTime` and `geoLocation` may be new ones. The key belongs to the account: a new login finds the same answer. It outlasts a restart of the gateway where the operator keeps a `STATE_FOLDER` or Redis. Without a key nothing is remembered. */
  idempotencyKey?: string | null | undefined;
  /** Passed on to Vlens as it is; what it changes is not published. */
  isDynamicSubTypes?: boolean | null | undefined;
  /** How many of the customers have to sign; at least 1. */
  minimumRequiredSignatories?: number | null | undefined;
  /** The id of the product type, e.g. 414. */
  productTypeId: number;
  /** What the customer’s device takes for the time. */
  userDeviceUtcTime: string;
};

/** How a form field is filled in. */
export type FormFieldKind =
  /** A date. */
  | 'DATE'
  /** One of the options, by its name. */
  | 'DROPDOWN'
  /** A type that this version does not know; see typeName. */
  | 'OTHER'
  /** Rows of cells. */
  | 'TABLE'
  /** Free text. */
  | 'TEXT';

/** The customer’s answer to one form field. */
export type FormFieldValueInput = {
  /** The key of the form field; each at most once. */
  key: string;
  /** The answer as text, at most 20000 characters; an option by its name. */
  value: string;
};

/** Which contract to make a signing page for. */
export type GenerateSigningLinkInput = {
  /** Where the customer’s device is. */
  geoLocation: GeoLocationInput;
  /** Chosen by the client, one for each thing to be done: the same key with the same input gives the first answer again for 24 hours, with another input it is refused; `userDeviceUtcTime` and `geoLocation` may be new ones. The key belongs to the account: a new login finds the same answer. It outlasts a restart of the gateway where the operator keeps a `STATE_FOLDER` or Redis. Without a key nothing is remembered. */
  idempotencyKey?: string | null | undefined;
  /** The business request. */
  requestId: string;
  /** What the customer’s device takes for the time. */
  userDeviceUtcTime: string;
};

/** Where the customer’s device is, in degrees (WGS 84). */
export type GeoLocationInput = {
  /** From -90 (south) to 90 (north). */
  latitude: number;
  /** From -180 (west) to 180 (east). */
  longitude: number;
};

/** Base64 JPEG or PNG, with or without a data: prefix, each under 500 KB; the three frames within 0.5 s, never identical. */
export type LivenessScanInput = {
  /** The first frame of the face. */
  face1: string;
  /** The second frame of the face. */
  face2: string;
  /** The third frame of the face. */
  face3: string;
  /** The picture to compare the frames with. */
  image: string;
};

/** otpRequestId and otpCode only after LoginOtpRequired. */
export type LoginInput = {
  /** An id that stays the same on this device: Vlens asks for a code from one it does not know (imei). */
  deviceId: string;
  /** Where the device is; it becomes the last active device location (80 km). */
  geoLocation: GeoLocationInput;
  /** Chosen by the client, one for each thing to be done: the same key with the same input gives the first answer again for 24 hours, with another input it is refused; `userDeviceUtcTime` and `geoLocation` may be new ones. The key belongs to the account: a new login finds the same answer. It outlasts a restart of the gateway where the operator keeps a `STATE_FOLDER` or Redis. Without a key nothing is remembered. */
  idempotencyKey?: string | null | undefined;
  /** The code of the SMS: 4 to 8 digits. */
  otpCode?: string | null | undefined;
  /** From LoginOtpRequired. */
  otpRequestId?: string | null | undefined;
  /** The user’s password at Vlens. */
  password: string;
  /** E.164, e.g. +201234567890; 00 is +, spaces and hyphens do not matter. Local numbers with DEFAULT_COUNTRY alone. */
  phoneNumber: string;
  /** Who delivers the code, if one is sent. */
  smsProvider?: SmsProvider | null | undefined;
};

/** What the customer can do next, derived from the status alone. */
export type NextStep =
  /** Nothing is left to do: the contract is signed by all. */
  | 'DONE'
  /** There is no way on: it was rejected, or the status is not known. */
  | 'NONE'
  /** Take the signing steps, beginning with requestActivationOtp. */
  | 'SIGN'
  /** Some customers have signed: sign, unless signers says that you have. */
  | 'SIGN_UNLESS_SIGNED'
  /** Wait until the service provider approves. */
  | 'WAIT_FOR_APPROVAL'
  /** Wait until the service provider has countersigned. */
  | 'WAIT_FOR_COUNTERSIGNATURE'
  /** Wait until the other customers have signed. */
  | 'WAIT_FOR_OTHER_SIGNERS';

/** A signing link, as its address has it. */
export type OpenSigningSessionInput = {
  /** Chosen by the client, one for each thing to be done: the same key with the same input gives the first answer again for 24 hours, with another input it is refused; `userDeviceUtcTime` and `geoLocation` may be new ones. The key belongs to the account: a new login finds the same answer. It outlasts a restart of the gateway where the operator keeps a `STATE_FOLDER` or Redis. Without a key nothing is remembered. */
  idempotencyKey?: string | null | undefined;
  /** The RequestId of the link. */
  requestId: string;
  /** The SecurityHash of the link. */
  securityHash: string;
};

/** Why Vlens said no, as far as its code and sentence tell. */
export type RejectionReason =
  /** Somebody is registered with this phone number or e-mail address: log in, or reset the password. */
  | 'ALREADY_REGISTERED'
  /** The caller has signed it already. */
  | 'ALREADY_SIGNED'
  /** The card has expired; Vlens takes a valid one alone. */
  | 'DOCUMENT_EXPIRED'
  /** It is no valid identity card, or not the side that was asked for. */
  | 'DOCUMENT_INVALID'
  /** Front and back are of two cards; take both of one. */
  | 'DOCUMENT_MISMATCH'
  /** The card can’t be read in the picture; take a sharper one. */
  | 'DOCUMENT_UNREADABLE'
  /** The face is not the one on the card. */
  | 'FACE_MISMATCH'
  /** The phone number, the name, the password or the refresh token is wrong or no longer good. */
  | 'INVALID_CREDENTIALS'
  /** Vlens does not accept the input; see fieldErrors and message. */
  | 'INVALID_INPUT'
  /** The signing link or its hash is too old; generate another. */
  | 'LINK_EXPIRED'
  /** The pictures did not pass; take new ones. */
  | 'LIVENESS_FAILED'
  /** The request is not approved, so it can’t be signed yet. */
  | 'NOT_APPROVED'
  /** The caller may not create a request now; see the query eligibility. */
  | 'NOT_ELIGIBLE'
  /** There is no such thing, or it is not the caller’s. */
  | 'NOT_FOUND'
  /** A reason that this version does not know; see message. */
  | 'OTHER'
  /** The code is too old, or a newer one was sent; ask for another. */
  | 'OTP_EXPIRED'
  /** The code is not the one that was sent. */
  | 'OTP_INCORRECT'
  /** Vlens has not seen the payment yet. */
  | 'PAYMENT_INCOMPLETE'
  /** Too many tries or too many codes asked for; wait, then ask again. */
  | 'TOO_MANY_ATTEMPTS';

/** Which contract to send an activation OTP for, and from where. */
export type RequestActivationOtpInput = {
  /** The stored contract. At least one of requestId and contractStorageId. */
  contractStorageId?: string | null | undefined;
  /** Where the customer’s device is. */
  geoLocation: GeoLocationInput;
  /** Chosen by the client, one for each thing to be done: the same key with the same input gives the first answer again for 24 hours, with another input it is refused; `userDeviceUtcTime` and `geoLocation` may be new ones. The key belongs to the account: a new login finds the same answer. It outlasts a restart of the gateway where the operator keeps a `STATE_FOLDER` or Redis. Without a key nothing is remembered. */
  idempotencyKey?: string | null | undefined;
  /** How the customer will pay, e.g. fawry or kashier. */
  paymentGateway?: string | null | undefined;
  /** The business request. At least one of requestId and contractStorageId. */
  requestId?: string | null | undefined;
  /** Who delivers the OTP. */
  smsProvider?: SmsProvider | null | undefined;
  /** The KYC transaction of this request. */
  transactionId?: string | null | undefined;
  /** What the customer’s device takes for the time. */
  userDeviceUtcTime: string;
};

/** Fresh pictures of the customer, from where the customer is now. */
export type RevalidateLivenessInput = {
  /** Where the customer’s device is. */
  geoLocation: GeoLocationInput;
  /** Chosen by the client, one for each thing to be done: the same key with the same input gives the first answer again for 24 hours, with another input it is refused; `userDeviceUtcTime` and `geoLocation` may be new ones. The key belongs to the account: a new login finds the same answer. It outlasts a restart of the gateway where the operator keeps a `STATE_FOLDER` or Redis. Without a key nothing is remembered. */
  idempotencyKey?: string | null | undefined;
  /** The business request, from LivenessRequired. */
  requestId?: string | null | undefined;
  /** The pictures. */
  scan: LivenessScanInput;
  /** The customer’s KYC transaction, from LivenessRequired. */
  transactionId?: string | null | undefined;
  /** What the customer’s device takes for the time. */
  userDeviceUtcTime: string;
};

/** Who delivers the SMS; Vlens chooses where none is named. */
export type SmsProvider =
  /** Cequens. */
  | 'CEQUENS'
  /** Infobip. */
  | 'INFOBIP'
  /** Victory Link. */
  | 'VICTORY_LINK'
  /** Vodafone. */
  | 'VODAFONE';

/** The code that the customer got by SMS. */
export type ValidateActivationOtpInput = {
  /** Where the customer’s device is. */
  geoLocation: GeoLocationInput;
  /** Chosen by the client, one for each thing to be done: the same key with the same input gives the first answer again for 24 hours, with another input it is refused; `userDeviceUtcTime` and `geoLocation` may be new ones. The key belongs to the account: a new login finds the same answer. It outlasts a restart of the gateway where the operator keeps a `STATE_FOLDER` or Redis. Without a key nothing is remembered. */
  idempotencyKey?: string | null | undefined;
  /** The code of the SMS: 4 to 8 digits, Arabic-Indic ones too. */
  otpCode: string;
  /** From ActivationOtpSent. */
  otpRequestId: string;
  /** How the customer will pay, e.g. fawry or kashier. */
  paymentGateway?: string | null | undefined;
  /** The business request. */
  requestId?: string | null | undefined;
  /** The KYC transaction of this request. */
  transactionId?: string | null | undefined;
  /** What the customer’s device takes for the time. */
  userDeviceUtcTime: string;
};

export type BusinessRequestsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type BusinessRequestsQuery = { businessRequests: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, requestNumber: string | null, status: BusinessRequestStatus, statusName: string | null, nextStep: NextStep, typeName: string | null, createdAt: string | null }> } | null };

export type BusinessRequestsByIdsQueryVariables = Exact<{
  ids: Array<string> | string;
}>;


export type BusinessRequestsByIdsQuery = { businessRequestsByIds: Array<{ id: string, requestNumber: string | null, status: BusinessRequestStatus, statusName: string | null, nextStep: NextStep, typeName: string | null, createdAt: string | null } | null> | null };

export type ContractQueryVariables = Exact<{
  id: string;
}>;


export type ContractQuery = { businessRequest: { updatedAt: string | null, paymentRequired: boolean | null, id: string, requestNumber: string | null, status: BusinessRequestStatus, statusName: string | null, nextStep: NextStep, typeName: string | null, createdAt: string | null, formFields: Array<{ order: number | null, key: string, kind: FormFieldKind, label: string | null, labelAr: string | null, groupTitle: string | null, groupTitleAr: string | null, value: string | null, values: Array<string>, table: Array<Array<string>>, firstRowIsHeader: boolean, visibleToUser: boolean, convertNumbersToArabic: boolean, relatedFields: Array<{ order: number | null, key: string, kind: FormFieldKind, label: string | null, labelAr: string | null, groupTitle: string | null, groupTitleAr: string | null, value: string | null, values: Array<string>, table: Array<Array<string>>, firstRowIsHeader: boolean, visibleToUser: boolean, convertNumbersToArabic: boolean }> }> | null, documents: Array<{ order: number | null, title: string | null, content: string | null, isHtml: boolean }> | null, signers: Array<{ isSigned: boolean, person: { fullName: string | null } | null }> | null, terms: { coverPage: string | null, contractDocument: string | null, general: string | null, financial: string | null, technical: string | null, promissoryNote: string | null, kycConfirmation: string | null, confirmationMessage: string | null } | null, financing: { amount: string | null, installmentValue: string | null, installmentValueNumber: string | null, installmentsNo: string | null, firstInstallmentDate: string | null, periodValue: string | null, periodUnit: string | null, totalAmount: string | null, totalAmountNumber: string | null } | null } | null };

export type BusinessRequestLineFragment = { id: string, requestNumber: string | null, status: BusinessRequestStatus, statusName: string | null, nextStep: NextStep, typeName: string | null, createdAt: string | null };

export type AnswerPartsFragment = { order: number | null, key: string, kind: FormFieldKind, label: string | null, labelAr: string | null, groupTitle: string | null, groupTitleAr: string | null, value: string | null, values: Array<string>, table: Array<Array<string>>, firstRowIsHeader: boolean, visibleToUser: boolean, convertNumbersToArabic: boolean };

export type LiveStatusSubscriptionVariables = Exact<{
  requestId?: string | null | undefined;
}>;


export type LiveStatusSubscription = { businessRequestStatusChanged: { requestId: string, status: BusinessRequestStatus, statusName: string | null, changedAt: string, businessRequest: { id: string, requestNumber: string | null, status: BusinessRequestStatus, nextStep: NextStep } | null } };

export type NodeQueryVariables = Exact<{
  id: string | number;
}>;


export type NodeQuery = { node:
    | { __typename: 'BusinessRequest', id: string, requestNumber: string | null, status: BusinessRequestStatus, statusName: string | null, nextStep: NextStep, typeName: string | null, createdAt: string | null }
    | { __typename: 'ProductType', productTypeId: number, name: string | null, typeName: string | null, id: string }
   | null };

export type NodesQueryVariables = Exact<{
  ids: Array<string | number> | string | number;
}>;


export type NodesQuery = { nodes: Array<
    | { __typename: 'BusinessRequest', id: string, requestNumber: string | null, status: BusinessRequestStatus, statusName: string | null, nextStep: NextStep, typeName: string | null, createdAt: string | null }
    | { __typename: 'ProductType', productTypeId: number, name: string | null, typeName: string | null, id: string }
   | null> };

type NodeLine_BusinessRequest_Fragment = { __typename: 'BusinessRequest', id: string, requestNumber: string | null, status: BusinessRequestStatus, statusName: string | null, nextStep: NextStep, typeName: string | null, createdAt: string | null };

type NodeLine_ProductType_Fragment = { __typename: 'ProductType', productTypeId: number, name: string | null, typeName: string | null, id: string };

export type NodeLineFragment =
  | NodeLine_BusinessRequest_Fragment
  | NodeLine_ProductType_Fragment
;

export type LogInMutationVariables = Exact<{
  input: LoginInput;
}>;


export type LogInMutation = { login:
    | { __typename: 'LoginOtpRequired', message: string, otpRequestId: string, expiresInSeconds: number | null }
    | { __typename: 'Rejection', message: string, reason: RejectionReason }
    | { __typename: 'Session', accessToken: string, isDigitalIdentityVerified: boolean | null, hasPendingRequest: boolean | null, user: { fullName: string | null } | null }
   };

export type ProductsQueryVariables = Exact<{ [key: string]: never; }>;


export type ProductsQuery = { productTypes: Array<{ id: string, productTypeId: number, name: string | null, typeName: string | null }> | null };

export type ProductFormQueryVariables = Exact<{
  id: number;
}>;


export type ProductFormQuery = { productType: { id: string, productTypeId: number, name: string | null, formFields: Array<{ key: string, kind: FormFieldKind, label: string | null, labelAr: string | null, groupTitle: string | null, defaultValue: string | null, visibleToUser: boolean, parentKey: string | null, parentValue: string | null, table: Array<Array<string>>, relatedFields: Array<{ key: string, kind: FormFieldKind, label: string | null, labelAr: string | null, groupTitle: string | null, defaultValue: string | null, visibleToUser: boolean, parentKey: string | null, parentValue: string | null, table: Array<Array<string>>, options: Array<{ name: string }> }>, options: Array<{ name: string, relatedFields: Array<{ key: string, kind: FormFieldKind, label: string | null, labelAr: string | null, groupTitle: string | null, defaultValue: string | null, visibleToUser: boolean, parentKey: string | null, parentValue: string | null, table: Array<Array<string>>, options: Array<{ name: string }> }> }> }> | null } | null };

export type FormFieldPartsFragment = { key: string, kind: FormFieldKind, label: string | null, labelAr: string | null, groupTitle: string | null, defaultValue: string | null, visibleToUser: boolean, parentKey: string | null, parentValue: string | null, table: Array<Array<string>>, options: Array<{ name: string }> };

export type EligibilityQueryVariables = Exact<{ [key: string]: never; }>;


export type EligibilityQuery = { eligibility: { isEligible: boolean, isDigitalIdentityVerified: boolean, hasPendingRequest: boolean, isEmailConfirmed: boolean } | null };

export type OpenRequestQueryVariables = Exact<{ [key: string]: never; }>;


export type OpenRequestQuery = { currentBusinessRequest: { id: string, requestNumber: string | null, status: BusinessRequestStatus, nextStep: NextStep } | null };

export type CreateMutationVariables = Exact<{
  input: CreateBusinessRequestInput;
}>;


export type CreateMutation = { createBusinessRequest:
    | { __typename: 'BusinessRequestCreated', businessRequest: { id: string, requestNumber: string | null, status: BusinessRequestStatus, nextStep: NextStep, paymentRequired: boolean | null } }
    | { __typename: 'NotEligible', message: string, eligibility: { isDigitalIdentityVerified: boolean, hasPendingRequest: boolean, isEmailConfirmed: boolean } }
    | { __typename: 'Rejection', message: string, reason: RejectionReason, fieldErrors: Array<{ field: string, message: string }> }
   };

export type StatusQueryVariables = Exact<{
  id: string;
}>;


export type StatusQuery = { businessRequest: { id: string, requestNumber: string | null, status: BusinessRequestStatus, statusName: string | null, nextStep: NextStep } | null };

export type AskForOtpMutationVariables = Exact<{
  input: RequestActivationOtpInput;
}>;


export type AskForOtpMutation = { requestActivationOtp:
    | { __typename: 'ActivationOtpSent', otpRequestId: string }
    | { __typename: 'LivenessRequired', message: string, thresholdKm: number, requestId: string | null, transactionId: string | null }
    | { __typename: 'Rejection', message: string, reason: RejectionReason }
   };

export type RevalidateMutationVariables = Exact<{
  input: RevalidateLivenessInput;
}>;


export type RevalidateMutation = { revalidateLiveness:
    | { __typename: 'LivenessRevalidated', message: string }
    | { __typename: 'Rejection', message: string, reason: RejectionReason, fieldErrors: Array<{ field: string, message: string }> }
   };

export type ValidateOtpMutationVariables = Exact<{
  input: ValidateActivationOtpInput;
}>;


export type ValidateOtpMutation = { validateActivationOtp:
    | { __typename: 'ActivationOtpValidated', message: string, paymentUrl: string | null }
    | { __typename: 'Rejection', message: string, reason: RejectionReason }
   };

export type ConfirmMutationVariables = Exact<{
  input: ConfirmPaymentInput;
}>;


export type ConfirmMutation = { confirmPayment:
    | { __typename: 'ContractActivated', businessRequest: { id: string, requestNumber: string | null, status: BusinessRequestStatus, nextStep: NextStep } | null }
    | { __typename: 'PaymentRequired', message: string, paymentUrl: string | null }
    | { __typename: 'Rejection', message: string, reason: RejectionReason }
   };

export type SigningLinkMutationVariables = Exact<{
  input: GenerateSigningLinkInput;
}>;


export type SigningLinkMutation = { generateSigningLink:
    | { __typename: 'Rejection', message: string, reason: RejectionReason }
    | { __typename: 'SigningLink', url: string, securityHash: string | null }
   };

export type OpenSigningSessionMutationVariables = Exact<{
  input: OpenSigningSessionInput;
}>;


export type OpenSigningSessionMutation = { openSigningSession:
    | { __typename: 'Rejection', message: string, reason: RejectionReason }
    | { __typename: 'SigningSession', accessToken: string, expiresInSeconds: number | null }
   };

export type ContractPdfQueryVariables = Exact<{
  requestId: string;
  securityHash: string;
}>;


export type ContractPdfQuery = { contractPdf:
    | { __typename: 'ContractPdf', url: string }
    | { __typename: 'Rejection', message: string, reason: RejectionReason }
   };

export const AnswerPartsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"AnswerParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FormField"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"order"}},{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"labelAr"}},{"kind":"Field","name":{"kind":"Name","value":"groupTitle"}},{"kind":"Field","name":{"kind":"Name","value":"groupTitleAr"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"values"}},{"kind":"Field","name":{"kind":"Name","value":"table"}},{"kind":"Field","name":{"kind":"Name","value":"firstRowIsHeader"}},{"kind":"Field","name":{"kind":"Name","value":"visibleToUser"}},{"kind":"Field","name":{"kind":"Name","value":"convertNumbersToArabic"}}]}}]} as unknown as DocumentNode<AnswerPartsFragment, unknown>;
export const BusinessRequestLineFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"BusinessRequestLine"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"BusinessRequest"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"requestNumber"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusName"}},{"kind":"Field","name":{"kind":"Name","value":"nextStep"}},{"kind":"Field","name":{"kind":"Name","value":"typeName"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}}]} as unknown as DocumentNode<BusinessRequestLineFragment, unknown>;
export const NodeLineFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"NodeLine"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Node"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"BusinessRequest"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"BusinessRequestLine"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ProductType"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"productTypeId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"typeName"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"BusinessRequestLine"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"BusinessRequest"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"requestNumber"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusName"}},{"kind":"Field","name":{"kind":"Name","value":"nextStep"}},{"kind":"Field","name":{"kind":"Name","value":"typeName"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}}]} as unknown as DocumentNode<NodeLineFragment, unknown>;
export const FormFieldPartsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"FormFieldParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FormField"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"labelAr"}},{"kind":"Field","name":{"kind":"Name","value":"groupTitle"}},{"kind":"Field","name":{"kind":"Name","value":"defaultValue"}},{"kind":"Field","name":{"kind":"Name","value":"visibleToUser"}},{"kind":"Field","name":{"kind":"Name","value":"parentKey"}},{"kind":"Field","name":{"kind":"Name","value":"parentValue"}},{"kind":"Field","name":{"kind":"Name","value":"table"}},{"kind":"Field","name":{"kind":"Name","value":"options"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]} as unknown as DocumentNode<FormFieldPartsFragment, unknown>;
export const BusinessRequestsDocument = {"__meta__":{"hash":"sha256:37ace3c1dc7acf5e1ff98aa78e975a2f4f75f5d915470b51d298ece5323e38df"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"BusinessRequests"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}},"defaultValue":{"kind":"IntValue","value":"20"}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"businessRequests"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"BusinessRequestLine"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"BusinessRequestLine"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"BusinessRequest"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"requestNumber"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusName"}},{"kind":"Field","name":{"kind":"Name","value":"nextStep"}},{"kind":"Field","name":{"kind":"Name","value":"typeName"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}}]} as unknown as DocumentNode<BusinessRequestsQuery, BusinessRequestsQueryVariables>;
export const BusinessRequestsByIdsDocument = {"__meta__":{"hash":"sha256:f5a361b3bb6f0f2b4175b2586ea49c2aaf8eb1c09b00fbfa043df425f7f8e29e"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"BusinessRequestsByIds"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"ids"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UUID"}}}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"businessRequestsByIds"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"ids"},"value":{"kind":"Variable","name":{"kind":"Name","value":"ids"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"BusinessRequestLine"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"BusinessRequestLine"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"BusinessRequest"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"requestNumber"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusName"}},{"kind":"Field","name":{"kind":"Name","value":"nextStep"}},{"kind":"Field","name":{"kind":"Name","value":"typeName"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}}]} as unknown as DocumentNode<BusinessRequestsByIdsQuery, BusinessRequestsByIdsQueryVariables>;
export const ContractDocument = {"__meta__":{"hash":"sha256:2b952e9b001c44bffd62448fe69dfe8eb5bb95a9aa00f822fb6c14fd9dddb73c"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Contract"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UUID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"businessRequest"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"BusinessRequestLine"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"paymentRequired"}},{"kind":"Field","name":{"kind":"Name","value":"formFields"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"AnswerParts"}},{"kind":"Field","name":{"kind":"Name","value":"relatedFields"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"AnswerParts"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"documents"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"order"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"content"}},{"kind":"Field","name":{"kind":"Name","value":"isHtml"}}]}},{"kind":"Field","name":{"kind":"Name","value":"signers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"isSigned"}},{"kind":"Field","name":{"kind":"Name","value":"person"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fullName"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"terms"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"coverPage"}},{"kind":"Field","name":{"kind":"Name","value":"contractDocument"}},{"kind":"Field","name":{"kind":"Name","value":"general"}},{"kind":"Field","name":{"kind":"Name","value":"financial"}},{"kind":"Field","name":{"kind":"Name","value":"technical"}},{"kind":"Field","name":{"kind":"Name","value":"promissoryNote"}},{"kind":"Field","name":{"kind":"Name","value":"kycConfirmation"}},{"kind":"Field","name":{"kind":"Name","value":"confirmationMessage"}}]}},{"kind":"Field","name":{"kind":"Name","value":"financing"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"installmentValue"}},{"kind":"Field","name":{"kind":"Name","value":"installmentValueNumber"}},{"kind":"Field","name":{"kind":"Name","value":"installmentsNo"}},{"kind":"Field","name":{"kind":"Name","value":"firstInstallmentDate"}},{"kind":"Field","name":{"kind":"Name","value":"periodValue"}},{"kind":"Field","name":{"kind":"Name","value":"periodUnit"}},{"kind":"Field","name":{"kind":"Name","value":"totalAmount"}},{"kind":"Field","name":{"kind":"Name","value":"totalAmountNumber"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"BusinessRequestLine"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"BusinessRequest"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"requestNumber"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusName"}},{"kind":"Field","name":{"kind":"Name","value":"nextStep"}},{"kind":"Field","name":{"kind":"Name","value":"typeName"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"AnswerParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FormField"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"order"}},{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"labelAr"}},{"kind":"Field","name":{"kind":"Name","value":"groupTitle"}},{"kind":"Field","name":{"kind":"Name","value":"groupTitleAr"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"values"}},{"kind":"Field","name":{"kind":"Name","value":"table"}},{"kind":"Field","name":{"kind":"Name","value":"firstRowIsHeader"}},{"kind":"Field","name":{"kind":"Name","value":"visibleToUser"}},{"kind":"Field","name":{"kind":"Name","value":"convertNumbersToArabic"}}]}}]} as unknown as DocumentNode<ContractQuery, ContractQueryVariables>;
export const LiveStatusDocument = {"__meta__":{"hash":"sha256:1bb8238a341d47bf6f7987434d06e2facbcb0d0ee7432656a0010fd2a496534a"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"LiveStatus"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"requestId"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"UUID"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"businessRequestStatusChanged"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"requestId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"requestId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"requestId"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusName"}},{"kind":"Field","name":{"kind":"Name","value":"changedAt"}},{"kind":"Field","name":{"kind":"Name","value":"businessRequest"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"requestNumber"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"nextStep"}}]}}]}}]}}]} as unknown as DocumentNode<LiveStatusSubscription, LiveStatusSubscriptionVariables>;
export const NodeDocument = {"__meta__":{"hash":"sha256:9abd868b561b8c14243c5ede33a5a1b6a95a32290796e036f628e007970ad4d9"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Node"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"NodeLine"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"BusinessRequestLine"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"BusinessRequest"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"requestNumber"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusName"}},{"kind":"Field","name":{"kind":"Name","value":"nextStep"}},{"kind":"Field","name":{"kind":"Name","value":"typeName"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"NodeLine"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Node"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"BusinessRequest"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"BusinessRequestLine"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ProductType"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"productTypeId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"typeName"}}]}}]}}]} as unknown as DocumentNode<NodeQuery, NodeQueryVariables>;
export const NodesDocument = {"__meta__":{"hash":"sha256:4d42163bf0cea60b7a269695ade7e5d5845a9e905fae99b50f6bd7c5270d6f37"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Nodes"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"ids"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"ids"},"value":{"kind":"Variable","name":{"kind":"Name","value":"ids"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"NodeLine"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"BusinessRequestLine"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"BusinessRequest"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"requestNumber"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusName"}},{"kind":"Field","name":{"kind":"Name","value":"nextStep"}},{"kind":"Field","name":{"kind":"Name","value":"typeName"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"NodeLine"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Node"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"BusinessRequest"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"BusinessRequestLine"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ProductType"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"productTypeId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"typeName"}}]}}]}}]} as unknown as DocumentNode<NodesQuery, NodesQueryVariables>;
export const LogInDocument = {"__meta__":{"hash":"sha256:9173535b23c84e760d83410d2892e771abe49319957ab83b33b5d9b89b0ca531"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"LogIn"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"LoginInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"login"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Session"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accessToken"}},{"kind":"Field","name":{"kind":"Name","value":"isDigitalIdentityVerified"}},{"kind":"Field","name":{"kind":"Name","value":"hasPendingRequest"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fullName"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"LoginOtpRequired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"otpRequestId"}},{"kind":"Field","name":{"kind":"Name","value":"expiresInSeconds"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Rejection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Problem"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<LogInMutation, LogInMutationVariables>;
export const ProductsDocument = {"__meta__":{"hash":"sha256:754d4f6c998c138dd0507bbfe85bfa1526fdb65c1ea4dcfa4f56592db052f2b0"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Products"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"productTypes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"productTypeId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"typeName"}}]}}]}}]} as unknown as DocumentNode<ProductsQuery, ProductsQueryVariables>;
export const ProductFormDocument = {"__meta__":{"hash":"sha256:5935c64af25a76204f0767c9c5d5ee7b4e82c02437d411c4d92bdefc7f5b0494"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ProductForm"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"productType"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"productTypeId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"formFields"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"FormFieldParts"}},{"kind":"Field","name":{"kind":"Name","value":"relatedFields"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"FormFieldParts"}}]}},{"kind":"Field","name":{"kind":"Name","value":"options"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"relatedFields"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"FormFieldParts"}}]}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"FormFieldParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FormField"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"labelAr"}},{"kind":"Field","name":{"kind":"Name","value":"groupTitle"}},{"kind":"Field","name":{"kind":"Name","value":"defaultValue"}},{"kind":"Field","name":{"kind":"Name","value":"visibleToUser"}},{"kind":"Field","name":{"kind":"Name","value":"parentKey"}},{"kind":"Field","name":{"kind":"Name","value":"parentValue"}},{"kind":"Field","name":{"kind":"Name","value":"table"}},{"kind":"Field","name":{"kind":"Name","value":"options"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]} as unknown as DocumentNode<ProductFormQuery, ProductFormQueryVariables>;
export const EligibilityDocument = {"__meta__":{"hash":"sha256:ad834468a911b7494c7ef8f005c2ba45a8f8084a772b8f784d79ddfa5a3d22e1"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Eligibility"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"eligibility"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"isEligible"}},{"kind":"Field","name":{"kind":"Name","value":"isDigitalIdentityVerified"}},{"kind":"Field","name":{"kind":"Name","value":"hasPendingRequest"}},{"kind":"Field","name":{"kind":"Name","value":"isEmailConfirmed"}}]}}]}}]} as unknown as DocumentNode<EligibilityQuery, EligibilityQueryVariables>;
export const OpenRequestDocument = {"__meta__":{"hash":"sha256:7c678c308dc956e4fa1b66600e8f91ad311d8376e4e267a24671bc6ab81f0d44"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"OpenRequest"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"currentBusinessRequest"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"requestNumber"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"nextStep"}}]}}]}}]} as unknown as DocumentNode<OpenRequestQuery, OpenRequestQueryVariables>;
export const CreateDocument = {"__meta__":{"hash":"sha256:5a41ea640f3afda8d895a450a53df1b337390345b9449b8cfbea64e48a637893"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Create"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateBusinessRequestInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createBusinessRequest"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"BusinessRequestCreated"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"businessRequest"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"requestNumber"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"nextStep"}},{"kind":"Field","name":{"kind":"Name","value":"paymentRequired"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"NotEligible"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"eligibility"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"isDigitalIdentityVerified"}},{"kind":"Field","name":{"kind":"Name","value":"hasPendingRequest"}},{"kind":"Field","name":{"kind":"Name","value":"isEmailConfirmed"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Rejection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"fieldErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Problem"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<CreateMutation, CreateMutationVariables>;
export const StatusDocument = {"__meta__":{"hash":"sha256:78c2d469b4713d76c587e982116fab7887fe4703b7081cc6f2bc458261e1d947"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Status"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UUID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"businessRequest"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"requestNumber"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusName"}},{"kind":"Field","name":{"kind":"Name","value":"nextStep"}}]}}]}}]} as unknown as DocumentNode<StatusQuery, StatusQueryVariables>;
export const AskForOtpDocument = {"__meta__":{"hash":"sha256:340989dee511ad6d80d2accf9bbc397194350af28f2dc2a28529696e3e0a8c3e"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"AskForOtp"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RequestActivationOtpInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"requestActivationOtp"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ActivationOtpSent"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"otpRequestId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"LivenessRequired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"thresholdKm"}},{"kind":"Field","name":{"kind":"Name","value":"requestId"}},{"kind":"Field","name":{"kind":"Name","value":"transactionId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Rejection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Problem"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<AskForOtpMutation, AskForOtpMutationVariables>;
export const RevalidateDocument = {"__meta__":{"hash":"sha256:094feaae44d990d78d9b42674d8554fd399e47a2e2ab60ac1eb0235fcb158d49"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Revalidate"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RevalidateLivenessInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"revalidateLiveness"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"LivenessRevalidated"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Rejection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"fieldErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Problem"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<RevalidateMutation, RevalidateMutationVariables>;
export const ValidateOtpDocument = {"__meta__":{"hash":"sha256:9a2482758cf214195cf273313e38dbcd1917480ab45d86bbca872c766e066652"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ValidateOtp"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ValidateActivationOtpInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"validateActivationOtp"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ActivationOtpValidated"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"paymentUrl"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Rejection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Problem"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<ValidateOtpMutation, ValidateOtpMutationVariables>;
export const ConfirmDocument = {"__meta__":{"hash":"sha256:6ad0cdf2e3a2fa060a59d51ea82d80e28b1ddd5a30b16e31aecbcc164d591abb"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Confirm"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ConfirmPaymentInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"confirmPayment"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ContractActivated"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"businessRequest"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"requestNumber"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"nextStep"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PaymentRequired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"paymentUrl"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Rejection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Problem"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<ConfirmMutation, ConfirmMutationVariables>;
export const SigningLinkDocument = {"__meta__":{"hash":"sha256:80c2417f4a6e30ced6026153e5c688387fbd8221195fdb5b90604dba716796f4"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SigningLink"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"GenerateSigningLinkInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"generateSigningLink"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SigningLink"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"securityHash"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Rejection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Problem"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<SigningLinkMutation, SigningLinkMutationVariables>;
export const OpenSigningSessionDocument = {"__meta__":{"hash":"sha256:2039689b702b9b7711735e7d6c1c6cfe6478e0d0970f95e03c4d1ebb93570dda"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"OpenSigningSession"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"OpenSigningSessionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"openSigningSession"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SigningSession"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accessToken"}},{"kind":"Field","name":{"kind":"Name","value":"expiresInSeconds"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Rejection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Problem"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<OpenSigningSessionMutation, OpenSigningSessionMutationVariables>;
export const ContractPdfDocument = {"__meta__":{"hash":"sha256:c39f1c19216cf5362b07a76d7a4265e98ca2d22a7ca9b4f0433dd2b5b90951cc"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ContractPdf"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"requestId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UUID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"securityHash"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"contractPdf"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"requestId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"requestId"}}},{"kind":"Argument","name":{"kind":"Name","value":"securityHash"},"value":{"kind":"Variable","name":{"kind":"Name","value":"securityHash"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ContractPdf"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"url"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Rejection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Problem"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<ContractPdfQuery, ContractPdfQueryVariables>;