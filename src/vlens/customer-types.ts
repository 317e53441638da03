import type { IdentityDocument } from './read/identity.js';
import type { GeoLocation, SmsProvider } from './types.js';

export type { IdentityDocument } from './read/identity.js';
export type { IdentityImages, VerificationTransaction } from './read/operators.js';

/** The types of registration, password reset, identity verification and operators' reads; see `types.ts`. */

export interface AdminLogin {
  userNameOrEmailAddress: string;
  password: string;
  /** If absent, the name from this gateway's settings. */
  tenancyName?: string;
}

export interface SendPhoneCode {
  phoneNumber: string;
  smsProvider?: SmsProvider;
}

/** A code that was sent, by SMS or e-mail. */
export interface CodeSent {
  codeRequestId: string;
  expiresInSeconds: number | null;
}

export interface ConfirmPhone {
  phoneNumber: string;
  codeRequestId: string;
  code: string;
}

export interface ConfirmEmail {
  email: string;
  codeRequestId: string;
  code: string;
}

export interface ContactConfirmed {
  emailConfirmationRequired: boolean | null;
}

export type OAuthProvider = 'Google' | 'Microsoft';

export interface VerifyOAuthToken {
  provider: OAuthProvider;
  idToken: string;
}

export interface OAuthTokenVerified {
  verificationRequestId: string;
  email: string | null;
}

export interface Register {
  phoneNumber: string;
  phoneCodeRequestId?: string;
  phoneCode?: string;
  email?: string;
  emailCodeRequestId?: string;
  emailCode?: string;
  oAuthVerificationRequestId?: string;
  password?: string;
  deviceId: string;
  geoLocation: GeoLocation;
}

export interface SendPasswordResetCode {
  emailOrPhoneNumber: string;
  idNumber?: string;
}

export interface ConfirmPasswordResetCode extends SendPasswordResetCode {
  codeRequestId: string;
  code: string;
}

export interface VerifyIdSide {
  /** Base64, without a data: prefix. */
  image: string;
  transactionId?: string;
}

export interface VerifyLiveness {
  /** Base64, without a data: prefix. */
  face1: string;
  face2: string;
  face3: string;
  image?: string;
  transactionId: string;
}

export interface IdentityChecked {
  transactionId: string;
  /** Front, back and liveness have passed. */
  isComplete: boolean;
  /** The authorities have confirmed the identity too. */
  isVerified: boolean;
  document: IdentityDocument | null;
}

export interface CreateEmbeddedSession {
  phoneNumber?: string;
  email?: string;
  userPublicKey?: string;
  allowedProductTypeIds?: number[];
  minimalSignatureFlow?: boolean;
  identityOnly?: boolean;
}

export interface CreateInvitation extends Omit<CreateEmbeddedSession, 'userPublicKey' | 'email'> {
  /** Form values by product type, then by the field's key. */
  prefilled: Record<string, Record<string, string>>;
}

export interface ListUsers {
  skipCount: number;
  maxResultCount: number;
  filter?: string;
}
