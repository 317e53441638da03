import { type Fault, NOT_KNOWN } from '../faults.js';
import type {
  ConfirmPhoneMutation,
  LogInMutation,
  RegisterMutation,
  SendPhoneCodeMutation,
  VerifyOAuthTokenMutation,
} from '../generated/graphql.js';
import { NO_CODE_KNOWN } from '../sentences.js';
import { problemOf } from '../signing/problem.js';
import { ask, end, goOn, inDoubt, type JoinFlow, type Refusal, refused, START } from './flow.js';
import type {
  CodeAnswer,
  EmailAnswer,
  JoinProblem,
  LogInAnswer,
  PhoneAnswer,
  RegisteringStep,
} from './types.js';
import { nextPicture } from './verify.js';

type CodeSent = SendPhoneCodeMutation['sendPhoneCode'];
type Confirmed = ConfirmPhoneMutation['confirmPhone'];

/** Another number may be another person: nothing goes on that was the first one's. */
export function afterPhone(flow: JoinFlow, { phoneNumber, smsProvider }: PhoneAnswer): JoinFlow {
  const known = phoneNumber === flow.phoneNumber ? flow : START;
  const fresh = { phoneCodeRequestId: null, phoneCode: null, isPhoneConfirmed: false };
  return goOn(
    { ...known, ...fresh, phoneNumber, smsProvider: smsProvider ?? null },
    { task: 'checkAccount' },
  );
}

/** The password was one to log in with, and must not become that of a registration. */
function anotherAccount(flow: JoinFlow): JoinFlow {
  return ask({ ...flow, password: null, loginCodeRequestId: null }, 'askForPhone');
}

/** Whether Vlens knows the number; where it does not say, the step itself will. */
export function afterAccount(flow: JoinFlow, exists: boolean | null): JoinFlow {
  return exists ? ask(flow, 'askForLogIn') : goOn(flow, { task: 'sendPhoneCode' });
}

export function afterPhoneCodeSent(flow: JoinFlow, answer: CodeSent): JoinFlow {
  if (answer.__typename === 'CodeSent') {
    const { codeRequestId, expiresInSeconds } = answer;
    const sent = {
      phoneCodeRequestId: codeRequestId,
      isPhoneConfirmed: false,
      codeSeconds: expiresInSeconds,
    };
    return ask({ ...flow, ...sent }, 'askForPhoneCode');
  }
  if (answer.__typename !== 'Rejection') return later(flow, 'sendPhoneCode', answer);
  const problem = problemOf(answer);
  switch (answer.reason) {
    case 'ALREADY_REGISTERED':
      return ask(flow, 'askForLogIn', problem);
    case 'INVALID_INPUT':
      return ask(flow, 'askForPhone', problem);
    case 'TOO_MANY_ATTEMPTS':
      // The one that was sent before may still be good.
      if (flow.phoneCodeRequestId !== null) return ask(flow, 'askForPhoneCode', problem);
  }
  return refused(flow, 'sendPhoneCode', problem);
}

export function afterPhoneCode(flow: JoinFlow, answer: CodeAnswer): JoinFlow {
  if ('change' in answer) return ask(flow, 'askForPhone');
  if ('resend' in answer) return goOn(flow, { task: 'sendPhoneCode' });
  if (flow.phoneCodeRequestId === null)
    return end(flow, { outcome: 'unknown', step: 'sendPhoneCode', fault: NO_CODE });
  const coded: JoinFlow = { ...flow, phoneCode: answer.code };
  // A code is confirmed once: where the registration wants it again, it is shown there.
  return flow.isPhoneConfirmed
    ? askForEmail(coded)
    : goOn(coded, { task: 'confirmPhone', code: answer.code });
}

export function afterPhoneConfirmed(flow: JoinFlow, answer: Confirmed): JoinFlow {
  if (answer.__typename === 'ContactConfirmed') {
    const isEmailRequired = answer.emailConfirmationRequired;
    return askForEmail({ ...flow, isPhoneConfirmed: true, isEmailRequired });
  }
  if (answer.__typename !== 'Rejection') return later(flow, 'confirmPhone', answer);
  const problem = problemOf(answer);
  if (answer.reason === 'ALREADY_REGISTERED') return ask(flow, 'askForLogIn', problem);
  return isAboutCode(answer) ? ask(flow, 'askForPhoneCode', problem) : refused(flow, 'confirmPhone', problem);
}

/** Where the phone alone was asked for again, the address is confirmed already, or was not wanted. */
function askForEmail(flow: JoinFlow): JoinFlow {
  const hasEmail = flow.isEmailConfirmed || flow.oAuthVerificationRequestId !== null;
  return hasEmail || flow.password !== null ? afterAddress(flow) : ask(flow, 'askForEmail');
}

export function afterEmail(flow: JoinFlow, answer: EmailAnswer): JoinFlow {
  const fresh = { emailCodeRequestId: null, emailCode: null, isEmailConfirmed: false, email: null };
  const restarted: JoinFlow = { ...flow, ...fresh, oAuthVerificationRequestId: null };
  if (answer === null) return afterAddress(restarted);
  if ('email' in answer) return goOn({ ...restarted, email: answer.email }, { task: 'sendEmailCode' });
  return goOn(restarted, { task: 'verifyOAuthToken', ...answer });
}

function afterAddress(flow: JoinFlow): JoinFlow {
  return flow.password === null ? ask(flow, 'askForPassword') : goOn(flow, { task: 'register', fault: null });
}

export function afterEmailCodeSent(flow: JoinFlow, answer: CodeSent): JoinFlow {
  if (answer.__typename === 'CodeSent') {
    const { codeRequestId, expiresInSeconds } = answer;
    const sent = {
      emailCodeRequestId: codeRequestId,
      isEmailConfirmed: false,
      codeSeconds: expiresInSeconds,
    };
    return ask({ ...flow, ...sent }, 'askForEmailCode');
  }
  if (answer.__typename !== 'Rejection') return later(flow, 'sendEmailCode', answer);
  const hasCode = answer.reason === 'TOO_MANY_ATTEMPTS' && flow.emailCodeRequestId !== null;
  return ask(flow, hasCode ? 'askForEmailCode' : 'askForEmail', problemOf(answer));
}

export function afterEmailCode(flow: JoinFlow, answer: CodeAnswer): JoinFlow {
  if ('change' in answer) return ask(flow, 'askForEmail');
  if ('resend' in answer) return goOn(flow, { task: 'sendEmailCode' });
  if (flow.emailCodeRequestId === null)
    return end(flow, { outcome: 'unknown', step: 'sendEmailCode', fault: NO_CODE });
  const coded: JoinFlow = { ...flow, emailCode: answer.code };
  return flow.isEmailConfirmed
    ? afterAddress(coded)
    : goOn(coded, { task: 'confirmEmail', code: answer.code });
}

export function afterEmailConfirmed(flow: JoinFlow, answer: Confirmed): JoinFlow {
  if (answer.__typename === 'ContactConfirmed') return afterAddress({ ...flow, isEmailConfirmed: true });
  if (answer.__typename !== 'Rejection') return later(flow, 'confirmEmail', answer);
  const problem = problemOf(answer);
  if (answer.reason === 'ALREADY_REGISTERED') return ask(flow, 'askForEmail', problem);
  return isAboutCode(answer) ? ask(flow, 'askForEmailCode', problem) : refused(flow, 'confirmEmail', problem);
}

export function afterOAuth(flow: JoinFlow, answer: VerifyOAuthTokenMutation['verifyOAuthToken']): JoinFlow {
  if (answer.__typename === 'OAuthTokenVerified') {
    const { verificationRequestId, email } = answer;
    return afterAddress({ ...flow, email, oAuthVerificationRequestId: verificationRequestId });
  }
  return answer.__typename === 'Rejection'
    ? ask(flow, 'askForEmail', problemOf(answer))
    : later(flow, 'verifyOAuthToken', answer);
}

export function afterRegistration(flow: JoinFlow, answer: RegisterMutation['register']): JoinFlow {
  if (answer.__typename === 'Session') return afterSession(flow, answer);
  if (answer.__typename !== 'Rejection') return later(flow, 'register', answer);
  const problem = problemOf(answer);
  const isAboutEmail = (answer.fieldErrors ?? []).some(({ field }) => /e-?mail/i.test(field));
  if (isAboutCode(answer) && answer.reason !== 'INVALID_INPUT' && answer.reason !== 'TOO_MANY_ATTEMPTS') {
    return isAboutEmail
      ? ask({ ...flow, emailCode: null }, 'askForEmailCode', problem)
      : ask({ ...flow, phoneCode: null }, 'askForPhoneCode', problem);
  }
  switch (answer.reason) {
    case 'ALREADY_REGISTERED':
      // Nobody asked before whose the provider's address is.
      return ask(flow, flow.oAuthVerificationRequestId === null ? 'askForLogIn' : 'askForEmail', problem);
    case 'NOT_ELIGIBLE':
      return ask({ ...flow, isEmailRequired: true }, 'askForEmail', problem);
    case 'INVALID_INPUT':
      return isAboutEmail
        ? ask(flow, 'askForEmail', problem)
        : ask({ ...flow, password: null }, 'askForPassword', problem);
  }
  return refused(flow, 'register', problem);
}

/** The answer to a registration was lost: whether somebody has the number now. */
export function afterLookForAccount(flow: JoinFlow, exists: boolean | null): JoinFlow {
  const fault = flow.task.task === 'findOutRegistration' ? (flow.task.fault ?? NOT_KNOWN) : NOT_KNOWN;
  const { password } = flow;
  if (exists === null) return end(flow, { outcome: 'unknown', step: 'register', fault });
  if (!exists) return ask({ ...flow, password: null }, 'askForPassword', inDoubt(fault));
  return password === null
    ? ask(flow, 'askForLogIn', inDoubt(fault))
    : goOn(flow, { task: 'logIn', password, code: null });
}

/** What somebody who is registered answers to being asked for the password. */
export function afterPassword(flow: JoinFlow, answer: LogInAnswer): JoinFlow {
  if ('change' in answer) return anotherAccount(flow);
  if ('forgot' in answer) {
    const { idNumber = null } = answer;
    return goOn({ ...flow, idNumber, isPasswordSent: false }, { task: 'sendPasswordResetCode' });
  }
  const { password } = answer;
  return goOn({ ...flow, password }, { task: 'logIn', password, code: null });
}

export function afterResetCodeSent(flow: JoinFlow, answer: CodeSent): JoinFlow {
  if (answer.__typename === 'CodeSent') {
    const { codeRequestId, expiresInSeconds: codeSeconds } = answer;
    return ask(
      { ...flow, passwordResetCodeRequestId: codeRequestId, codeSeconds },
      'askForPasswordResetCode',
    );
  }
  if (answer.__typename !== 'Rejection') return later(flow, 'sendPasswordResetCode', answer);
  const hasCode = answer.reason === 'TOO_MANY_ATTEMPTS' && flow.passwordResetCodeRequestId !== null;
  return ask(flow, hasCode ? 'askForPasswordResetCode' : 'askForLogIn', problemOf(answer));
}

export function afterResetCode(flow: JoinFlow, answer: CodeAnswer): JoinFlow {
  if ('change' in answer) return ask(flow, 'askForLogIn');
  if ('resend' in answer) return goOn(flow, { task: 'sendPasswordResetCode' });
  return flow.passwordResetCodeRequestId === null
    ? end(flow, { outcome: 'unknown', step: 'sendPasswordResetCode', fault: NO_CODE })
    : goOn(flow, { task: 'confirmPasswordResetCode', code: answer.code });
}

export function afterResetConfirmed(flow: JoinFlow, answer: Confirmed): JoinFlow {
  if (answer.__typename === 'ContactConfirmed')
    return ask({ ...flow, passwordResetCodeRequestId: null, isPasswordSent: true }, 'askForLogIn');
  if (answer.__typename !== 'Rejection') return later(flow, 'confirmPasswordResetCode', answer);
  return ask(flow, isAboutCode(answer) ? 'askForPasswordResetCode' : 'askForLogIn', problemOf(answer));
}

export function afterLogIn(flow: JoinFlow, answer: LogInMutation['login']): JoinFlow {
  switch (answer.__typename) {
    case 'Session':
      return afterSession(flow, answer);
    case 'LoginOtpRequired': {
      const sent = { loginCodeRequestId: answer.otpRequestId, codeSeconds: answer.expiresInSeconds };
      return ask({ ...flow, ...sent }, 'askForLogInCode');
    }
    case 'Rejection': {
      const problem = problemOf(answer);
      const hasCode = flow.loginCodeRequestId !== null && flow.password !== null;
      if (hasCode && /^OTP_/.test(answer.reason)) return ask(flow, 'askForLogInCode', problem);
      if (answer.reason === 'TOO_MANY_ATTEMPTS') return refused(flow, 'logIn', problem);
      return ask({ ...flow, password: null }, 'askForLogIn', problem);
    }
    default:
      return later(flow, 'logIn', answer);
  }
}

export function afterLogInCode(flow: JoinFlow, answer: CodeAnswer): JoinFlow {
  const { password } = flow;
  if ('change' in answer) return anotherAccount(flow);
  if (password === null) return ask(flow, 'askForLogIn');
  return goOn(flow, { task: 'logIn', password, code: 'code' in answer ? answer.code : null });
}

/** On with what is left: somebody may have been here before. */
export function afterSession(
  flow: JoinFlow,
  { isDigitalIdentityVerified }: { isDigitalIdentityVerified: boolean | null },
): JoinFlow {
  const none = { password: null, phoneCode: null, emailCode: null, idNumber: null, isPasswordSent: false };
  const codes = { loginCodeRequestId: null, passwordResetCodeRequestId: null };
  const joined: JoinFlow = { ...flow, ...none, ...codes, hasSession: true };
  // The session ended before it was known whether there is a request.
  if (joined.lostCreation) return goOn(joined, { task: 'findOutCreation', fault: joined.lostCreation });
  if (joined.requestId !== null) return goOn(joined, { task: 'sign' });
  if (joined.isIdentityComplete || isDigitalIdentityVerified !== false) {
    return goOn(joined, { task: 'readEligibility' });
  }
  return nextPicture(joined);
}

/** A step was sent, and its answer did not come: it is sent again only because the customer wants it. */
export function afterLostRegistering(flow: JoinFlow, step: RegisteringStep, fault: Fault): JoinFlow {
  switch (step) {
    case 'sendPhoneCode':
      return ask({ ...flow, phoneCodeRequestId: null }, 'askForPhoneCode', inDoubt(fault));
    case 'confirmPhone':
      // The code goes to the registration once more, whose answer shows whether it was accepted.
      return askForEmail({ ...flow, isPhoneConfirmed: true, isEmailRequired: null });
    case 'sendEmailCode':
      return ask({ ...flow, emailCodeRequestId: null }, 'askForEmailCode', inDoubt(fault));
    case 'confirmEmail':
      return afterAddress({ ...flow, isEmailConfirmed: true });
    case 'verifyOAuthToken':
      return ask(flow, 'askForEmail', inDoubt(fault));
    case 'register':
      return goOn(flow, { task: 'findOutRegistration', fault });
    case 'logIn':
      return ask({ ...flow, password: null }, 'askForLogIn', inDoubt(fault));
    case 'sendPasswordResetCode':
      return ask({ ...flow, passwordResetCodeRequestId: null }, 'askForPasswordResetCode', inDoubt(fault));
    case 'confirmPasswordResetCode':
      // The new password is on its way, or is not: the old one no longer helps either way.
      return ask(flow, 'askForLogIn', inDoubt(fault));
  }
}

/** What to ask for again after the gateway refused the input of a step; null where no customer can correct it. */
export function whatToAskAgain(flow: JoinFlow, step: RegisteringStep, problem: JoinProblem): JoinFlow | null {
  const isAbout = (name: RegExp) => (problem.fieldErrors ?? []).some(({ field }) => name.test(field));
  switch (step) {
    case 'sendPhoneCode':
      return ask(flow, 'askForPhone', problem);
    case 'confirmPhone':
      return ask(flow, 'askForPhoneCode', problem);
    case 'sendEmailCode':
    case 'verifyOAuthToken':
      return ask(flow, 'askForEmail', problem);
    case 'confirmEmail':
      return ask(flow, 'askForEmailCode', problem);
    case 'logIn':
      return isAbout(/otp/i) ? ask(flow, 'askForLogInCode', problem) : ask(flow, 'askForLogIn', problem);
    case 'sendPasswordResetCode':
      return ask(flow, 'askForLogIn', problem);
    case 'confirmPasswordResetCode':
      return ask(flow, 'askForPasswordResetCode', problem);
    case 'register':
      if (isAbout(/password/i)) return ask({ ...flow, password: null }, 'askForPassword', problem);
      if (isAbout(/email/i)) return ask(flow, 'askForEmail', problem);
      return isAbout(/phone/i) ? ask(flow, 'askForPhone', problem) : null;
  }
}

/** A member of the union that a later gateway has: a `Problem` is a no, whatever it is called. */
function later(flow: JoinFlow, step: RegisteringStep, { message }: { message?: string }): JoinFlow {
  return message === undefined
    ? afterLostRegistering(flow, step, NOT_KNOWN)
    : refused(flow, step, { message });
}

function isAboutCode({ reason }: Refusal): boolean {
  return ['OTP_INCORRECT', 'OTP_EXPIRED', 'TOO_MANY_ATTEMPTS', 'INVALID_INPUT', 'NOT_FOUND'].includes(reason);
}

const NO_CODE: Fault = {
  code: 'UNKNOWN_ANSWER',
  message: NO_CODE_KNOWN,
  outcome: 'UNKNOWN',
};
