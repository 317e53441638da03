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

/** Which contract to make a signing page for. */
export type GenerateSigningLinkInput = {
  /** Where the customer’s device is. */
  geoLocation: GeoLocationInput;
  /** Chosen by the client, one for each thing to be done: the same key with the same input gives the first answer again for 24 hours, with another input it is refused; `userDeviceUtcTime` and `geoLocation` may be new ones. The key belongs to the account: a new login finds the same answer. An answer of Vlens that comes after its time is found by it too. It outlasts a restart of the gateway where the operator keeps a `STATE_FOLDER` or Redis. Without a key nothing is remembered. */
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
  /** Chosen by the client, one for each thing to be done: the same key with the same input gives the first answer again for 24 hours, with another input it is refused; `userDeviceUtcTime` and `geoLocation` may be new ones. The key belongs to the account: a new login finds the same answer. An answer of Vlens that comes after its time is found by it too. It outlasts a restart of the gateway where the operator keeps a `STATE_FOLDER` or Redis. Without a key nothing is remembered. */
  idempotencyKey?: string | null | undefined;
  /** The RequestId of the link. */
  requestId: string;
  /** The SecurityHash of the link. */
  securityHash: string;
};

/** Why Vlens refused, as far as its code and sentence show. */
export type RejectionReason =
  /** Somebody is registered with this phone number or e-mail address: log in, or reset the password. */
  | 'ALREADY_REGISTERED'
  /** The caller has signed it already, or as many as have to sign it have. */
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

export type OpenLinkMutationVariables = Exact<{
  input: OpenSigningSessionInput;
  withContract: boolean;
}>;


export type OpenLinkMutation = { openSigningSession:
    | { __typename: 'Rejection', reason: RejectionReason, retryAfterSeconds: number | null }
    | { __typename: 'SigningSession', accessToken: string, businessRequest?: { __typename: 'BusinessRequest', id: string, requestNumber: string | null, status: BusinessRequestStatus, nextStep: NextStep, typeName: string | null, contractTypeName: string | null, fullName: string | null, paymentRequired: boolean | null, documents: Array<{ __typename: 'ContractDocument', order: number | null, title: string | null, content: string | null, isHtml: boolean }> | null, formFields: Array<{ __typename: 'FormField', key: string, kind: FormFieldKind, label: string | null, labelAr: string | null, groupTitle: string | null, groupTitleAr: string | null, value: string | null, values: Array<string>, table: Array<Array<string>>, firstRowIsHeader: boolean, visibleToUser: boolean, convertNumbersToArabic: boolean, relatedFields: Array<{ __typename: 'FormField', key: string, kind: FormFieldKind, label: string | null, labelAr: string | null, groupTitle: string | null, groupTitleAr: string | null, value: string | null, values: Array<string>, table: Array<Array<string>>, firstRowIsHeader: boolean, visibleToUser: boolean, convertNumbersToArabic: boolean }> }> | null, terms: { __typename: 'ContractTerms', confirmationMessage: string | null, coverPage: string | null, contractDocument: string | null, general: string | null, financial: string | null, technical: string | null, kycConfirmation: string | null, promissoryNote: string | null } | null, financing: { __typename: 'Financing', amount: string | null, periodValue: string | null, periodUnit: string | null, installmentValue: string | null, installmentsNo: string | null, firstInstallmentDate: string | null, totalAmount: string | null } | null } | null }
   };

export type ContractPartsFragment = { __typename: 'BusinessRequest', id: string, requestNumber: string | null, status: BusinessRequestStatus, nextStep: NextStep, typeName: string | null, contractTypeName: string | null, fullName: string | null, paymentRequired: boolean | null, documents: Array<{ __typename: 'ContractDocument', order: number | null, title: string | null, content: string | null, isHtml: boolean }> | null, formFields: Array<{ __typename: 'FormField', key: string, kind: FormFieldKind, label: string | null, labelAr: string | null, groupTitle: string | null, groupTitleAr: string | null, value: string | null, values: Array<string>, table: Array<Array<string>>, firstRowIsHeader: boolean, visibleToUser: boolean, convertNumbersToArabic: boolean, relatedFields: Array<{ __typename: 'FormField', key: string, kind: FormFieldKind, label: string | null, labelAr: string | null, groupTitle: string | null, groupTitleAr: string | null, value: string | null, values: Array<string>, table: Array<Array<string>>, firstRowIsHeader: boolean, visibleToUser: boolean, convertNumbersToArabic: boolean }> }> | null, terms: { __typename: 'ContractTerms', confirmationMessage: string | null, coverPage: string | null, contractDocument: string | null, general: string | null, financial: string | null, technical: string | null, kycConfirmation: string | null, promissoryNote: string | null } | null, financing: { __typename: 'Financing', amount: string | null, periodValue: string | null, periodUnit: string | null, installmentValue: string | null, installmentsNo: string | null, firstInstallmentDate: string | null, totalAmount: string | null } | null };

export type AnswerPartsFragment = { __typename: 'FormField', key: string, kind: FormFieldKind, label: string | null, labelAr: string | null, groupTitle: string | null, groupTitleAr: string | null, value: string | null, values: Array<string>, table: Array<Array<string>>, firstRowIsHeader: boolean, visibleToUser: boolean, convertNumbersToArabic: boolean };

export type ContractToSignQueryVariables = Exact<{
  id: string;
}>;


export type ContractToSignQuery = { businessRequest: { __typename: 'BusinessRequest', id: string, requestNumber: string | null, status: BusinessRequestStatus, nextStep: NextStep, typeName: string | null, contractTypeName: string | null, fullName: string | null, paymentRequired: boolean | null, documents: Array<{ __typename: 'ContractDocument', order: number | null, title: string | null, content: string | null, isHtml: boolean }> | null, formFields: Array<{ __typename: 'FormField', key: string, kind: FormFieldKind, label: string | null, labelAr: string | null, groupTitle: string | null, groupTitleAr: string | null, value: string | null, values: Array<string>, table: Array<Array<string>>, firstRowIsHeader: boolean, visibleToUser: boolean, convertNumbersToArabic: boolean, relatedFields: Array<{ __typename: 'FormField', key: string, kind: FormFieldKind, label: string | null, labelAr: string | null, groupTitle: string | null, groupTitleAr: string | null, value: string | null, values: Array<string>, table: Array<Array<string>>, firstRowIsHeader: boolean, visibleToUser: boolean, convertNumbersToArabic: boolean }> }> | null, terms: { __typename: 'ContractTerms', confirmationMessage: string | null, coverPage: string | null, contractDocument: string | null, general: string | null, financial: string | null, technical: string | null, kycConfirmation: string | null, promissoryNote: string | null } | null, financing: { __typename: 'Financing', amount: string | null, periodValue: string | null, periodUnit: string | null, installmentValue: string | null, installmentsNo: string | null, firstInstallmentDate: string | null, totalAmount: string | null } | null } | null };

export type NewSigningLinkMutationVariables = Exact<{
  input: GenerateSigningLinkInput;
}>;


export type NewSigningLinkMutation = { generateSigningLink:
    | { __typename: 'Rejection', reason: RejectionReason }
    | { __typename: 'SigningLink', securityHash: string | null }
   };

export type SignersQueryVariables = Exact<{
  id: string;
}>;


export type SignersQuery = { businessRequest: { id: string, signers: Array<{ isSigned: boolean, person: { fullName: string | null } | null }> | null } | null };

export type StandingQueryVariables = Exact<{
  id: string;
}>;


export type StandingQuery = { businessRequest: { id: string, status: BusinessRequestStatus, nextStep: NextStep } | null };

export type StatusOfRequestSubscriptionVariables = Exact<{
  id: string;
}>;


export type StatusOfRequestSubscription = { businessRequestStatusChanged: { status: BusinessRequestStatus, businessRequest: { id: string, status: BusinessRequestStatus, nextStep: NextStep } | null } };

export const AnswerPartsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"AnswerParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FormField"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"labelAr"}},{"kind":"Field","name":{"kind":"Name","value":"groupTitle"}},{"kind":"Field","name":{"kind":"Name","value":"groupTitleAr"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"values"}},{"kind":"Field","name":{"kind":"Name","value":"table"}},{"kind":"Field","name":{"kind":"Name","value":"firstRowIsHeader"}},{"kind":"Field","name":{"kind":"Name","value":"visibleToUser"}},{"kind":"Field","name":{"kind":"Name","value":"convertNumbersToArabic"}}]}}]} as unknown as DocumentNode<AnswerPartsFragment, unknown>;
export const ContractPartsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ContractParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"BusinessRequest"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"requestNumber"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"nextStep"}},{"kind":"Field","name":{"kind":"Name","value":"typeName"}},{"kind":"Field","name":{"kind":"Name","value":"contractTypeName"}},{"kind":"Field","name":{"kind":"Name","value":"fullName"}},{"kind":"Field","name":{"kind":"Name","value":"paymentRequired"}},{"kind":"Field","name":{"kind":"Name","value":"documents"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"order"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"content"}},{"kind":"Field","name":{"kind":"Name","value":"isHtml"}}]}},{"kind":"Field","name":{"kind":"Name","value":"formFields"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"AnswerParts"}},{"kind":"Field","name":{"kind":"Name","value":"relatedFields"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"AnswerParts"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"terms"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"confirmationMessage"}},{"kind":"Field","name":{"kind":"Name","value":"coverPage"}},{"kind":"Field","name":{"kind":"Name","value":"contractDocument"}},{"kind":"Field","name":{"kind":"Name","value":"general"}},{"kind":"Field","name":{"kind":"Name","value":"financial"}},{"kind":"Field","name":{"kind":"Name","value":"technical"}},{"kind":"Field","name":{"kind":"Name","value":"kycConfirmation"}},{"kind":"Field","name":{"kind":"Name","value":"promissoryNote"}}]}},{"kind":"Field","name":{"kind":"Name","value":"financing"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"periodValue"}},{"kind":"Field","name":{"kind":"Name","value":"periodUnit"}},{"kind":"Field","name":{"kind":"Name","value":"installmentValue"}},{"kind":"Field","name":{"kind":"Name","value":"installmentsNo"}},{"kind":"Field","name":{"kind":"Name","value":"firstInstallmentDate"}},{"kind":"Field","name":{"kind":"Name","value":"totalAmount"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"AnswerParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FormField"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"labelAr"}},{"kind":"Field","name":{"kind":"Name","value":"groupTitle"}},{"kind":"Field","name":{"kind":"Name","value":"groupTitleAr"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"values"}},{"kind":"Field","name":{"kind":"Name","value":"table"}},{"kind":"Field","name":{"kind":"Name","value":"firstRowIsHeader"}},{"kind":"Field","name":{"kind":"Name","value":"visibleToUser"}},{"kind":"Field","name":{"kind":"Name","value":"convertNumbersToArabic"}}]}}]} as unknown as DocumentNode<ContractPartsFragment, unknown>;
export const OpenLinkDocument = {"__meta__":{"hash":"sha256:1a432fa45c7f552592ca42264125ade830334e35a61f4db449087833cd616921"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"OpenLink"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"OpenSigningSessionInput"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"withContract"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Boolean"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"openSigningSession"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SigningSession"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accessToken"}},{"kind":"Field","name":{"kind":"Name","value":"businessRequest"},"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"withContract"}}}]}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ContractParts"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Rejection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfterSeconds"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"AnswerParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FormField"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"labelAr"}},{"kind":"Field","name":{"kind":"Name","value":"groupTitle"}},{"kind":"Field","name":{"kind":"Name","value":"groupTitleAr"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"values"}},{"kind":"Field","name":{"kind":"Name","value":"table"}},{"kind":"Field","name":{"kind":"Name","value":"firstRowIsHeader"}},{"kind":"Field","name":{"kind":"Name","value":"visibleToUser"}},{"kind":"Field","name":{"kind":"Name","value":"convertNumbersToArabic"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ContractParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"BusinessRequest"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"requestNumber"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"nextStep"}},{"kind":"Field","name":{"kind":"Name","value":"typeName"}},{"kind":"Field","name":{"kind":"Name","value":"contractTypeName"}},{"kind":"Field","name":{"kind":"Name","value":"fullName"}},{"kind":"Field","name":{"kind":"Name","value":"paymentRequired"}},{"kind":"Field","name":{"kind":"Name","value":"documents"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"order"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"content"}},{"kind":"Field","name":{"kind":"Name","value":"isHtml"}}]}},{"kind":"Field","name":{"kind":"Name","value":"formFields"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"AnswerParts"}},{"kind":"Field","name":{"kind":"Name","value":"relatedFields"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"AnswerParts"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"terms"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"confirmationMessage"}},{"kind":"Field","name":{"kind":"Name","value":"coverPage"}},{"kind":"Field","name":{"kind":"Name","value":"contractDocument"}},{"kind":"Field","name":{"kind":"Name","value":"general"}},{"kind":"Field","name":{"kind":"Name","value":"financial"}},{"kind":"Field","name":{"kind":"Name","value":"technical"}},{"kind":"Field","name":{"kind":"Name","value":"kycConfirmation"}},{"kind":"Field","name":{"kind":"Name","value":"promissoryNote"}}]}},{"kind":"Field","name":{"kind":"Name","value":"financing"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"periodValue"}},{"kind":"Field","name":{"kind":"Name","value":"periodUnit"}},{"kind":"Field","name":{"kind":"Name","value":"installmentValue"}},{"kind":"Field","name":{"kind":"Name","value":"installmentsNo"}},{"kind":"Field","name":{"kind":"Name","value":"firstInstallmentDate"}},{"kind":"Field","name":{"kind":"Name","value":"totalAmount"}}]}}]}}]} as unknown as DocumentNode<OpenLinkMutation, OpenLinkMutationVariables>;
export const ContractToSignDocument = {"__meta__":{"hash":"sha256:68cab18a89b35bf4d329a57a5d639dd10bec0e4e2e268f5c29b0aebc2c8109df"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ContractToSign"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UUID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"businessRequest"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ContractParts"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"AnswerParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FormField"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"labelAr"}},{"kind":"Field","name":{"kind":"Name","value":"groupTitle"}},{"kind":"Field","name":{"kind":"Name","value":"groupTitleAr"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"values"}},{"kind":"Field","name":{"kind":"Name","value":"table"}},{"kind":"Field","name":{"kind":"Name","value":"firstRowIsHeader"}},{"kind":"Field","name":{"kind":"Name","value":"visibleToUser"}},{"kind":"Field","name":{"kind":"Name","value":"convertNumbersToArabic"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ContractParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"BusinessRequest"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"requestNumber"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"nextStep"}},{"kind":"Field","name":{"kind":"Name","value":"typeName"}},{"kind":"Field","name":{"kind":"Name","value":"contractTypeName"}},{"kind":"Field","name":{"kind":"Name","value":"fullName"}},{"kind":"Field","name":{"kind":"Name","value":"paymentRequired"}},{"kind":"Field","name":{"kind":"Name","value":"documents"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"order"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"content"}},{"kind":"Field","name":{"kind":"Name","value":"isHtml"}}]}},{"kind":"Field","name":{"kind":"Name","value":"formFields"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"AnswerParts"}},{"kind":"Field","name":{"kind":"Name","value":"relatedFields"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"AnswerParts"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"terms"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"confirmationMessage"}},{"kind":"Field","name":{"kind":"Name","value":"coverPage"}},{"kind":"Field","name":{"kind":"Name","value":"contractDocument"}},{"kind":"Field","name":{"kind":"Name","value":"general"}},{"kind":"Field","name":{"kind":"Name","value":"financial"}},{"kind":"Field","name":{"kind":"Name","value":"technical"}},{"kind":"Field","name":{"kind":"Name","value":"kycConfirmation"}},{"kind":"Field","name":{"kind":"Name","value":"promissoryNote"}}]}},{"kind":"Field","name":{"kind":"Name","value":"financing"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"periodValue"}},{"kind":"Field","name":{"kind":"Name","value":"periodUnit"}},{"kind":"Field","name":{"kind":"Name","value":"installmentValue"}},{"kind":"Field","name":{"kind":"Name","value":"installmentsNo"}},{"kind":"Field","name":{"kind":"Name","value":"firstInstallmentDate"}},{"kind":"Field","name":{"kind":"Name","value":"totalAmount"}}]}}]}}]} as unknown as DocumentNode<ContractToSignQuery, ContractToSignQueryVariables>;
export const NewSigningLinkDocument = {"__meta__":{"hash":"sha256:28cf471860726d062647c4deae2131407d0c14fc388a0cba8a69bb6b2f80ebee"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"NewSigningLink"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"GenerateSigningLinkInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"generateSigningLink"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SigningLink"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"securityHash"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Rejection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}}]}}]}}]} as unknown as DocumentNode<NewSigningLinkMutation, NewSigningLinkMutationVariables>;
export const SignersDocument = {"__meta__":{"hash":"sha256:adca77f245d7599a2eaca3fc54a1e71d8ae89fa7177d4b456aef3d97b8a875c0"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Signers"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UUID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"businessRequest"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"signers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"isSigned"}},{"kind":"Field","name":{"kind":"Name","value":"person"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fullName"}}]}}]}}]}}]}}]} as unknown as DocumentNode<SignersQuery, SignersQueryVariables>;
export const StandingDocument = {"__meta__":{"hash":"sha256:a6faf3899fc771ef9dab412866ef5b56a607c272f0aaf398476eb928771f51a0"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Standing"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UUID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"businessRequest"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"nextStep"}}]}}]}}]} as unknown as DocumentNode<StandingQuery, StandingQueryVariables>;
export const StatusOfRequestDocument = {"__meta__":{"hash":"sha256:58424f92871e777fdcba45c67997770dda8bcfdfb2fedc30b7c7c7736e1e5a44"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"StatusOfRequest"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UUID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"businessRequestStatusChanged"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"requestId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"businessRequest"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"nextStep"}}]}}]}}]}}]} as unknown as DocumentNode<StatusOfRequestSubscription, StatusOfRequestSubscriptionVariables>;