import type { Fault } from '../faults.js';
import type {
  EligibilityQuery,
  FormFieldValueInput,
  GeoLocationInput,
  OAuthProvider,
  OpenRequestQuery,
  ProductFormQuery,
  ProductsQuery,
  RejectionReason,
  SmsProvider,
  VerifyLivenessInput,
} from '../generated/graphql.js';
import type {
  ActivatedRequest,
  SignContractOptions,
  SigningOutcome,
  SigningPhase,
  SigningProgress,
  SigningStep,
} from '../signing/types.js';

/** A step until the customer is logged in. */
export type RegisteringStep =
  | 'sendPhoneCode'
  | 'confirmPhone'
  | 'sendEmailCode'
  | 'confirmEmail'
  | 'verifyOAuthToken'
  | 'register'
  | 'logIn'
  | 'sendPasswordResetCode'
  | 'confirmPasswordResetCode';

/** A step on the way: an operation that is sent once. */
export type JoinStep =
  | RegisteringStep
  | 'verifyIdFront'
  | 'verifyIdBack'
  | 'verifyLiveness'
  | 'createBusinessRequest'
  | 'generateLink';

/** Why something is asked for again, to be shown to the customer. */
export interface JoinProblem {
  message: string;
  reason?: RejectionReason;
  fieldErrors?: readonly { field: string; message: string }[];
  /** How long it is of no use to try again, where the gateway knows. */
  retryAfterSeconds?: number;
  /** What the pictures lack, check by check (`IdentityCheckFailed`). */
  checks?: readonly { field: string | null; code: number | null; message: string }[];
  /** The step before was sent, and whether it was taken is not known: it is sent again only if the customer wants it. */
  isUnknown?: true;
}

export interface Asked {
  /** Why what was given before did not do. */
  problem?: JoinProblem;
}

export interface PhoneAnswer {
  phoneNumber: string;
  smsProvider?: SmsProvider;
}

/** A code is on its way: to be typed in, sent again, or sent to another address. */
export interface CodeAsked extends Asked {
  /**
   * What it confirms; `login`: a known customer on a device that Vlens does not know; `passwordReset`: somebody who lost the password,
   * and goes back to `onLogIn` with `{ change: true }`.
   */
  for: 'phone' | 'email' | 'login' | 'passwordReset';
  /** The phone number or e-mail address that it was sent to; that of `passwordReset` goes to the account's e-mail address, if it has one. */
  sentTo: string;
  /** Null where no code is known to have been sent: any answer but another code or address ends it as `unknown`. */
  codeRequestId: string | null;
  expiresInSeconds: number | null;
}
export type CodeAnswer = { code: string } | { resend: true } | { change: true };

export interface EmailAsked extends Asked {
  /** Whether the tenant wants a confirmed address; null where Vlens did not say. */
  isRequired: boolean | null;
}
/** An address, a token of a provider in its place, or null to go on without. */
export type EmailAnswer = { email: string } | { provider: OAuthProvider; idToken: string } | null;

export interface LogInAsked extends Asked {
  phoneNumber: string;
  /** The code of a lost password was confirmed. A new password comes to where the code went, in the sandbox; how Vlens gives one is not published. */
  isPasswordSent?: true;
}
/** The password; another number; or `forgot`: a code for anybody who lost it, with the national id's number where the tenant asks for it. */
export type LogInAnswer = { password: string } | { change: true } | { forgot: true; idNumber?: string };

export interface IdSideAsked extends Asked {
  side: 'front' | 'back';
}
/** A photograph, base64 of a JPEG or PNG; or the other side first, where it was of another card. */
export type IdSideAnswer = { image: string } | { side: 'front' | 'back' };

export type Faces = Pick<VerifyLivenessInput, 'face1' | 'face2' | 'face3' | 'image'>;
/** Three frames of the face; or the card again, where its photograph is what the face did not match. */
export type FaceAnswer = Faces | { side: 'front' | 'back' };

export type Products = NonNullable<ProductsQuery['productTypes']>;
export interface ProductAsked extends Asked {
  products: Products;
}

export type ProductForm = NonNullable<ProductFormQuery['productType']>;
export interface FormAsked extends Asked {
  productType: ProductForm;
}
/** What was filled in; or another product instead. */
export type FormAnswer =
  | {
      fields: FormFieldValueInput[];
      customerSignersIdentifiers?: string[];
      minimumRequiredSignatories?: number;
    }
  | { change: true };

export type OpenRequest = NonNullable<OpenRequestQuery['currentBusinessRequest']>;
export type Eligibility = NonNullable<EligibilityQuery['eligibility']>;

/** Of `Session`, whether it came from a registration or a login: what later requests are sent with. */
export interface JoinedSession {
  accessToken: string;
  refreshToken: string | null;
  expiresInSeconds: number | null;
}

/** What is being done or waited for before the signature. */
export type JoiningPhase =
  | JoinStep
  | 'askForPhone'
  | 'checkAccount'
  | 'askForPhoneCode'
  | 'askForEmail'
  | 'askForEmailCode'
  | 'askForPassword'
  | 'findOutRegistration'
  | 'askForLogIn'
  | 'askForLogInCode'
  | 'askForPasswordResetCode'
  | 'readEligibility'
  | 'askForIdFront'
  | 'askForIdBack'
  | 'askForFace'
  | 'findOutVerification'
  | 'readOpenRequest'
  | 'askToGoOn'
  | 'readProducts'
  | 'askForProduct'
  | 'readForm'
  | 'askForForm'
  | 'findOutCreation'
  | 'sign'
  | 'readContract'
  | 'end';

/** And those of the signature itself. */
export type JoinPhase = JoiningPhase | Exclude<SigningPhase, 'end'>;

/**
 * Where somebody stands on the way, to be kept by the host (`JSON.stringify` does) and given back as `resume` after a reload. It
 * holds the phone number and e-mail address, and no code, password, picture, form or token.
 */
export interface JoinProgress {
  phase: JoiningPhase;
  /** Whether the step of this phase was sent; what earlier versions kept does not say. */
  isUnderWay?: boolean;
  phoneNumber: string;
  smsProvider: SmsProvider | null;
  phoneCodeRequestId: string | null;
  /** Its code was sent to be confirmed; a lost answer counts as a yes, since the registration shows whether it was one. */
  isPhoneConfirmed: boolean;
  isEmailRequired: boolean | null;
  email: string | null;
  emailCodeRequestId: string | null;
  isEmailConfirmed: boolean;
  oAuthVerificationRequestId: string | null;
  loginCodeRequestId: string | null;
  /** Of somebody who lost the password. */
  passwordResetCodeRequestId: string | null;
  /** Vlens has sent a new one. */
  isPasswordSent: boolean;
  /** Registered or logged in. */
  hasSession: boolean;
  /** Of the identity verification. */
  transactionId: string | null;
  isFrontChecked: boolean;
  isBackChecked: boolean;
  /** Front, back and liveness are all through. */
  isIdentityComplete: boolean;
  productTypeId: number | null;
  /** Why it is not known whether a request was created; what earlier versions kept does not say. */
  lostCreation?: Fault | null;
  requestId: string | null;
  signing: SigningProgress | null;
}

/** What the way comes to. */
export type JoinOutcome =
  /** Signed, now or before; the contract is null where its address could not be had: ask for it later. */
  | {
      outcome: 'signed';
      requestId: string;
      businessRequest: ActivatedRequest;
      contract: { url: string } | null;
    }
  /** Verified or not, the customer may not create a request now; `problem` is what Vlens said of one that was sent. */
  | { outcome: 'notEligible'; eligibility: Eligibility; problem?: JoinProblem }
  /** Vlens said no and there is no way on. */
  | { outcome: 'refused'; step: JoinStep | SigningStep; problem: JoinProblem }
  /** A step was sent, and its outcome is not known. */
  | {
      outcome: 'unknown';
      step: JoinStep | SigningStep;
      fault: Fault;
      /** Why it could not be looked up, where it could not. */
      lookUpFault?: Fault;
    }
  | { outcome: 'failed'; phase: JoinPhase; fault: Fault }
  /** What was under way then may still have been taken. */
  | { outcome: 'aborted'; phase: JoinPhase }
  | Extract<SigningOutcome, { outcome: 'notSignable' }>;

type OfSigning = Omit<
  SignContractOptions,
  'requestId' | 'contractStorageId' | 'onStatus' | 'onProgress' | 'resume' | 'smsProvider'
>;

export interface JoinAndSignOptions extends OfSigning {
  /** An id that stays the same on this device: a new device may need a code. */
  deviceId: string;
  /** Where the device is; the place of the registration is what a signature's place is compared with. */
  locate: () => GeoLocationInput | Promise<GeoLocationInput>;
  onPhone: (asked: Asked) => Promise<PhoneAnswer>;
  onCode: (asked: CodeAsked) => Promise<CodeAnswer>;
  onEmail: (asked: EmailAsked) => Promise<EmailAnswer>;
  /** The password to be; the tenant's rule for it is Vlens's; a broken rule comes back as a `problem`. */
  onPassword: (asked: Asked) => Promise<{ password: string }>;
  /** Somebody is registered with this number: log in. Anybody who lost the password answers `{ forgot: true }`. */
  onLogIn: (asked: LogInAsked) => Promise<LogInAnswer>;
  /** From here on `execute` sends this access token (`fetchWithSession`: `signIn`). */
  onSession: (session: JoinedSession) => void | Promise<void>;
  onIdSide: (asked: IdSideAsked) => Promise<IdSideAnswer>;
  onFace: (asked: Asked) => Promise<FaceAnswer>;
  /** A request is open already, and Vlens allows one at a time: whether to go on with it. Without this it ends as `notEligible`. */
  onOpenRequest?: (request: OpenRequest) => Promise<boolean>;
  onProduct: (asked: ProductAsked) => Promise<{ productTypeId: number }>;
  onForm: (asked: FormAsked) => Promise<FormAnswer>;
  /** Called with each phase as it begins. */
  onStatus?: (phase: JoinPhase) => void;
  /** Called with the progress before each phase, and as a step is sent; with null at the end. */
  onProgress?: (progress: JoinProgress | null) => void;
  /** Where it stood: nothing that was done is done again. */
  resume?: JoinProgress;
}
