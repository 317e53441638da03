/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** Who logs in as an operator or a service. */
export type AdminLoginInput = {
  /** Chosen by the client, one for each thing to be done: the same key with the same input gives the first answer again for 24 hours, with another input it is refused; `userDeviceUtcTime` and `geoLocation` may be new ones. The key belongs to the account: a new login finds the same answer. An answer of Vlens that comes after its time is found by it too. It outlasts a restart of the gateway where the operator keeps a `STATE_FOLDER` or Redis. Without a key nothing is remembered. */
  idempotencyKey?: string | null | undefined;
  /** The operator’s password; Vlens takes at most 32 characters. */
  password: string;
  /** The tenant’s name at Vlens; needed where the gateway does not have it in VLENS_TENANCY_NAME. */
  tenancyName?: string | null | undefined;
  /** The name or the e-mail address of the operator; at most 256 characters. */
  userNameOrEmailAddress: string;
};

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

/** That the verification is to be cancelled. */
export type CancelIdentityVerificationInput = {
  /** true: the customer has been asked. Nobody may create a request without a verified identity. */
  confirm: boolean;
  /** Chosen by the client, one for each thing to be done: the same key with the same input gives the first answer again for 24 hours, with another input it is refused; `userDeviceUtcTime` and `geoLocation` may be new ones. The key belongs to the account: a new login finds the same answer. An answer of Vlens that comes after its time is found by it too. It outlasts a restart of the gateway where the operator keeps a `STATE_FOLDER` or Redis. Without a key nothing is remembered. */
  idempotencyKey?: string | null | undefined;
};

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

/** Which contract to activate. */
export type ConfirmPaymentInput = {
  /** Where the customer’s device is. */
  geoLocation: GeoLocationInput;
  /** Chosen by the client, one for each thing to be done: the same key with the same input gives the first answer again for 24 hours, with another input it is refused; `userDeviceUtcTime` and `geoLocation` may be new ones. The key belongs to the account: a new login finds the same answer. An answer of Vlens that comes after its time is found by it too. It outlasts a restart of the gateway where the operator keeps a `STATE_FOLDER` or Redis. Without a key nothing is remembered. */
  idempotencyKey?: string | null | undefined;
  /** The business request. */
  requestId: string;
  /** The KYC transaction of this request. */
  transactionId?: string | null | undefined;
  /** What the customer’s device takes for the time. */
  userDeviceUtcTime: string;
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

/** For whom, and what the embedded pages may do. */
export type CreateEmbeddedSessionInput = {
  /** The product types that may be signed (allowedContractTypeIds). */
  allowedProductTypeIds?: Array<number> | null | undefined;
  /** The customer’s e-mail address; not with prefilled. */
  email?: string | null | undefined;
  /** Chosen by the client, one for each thing to be done: the same key with the same input gives the first answer again for 24 hours, with another input it is refused; `userDeviceUtcTime` and `geoLocation` may be new ones. The key belongs to the account: a new login finds the same answer. An answer of Vlens that comes after its time is found by it too. It outlasts a restart of the gateway where the operator keeps a `STATE_FOLDER` or Redis. Without a key nothing is remembered. */
  idempotencyKey?: string | null | undefined;
  /** By its name (DigitalIdentityOnly): registration and identity verification, and no signing. Passed on. */
  identityOnly?: boolean | null | undefined;
  /** By its name: as few pages as a signature takes. Passed on. */
  minimalSignatureFlow?: boolean | null | undefined;
  /** The customer’s phone number, E.164. */
  phoneNumber?: string | null | undefined;
  /** Makes it an invitation with forms that are filled in already; needs an admin’s token, and takes neither email nor userPublicKey. */
  prefilled?: Array<PrefilledFormInput> | null | undefined;
  /** An RSA key: the token then comes encrypted for it; not with prefilled. */
  userPublicKey?: string | null | undefined;
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

/** Which verification is the caller’s. */
export type LinkVerificationInput = {
  /** Chosen by the client, one for each thing to be done: the same key with the same input gives the first answer again for 24 hours, with another input it is refused; `userDeviceUtcTime` and `geoLocation` may be new ones. The key belongs to the account: a new login finds the same answer. An answer of Vlens that comes after its time is found by it too. It outlasts a restart of the gateway where the operator keeps a `STATE_FOLDER` or Redis. Without a key nothing is remembered. */
  idempotencyKey?: string | null | undefined;
  /** The verification that was done with the ApiKey alone. */
  transactionId: string;
};

/** Base64 JPEG or PNG, with or without a data: prefix, each at most 500 KB; the three frames within 0.5 s, never identical. They go on upright, as their EXIF says, and without place, time and device. */
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

/** Who vouches for an e-mail address. */
export type OAuthProvider =
  /** Google. */
  | 'GOOGLE'
  /** Microsoft. */
  | 'MICROSOFT';

/** A signing link, as its address has it. */
export type OpenSigningSessionInput = {
  /** Chosen by the client, one for each thing to be done: the same key with the same input gives the first answer again for 24 hours, with another input it is refused; `userDeviceUtcTime` and `geoLocation` may be new ones. The key belongs to the account: a new login finds the same answer. An answer of Vlens that comes after its time is found by it too. It outlasts a restart of the gateway where the operator keeps a `STATE_FOLDER` or Redis. Without a key nothing is remembered. */
  idempotencyKey?: string | null | undefined;
  /** The RequestId of the link. */
  requestId: string;
  /** The SecurityHash of the link. */
  securityHash: string;
};

/** What one product’s form is filled in with already. */
export type PrefilledFormInput = {
  /** The values by the field’s key. */
  fields: Array<FormFieldValueInput>;
  /** The product type. */
  productTypeId: number;
};

/** Which session is to go on. */
export type RefreshSessionInput = {
  /** Chosen by the client, one for each thing to be done: the same key with the same input gives the first answer again for 24 hours, with another input it is refused; `userDeviceUtcTime` and `geoLocation` may be new ones. The key belongs to the account: a new login finds the same answer. An answer of Vlens that comes after its time is found by it too. It outlasts a restart of the gateway where the operator keeps a `STATE_FOLDER` or Redis. Without a key nothing is remembered. */
  idempotencyKey?: string | null | undefined;
  /** The latest one of this session: take that of the new Session from then on. Whether Vlens takes one twice is not published. */
  refreshToken: string;
};

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

/** Which contract to send an activation OTP for, and from where. */
export type RequestActivationOtpInput = {
  /** The stored contract; no answer of Vlens’s names it. Alone it goes out without a requestId, which Vlens may refuse. */
  contractStorageId?: string | null | undefined;
  /** Where the customer’s device is. */
  geoLocation: GeoLocationInput;
  /** Chosen by the client, one for each thing to be done: the same key with the same input gives the first answer again for 24 hours, with another input it is refused; `userDeviceUtcTime` and `geoLocation` may be new ones. The key belongs to the account: a new login finds the same answer. An answer of Vlens that comes after its time is found by it too. It outlasts a restart of the gateway where the operator keeps a `STATE_FOLDER` or Redis. Without a key nothing is remembered. */
  idempotencyKey?: string | null | undefined;
  /** How the customer will pay, e.g. fawry or kashier. */
  paymentGateway?: string | null | undefined;
  /** The business request. At least one of requestId and contractStorageId. Name this one always: the older reference requires it, and no answer of Vlens’s has it for a contractStorageId. */
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
  /** Chosen by the client, one for each thing to be done: the same key with the same input gives the first answer again for 24 hours, with another input it is refused; `userDeviceUtcTime` and `geoLocation` may be new ones. The key belongs to the account: a new login finds the same answer. An answer of Vlens that comes after its time is found by it too. It outlasts a restart of the gateway where the operator keeps a `STATE_FOLDER` or Redis. Without a key nothing is remembered. */
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

/** The code that the customer got by SMS. */
export type ValidateActivationOtpInput = {
  /** Where the customer’s device is. */
  geoLocation: GeoLocationInput;
  /** Chosen by the client, one for each thing to be done: the same key with the same input gives the first answer again for 24 hours, with another input it is refused; `userDeviceUtcTime` and `geoLocation` may be new ones. The key belongs to the account: a new login finds the same answer. An answer of Vlens that comes after its time is found by it too. It outlasts a restart of the gateway where the operator keeps a `STATE_FOLDER` or Redis. Without a key nothing is remembered. */
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

/** An ID token of Google or Microsoft. */
export type VerifyOAuthTokenInput = {
  /** The ID token (a JWT) as the provider gave it to the app. */
  idToken: string;
  /** Chosen by the client, one for each thing to be done: the same key with the same input gives the first answer again for 24 hours, with another input it is refused; `userDeviceUtcTime` and `geoLocation` may be new ones. The key belongs to the account: a new login finds the same answer. An answer of Vlens that comes after its time is found by it too. It outlasts a restart of the gateway where the operator keeps a `STATE_FOLDER` or Redis. Without a key nothing is remembered. */
  idempotencyKey?: string | null | undefined;
  /** Who issued it. */
  provider: OAuthProvider;
};

export type IdentityImagesQueryVariables = Exact<{
  emailOrPhoneNumber: string;
}>;


export type IdentityImagesQuery = { identityImages: { idFront: string | null, idBack: string | null, liveness: string | null, faces: Array<string> } | null };

export type IdentityImageQueryVariables = Exact<{
  transactionId: string;
  fileName: string;
}>;


export type IdentityImageQuery = { identityImage: { content: string } | null };

export type VerificationTransactionQueryVariables = Exact<{
  id: string;
}>;


export type VerificationTransactionQuery = { verificationTransaction: { transactionId: string, fullName: string | null, idNumber: string | null, isVerified: boolean | null, stepsCount: number | null, createdAt: string | null, device: { deviceId: string | null, ipAddress: string | null, timeZone: string | null, latitude: number | null, longitude: number | null } | null } | null };

export type UsersQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: string | null | undefined;
}>;


export type UsersQuery = { users: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ userId: number | null, fullName: string | null, emailAddress: string | null, phoneNumber: string | null }> } | null };

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

export type AccountExistsQueryVariables = Exact<{
  phoneNumber?: string | null | undefined;
  email?: string | null | undefined;
}>;


export type AccountExistsQuery = { accountExists: boolean | null };

export type SendPhoneCodeMutationVariables = Exact<{
  input: SendPhoneCodeInput;
}>;


export type SendPhoneCodeMutation = { sendPhoneCode:
    | { __typename: 'CodeSent', codeRequestId: string, expiresInSeconds: number | null }
    | { __typename: 'Rejection', message: string, reason: RejectionReason, errorCode: number | null, retryAfterSeconds: number | null, fieldErrors: Array<{ field: string, message: string }> }
   };

export type ConfirmPhoneMutationVariables = Exact<{
  input: ConfirmPhoneInput;
}>;


export type ConfirmPhoneMutation = { confirmPhone:
    | { __typename: 'ContactConfirmed', emailConfirmationRequired: boolean | null }
    | { __typename: 'Rejection', message: string, reason: RejectionReason, errorCode: number | null, retryAfterSeconds: number | null, fieldErrors: Array<{ field: string, message: string }> }
   };

export type SendEmailCodeMutationVariables = Exact<{
  input: SendEmailCodeInput;
}>;


export type SendEmailCodeMutation = { sendEmailCode:
    | { __typename: 'CodeSent', codeRequestId: string, expiresInSeconds: number | null }
    | { __typename: 'Rejection', message: string, reason: RejectionReason, errorCode: number | null, retryAfterSeconds: number | null, fieldErrors: Array<{ field: string, message: string }> }
   };

export type ConfirmEmailMutationVariables = Exact<{
  input: ConfirmEmailInput;
}>;


export type ConfirmEmailMutation = { confirmEmail:
    | { __typename: 'ContactConfirmed', emailConfirmationRequired: boolean | null }
    | { __typename: 'Rejection', message: string, reason: RejectionReason, errorCode: number | null, retryAfterSeconds: number | null, fieldErrors: Array<{ field: string, message: string }> }
   };

export type VerifyOAuthTokenMutationVariables = Exact<{
  input: VerifyOAuthTokenInput;
}>;


export type VerifyOAuthTokenMutation = { verifyOAuthToken:
    | { __typename: 'OAuthTokenVerified', verificationRequestId: string, email: string | null }
    | { __typename: 'Rejection', message: string, reason: RejectionReason, errorCode: number | null, retryAfterSeconds: number | null, fieldErrors: Array<{ field: string, message: string }> }
   };

export type RegisterMutationVariables = Exact<{
  input: RegisterInput;
}>;


export type RegisterMutation = { register:
    | { __typename: 'Rejection', message: string, reason: RejectionReason, errorCode: number | null, retryAfterSeconds: number | null, fieldErrors: Array<{ field: string, message: string }> }
    | { __typename: 'Session', accessToken: string, refreshToken: string | null, expiresInSeconds: number | null, transactionId: string | null, isDigitalIdentityVerified: boolean | null }
   };

export type SendPasswordResetCodeMutationVariables = Exact<{
  input: SendPasswordResetCodeInput;
}>;


export type SendPasswordResetCodeMutation = { sendPasswordResetCode:
    | { __typename: 'CodeSent', codeRequestId: string, expiresInSeconds: number | null }
    | { __typename: 'Rejection', message: string, reason: RejectionReason, errorCode: number | null, retryAfterSeconds: number | null, fieldErrors: Array<{ field: string, message: string }> }
   };

export type ConfirmPasswordResetCodeMutationVariables = Exact<{
  input: ConfirmPasswordResetCodeInput;
}>;


export type ConfirmPasswordResetCodeMutation = { confirmPasswordResetCode:
    | { __typename: 'ContactConfirmed', emailConfirmationRequired: boolean | null }
    | { __typename: 'Rejection', message: string, reason: RejectionReason, errorCode: number | null, retryAfterSeconds: number | null, fieldErrors: Array<{ field: string, message: string }> }
   };

export type VerifyIdFrontMutationVariables = Exact<{
  input: VerifyIdSideInput;
}>;


export type VerifyIdFrontMutation = { verifyIdFront:
    | { __typename: 'IdentityCheckFailed', message: string, errorCode: number | null, sameTransactionId: string | null, checks: Array<{ field: string | null, code: number | null, message: string }> }
    | { __typename: 'IdentityChecked', transactionId: string, isComplete: boolean, isVerified: boolean, document: { fullName: string | null, fullNameEnglish: string | null, idNumber: string | null, dateOfBirth: string | null, expiresOn: string | null } | null }
    | { __typename: 'Rejection', message: string, reason: RejectionReason, errorCode: number | null, retryAfterSeconds: number | null, fieldErrors: Array<{ field: string, message: string }> }
   };

export type VerifyIdBackMutationVariables = Exact<{
  input: VerifyIdSideInput;
}>;


export type VerifyIdBackMutation = { verifyIdBack:
    | { __typename: 'IdentityCheckFailed', message: string, errorCode: number | null, sameTransactionId: string | null, checks: Array<{ field: string | null, code: number | null, message: string }> }
    | { __typename: 'IdentityChecked', transactionId: string, isComplete: boolean, isVerified: boolean, document: { fullName: string | null, fullNameEnglish: string | null, idNumber: string | null, dateOfBirth: string | null, expiresOn: string | null } | null }
    | { __typename: 'Rejection', message: string, reason: RejectionReason, errorCode: number | null, retryAfterSeconds: number | null, fieldErrors: Array<{ field: string, message: string }> }
   };

export type VerifyLivenessMutationVariables = Exact<{
  input: VerifyLivenessInput;
}>;


export type VerifyLivenessMutation = { verifyLiveness:
    | { __typename: 'IdentityCheckFailed', message: string, errorCode: number | null, sameTransactionId: string | null, checks: Array<{ field: string | null, code: number | null, message: string }> }
    | { __typename: 'IdentityChecked', transactionId: string, isComplete: boolean, isVerified: boolean, document: { fullName: string | null, fullNameEnglish: string | null, idNumber: string | null, dateOfBirth: string | null, expiresOn: string | null } | null }
    | { __typename: 'Rejection', message: string, reason: RejectionReason, errorCode: number | null, retryAfterSeconds: number | null, fieldErrors: Array<{ field: string, message: string }> }
   };

export type LinkVerificationMutationVariables = Exact<{
  input: LinkVerificationInput;
}>;


export type LinkVerificationMutation = { linkVerification:
    | { __typename: 'IdentityCheckFailed', message: string, errorCode: number | null, sameTransactionId: string | null, checks: Array<{ field: string | null, code: number | null, message: string }> }
    | { __typename: 'IdentityChecked', transactionId: string, isComplete: boolean, isVerified: boolean, document: { fullName: string | null, fullNameEnglish: string | null, idNumber: string | null, dateOfBirth: string | null, expiresOn: string | null } | null }
    | { __typename: 'Rejection', message: string, reason: RejectionReason, errorCode: number | null, retryAfterSeconds: number | null, fieldErrors: Array<{ field: string, message: string }> }
   };

export type CancelIdentityVerificationMutationVariables = Exact<{
  input: CancelIdentityVerificationInput;
}>;


export type CancelIdentityVerificationMutation = { cancelIdentityVerification:
    | { __typename: 'IdentityVerificationCancelled', message: string }
    | { __typename: 'Rejection', message: string, reason: RejectionReason, errorCode: number | null, retryAfterSeconds: number | null, fieldErrors: Array<{ field: string, message: string }> }
   };

export type CreateEmbeddedSessionMutationVariables = Exact<{
  input: CreateEmbeddedSessionInput;
}>;


export type CreateEmbeddedSessionMutation = { createEmbeddedSession:
    | { __typename: 'EmbeddedSession', token: string }
    | { __typename: 'Rejection', message: string, reason: RejectionReason, errorCode: number | null, retryAfterSeconds: number | null, fieldErrors: Array<{ field: string, message: string }> }
   };

export type CodeSentPartsFragment = { codeRequestId: string, expiresInSeconds: number | null };

export type ContactConfirmedPartsFragment = { emailConfirmationRequired: boolean | null };

type VerificationParts_IdentityCheckFailed_Fragment = { __typename: 'IdentityCheckFailed', message: string, errorCode: number | null, sameTransactionId: string | null, checks: Array<{ field: string | null, code: number | null, message: string }> };

type VerificationParts_IdentityChecked_Fragment = { __typename: 'IdentityChecked', transactionId: string, isComplete: boolean, isVerified: boolean, document: { fullName: string | null, fullNameEnglish: string | null, idNumber: string | null, dateOfBirth: string | null, expiresOn: string | null } | null };

type VerificationParts_Rejection_Fragment = { __typename: 'Rejection', message: string, reason: RejectionReason, errorCode: number | null, retryAfterSeconds: number | null, fieldErrors: Array<{ field: string, message: string }> };

export type VerificationPartsFragment =
  | VerificationParts_IdentityCheckFailed_Fragment
  | VerificationParts_IdentityChecked_Fragment
  | VerificationParts_Rejection_Fragment
;

export type LiveStatusSubscriptionVariables = Exact<{
  requestId?: string | null | undefined;
}>;


export type LiveStatusSubscription = { businessRequestStatusChanged: { requestId: string, status: BusinessRequestStatus, statusName: string | null, changedAt: string, businessRequest: { id: string, requestNumber: string | null, status: BusinessRequestStatus, nextStep: NextStep } | null } };

export type NodeQueryVariables = Exact<{
  id: string | number;
}>;


export type NodeQuery = { node:
    | { __typename: 'BusinessRequest', requestNumber: string | null, status: BusinessRequestStatus, statusName: string | null, nextStep: NextStep, typeName: string | null, createdAt: string | null, id: string }
    | { __typename: 'ProductType', productTypeId: number, name: string | null, typeName: string | null, id: string }
   | null };

export type NodesQueryVariables = Exact<{
  ids: Array<string | number> | string | number;
}>;


export type NodesQuery = { nodes: Array<
    | { __typename: 'BusinessRequest', requestNumber: string | null, status: BusinessRequestStatus, statusName: string | null, nextStep: NextStep, typeName: string | null, createdAt: string | null, id: string }
    | { __typename: 'ProductType', productTypeId: number, name: string | null, typeName: string | null, id: string }
   | null> };

type NodeLine_BusinessRequest_Fragment = { __typename: 'BusinessRequest', requestNumber: string | null, status: BusinessRequestStatus, statusName: string | null, nextStep: NextStep, typeName: string | null, createdAt: string | null, id: string };

type NodeLine_ProductType_Fragment = { __typename: 'ProductType', productTypeId: number, name: string | null, typeName: string | null, id: string };

export type NodeLineFragment =
  | NodeLine_BusinessRequest_Fragment
  | NodeLine_ProductType_Fragment
;

export type RefreshSessionMutationVariables = Exact<{
  input: RefreshSessionInput;
}>;


export type RefreshSessionMutation = { refreshSession:
    | { __typename: 'Rejection', message: string, reason: RejectionReason, errorCode: number | null, retryAfterSeconds: number | null, fieldErrors: Array<{ field: string, message: string }> }
    | { __typename: 'Session', accessToken: string, refreshToken: string | null, expiresInSeconds: number | null, transactionId: string | null, isDigitalIdentityVerified: boolean | null }
   };

export type AdminLogInMutationVariables = Exact<{
  input: AdminLoginInput;
}>;


export type AdminLogInMutation = { adminLogin:
    | { __typename: 'Rejection', message: string, reason: RejectionReason, errorCode: number | null, retryAfterSeconds: number | null, fieldErrors: Array<{ field: string, message: string }> }
    | { __typename: 'Session', accessToken: string, refreshToken: string | null, expiresInSeconds: number | null, transactionId: string | null, isDigitalIdentityVerified: boolean | null }
   };

export type SessionPartsFragment = { accessToken: string, refreshToken: string | null, expiresInSeconds: number | null, transactionId: string | null, isDigitalIdentityVerified: boolean | null };

export type RejectionPartsFragment = { message: string, reason: RejectionReason, errorCode: number | null, retryAfterSeconds: number | null, fieldErrors: Array<{ field: string, message: string }> };

export type LogInMutationVariables = Exact<{
  input: LoginInput;
}>;


export type LogInMutation = { login:
    | { __typename: 'LoginOtpRequired', message: string, otpRequestId: string, expiresInSeconds: number | null }
    | { __typename: 'Rejection', message: string, reason: RejectionReason, retryAfterSeconds: number | null, fieldErrors: Array<{ field: string, message: string }> }
    | { __typename: 'Session', accessToken: string, refreshToken: string | null, expiresInSeconds: number | null, transactionId: string | null, isDigitalIdentityVerified: boolean | null, hasPendingRequest: boolean | null, user: { fullName: string | null } | null }
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
    | { __typename: 'Rejection', message: string, reason: RejectionReason, retryAfterSeconds: number | null, fieldErrors: Array<{ field: string, message: string }> }
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
    | { __typename: 'Rejection', message: string, reason: RejectionReason, retryAfterSeconds: number | null, fieldErrors: Array<{ field: string, message: string }> }
   };

export type RevalidateMutationVariables = Exact<{
  input: RevalidateLivenessInput;
}>;


export type RevalidateMutation = { revalidateLiveness:
    | { __typename: 'LivenessRevalidated', message: string }
    | { __typename: 'Rejection', message: string, reason: RejectionReason, retryAfterSeconds: number | null, fieldErrors: Array<{ field: string, message: string }> }
   };

export type ValidateOtpMutationVariables = Exact<{
  input: ValidateActivationOtpInput;
}>;


export type ValidateOtpMutation = { validateActivationOtp:
    | { __typename: 'ActivationOtpValidated', message: string, paymentUrl: string | null }
    | { __typename: 'Rejection', message: string, reason: RejectionReason, retryAfterSeconds: number | null, fieldErrors: Array<{ field: string, message: string }> }
   };

export type ConfirmMutationVariables = Exact<{
  input: ConfirmPaymentInput;
}>;


export type ConfirmMutation = { confirmPayment:
    | { __typename: 'ContractActivated', businessRequest: { id: string, requestNumber: string | null, status: BusinessRequestStatus, nextStep: NextStep } | null }
    | { __typename: 'PaymentRequired', message: string, paymentUrl: string | null }
    | { __typename: 'Rejection', message: string, reason: RejectionReason, retryAfterSeconds: number | null, fieldErrors: Array<{ field: string, message: string }> }
   };

export type SigningLinkMutationVariables = Exact<{
  input: GenerateSigningLinkInput;
}>;


export type SigningLinkMutation = { generateSigningLink:
    | { __typename: 'Rejection', message: string, reason: RejectionReason, retryAfterSeconds: number | null, fieldErrors: Array<{ field: string, message: string }> }
    | { __typename: 'SigningLink', url: string, securityHash: string | null }
   };

export type OpenSigningSessionMutationVariables = Exact<{
  input: OpenSigningSessionInput;
}>;


export type OpenSigningSessionMutation = { openSigningSession:
    | { __typename: 'Rejection', message: string, reason: RejectionReason, retryAfterSeconds: number | null, fieldErrors: Array<{ field: string, message: string }> }
    | { __typename: 'SigningSession', accessToken: string, expiresInSeconds: number | null }
   };

export type ContractPdfQueryVariables = Exact<{
  requestId: string;
  securityHash: string;
}>;


export type ContractPdfQuery = { contractPdf:
    | { __typename: 'ContractPdf', url: string }
    | { __typename: 'Rejection', message: string, reason: RejectionReason, retryAfterSeconds: number | null, fieldErrors: Array<{ field: string, message: string }> }
   };

export const BusinessRequestLineFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"BusinessRequestLine"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"BusinessRequest"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"requestNumber"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusName"}},{"kind":"Field","name":{"kind":"Name","value":"nextStep"}},{"kind":"Field","name":{"kind":"Name","value":"typeName"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}}]} as unknown as DocumentNode<BusinessRequestLineFragment, unknown>;
export const AnswerPartsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"AnswerParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FormField"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"order"}},{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"labelAr"}},{"kind":"Field","name":{"kind":"Name","value":"groupTitle"}},{"kind":"Field","name":{"kind":"Name","value":"groupTitleAr"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"values"}},{"kind":"Field","name":{"kind":"Name","value":"table"}},{"kind":"Field","name":{"kind":"Name","value":"firstRowIsHeader"}},{"kind":"Field","name":{"kind":"Name","value":"visibleToUser"}},{"kind":"Field","name":{"kind":"Name","value":"convertNumbersToArabic"}}]}}]} as unknown as DocumentNode<AnswerPartsFragment, unknown>;
export const CodeSentPartsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CodeSentParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CodeSent"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"codeRequestId"}},{"kind":"Field","name":{"kind":"Name","value":"expiresInSeconds"}}]}}]} as unknown as DocumentNode<CodeSentPartsFragment, unknown>;
export const ContactConfirmedPartsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ContactConfirmedParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ContactConfirmed"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"emailConfirmationRequired"}}]}}]} as unknown as DocumentNode<ContactConfirmedPartsFragment, unknown>;
export const RejectionPartsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RejectionParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Rejection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"errorCode"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfterSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"fieldErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]} as unknown as DocumentNode<RejectionPartsFragment, unknown>;
export const VerificationPartsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"VerificationParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"VerifyIdentityResult"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"IdentityChecked"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"transactionId"}},{"kind":"Field","name":{"kind":"Name","value":"isComplete"}},{"kind":"Field","name":{"kind":"Name","value":"isVerified"}},{"kind":"Field","name":{"kind":"Name","value":"document"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fullName"}},{"kind":"Field","name":{"kind":"Name","value":"fullNameEnglish"}},{"kind":"Field","name":{"kind":"Name","value":"idNumber"}},{"kind":"Field","name":{"kind":"Name","value":"dateOfBirth"}},{"kind":"Field","name":{"kind":"Name","value":"expiresOn"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"IdentityCheckFailed"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"errorCode"}},{"kind":"Field","alias":{"kind":"Name","value":"sameTransactionId"},"name":{"kind":"Name","value":"transactionId"}},{"kind":"Field","name":{"kind":"Name","value":"checks"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"RejectionParts"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Problem"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RejectionParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Rejection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"errorCode"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfterSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"fieldErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]} as unknown as DocumentNode<VerificationPartsFragment, unknown>;
export const NodeLineFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"NodeLine"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Node"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"BusinessRequest"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"requestNumber"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusName"}},{"kind":"Field","name":{"kind":"Name","value":"nextStep"}},{"kind":"Field","name":{"kind":"Name","value":"typeName"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ProductType"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"productTypeId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"typeName"}}]}}]}}]} as unknown as DocumentNode<NodeLineFragment, unknown>;
export const SessionPartsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SessionParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Session"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accessToken"}},{"kind":"Field","name":{"kind":"Name","value":"refreshToken"}},{"kind":"Field","name":{"kind":"Name","value":"expiresInSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"transactionId"}},{"kind":"Field","name":{"kind":"Name","value":"isDigitalIdentityVerified"}}]}}]} as unknown as DocumentNode<SessionPartsFragment, unknown>;
export const FormFieldPartsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"FormFieldParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FormField"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"labelAr"}},{"kind":"Field","name":{"kind":"Name","value":"groupTitle"}},{"kind":"Field","name":{"kind":"Name","value":"defaultValue"}},{"kind":"Field","name":{"kind":"Name","value":"visibleToUser"}},{"kind":"Field","name":{"kind":"Name","value":"parentKey"}},{"kind":"Field","name":{"kind":"Name","value":"parentValue"}},{"kind":"Field","name":{"kind":"Name","value":"table"}},{"kind":"Field","name":{"kind":"Name","value":"options"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]} as unknown as DocumentNode<FormFieldPartsFragment, unknown>;
export const IdentityImagesDocument = {"__meta__":{"hash":"sha256:35d4b48112bf23f1194ac360b1b45102c4b9d5a7230b45bf5dfce842d4280e2b"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"IdentityImages"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"emailOrPhoneNumber"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"identityImages"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"emailOrPhoneNumber"},"value":{"kind":"Variable","name":{"kind":"Name","value":"emailOrPhoneNumber"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"idFront"}},{"kind":"Field","name":{"kind":"Name","value":"idBack"}},{"kind":"Field","name":{"kind":"Name","value":"liveness"}},{"kind":"Field","name":{"kind":"Name","value":"faces"}}]}}]}}]} as unknown as DocumentNode<IdentityImagesQuery, IdentityImagesQueryVariables>;
export const IdentityImageDocument = {"__meta__":{"hash":"sha256:5449f7359ed1894dbbd83667238b21c15bbbadbc70508de0c2205cee81749b46"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"IdentityImage"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"transactionId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UUID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"fileName"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"identityImage"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"transactionId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"transactionId"}}},{"kind":"Argument","name":{"kind":"Name","value":"fileName"},"value":{"kind":"Variable","name":{"kind":"Name","value":"fileName"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"content"}}]}}]}}]} as unknown as DocumentNode<IdentityImageQuery, IdentityImageQueryVariables>;
export const VerificationTransactionDocument = {"__meta__":{"hash":"sha256:da99e26b1beeefe92cedf26084fa0e813c841ff6ed9c41dffb828d48f86fd6b2"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"VerificationTransaction"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UUID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"verificationTransaction"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"transactionId"}},{"kind":"Field","name":{"kind":"Name","value":"fullName"}},{"kind":"Field","name":{"kind":"Name","value":"idNumber"}},{"kind":"Field","name":{"kind":"Name","value":"isVerified"}},{"kind":"Field","name":{"kind":"Name","value":"stepsCount"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"device"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deviceId"}},{"kind":"Field","name":{"kind":"Name","value":"ipAddress"}},{"kind":"Field","name":{"kind":"Name","value":"timeZone"}},{"kind":"Field","name":{"kind":"Name","value":"latitude"}},{"kind":"Field","name":{"kind":"Name","value":"longitude"}}]}}]}}]}}]} as unknown as DocumentNode<VerificationTransactionQuery, VerificationTransactionQueryVariables>;
export const UsersDocument = {"__meta__":{"hash":"sha256:1504690089c047abb6b0bb54c8b56ef36ad57ca664afe7a356403fc586853f4c"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Users"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}},"defaultValue":{"kind":"IntValue","value":"25"}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"users"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"userId"}},{"kind":"Field","name":{"kind":"Name","value":"fullName"}},{"kind":"Field","name":{"kind":"Name","value":"emailAddress"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"}}]}}]}}]}}]} as unknown as DocumentNode<UsersQuery, UsersQueryVariables>;
export const BusinessRequestsDocument = {"__meta__":{"hash":"sha256:37ace3c1dc7acf5e1ff98aa78e975a2f4f75f5d915470b51d298ece5323e38df"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"BusinessRequests"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}},"defaultValue":{"kind":"IntValue","value":"20"}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"businessRequests"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"BusinessRequestLine"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"BusinessRequestLine"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"BusinessRequest"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"requestNumber"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusName"}},{"kind":"Field","name":{"kind":"Name","value":"nextStep"}},{"kind":"Field","name":{"kind":"Name","value":"typeName"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}}]} as unknown as DocumentNode<BusinessRequestsQuery, BusinessRequestsQueryVariables>;
export const BusinessRequestsByIdsDocument = {"__meta__":{"hash":"sha256:f5a361b3bb6f0f2b4175b2586ea49c2aaf8eb1c09b00fbfa043df425f7f8e29e"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"BusinessRequestsByIds"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"ids"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UUID"}}}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"businessRequestsByIds"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"ids"},"value":{"kind":"Variable","name":{"kind":"Name","value":"ids"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"BusinessRequestLine"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"BusinessRequestLine"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"BusinessRequest"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"requestNumber"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusName"}},{"kind":"Field","name":{"kind":"Name","value":"nextStep"}},{"kind":"Field","name":{"kind":"Name","value":"typeName"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}}]} as unknown as DocumentNode<BusinessRequestsByIdsQuery, BusinessRequestsByIdsQueryVariables>;
export const ContractDocument = {"__meta__":{"hash":"sha256:2b952e9b001c44bffd62448fe69dfe8eb5bb95a9aa00f822fb6c14fd9dddb73c"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Contract"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UUID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"businessRequest"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"BusinessRequestLine"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"paymentRequired"}},{"kind":"Field","name":{"kind":"Name","value":"formFields"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"AnswerParts"}},{"kind":"Field","name":{"kind":"Name","value":"relatedFields"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"AnswerParts"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"documents"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"order"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"content"}},{"kind":"Field","name":{"kind":"Name","value":"isHtml"}}]}},{"kind":"Field","name":{"kind":"Name","value":"signers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"isSigned"}},{"kind":"Field","name":{"kind":"Name","value":"person"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fullName"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"terms"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"coverPage"}},{"kind":"Field","name":{"kind":"Name","value":"contractDocument"}},{"kind":"Field","name":{"kind":"Name","value":"general"}},{"kind":"Field","name":{"kind":"Name","value":"financial"}},{"kind":"Field","name":{"kind":"Name","value":"technical"}},{"kind":"Field","name":{"kind":"Name","value":"promissoryNote"}},{"kind":"Field","name":{"kind":"Name","value":"kycConfirmation"}},{"kind":"Field","name":{"kind":"Name","value":"confirmationMessage"}}]}},{"kind":"Field","name":{"kind":"Name","value":"financing"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"installmentValue"}},{"kind":"Field","name":{"kind":"Name","value":"installmentValueNumber"}},{"kind":"Field","name":{"kind":"Name","value":"installmentsNo"}},{"kind":"Field","name":{"kind":"Name","value":"firstInstallmentDate"}},{"kind":"Field","name":{"kind":"Name","value":"periodValue"}},{"kind":"Field","name":{"kind":"Name","value":"periodUnit"}},{"kind":"Field","name":{"kind":"Name","value":"totalAmount"}},{"kind":"Field","name":{"kind":"Name","value":"totalAmountNumber"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"BusinessRequestLine"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"BusinessRequest"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"requestNumber"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusName"}},{"kind":"Field","name":{"kind":"Name","value":"nextStep"}},{"kind":"Field","name":{"kind":"Name","value":"typeName"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"AnswerParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FormField"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"order"}},{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"labelAr"}},{"kind":"Field","name":{"kind":"Name","value":"groupTitle"}},{"kind":"Field","name":{"kind":"Name","value":"groupTitleAr"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"values"}},{"kind":"Field","name":{"kind":"Name","value":"table"}},{"kind":"Field","name":{"kind":"Name","value":"firstRowIsHeader"}},{"kind":"Field","name":{"kind":"Name","value":"visibleToUser"}},{"kind":"Field","name":{"kind":"Name","value":"convertNumbersToArabic"}}]}}]} as unknown as DocumentNode<ContractQuery, ContractQueryVariables>;
export const AccountExistsDocument = {"__meta__":{"hash":"sha256:21b2cf8f295831993cb624c254d0590590203162fe763b26aee109db23c17a11"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"AccountExists"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"phoneNumber"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"email"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accountExists"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"phoneNumber"},"value":{"kind":"Variable","name":{"kind":"Name","value":"phoneNumber"}}},{"kind":"Argument","name":{"kind":"Name","value":"email"},"value":{"kind":"Variable","name":{"kind":"Name","value":"email"}}}]}]}}]} as unknown as DocumentNode<AccountExistsQuery, AccountExistsQueryVariables>;
export const SendPhoneCodeDocument = {"__meta__":{"hash":"sha256:1d9916f69fc8af2f937cd4b30f79383287376895fca108c548c0801344d8b753"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SendPhoneCode"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SendPhoneCodeInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sendPhoneCode"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"CodeSentParts"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"RejectionParts"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Problem"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CodeSentParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CodeSent"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"codeRequestId"}},{"kind":"Field","name":{"kind":"Name","value":"expiresInSeconds"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RejectionParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Rejection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"errorCode"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfterSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"fieldErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]} as unknown as DocumentNode<SendPhoneCodeMutation, SendPhoneCodeMutationVariables>;
export const ConfirmPhoneDocument = {"__meta__":{"hash":"sha256:cfefaf4224fac77f0b6dc13301754123fc4c25f50ee4418f1724071b03dd2091"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ConfirmPhone"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ConfirmPhoneInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"confirmPhone"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ContactConfirmedParts"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"RejectionParts"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Problem"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ContactConfirmedParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ContactConfirmed"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"emailConfirmationRequired"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RejectionParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Rejection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"errorCode"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfterSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"fieldErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]} as unknown as DocumentNode<ConfirmPhoneMutation, ConfirmPhoneMutationVariables>;
export const SendEmailCodeDocument = {"__meta__":{"hash":"sha256:25c2704d217d63aa76900e5fb257664651436f69f0656209fd71057d174d850a"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SendEmailCode"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SendEmailCodeInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sendEmailCode"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"CodeSentParts"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"RejectionParts"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Problem"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CodeSentParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CodeSent"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"codeRequestId"}},{"kind":"Field","name":{"kind":"Name","value":"expiresInSeconds"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RejectionParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Rejection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"errorCode"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfterSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"fieldErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]} as unknown as DocumentNode<SendEmailCodeMutation, SendEmailCodeMutationVariables>;
export const ConfirmEmailDocument = {"__meta__":{"hash":"sha256:9f453969a3685e3d8d538cee8c35c26970894f6ccc861fe93195eb378d87522a"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ConfirmEmail"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ConfirmEmailInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"confirmEmail"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ContactConfirmedParts"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"RejectionParts"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Problem"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ContactConfirmedParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ContactConfirmed"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"emailConfirmationRequired"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RejectionParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Rejection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"errorCode"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfterSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"fieldErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]} as unknown as DocumentNode<ConfirmEmailMutation, ConfirmEmailMutationVariables>;
export const VerifyOAuthTokenDocument = {"__meta__":{"hash":"sha256:627d06d54046473d39c1a467366e097ccef3a06184416efd15ffb60b42a0cd8f"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"VerifyOAuthToken"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"VerifyOAuthTokenInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"verifyOAuthToken"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OAuthTokenVerified"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"verificationRequestId"}},{"kind":"Field","name":{"kind":"Name","value":"email"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"RejectionParts"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Problem"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RejectionParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Rejection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"errorCode"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfterSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"fieldErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]} as unknown as DocumentNode<VerifyOAuthTokenMutation, VerifyOAuthTokenMutationVariables>;
export const RegisterDocument = {"__meta__":{"hash":"sha256:08cf3bd52e6fa1d89e83319bce86c9c33e3fbd3003dcd94d3d0499c5d66f9e0d"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Register"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RegisterInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"register"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"SessionParts"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"RejectionParts"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Problem"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SessionParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Session"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accessToken"}},{"kind":"Field","name":{"kind":"Name","value":"refreshToken"}},{"kind":"Field","name":{"kind":"Name","value":"expiresInSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"transactionId"}},{"kind":"Field","name":{"kind":"Name","value":"isDigitalIdentityVerified"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RejectionParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Rejection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"errorCode"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfterSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"fieldErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]} as unknown as DocumentNode<RegisterMutation, RegisterMutationVariables>;
export const SendPasswordResetCodeDocument = {"__meta__":{"hash":"sha256:691f4f89eef2ef024ea4a9dc8ab1aebbda0c3855fc348658439c7c7b5969c41b"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SendPasswordResetCode"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SendPasswordResetCodeInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sendPasswordResetCode"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"CodeSentParts"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"RejectionParts"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Problem"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CodeSentParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CodeSent"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"codeRequestId"}},{"kind":"Field","name":{"kind":"Name","value":"expiresInSeconds"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RejectionParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Rejection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"errorCode"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfterSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"fieldErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]} as unknown as DocumentNode<SendPasswordResetCodeMutation, SendPasswordResetCodeMutationVariables>;
export const ConfirmPasswordResetCodeDocument = {"__meta__":{"hash":"sha256:a6cecf12f79961ee653d102db22821d27bfb77c434e6b85565525de1d94f507b"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ConfirmPasswordResetCode"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ConfirmPasswordResetCodeInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"confirmPasswordResetCode"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ContactConfirmedParts"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"RejectionParts"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Problem"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ContactConfirmedParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ContactConfirmed"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"emailConfirmationRequired"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RejectionParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Rejection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"errorCode"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfterSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"fieldErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]} as unknown as DocumentNode<ConfirmPasswordResetCodeMutation, ConfirmPasswordResetCodeMutationVariables>;
export const VerifyIdFrontDocument = {"__meta__":{"hash":"sha256:c26e90d145ced78a1d4bbcb695fee27f4fb7e893261219a496bf570fa92db507"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"VerifyIdFront"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"VerifyIdSideInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"verifyIdFront"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"VerificationParts"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RejectionParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Rejection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"errorCode"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfterSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"fieldErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"VerificationParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"VerifyIdentityResult"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"IdentityChecked"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"transactionId"}},{"kind":"Field","name":{"kind":"Name","value":"isComplete"}},{"kind":"Field","name":{"kind":"Name","value":"isVerified"}},{"kind":"Field","name":{"kind":"Name","value":"document"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fullName"}},{"kind":"Field","name":{"kind":"Name","value":"fullNameEnglish"}},{"kind":"Field","name":{"kind":"Name","value":"idNumber"}},{"kind":"Field","name":{"kind":"Name","value":"dateOfBirth"}},{"kind":"Field","name":{"kind":"Name","value":"expiresOn"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"IdentityCheckFailed"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"errorCode"}},{"kind":"Field","alias":{"kind":"Name","value":"sameTransactionId"},"name":{"kind":"Name","value":"transactionId"}},{"kind":"Field","name":{"kind":"Name","value":"checks"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"RejectionParts"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Problem"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]} as unknown as DocumentNode<VerifyIdFrontMutation, VerifyIdFrontMutationVariables>;
export const VerifyIdBackDocument = {"__meta__":{"hash":"sha256:8190ee9901dd1412beff9ec0f85373f5a9d513bf4c8d60e837425e69043184c9"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"VerifyIdBack"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"VerifyIdSideInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"verifyIdBack"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"VerificationParts"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RejectionParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Rejection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"errorCode"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfterSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"fieldErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"VerificationParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"VerifyIdentityResult"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"IdentityChecked"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"transactionId"}},{"kind":"Field","name":{"kind":"Name","value":"isComplete"}},{"kind":"Field","name":{"kind":"Name","value":"isVerified"}},{"kind":"Field","name":{"kind":"Name","value":"document"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fullName"}},{"kind":"Field","name":{"kind":"Name","value":"fullNameEnglish"}},{"kind":"Field","name":{"kind":"Name","value":"idNumber"}},{"kind":"Field","name":{"kind":"Name","value":"dateOfBirth"}},{"kind":"Field","name":{"kind":"Name","value":"expiresOn"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"IdentityCheckFailed"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"errorCode"}},{"kind":"Field","alias":{"kind":"Name","value":"sameTransactionId"},"name":{"kind":"Name","value":"transactionId"}},{"kind":"Field","name":{"kind":"Name","value":"checks"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"RejectionParts"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Problem"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]} as unknown as DocumentNode<VerifyIdBackMutation, VerifyIdBackMutationVariables>;
export const VerifyLivenessDocument = {"__meta__":{"hash":"sha256:3020360847fb39550b74b8a74fa82cabe04ae9d7994381ca6d8dd620265dffc7"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"VerifyLiveness"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"VerifyLivenessInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"verifyLiveness"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"VerificationParts"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RejectionParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Rejection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"errorCode"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfterSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"fieldErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"VerificationParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"VerifyIdentityResult"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"IdentityChecked"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"transactionId"}},{"kind":"Field","name":{"kind":"Name","value":"isComplete"}},{"kind":"Field","name":{"kind":"Name","value":"isVerified"}},{"kind":"Field","name":{"kind":"Name","value":"document"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fullName"}},{"kind":"Field","name":{"kind":"Name","value":"fullNameEnglish"}},{"kind":"Field","name":{"kind":"Name","value":"idNumber"}},{"kind":"Field","name":{"kind":"Name","value":"dateOfBirth"}},{"kind":"Field","name":{"kind":"Name","value":"expiresOn"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"IdentityCheckFailed"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"errorCode"}},{"kind":"Field","alias":{"kind":"Name","value":"sameTransactionId"},"name":{"kind":"Name","value":"transactionId"}},{"kind":"Field","name":{"kind":"Name","value":"checks"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"RejectionParts"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Problem"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]} as unknown as DocumentNode<VerifyLivenessMutation, VerifyLivenessMutationVariables>;
export const LinkVerificationDocument = {"__meta__":{"hash":"sha256:d52d2ea86d32dd5f108b71401f0d45f32d5de0f28e3ab1225f56fff001571904"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"LinkVerification"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"LinkVerificationInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"linkVerification"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"VerificationParts"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RejectionParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Rejection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"errorCode"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfterSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"fieldErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"VerificationParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"VerifyIdentityResult"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"IdentityChecked"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"transactionId"}},{"kind":"Field","name":{"kind":"Name","value":"isComplete"}},{"kind":"Field","name":{"kind":"Name","value":"isVerified"}},{"kind":"Field","name":{"kind":"Name","value":"document"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fullName"}},{"kind":"Field","name":{"kind":"Name","value":"fullNameEnglish"}},{"kind":"Field","name":{"kind":"Name","value":"idNumber"}},{"kind":"Field","name":{"kind":"Name","value":"dateOfBirth"}},{"kind":"Field","name":{"kind":"Name","value":"expiresOn"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"IdentityCheckFailed"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"errorCode"}},{"kind":"Field","alias":{"kind":"Name","value":"sameTransactionId"},"name":{"kind":"Name","value":"transactionId"}},{"kind":"Field","name":{"kind":"Name","value":"checks"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"RejectionParts"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Problem"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]} as unknown as DocumentNode<LinkVerificationMutation, LinkVerificationMutationVariables>;
export const CancelIdentityVerificationDocument = {"__meta__":{"hash":"sha256:e0ea5ed26b5c13cd91e747048c7d3ca56f86ea53bf8d3ee4067b8f4e37fcddcd"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CancelIdentityVerification"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CancelIdentityVerificationInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cancelIdentityVerification"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"IdentityVerificationCancelled"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"RejectionParts"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Problem"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RejectionParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Rejection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"errorCode"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfterSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"fieldErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]} as unknown as DocumentNode<CancelIdentityVerificationMutation, CancelIdentityVerificationMutationVariables>;
export const CreateEmbeddedSessionDocument = {"__meta__":{"hash":"sha256:4e4953170a251caa7d11c571f2cee3bc937919976a97ed572eb6b7120f25eecc"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateEmbeddedSession"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateEmbeddedSessionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createEmbeddedSession"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"EmbeddedSession"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"token"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"RejectionParts"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Problem"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RejectionParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Rejection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"errorCode"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfterSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"fieldErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]} as unknown as DocumentNode<CreateEmbeddedSessionMutation, CreateEmbeddedSessionMutationVariables>;
export const LiveStatusDocument = {"__meta__":{"hash":"sha256:1bb8238a341d47bf6f7987434d06e2facbcb0d0ee7432656a0010fd2a496534a"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"LiveStatus"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"requestId"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"UUID"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"businessRequestStatusChanged"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"requestId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"requestId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"requestId"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusName"}},{"kind":"Field","name":{"kind":"Name","value":"changedAt"}},{"kind":"Field","name":{"kind":"Name","value":"businessRequest"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"requestNumber"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"nextStep"}}]}}]}}]}}]} as unknown as DocumentNode<LiveStatusSubscription, LiveStatusSubscriptionVariables>;
export const NodeDocument = {"__meta__":{"hash":"sha256:64d395fb58b597d0474b7bdb7f80b4c8f267ee3c37a8cd16065cc793046bc560"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Node"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"NodeLine"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"NodeLine"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Node"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"BusinessRequest"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"requestNumber"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusName"}},{"kind":"Field","name":{"kind":"Name","value":"nextStep"}},{"kind":"Field","name":{"kind":"Name","value":"typeName"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ProductType"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"productTypeId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"typeName"}}]}}]}}]} as unknown as DocumentNode<NodeQuery, NodeQueryVariables>;
export const NodesDocument = {"__meta__":{"hash":"sha256:faf305c374f4d0364d0f5496a364a3b30f08f6b747b0c486c1c268b2c33274e8"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Nodes"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"ids"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"ids"},"value":{"kind":"Variable","name":{"kind":"Name","value":"ids"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"NodeLine"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"NodeLine"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Node"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"BusinessRequest"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"requestNumber"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusName"}},{"kind":"Field","name":{"kind":"Name","value":"nextStep"}},{"kind":"Field","name":{"kind":"Name","value":"typeName"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ProductType"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"productTypeId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"typeName"}}]}}]}}]} as unknown as DocumentNode<NodesQuery, NodesQueryVariables>;
export const RefreshSessionDocument = {"__meta__":{"hash":"sha256:d2073468e5a0a6442f75f0bca002b2d0618af6593a80bc1310340c340aef5d70"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RefreshSession"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RefreshSessionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"refreshSession"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"SessionParts"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"RejectionParts"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Problem"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SessionParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Session"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accessToken"}},{"kind":"Field","name":{"kind":"Name","value":"refreshToken"}},{"kind":"Field","name":{"kind":"Name","value":"expiresInSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"transactionId"}},{"kind":"Field","name":{"kind":"Name","value":"isDigitalIdentityVerified"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RejectionParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Rejection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"errorCode"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfterSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"fieldErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]} as unknown as DocumentNode<RefreshSessionMutation, RefreshSessionMutationVariables>;
export const AdminLogInDocument = {"__meta__":{"hash":"sha256:524fbacdc31c347f0ec9b2f8e104d5df18cf4bc6590f95a5d006d56ea5e5e092"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"AdminLogIn"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"AdminLoginInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"adminLogin"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"SessionParts"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"RejectionParts"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Problem"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SessionParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Session"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accessToken"}},{"kind":"Field","name":{"kind":"Name","value":"refreshToken"}},{"kind":"Field","name":{"kind":"Name","value":"expiresInSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"transactionId"}},{"kind":"Field","name":{"kind":"Name","value":"isDigitalIdentityVerified"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RejectionParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Rejection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"errorCode"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfterSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"fieldErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]} as unknown as DocumentNode<AdminLogInMutation, AdminLogInMutationVariables>;
export const LogInDocument = {"__meta__":{"hash":"sha256:a7eac26b8b65937d9f93a7d792ac6fc5e22468b5a3eca56289dca0fe6138db9c"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"LogIn"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"LoginInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"login"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Session"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accessToken"}},{"kind":"Field","name":{"kind":"Name","value":"refreshToken"}},{"kind":"Field","name":{"kind":"Name","value":"expiresInSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"transactionId"}},{"kind":"Field","name":{"kind":"Name","value":"isDigitalIdentityVerified"}},{"kind":"Field","name":{"kind":"Name","value":"hasPendingRequest"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fullName"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"LoginOtpRequired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"otpRequestId"}},{"kind":"Field","name":{"kind":"Name","value":"expiresInSeconds"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Rejection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfterSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"fieldErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Problem"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<LogInMutation, LogInMutationVariables>;
export const ProductsDocument = {"__meta__":{"hash":"sha256:754d4f6c998c138dd0507bbfe85bfa1526fdb65c1ea4dcfa4f56592db052f2b0"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Products"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"productTypes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"productTypeId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"typeName"}}]}}]}}]} as unknown as DocumentNode<ProductsQuery, ProductsQueryVariables>;
export const ProductFormDocument = {"__meta__":{"hash":"sha256:5935c64af25a76204f0767c9c5d5ee7b4e82c02437d411c4d92bdefc7f5b0494"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ProductForm"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"productType"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"productTypeId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"formFields"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"FormFieldParts"}},{"kind":"Field","name":{"kind":"Name","value":"relatedFields"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"FormFieldParts"}}]}},{"kind":"Field","name":{"kind":"Name","value":"options"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"relatedFields"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"FormFieldParts"}}]}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"FormFieldParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FormField"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"labelAr"}},{"kind":"Field","name":{"kind":"Name","value":"groupTitle"}},{"kind":"Field","name":{"kind":"Name","value":"defaultValue"}},{"kind":"Field","name":{"kind":"Name","value":"visibleToUser"}},{"kind":"Field","name":{"kind":"Name","value":"parentKey"}},{"kind":"Field","name":{"kind":"Name","value":"parentValue"}},{"kind":"Field","name":{"kind":"Name","value":"table"}},{"kind":"Field","name":{"kind":"Name","value":"options"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]} as unknown as DocumentNode<ProductFormQuery, ProductFormQueryVariables>;
export const EligibilityDocument = {"__meta__":{"hash":"sha256:ad834468a911b7494c7ef8f005c2ba45a8f8084a772b8f784d79ddfa5a3d22e1"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Eligibility"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"eligibility"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"isEligible"}},{"kind":"Field","name":{"kind":"Name","value":"isDigitalIdentityVerified"}},{"kind":"Field","name":{"kind":"Name","value":"hasPendingRequest"}},{"kind":"Field","name":{"kind":"Name","value":"isEmailConfirmed"}}]}}]}}]} as unknown as DocumentNode<EligibilityQuery, EligibilityQueryVariables>;
export const OpenRequestDocument = {"__meta__":{"hash":"sha256:7c678c308dc956e4fa1b66600e8f91ad311d8376e4e267a24671bc6ab81f0d44"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"OpenRequest"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"currentBusinessRequest"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"requestNumber"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"nextStep"}}]}}]}}]} as unknown as DocumentNode<OpenRequestQuery, OpenRequestQueryVariables>;
export const CreateDocument = {"__meta__":{"hash":"sha256:dff8f77b6afe884f2f85805472b6e801687fc20857d16857ffa6ede36614da30"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Create"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateBusinessRequestInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createBusinessRequest"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"BusinessRequestCreated"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"businessRequest"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"requestNumber"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"nextStep"}},{"kind":"Field","name":{"kind":"Name","value":"paymentRequired"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"NotEligible"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"eligibility"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"isDigitalIdentityVerified"}},{"kind":"Field","name":{"kind":"Name","value":"hasPendingRequest"}},{"kind":"Field","name":{"kind":"Name","value":"isEmailConfirmed"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Rejection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfterSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"fieldErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Problem"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<CreateMutation, CreateMutationVariables>;
export const StatusDocument = {"__meta__":{"hash":"sha256:78c2d469b4713d76c587e982116fab7887fe4703b7081cc6f2bc458261e1d947"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Status"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UUID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"businessRequest"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"requestNumber"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusName"}},{"kind":"Field","name":{"kind":"Name","value":"nextStep"}}]}}]}}]} as unknown as DocumentNode<StatusQuery, StatusQueryVariables>;
export const AskForOtpDocument = {"__meta__":{"hash":"sha256:5277d8e7683853cb35ec6421fd3be5118e83f488810f37051815a961c5303048"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"AskForOtp"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RequestActivationOtpInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"requestActivationOtp"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ActivationOtpSent"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"otpRequestId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"LivenessRequired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"thresholdKm"}},{"kind":"Field","name":{"kind":"Name","value":"requestId"}},{"kind":"Field","name":{"kind":"Name","value":"transactionId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Rejection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfterSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"fieldErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Problem"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<AskForOtpMutation, AskForOtpMutationVariables>;
export const RevalidateDocument = {"__meta__":{"hash":"sha256:f3de446ff3e8178a75e13bf33b2f85bc81282fd00ac8102cf66c79b3f3f2fc7b"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Revalidate"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RevalidateLivenessInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"revalidateLiveness"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"LivenessRevalidated"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Rejection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfterSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"fieldErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Problem"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<RevalidateMutation, RevalidateMutationVariables>;
export const ValidateOtpDocument = {"__meta__":{"hash":"sha256:159ad3e08da11f2de814ab202c4b8ac503e0ca340e54258ccb6de11cc7324c2b"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ValidateOtp"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ValidateActivationOtpInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"validateActivationOtp"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ActivationOtpValidated"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"paymentUrl"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Rejection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfterSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"fieldErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Problem"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<ValidateOtpMutation, ValidateOtpMutationVariables>;
export const ConfirmDocument = {"__meta__":{"hash":"sha256:de47e3596f426544289a6202eda2ed85fbd468edc15b9ab0681fa2f29e093cf8"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Confirm"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ConfirmPaymentInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"confirmPayment"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ContractActivated"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"businessRequest"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"requestNumber"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"nextStep"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PaymentRequired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"paymentUrl"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Rejection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfterSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"fieldErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Problem"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<ConfirmMutation, ConfirmMutationVariables>;
export const SigningLinkDocument = {"__meta__":{"hash":"sha256:815dbd08ca88d7e76fb2bbcd1c05f05b387639e76b547649776404ebca8ce92d"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SigningLink"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"GenerateSigningLinkInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"generateSigningLink"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SigningLink"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"securityHash"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Rejection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfterSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"fieldErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Problem"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<SigningLinkMutation, SigningLinkMutationVariables>;
export const OpenSigningSessionDocument = {"__meta__":{"hash":"sha256:6bf93e580437b47efc18fdfaca87a33fb83a7b431bf4daffbd0aa97ab66d6ab4"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"OpenSigningSession"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"OpenSigningSessionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"openSigningSession"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SigningSession"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accessToken"}},{"kind":"Field","name":{"kind":"Name","value":"expiresInSeconds"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Rejection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfterSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"fieldErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Problem"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<OpenSigningSessionMutation, OpenSigningSessionMutationVariables>;
export const ContractPdfDocument = {"__meta__":{"hash":"sha256:9399e42ad5d9200edc9ea6b3dc742501d20139a9679d49bd240798e5dd0e72ba"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ContractPdf"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"requestId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UUID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"securityHash"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"contractPdf"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"requestId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"requestId"}}},{"kind":"Argument","name":{"kind":"Name","value":"securityHash"},"value":{"kind":"Variable","name":{"kind":"Name","value":"securityHash"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ContractPdf"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"url"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Rejection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfterSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"fieldErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Problem"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<ContractPdfQuery, ContractPdfQueryVariables>;