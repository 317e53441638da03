import type { GeoLocationInput, RejectionReason } from '../gql/graphql.js';
import type { LastingFault } from './fault.js';
import type { Call, Product, ProductForm, Submitted } from './operations.js';

/** A code that was sent, and when. */
export interface SentCode {
  codeRequestId: string;
  sentAt: number;
  goodForSeconds: number | null;
  /** The code, once it was confirmed: the registration wants it again. */
  confirmed: string | null;
}

/** The way so far. It is kept over a reload, encrypted; neither a password nor a token is in it. */
export interface Known {
  phoneNumber: string;
  phone: SentCode | null;
  /** Whether this tenant wants an e-mail address. */
  wantsEmail: boolean;
  email: string;
  mail: SentCode | null;
  hasAccount: boolean;
  /** One for front, back and face. */
  transactionId: string | null;
  sidesDone: Side[];
  /** As the provider read it. */
  nameOnCard: string | null;
  /** Front, back and face went through: what may be missing is a word of the authorities. */
  isIdentitySent: boolean;
  productTypeId: number | null;
  /** What was filled in, by the field's key. */
  values: Record<string, string>;
  /** Who else signs, as it was typed. */
  signers: string[];
  requestId: string | null;
  /** A step whose answer has not come: sent again with the same key, it is taken once. */
  unanswered: { name: string; about: string; key: string } | null;
}

export type Side = 'front' | 'back';

/** Why the customer sees a screen again. */
export interface Problem {
  /** `CHECKS`: the pictures did not pass; `EMPTY`: there was nothing to go on with. */
  reason: RejectionReason | 'CHECKS' | 'EMPTY';
  /** The provider's own sentences. */
  said: string[];
  fields: { field: string; message: string }[];
  /** After TOO_MANY_ATTEMPTS. */
  tooMany?: TooMany;
  /** After NOT_FOUND: what is not there, where that is known. */
  gone?: 'code' | 'card' | 'account' | 'product';
}

/** What there were too many of, and for how long it is of no use to go on; null where another code helps at once. */
export interface TooMany {
  of: 'codes' | 'wrongCodes' | 'tries';
  seconds: number | null;
}

export type Screen =
  | { kind: 'phone' | 'email' | 'password'; problem: Problem | null }
  | { kind: 'logIn'; problem: Problem | null; note: LogInNote | null }
  | { kind: 'phoneCode' | 'emailCode' | 'logInCode' | 'resetCode'; code: SentCode; problem: Problem | null }
  | { kind: 'place'; from: Screen }
  | { kind: 'card'; side: Side; problem: Problem | null }
  | { kind: 'face'; problem: Problem | null }
  | { kind: 'products'; products: Product[]; problem: Problem | null }
  | { kind: 'form'; product: ProductForm; problem: Problem | null }
  | { kind: 'waiting'; request: Submitted }
  | { kind: 'sign'; requestId: string }
  | { kind: 'stopped'; why: Stop; said: string | null };

/** Why somebody is asked for a password: it was not chosen just now. */
export type LogInNote = 'registered' | 'welcomeBack' | 'sessionOver' | 'passwordSent';
/** Where the way ends for now. */
export type Stop =
  | 'emailNotConfirmed'
  | 'identityInReview'
  | 'notEligible'
  | 'noProducts'
  | 'rejected'
  | 'unknownStatus';

export interface Way {
  known: Known;
  /** In memory alone. */
  secret: {
    password: string;
    place: GeoLocationInput | null;
    loginCode: { id: string; code: string } | null;
  };
  screen: Screen;
  /** What was sent and not answered yet. */
  call: Call | null;
  /** Why it was not answered. */
  fault: LastingFault | null;
}

export const NOTHING_KNOWN: Known = {
  phoneNumber: '',
  phone: null,
  wantsEmail: false,
  email: '',
  mail: null,
  hasAccount: false,
  transactionId: null,
  sidesDone: [],
  nameOnCard: null,
  isIdentitySent: false,
  productTypeId: null,
  values: {},
  signers: [],
  requestId: null,
  unanswered: null,
};

/** Where somebody goes on who reloaded the page: nothing is sent for it. */
export function resumed(known: Known): Way {
  return {
    known,
    secret: { password: '', place: null, loginCode: null },
    screen: screenAfterReload(known),
    call: null,
    fault: null,
  };
}

/** The next question of somebody who is half way. */
export function screenAfterReload({ phoneNumber, phone, wantsEmail, mail, hasAccount }: Known): Screen {
  const problem = null;
  if (hasAccount) return { kind: 'logIn', problem, note: 'welcomeBack' };
  if (phoneNumber === '' || !phone) return { kind: 'phone', problem };
  if (phone.confirmed === null) return { kind: 'phoneCode', code: phone, problem };
  if (wantsEmail && !mail) return { kind: 'email', problem };
  if (wantsEmail && mail?.confirmed === null) return { kind: 'emailCode', code: mail, problem };
  return { kind: 'password', problem };
}
