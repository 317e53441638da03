/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
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

/** The code that came by e-mail. */
export type ConfirmEmailInput = {
  /** The code that was sent: 4 to 8 digits. */
  code: string;
  /** From CodeSent. */
  codeRequestId: string;
  /** The e-mail address that the code was sent to. */
  email: string;
  /** Chosen by the client, one for each thing to be done: the same key with the same input gives the first answer again for 24 hours, with another input it is refused; `userDeviceUtcTime` and `geoLocation` may be new ones. The key belongs to the account: a new login finds the same answer. An answer of Vlens that comes after its time is found by it too. It outlasts a restart of the gateway where the operator keeps a `STATE_FOLDER` or Redis. Without a key nothing is remembered. */
  idempotencyKey?: string | null | undefined;
};

/** The code that came by e-mail, or by SMS to somebody without an address. */
export type ConfirmPasswordResetCodeInput = {
  /** The code that was sent: 4 to 8 digits. */
  code: string;
  /** From CodeSent. */
  codeRequestId: string;
  /** As for sendPasswordResetCode. */
  emailOrPhoneNumber: string;
  /** As for sendPasswordResetCode. */
  idNumber?: string | null | undefined;
  /** Chosen by the client, one for each thing to be done: the same key with the same input gives the first answer again for 24 hours, with another input it is refused; `userDeviceUtcTime` and `geoLocation` may be new ones. The key belongs to the account: a new login finds the same answer. An answer of Vlens that comes after its time is found by it too. It outlasts a restart of the gateway where the operator keeps a `STATE_FOLDER` or Redis. Without a key nothing is remembered. */
  idempotencyKey?: string | null | undefined;
};

/** The code that came by SMS. */
export type ConfirmPhoneInput = {
  /** The code that was sent: 4 to 8 digits. */
  code: string;
  /** From CodeSent. */
  codeRequestId: string;
  /** Chosen by the client, one for each thing to be done: the same key with the same input gives the first answer again for 24 hours, with another input it is refused; `userDeviceUtcTime` and `geoLocation` may be new ones. The key belongs to the account: a new login finds the same answer. An answer of Vlens that comes after its time is found by it too. It outlasts a restart of the gateway where the operator keeps a `STATE_FOLDER` or Redis. Without a key nothing is remembered. */
  idempotencyKey?: string | null | undefined;
  /** The phone number that the code was sent to. */
  phoneNumber: string;
};

/** What a business request is made of. */
export type CreateBusinessRequestInput = {
  /** Who else has to sign, each by phone number, e-mail address or user id; at most 50. */
  customerSignersIdentifiers?: Array<string> | null | undefined;
  /** The filled-in form; at most 500 fields. */
  fields: Array<FormFieldValueInput>;
  /** Where the customer’s device is. */
  geoLocation: GeoLocationInput;
  /** Chosen by the client, one for each thing to be done: the same key with the same input gives the first answer again for 24 hours, with another input it is refused; `userDeviceUtcTime` and `geoLocation` may be new ones. The key belongs to the account: a new login finds the same answer. An answer of Vlens that comes after its time is found by it too. It outlasts a restart of the gateway where the operator keeps a `STATE_FOLDER` or Redis. Without a key nothing is remembered. */
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

/** Where the customer’s device is, in degrees (WGS 84). */
export type GeoLocationInput = {
  /** From -90 (south) to 90 (north). */
  latitude: number;
  /** From -180 (west) to 180 (east). */
  longitude: number;
};

/** deviceId is required, as Vlens’s imei is. otpRequestId and otpCode go together, after LoginOtpRequired alone. */
export type LoginInput = {
  /** An id that stays the same on this device (imei): a new device may need a code. */
  deviceId: string;
  /** Where the device is: a new place becomes the last active device location (80 km). */
  geoLocation: GeoLocationInput;
  /** Chosen by the client, one for each thing to be done: the same key with the same input gives the first answer again for 24 hours, with another input it is refused; `userDeviceUtcTime` and `geoLocation` may be new ones. The key belongs to the account: a new login finds the same answer. An answer of Vlens that comes after its time is found by it too. It outlasts a restart of the gateway where the operator keeps a `STATE_FOLDER` or Redis. Without a key nothing is remembered. */
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

/** Who registers, with what was confirmed before. */
export type RegisterInput = {
  /** An id that stays the same on this device; sent as imei, as a login wants it. No published field of Register takes it. */
  deviceId: string;
  /** The e-mail address, where the tenant asks for one. */
  email?: string | null | undefined;
  /** The code of the e-mail: 4 to 8 digits; only with emailCodeRequestId. */
  emailCode?: string | null | undefined;
  /** From sendEmailCode, with email; without emailCode where confirmEmail has confirmed it. */
  emailCodeRequestId?: string | null | undefined;
  /** Where the device is: the place of the registration is the first last active device location (80 km). No published field of Register takes it. */
  geoLocation: GeoLocationInput;
  /** Chosen by the client, one for each thing to be done: the same key with the same input gives the first answer again for 24 hours, with another input it is refused; `userDeviceUtcTime` and `geoLocation` may be new ones. The key belongs to the account: a new login finds the same answer. An answer of Vlens that comes after its time is found by it too. It outlasts a restart of the gateway where the operator keeps a `STATE_FOLDER` or Redis. Without a key nothing is remembered. */
  idempotencyKey?: string | null | undefined;
  /** From verifyOAuthToken, in place of the e-mail code. */
  oAuthVerificationRequestId?: string | null | undefined;
  /** The password to be; the tenant’s rule for it is Vlens’s. Without one, login can’t be used, since it requires a password, until sendPasswordResetCode has led to one. */
  password?: string | null | undefined;
  /** The code of the SMS: 4 to 8 digits; only with phoneCodeRequestId. */
  phoneCode?: string | null | undefined;
  /** From sendPhoneCode; without phoneCode where confirmPhone has confirmed it. */
  phoneCodeRequestId?: string | null | undefined;
  /** E.164, e.g. +201234567890; spaces and hyphens do not matter. */
  phoneNumber: string;
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

/** Whom to send a code by e-mail. */
export type SendEmailCodeInput = {
  /** The e-mail address. */
  email: string;
  /** Chosen by the client, one for each thing to be done: the same key with the same input gives the first answer again for 24 hours, with another input it is refused; `userDeviceUtcTime` and `geoLocation` may be new ones. The key belongs to the account: a new login finds the same answer. An answer of Vlens that comes after its time is found by it too. It outlasts a restart of the gateway where the operator keeps a `STATE_FOLDER` or Redis. Without a key nothing is remembered. */
  idempotencyKey?: string | null | undefined;
};

/** Who has lost the password. */
export type SendPasswordResetCodeInput = {
  /** What the account was registered with. */
  emailOrPhoneNumber: string;
  /** The number of the national id, where the tenant asks for it. */
  idNumber?: string | null | undefined;
  /** Chosen by the client, one for each thing to be done: the same key with the same input gives the first answer again for 24 hours, with another input it is refused; `userDeviceUtcTime` and `geoLocation` may be new ones. The key belongs to the account: a new login finds the same answer. An answer of Vlens that comes after its time is found by it too. It outlasts a restart of the gateway where the operator keeps a `STATE_FOLDER` or Redis. Without a key nothing is remembered. */
  idempotencyKey?: string | null | undefined;
};

/** Whom to send a code by SMS. */
export type SendPhoneCodeInput = {
  /** Chosen by the client, one for each thing to be done: the same key with the same input gives the first answer again for 24 hours, with another input it is refused; `userDeviceUtcTime` and `geoLocation` may be new ones. The key belongs to the account: a new login finds the same answer. An answer of Vlens that comes after its time is found by it too. It outlasts a restart of the gateway where the operator keeps a `STATE_FOLDER` or Redis. Without a key nothing is remembered. */
  idempotencyKey?: string | null | undefined;
  /** E.164, e.g. +201234567890; spaces and hyphens do not matter. */
  phoneNumber: string;
  /** Who delivers the code. */
  smsProvider?: SmsProvider | null | undefined;
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

/** Base64 JPEG or PNG, with or without a data: prefix, at most 3 MB and 25 megapixels, which are Vlens’s own limits. It goes on upright, as its EXIF says, and without place, time and device. */
export type VerifyIdSideInput = {
  /** Chosen by the client, one for each thing to be done: the same key with the same input gives the first answer again for 24 hours, with another input it is refused; `userDeviceUtcTime` and `geoLocation` may be new ones. The key belongs to the account: a new login finds the same answer. An answer of Vlens that comes after its time is found by it too. It outlasts a restart of the gateway where the operator keeps a `STATE_FOLDER` or Redis. Without a key nothing is remembered. */
  idempotencyKey?: string | null | undefined;
  /** The photograph of this side of the card. */
  image: string;
  /** One for front, back and liveness: choose it yourself, or take the one that the first side answers. */
  transactionId?: string | null | undefined;
};

/** Three frames of the face within 0.5 s, never identical, each at most 500 KB; base64 JPEG or PNG, with or without a data: prefix. They go on upright, as their EXIF says, and without place, time and device. */
export type VerifyLivenessInput = {
  /** The first frame of the face. */
  face1: string;
  /** The second frame of the face. */
  face2: string;
  /** The third frame of the face. */
  face3: string;
  /** Chosen by the client, one for each thing to be done: the same key with the same input gives the first answer again for 24 hours, with another input it is refused; `userDeviceUtcTime` and `geoLocation` may be new ones. The key belongs to the account: a new login finds the same answer. An answer of Vlens that comes after its time is found by it too. It outlasts a restart of the gateway where the operator keeps a `STATE_FOLDER` or Redis. Without a key nothing is remembered. */
  idempotencyKey?: string | null | undefined;
  /** A picture to compare with, at most 3 MB. */
  image?: string | null | undefined;
  /** That of front and back. */
  transactionId: string;
};

export type AccountExistsQueryVariables = Exact<{
  phoneNumber?: string | null | undefined;
}>;


export type AccountExistsQuery = { accountExists: boolean | null };

export type SendPhoneCodeMutationVariables = Exact<{
  input: SendPhoneCodeInput;
}>;


export type SendPhoneCodeMutation = { sendPhoneCode:
    | { __typename: 'CodeSent', codeRequestId: string, expiresInSeconds: number | null }
    | { __typename: 'Rejection', message: string, reason: RejectionReason, retryAfterSeconds: number | null, fieldErrors: Array<{ field: string, message: string }> }
   };

export type ConfirmPhoneMutationVariables = Exact<{
  input: ConfirmPhoneInput;
}>;


export type ConfirmPhoneMutation = { confirmPhone:
    | { __typename: 'ContactConfirmed', emailConfirmationRequired: boolean | null }
    | { __typename: 'Rejection', message: string, reason: RejectionReason, retryAfterSeconds: number | null, fieldErrors: Array<{ field: string, message: string }> }
   };

export type SendEmailCodeMutationVariables = Exact<{
  input: SendEmailCodeInput;
}>;


export type SendEmailCodeMutation = { sendEmailCode:
    | { __typename: 'CodeSent', codeRequestId: string, expiresInSeconds: number | null }
    | { __typename: 'Rejection', message: string, reason: RejectionReason, retryAfterSeconds: number | null, fieldErrors: Array<{ field: string, message: string }> }
   };

export type ConfirmEmailMutationVariables = Exact<{
  input: ConfirmEmailInput;
}>;


export type ConfirmEmailMutation = { confirmEmail:
    | { __typename: 'ContactConfirmed', emailConfirmationRequired: boolean | null }
    | { __typename: 'Rejection', message: string, reason: RejectionReason, retryAfterSeconds: number | null, fieldErrors: Array<{ field: string, message: string }> }
   };

export type RegisterMutationVariables = Exact<{
  input: RegisterInput;
}>;


export type RegisterMutation = { register:
    | { __typename: 'Rejection', message: string, reason: RejectionReason, retryAfterSeconds: number | null, fieldErrors: Array<{ field: string, message: string }> }
    | { __typename: 'Session', accessToken: string, refreshToken: string | null }
   };

export type LogInMutationVariables = Exact<{
  input: LoginInput;
}>;


export type LogInMutation = { login:
    | { __typename: 'LoginOtpRequired', otpRequestId: string, expiresInSeconds: number | null }
    | { __typename: 'Rejection', message: string, reason: RejectionReason, retryAfterSeconds: number | null, fieldErrors: Array<{ field: string, message: string }> }
    | { __typename: 'Session', accessToken: string, refreshToken: string | null }
   };

export type SendPasswordResetCodeMutationVariables = Exact<{
  input: SendPasswordResetCodeInput;
}>;


export type SendPasswordResetCodeMutation = { sendPasswordResetCode:
    | { __typename: 'CodeSent', codeRequestId: string, expiresInSeconds: number | null }
    | { __typename: 'Rejection', message: string, reason: RejectionReason, retryAfterSeconds: number | null, fieldErrors: Array<{ field: string, message: string }> }
   };

export type ConfirmPasswordResetCodeMutationVariables = Exact<{
  input: ConfirmPasswordResetCodeInput;
}>;


export type ConfirmPasswordResetCodeMutation = { confirmPasswordResetCode:
    | { __typename: 'ContactConfirmed', emailConfirmationRequired: boolean | null }
    | { __typename: 'Rejection', message: string, reason: RejectionReason, retryAfterSeconds: number | null, fieldErrors: Array<{ field: string, message: string }> }
   };

export type VerifyIdFrontMutationVariables = Exact<{
  input: VerifyIdSideInput;
}>;


export type VerifyIdFrontMutation = { verifyIdFront:
    | { __typename: 'IdentityCheckFailed', message: string, sameTransactionId: string | null, checks: Array<{ message: string }> }
    | { __typename: 'IdentityChecked', transactionId: string, isComplete: boolean, isVerified: boolean, document: { fullName: string | null } | null }
    | { __typename: 'Rejection', message: string, reason: RejectionReason, retryAfterSeconds: number | null, fieldErrors: Array<{ field: string, message: string }> }
   };

export type VerifyIdBackMutationVariables = Exact<{
  input: VerifyIdSideInput;
}>;


export type VerifyIdBackMutation = { verifyIdBack:
    | { __typename: 'IdentityCheckFailed', message: string, sameTransactionId: string | null, checks: Array<{ message: string }> }
    | { __typename: 'IdentityChecked', transactionId: string, isComplete: boolean, isVerified: boolean, document: { fullName: string | null } | null }
    | { __typename: 'Rejection', message: string, reason: RejectionReason, retryAfterSeconds: number | null, fieldErrors: Array<{ field: string, message: string }> }
   };

export type VerifyLivenessMutationVariables = Exact<{
  input: VerifyLivenessInput;
}>;


export type VerifyLivenessMutation = { verifyLiveness:
    | { __typename: 'IdentityCheckFailed', message: string, sameTransactionId: string | null, checks: Array<{ message: string }> }
    | { __typename: 'IdentityChecked', transactionId: string, isComplete: boolean, isVerified: boolean, document: { fullName: string | null } | null }
    | { __typename: 'Rejection', message: string, reason: RejectionReason, retryAfterSeconds: number | null, fieldErrors: Array<{ field: string, message: string }> }
   };

export type EligibilityQueryVariables = Exact<{ [key: string]: never; }>;


export type EligibilityQuery = { eligibility: { isEligible: boolean, isDigitalIdentityVerified: boolean, hasPendingRequest: boolean, isEmailConfirmed: boolean } | null };

export type ProductTypesQueryVariables = Exact<{ [key: string]: never; }>;


export type ProductTypesQuery = { productTypes: Array<{ id: string, productTypeId: number, name: string | null, typeName: string | null }> | null };

export type ProductFormQueryVariables = Exact<{
  id: number;
}>;


export type ProductFormQuery = { productType: { id: string, productTypeId: number, name: string | null, formFields: Array<{ key: string, kind: FormFieldKind, order: number | null, label: string | null, labelAr: string | null, groupTitle: string | null, groupTitleAr: string | null, defaultValue: string | null, defaultValueAr: string | null, visibleToUser: boolean, parentKey: string | null, parentValue: string | null, table: Array<Array<string>>, firstRowIsHeader: boolean, relatedFields: Array<{ key: string, kind: FormFieldKind, order: number | null, label: string | null, labelAr: string | null, groupTitle: string | null, groupTitleAr: string | null, defaultValue: string | null, defaultValueAr: string | null, visibleToUser: boolean, parentKey: string | null, parentValue: string | null, table: Array<Array<string>>, firstRowIsHeader: boolean, relatedFields: Array<{ key: string, kind: FormFieldKind, order: number | null, label: string | null, labelAr: string | null, groupTitle: string | null, groupTitleAr: string | null, defaultValue: string | null, defaultValueAr: string | null, visibleToUser: boolean, parentKey: string | null, parentValue: string | null, table: Array<Array<string>>, firstRowIsHeader: boolean, options: Array<{ name: string }> }>, options: Array<{ name: string, relatedFields: Array<{ key: string, kind: FormFieldKind, order: number | null, label: string | null, labelAr: string | null, groupTitle: string | null, groupTitleAr: string | null, defaultValue: string | null, defaultValueAr: string | null, visibleToUser: boolean, parentKey: string | null, parentValue: string | null, table: Array<Array<string>>, firstRowIsHeader: boolean, options: Array<{ name: string }> }> }> }>, options: Array<{ name: string, relatedFields: Array<{ key: string, kind: FormFieldKind, order: number | null, label: string | null, labelAr: string | null, groupTitle: string | null, groupTitleAr: string | null, defaultValue: string | null, defaultValueAr: string | null, visibleToUser: boolean, parentKey: string | null, parentValue: string | null, table: Array<Array<string>>, firstRowIsHeader: boolean, relatedFields: Array<{ key: string, kind: FormFieldKind, order: number | null, label: string | null, labelAr: string | null, groupTitle: string | null, groupTitleAr: string | null, defaultValue: string | null, defaultValueAr: string | null, visibleToUser: boolean, parentKey: string | null, parentValue: string | null, table: Array<Array<string>>, firstRowIsHeader: boolean, options: Array<{ name: string }> }>, options: Array<{ name: string, relatedFields: Array<{ key: string, kind: FormFieldKind, order: number | null, label: string | null, labelAr: string | null, groupTitle: string | null, groupTitleAr: string | null, defaultValue: string | null, defaultValueAr: string | null, visibleToUser: boolean, parentKey: string | null, parentValue: string | null, table: Array<Array<string>>, firstRowIsHeader: boolean, options: Array<{ name: string }> }> }> }> }> }> | null } | null };

export type CreateBusinessRequestMutationVariables = Exact<{
  input: CreateBusinessRequestInput;
}>;


export type CreateBusinessRequestMutation = { createBusinessRequest:
    | { __typename: 'BusinessRequestCreated', businessRequest: { id: string, requestNumber: string | null, status: BusinessRequestStatus, nextStep: NextStep, typeName: string | null, contractTypeName: string | null } }
    | { __typename: 'NotEligible', message: string, eligibility: { isEligible: boolean, isDigitalIdentityVerified: boolean, hasPendingRequest: boolean, isEmailConfirmed: boolean } }
    | { __typename: 'Rejection', message: string, reason: RejectionReason, retryAfterSeconds: number | null, fieldErrors: Array<{ field: string, message: string }> }
   };

export type CurrentRequestQueryVariables = Exact<{ [key: string]: never; }>;


export type CurrentRequestQuery = { currentBusinessRequest: { id: string, requestNumber: string | null, status: BusinessRequestStatus, nextStep: NextStep, typeName: string | null, contractTypeName: string | null } | null };

export type RequestStatusQueryVariables = Exact<{
  id: string;
}>;


export type RequestStatusQuery = { businessRequest: { id: string, requestNumber: string | null, status: BusinessRequestStatus, nextStep: NextStep, typeName: string | null, contractTypeName: string | null } | null };

export type RequestStatusChangedSubscriptionVariables = Exact<{
  id: string;
}>;


export type RequestStatusChangedSubscription = { businessRequestStatusChanged: { businessRequest: { id: string, requestNumber: string | null, status: BusinessRequestStatus, nextStep: NextStep, typeName: string | null, contractTypeName: string | null } | null } };

export type SentCodeFragment = { codeRequestId: string, expiresInSeconds: number | null };

export type ConfirmedFragment = { emailConfirmationRequired: boolean | null };

export type LoggedInFragment = { accessToken: string, refreshToken: string | null };

export type RefusalFragment = { message: string, reason: RejectionReason, retryAfterSeconds: number | null, fieldErrors: Array<{ field: string, message: string }> };

type Verification_IdentityCheckFailed_Fragment = { __typename: 'IdentityCheckFailed', message: string, sameTransactionId: string | null, checks: Array<{ message: string }> };

type Verification_IdentityChecked_Fragment = { __typename: 'IdentityChecked', transactionId: string, isComplete: boolean, isVerified: boolean, document: { fullName: string | null } | null };

type Verification_Rejection_Fragment = { __typename: 'Rejection', message: string, reason: RejectionReason, retryAfterSeconds: number | null, fieldErrors: Array<{ field: string, message: string }> };

export type VerificationFragment =
  | Verification_IdentityCheckFailed_Fragment
  | Verification_IdentityChecked_Fragment
  | Verification_Rejection_Fragment
;

export type StandingFragment = { isEligible: boolean, isDigitalIdentityVerified: boolean, hasPendingRequest: boolean, isEmailConfirmed: boolean };

export type SubmittedFragment = { id: string, requestNumber: string | null, status: BusinessRequestStatus, nextStep: NextStep, typeName: string | null, contractTypeName: string | null };

export type QuestionFragment = { key: string, kind: FormFieldKind, order: number | null, label: string | null, labelAr: string | null, groupTitle: string | null, groupTitleAr: string | null, defaultValue: string | null, defaultValueAr: string | null, visibleToUser: boolean, parentKey: string | null, parentValue: string | null, table: Array<Array<string>>, firstRowIsHeader: boolean };

export type InnerQuestionFragment = { key: string, kind: FormFieldKind, order: number | null, label: string | null, labelAr: string | null, groupTitle: string | null, groupTitleAr: string | null, defaultValue: string | null, defaultValueAr: string | null, visibleToUser: boolean, parentKey: string | null, parentValue: string | null, table: Array<Array<string>>, firstRowIsHeader: boolean, relatedFields: Array<{ key: string, kind: FormFieldKind, order: number | null, label: string | null, labelAr: string | null, groupTitle: string | null, groupTitleAr: string | null, defaultValue: string | null, defaultValueAr: string | null, visibleToUser: boolean, parentKey: string | null, parentValue: string | null, table: Array<Array<string>>, firstRowIsHeader: boolean, options: Array<{ name: string }> }>, options: Array<{ name: string, relatedFields: Array<{ key: string, kind: FormFieldKind, order: number | null, label: string | null, labelAr: string | null, groupTitle: string | null, groupTitleAr: string | null, defaultValue: string | null, defaultValueAr: string | null, visibleToUser: boolean, parentKey: string | null, parentValue: string | null, table: Array<Array<string>>, firstRowIsHeader: boolean, options: Array<{ name: string }> }> }> };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const SentCodeFragmentDoc = new TypedDocumentString(`
    fragment SentCode on CodeSent {
  codeRequestId
  expiresInSeconds
}
    `, {"fragmentName":"SentCode"}) as unknown as TypedDocumentString<SentCodeFragment, unknown>;
export const ConfirmedFragmentDoc = new TypedDocumentString(`
    fragment Confirmed on ContactConfirmed {
  emailConfirmationRequired
}
    `, {"fragmentName":"Confirmed"}) as unknown as TypedDocumentString<ConfirmedFragment, unknown>;
export const LoggedInFragmentDoc = new TypedDocumentString(`
    fragment LoggedIn on Session {
  accessToken
  refreshToken
}
    `, {"fragmentName":"LoggedIn"}) as unknown as TypedDocumentString<LoggedInFragment, unknown>;
export const RefusalFragmentDoc = new TypedDocumentString(`
    fragment Refusal on Rejection {
  message
  reason
  retryAfterSeconds
  fieldErrors {
    field
    message
  }
}
    `, {"fragmentName":"Refusal"}) as unknown as TypedDocumentString<RefusalFragment, unknown>;
export const VerificationFragmentDoc = new TypedDocumentString(`
    fragment Verification on VerifyIdentityResult {
  __typename
  ... on IdentityChecked {
    transactionId
    isComplete
    isVerified
    document {
      fullName
    }
  }
  ... on IdentityCheckFailed {
    message
    sameTransactionId: transactionId
    checks {
      message
    }
  }
  ...Refusal
}
    fragment Refusal on Rejection {
  message
  reason
  retryAfterSeconds
  fieldErrors {
    field
    message
  }
}`, {"fragmentName":"Verification"}) as unknown as TypedDocumentString<VerificationFragment, unknown>;
export const StandingFragmentDoc = new TypedDocumentString(`
    fragment Standing on Eligibility {
  isEligible
  isDigitalIdentityVerified
  hasPendingRequest
  isEmailConfirmed
}
    `, {"fragmentName":"Standing"}) as unknown as TypedDocumentString<StandingFragment, unknown>;
export const SubmittedFragmentDoc = new TypedDocumentString(`
    fragment Submitted on BusinessRequest {
  id
  requestNumber
  status
  nextStep
  typeName
  contractTypeName
}
    `, {"fragmentName":"Submitted"}) as unknown as TypedDocumentString<SubmittedFragment, unknown>;
export const QuestionFragmentDoc = new TypedDocumentString(`
    fragment Question on FormField {
  key
  kind
  order
  label
  labelAr
  groupTitle
  groupTitleAr
  defaultValue
  defaultValueAr
  visibleToUser
  parentKey
  parentValue
  table
  firstRowIsHeader
}
    `, {"fragmentName":"Question"}) as unknown as TypedDocumentString<QuestionFragment, unknown>;
export const InnerQuestionFragmentDoc = new TypedDocumentString(`
    fragment InnerQuestion on FormField {
  ...Question
  relatedFields {
    ...Question
    options {
      name
    }
  }
  options {
    name
    relatedFields {
      ...Question
      options {
        name
      }
    }
  }
}
    fragment Question on FormField {
  key
  kind
  order
  label
  labelAr
  groupTitle
  groupTitleAr
  defaultValue
  defaultValueAr
  visibleToUser
  parentKey
  parentValue
  table
  firstRowIsHeader
}`, {"fragmentName":"InnerQuestion"}) as unknown as TypedDocumentString<InnerQuestionFragment, unknown>;
export const AccountExistsDocument = new TypedDocumentString(`
    query AccountExists($phoneNumber: String) {
  accountExists(phoneNumber: $phoneNumber)
}
    `, {"hash":"sha256:7cd73207645903e2c32b7ac8e0c58d1cbbc41a4d3b30e0040dd9d40f8fa595b8"}) as unknown as TypedDocumentString<AccountExistsQuery, AccountExistsQueryVariables>;
export const SendPhoneCodeDocument = new TypedDocumentString(`
    mutation SendPhoneCode($input: SendPhoneCodeInput!) {
  sendPhoneCode(input: $input) {
    __typename
    ...SentCode
    ...Refusal
  }
}
    fragment SentCode on CodeSent {
  codeRequestId
  expiresInSeconds
}
fragment Refusal on Rejection {
  message
  reason
  retryAfterSeconds
  fieldErrors {
    field
    message
  }
}`, {"hash":"sha256:18e530b6758aedc3257ffb7ffd63e31e8d8b3ab855673bc77b4f514f84e395cd"}) as unknown as TypedDocumentString<SendPhoneCodeMutation, SendPhoneCodeMutationVariables>;
export const ConfirmPhoneDocument = new TypedDocumentString(`
    mutation ConfirmPhone($input: ConfirmPhoneInput!) {
  confirmPhone(input: $input) {
    __typename
    ...Confirmed
    ...Refusal
  }
}
    fragment Confirmed on ContactConfirmed {
  emailConfirmationRequired
}
fragment Refusal on Rejection {
  message
  reason
  retryAfterSeconds
  fieldErrors {
    field
    message
  }
}`, {"hash":"sha256:a8744f53d6d017fbdad2ec533926136b09c60b5dd9bc3251ae3b09a3d7fe6133"}) as unknown as TypedDocumentString<ConfirmPhoneMutation, ConfirmPhoneMutationVariables>;
export const SendEmailCodeDocument = new TypedDocumentString(`
    mutation SendEmailCode($input: SendEmailCodeInput!) {
  sendEmailCode(input: $input) {
    __typename
    ...SentCode
    ...Refusal
  }
}
    fragment SentCode on CodeSent {
  codeRequestId
  expiresInSeconds
}
fragment Refusal on Rejection {
  message
  reason
  retryAfterSeconds
  fieldErrors {
    field
    message
  }
}`, {"hash":"sha256:4e666a0ccefb5ec693dc3dd3877c0d01f91fb35f41b0fbeebe8d693e1ca057a7"}) as unknown as TypedDocumentString<SendEmailCodeMutation, SendEmailCodeMutationVariables>;
export const ConfirmEmailDocument = new TypedDocumentString(`
    mutation ConfirmEmail($input: ConfirmEmailInput!) {
  confirmEmail(input: $input) {
    __typename
    ...Confirmed
    ...Refusal
  }
}
    fragment Confirmed on ContactConfirmed {
  emailConfirmationRequired
}
fragment Refusal on Rejection {
  message
  reason
  retryAfterSeconds
  fieldErrors {
    field
    message
  }
}`, {"hash":"sha256:129c81d1a7e032a3eba9e94c1ef2239734d3cedc17c9e4e1ca6ca18cdb2bf2d5"}) as unknown as TypedDocumentString<ConfirmEmailMutation, ConfirmEmailMutationVariables>;
export const RegisterDocument = new TypedDocumentString(`
    mutation Register($input: RegisterInput!) {
  register(input: $input) {
    __typename
    ...LoggedIn
    ...Refusal
  }
}
    fragment LoggedIn on Session {
  accessToken
  refreshToken
}
fragment Refusal on Rejection {
  message
  reason
  retryAfterSeconds
  fieldErrors {
    field
    message
  }
}`, {"hash":"sha256:6d65e09e1858b4111f48e62b4e90033d054dc41beaac6c49a862a11b6b384900"}) as unknown as TypedDocumentString<RegisterMutation, RegisterMutationVariables>;
export const LogInDocument = new TypedDocumentString(`
    mutation LogIn($input: LoginInput!) {
  login(input: $input) {
    __typename
    ...LoggedIn
    ... on LoginOtpRequired {
      otpRequestId
      expiresInSeconds
    }
    ...Refusal
  }
}
    fragment LoggedIn on Session {
  accessToken
  refreshToken
}
fragment Refusal on Rejection {
  message
  reason
  retryAfterSeconds
  fieldErrors {
    field
    message
  }
}`, {"hash":"sha256:28ae86e94785ee4d9fae903259afe13a5950bbf13fdbae60b54c1b34985b39b8"}) as unknown as TypedDocumentString<LogInMutation, LogInMutationVariables>;
export const SendPasswordResetCodeDocument = new TypedDocumentString(`
    mutation SendPasswordResetCode($input: SendPasswordResetCodeInput!) {
  sendPasswordResetCode(input: $input) {
    __typename
    ...SentCode
    ...Refusal
  }
}
    fragment SentCode on CodeSent {
  codeRequestId
  expiresInSeconds
}
fragment Refusal on Rejection {
  message
  reason
  retryAfterSeconds
  fieldErrors {
    field
    message
  }
}`, {"hash":"sha256:3fa5338aa151b1f50b1c1ff3a4628718a36f995c9b8bb6ed1f439c8d965a6e0d"}) as unknown as TypedDocumentString<SendPasswordResetCodeMutation, SendPasswordResetCodeMutationVariables>;
export const ConfirmPasswordResetCodeDocument = new TypedDocumentString(`
    mutation ConfirmPasswordResetCode($input: ConfirmPasswordResetCodeInput!) {
  confirmPasswordResetCode(input: $input) {
    __typename
    ...Confirmed
    ...Refusal
  }
}
    fragment Confirmed on ContactConfirmed {
  emailConfirmationRequired
}
fragment Refusal on Rejection {
  message
  reason
  retryAfterSeconds
  fieldErrors {
    field
    message
  }
}`, {"hash":"sha256:4472d710e59f91ec8bbddbb48cb8eac3d90996b83986be85f27246fc08c1d5cb"}) as unknown as TypedDocumentString<ConfirmPasswordResetCodeMutation, ConfirmPasswordResetCodeMutationVariables>;
export const VerifyIdFrontDocument = new TypedDocumentString(`
    mutation VerifyIdFront($input: VerifyIdSideInput!) {
  verifyIdFront(input: $input) {
    ...Verification
  }
}
    fragment Refusal on Rejection {
  message
  reason
  retryAfterSeconds
  fieldErrors {
    field
    message
  }
}
fragment Verification on VerifyIdentityResult {
  __typename
  ... on IdentityChecked {
    transactionId
    isComplete
    isVerified
    document {
      fullName
    }
  }
  ... on IdentityCheckFailed {
    message
    sameTransactionId: transactionId
    checks {
      message
    }
  }
  ...Refusal
}`, {"hash":"sha256:3547b4513461792a7fcc580552e25a92d472479b4c5dfe5d8ba3f8cb19e9181d"}) as unknown as TypedDocumentString<VerifyIdFrontMutation, VerifyIdFrontMutationVariables>;
export const VerifyIdBackDocument = new TypedDocumentString(`
    mutation VerifyIdBack($input: VerifyIdSideInput!) {
  verifyIdBack(input: $input) {
    ...Verification
  }
}
    fragment Refusal on Rejection {
  message
  reason
  retryAfterSeconds
  fieldErrors {
    field
    message
  }
}
fragment Verification on VerifyIdentityResult {
  __typename
  ... on IdentityChecked {
    transactionId
    isComplete
    isVerified
    document {
      fullName
    }
  }
  ... on IdentityCheckFailed {
    message
    sameTransactionId: transactionId
    checks {
      message
    }
  }
  ...Refusal
}`, {"hash":"sha256:b87524eee3ee392c229197138e29cb4552fbdec0843a929f8cab51bf644fe3cd"}) as unknown as TypedDocumentString<VerifyIdBackMutation, VerifyIdBackMutationVariables>;
export const VerifyLivenessDocument = new TypedDocumentString(`
    mutation VerifyLiveness($input: VerifyLivenessInput!) {
  verifyLiveness(input: $input) {
    ...Verification
  }
}
    fragment Refusal on Rejection {
  message
  reason
  retryAfterSeconds
  fieldErrors {
    field
    message
  }
}
fragment Verification on VerifyIdentityResult {
  __typename
  ... on IdentityChecked {
    transactionId
    isComplete
    isVerified
    document {
      fullName
    }
  }
  ... on IdentityCheckFailed {
    message
    sameTransactionId: transactionId
    checks {
      message
    }
  }
  ...Refusal
}`, {"hash":"sha256:2debfbd5aa349706a1264c520b44ffd756a0f3e4f949d16d893821dc92c9f39b"}) as unknown as TypedDocumentString<VerifyLivenessMutation, VerifyLivenessMutationVariables>;
export const EligibilityDocument = new TypedDocumentString(`
    query Eligibility {
  eligibility {
    ...Standing
  }
}
    fragment Standing on Eligibility {
  isEligible
  isDigitalIdentityVerified
  hasPendingRequest
  isEmailConfirmed
}`, {"hash":"sha256:dcb6d2ebe072ce7264c50121a16df826397ad1d951bb41c5babaa7d0e60a2b64"}) as unknown as TypedDocumentString<EligibilityQuery, EligibilityQueryVariables>;
export const ProductTypesDocument = new TypedDocumentString(`
    query ProductTypes {
  productTypes {
    id
    productTypeId
    name
    typeName
  }
}
    `, {"hash":"sha256:08d7c8f4a567acf1c553741a1c0f5102d8b83a77e80b796aa583bbd9747d32af"}) as unknown as TypedDocumentString<ProductTypesQuery, ProductTypesQueryVariables>;
export const ProductFormDocument = new TypedDocumentString(`
    query ProductForm($id: Int!) {
  productType(id: $id) {
    id
    productTypeId
    name
    formFields {
      ...Question
      relatedFields {
        ...InnerQuestion
      }
      options {
        name
        relatedFields {
          ...InnerQuestion
        }
      }
    }
  }
}
    fragment Question on FormField {
  key
  kind
  order
  label
  labelAr
  groupTitle
  groupTitleAr
  defaultValue
  defaultValueAr
  visibleToUser
  parentKey
  parentValue
  table
  firstRowIsHeader
}
fragment InnerQuestion on FormField {
  ...Question
  relatedFields {
    ...Question
    options {
      name
    }
  }
  options {
    name
    relatedFields {
      ...Question
      options {
        name
      }
    }
  }
}`, {"hash":"sha256:fe0c66ea4035ebfc1c50644c05da42c1b76659c9d1576c8fec2d643af82b0f27"}) as unknown as TypedDocumentString<ProductFormQuery, ProductFormQueryVariables>;
export const CreateBusinessRequestDocument = new TypedDocumentString(`
    mutation CreateBusinessRequest($input: CreateBusinessRequestInput!) {
  createBusinessRequest(input: $input) {
    __typename
    ... on BusinessRequestCreated {
      businessRequest {
        ...Submitted
      }
    }
    ... on NotEligible {
      message
      eligibility {
        ...Standing
      }
    }
    ...Refusal
  }
}
    fragment Refusal on Rejection {
  message
  reason
  retryAfterSeconds
  fieldErrors {
    field
    message
  }
}
fragment Standing on Eligibility {
  isEligible
  isDigitalIdentityVerified
  hasPendingRequest
  isEmailConfirmed
}
fragment Submitted on BusinessRequest {
  id
  requestNumber
  status
  nextStep
  typeName
  contractTypeName
}`, {"hash":"sha256:1e7273a7d424a42f56c7f00a4d6cfa800f6cf95890663c567f8ab2938783680f"}) as unknown as TypedDocumentString<CreateBusinessRequestMutation, CreateBusinessRequestMutationVariables>;
export const CurrentRequestDocument = new TypedDocumentString(`
    query CurrentRequest {
  currentBusinessRequest {
    ...Submitted
  }
}
    fragment Submitted on BusinessRequest {
  id
  requestNumber
  status
  nextStep
  typeName
  contractTypeName
}`, {"hash":"sha256:b949a03ecb8628bb0d1e98aacedf747445247658ff5b87aa70c83e48684666a7"}) as unknown as TypedDocumentString<CurrentRequestQuery, CurrentRequestQueryVariables>;
export const RequestStatusDocument = new TypedDocumentString(`
    query RequestStatus($id: UUID!) {
  businessRequest(id: $id) {
    ...Submitted
  }
}
    fragment Submitted on BusinessRequest {
  id
  requestNumber
  status
  nextStep
  typeName
  contractTypeName
}`, {"hash":"sha256:e706a6554ee9e0dce70f476ab6045abb322204ac3f536f96770a63bf79178234"}) as unknown as TypedDocumentString<RequestStatusQuery, RequestStatusQueryVariables>;
export const RequestStatusChangedDocument = new TypedDocumentString(`
    subscription RequestStatusChanged($id: UUID!) {
  businessRequestStatusChanged(requestId: $id) {
    businessRequest {
      ...Submitted
    }
  }
}
    fragment Submitted on BusinessRequest {
  id
  requestNumber
  status
  nextStep
  typeName
  contractTypeName
}`, {"hash":"sha256:a449db15d79661e7b034b501036f43c83bc9b090aa2f9f536720619d91574776"}) as unknown as TypedDocumentString<RequestStatusChangedSubscription, RequestStatusChangedSubscriptionVariables>;