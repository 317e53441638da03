import type { Fault } from '../faults.js';
import type { FormFieldValueInput, OAuthProvider } from '../generated/graphql.js';
import type { Refusal as RefusedStep } from '../signing/problem.js';
import type { ActivatedRequest } from '../signing/types.js';
import type {
  Eligibility,
  Faces,
  JoiningPhase,
  JoinOutcome,
  JoinProblem,
  JoinProgress,
  JoinStep,
  OpenRequest,
  ProductForm,
  Products,
} from './types.js';

/** What is to be done next. */
export type JoinTask =
  | { task: AskedOfCustomer; problem: JoinProblem | null }
  | { task: 'checkAccount' | 'sendPhoneCode' | 'sendEmailCode' | 'readEligibility' | 'sign' }
  | { task: 'sendPasswordResetCode' }
  | { task: 'confirmPhone' | 'confirmEmail' | 'confirmPasswordResetCode'; code: string }
  | { task: 'verifyOAuthToken'; provider: OAuthProvider; idToken: string }
  | { task: 'register' | 'findOutRegistration'; fault: Fault | null }
  | { task: 'logIn'; password: string; code: string | null }
  | { task: 'verifyIdFront' | 'verifyIdBack'; image: string }
  | { task: 'verifyLiveness'; faces: Faces }
  | { task: 'findOutVerification' | 'findOutCreation'; fault: Fault }
  | { task: 'readOpenRequest'; eligibility: Eligibility }
  | { task: 'askToGoOn'; eligibility: Eligibility; request: OpenRequest }
  | { task: 'readProducts'; problem: JoinProblem | null }
  | { task: 'askForProduct'; products: Products; problem: JoinProblem | null }
  | { task: 'readForm'; productTypeId: number; problem: JoinProblem | null }
  | { task: 'askForForm'; productType: ProductForm; problem: JoinProblem | null }
  | { task: 'createBusinessRequest'; productType: ProductForm; form: FilledForm }
  | { task: 'generateLink'; businessRequest: ActivatedRequest }
  | { task: 'readContract'; businessRequest: ActivatedRequest; securityHash: string }
  | { task: 'end'; outcome: JoinOutcome };

/** What only the customer has, and what is asked for again with a reason. */
export type AskedOfCustomer =
  | 'askForPhone'
  | 'askForPhoneCode'
  | 'askForEmail'
  | 'askForEmailCode'
  | 'askForPassword'
  | 'askForLogIn'
  | 'askForLogInCode'
  | 'askForPasswordResetCode'
  | 'askForIdFront'
  | 'askForIdBack'
  | 'askForFace';

export interface FilledForm {
  fields: FormFieldValueInput[];
  customerSignersIdentifiers?: string[];
  minimumRequiredSignatories?: number;
}

/** Where somebody stands on the way: what is kept over a reload, and what is not. */
export interface JoinFlow extends Omit<JoinProgress, 'phase' | 'isUnderWay'> {
  phoneCode: string | null;
  emailCode: string | null;
  password: string | null;
  /** Of the national id, where it is asked for with a lost password. */
  idNumber: string | null;
  /** How long the last code is good. */
  codeSeconds: number | null;
  task: JoinTask;
}

/** A customer about whom nothing is known. */
export const START: JoinFlow = {
  phoneNumber: '',
  smsProvider: null,
  phoneCodeRequestId: null,
  isPhoneConfirmed: false,
  isEmailRequired: null,
  email: null,
  emailCodeRequestId: null,
  isEmailConfirmed: false,
  oAuthVerificationRequestId: null,
  loginCodeRequestId: null,
  passwordResetCodeRequestId: null,
  isPasswordSent: false,
  hasSession: false,
  transactionId: null,
  isFrontChecked: false,
  isBackChecked: false,
  isIdentityComplete: false,
  productTypeId: null,
  lostCreation: null,
  requestId: null,
  signing: null,
  phoneCode: null,
  emailCode: null,
  password: null,
  idNumber: null,
  codeSeconds: null,
  task: { task: 'askForPhone', problem: null },
};

/** Where it stands, for the host to keep; null at its end. */
export function progressOf(flow: JoinFlow, isUnderWay = false): JoinProgress | null {
  const { task, phoneCode: _phoneCode, emailCode: _emailCode, password: _password, ...known } = flow;
  const { codeSeconds: _codeSeconds, idNumber: _idNumber, ...kept } = known;
  if (task.task === 'end') return null;
  return { phase: task.task satisfies JoiningPhase, ...(isStep(task.task) ? { isUnderWay } : {}), ...kept };
}

const STEPS = [
  ...(['sendPhoneCode', 'confirmPhone', 'sendEmailCode', 'confirmEmail', 'verifyOAuthToken'] as const),
  ...(['register', 'logIn', 'sendPasswordResetCode', 'confirmPasswordResetCode'] as const),
  ...(['verifyIdFront', 'verifyIdBack', 'verifyLiveness', 'createBusinessRequest', 'generateLink'] as const),
] satisfies JoinStep[];

export function isStep(phase: string): phase is JoinStep {
  return STEPS.some((step) => step === phase);
}

export function goOn(flow: JoinFlow, task: JoinTask): JoinFlow {
  return { ...flow, task };
}

export function ask(flow: JoinFlow, task: AskedOfCustomer, problem: JoinProblem | null = null): JoinFlow {
  return goOn(flow, { task, problem });
}

export function end(flow: JoinFlow, outcome: JoinOutcome): JoinFlow {
  return goOn(flow, { task: 'end', outcome });
}

export function refused(flow: JoinFlow, step: JoinStep, problem: JoinProblem): JoinFlow {
  return end(flow, { outcome: 'refused', step, problem });
}

export interface Refusal extends RefusedStep {
  errorCode?: number | null;
}

export function inDoubt({ message }: Fault): JoinProblem {
  return { message, isUnknown: true };
}
