import type { Stamp } from './event.js';
import { homeOf, know, problemOf, read, show, showError, step } from './moves.js';
import type { AnswerOf, Refusal } from './operations.js';
import { type LogInNote, type SentCode, screenAfterReload, type Way } from './way.js';

export function afterAccountExists(way: Way, exists: AnswerOf<'accountExists'>, stamp: Stamp): Way {
  const { phone } = way.known;
  if (exists) return toLogIn(way, 'registered');
  // A code that is still good, or was confirmed, is not sent again.
  if (phone && (phone.confirmed !== null || stamp.now < goodUntil(phone)))
    return show(way, screenAfterReload(way.known));
  return step(way, stamp, 'sendPhoneCode', { phoneNumber: way.known.phoneNumber });
}

export function afterPhoneCodeSent(way: Way, answer: AnswerOf<'sendPhoneCode'>, { now }: Stamp): Way {
  switch (answer.__typename) {
    case 'CodeSent':
      return codeSent(way, 'phone', sentCode(answer, now));
    case 'Rejection':
      return refusedContact(way, answer, 'sending');
    default:
      return unknownAnswer(answer);
  }
}

export function afterPhoneConfirmed(way: Way, answer: AnswerOf<'confirmPhone'>, code: string): Way {
  const { phone } = way.known;
  switch (answer.__typename) {
    case 'ContactConfirmed': {
      const wantsEmail = answer.emailConfirmationRequired === true;
      const known = know(way, { phone: phone && { ...phone, confirmed: code }, wantsEmail });
      return show(known, { kind: wantsEmail ? 'email' : 'password', problem: null });
    }
    case 'Rejection':
      return refusedContact(way, answer, 'code');
    default:
      return unknownAnswer(answer);
  }
}

export function afterEmailCodeSent(way: Way, answer: AnswerOf<'sendEmailCode'>, { now }: Stamp): Way {
  switch (answer.__typename) {
    case 'CodeSent':
      return codeSent(way, 'mail', sentCode(answer, now));
    case 'Rejection':
      return showError(way, problemOf(answer, 'sending'));
    default:
      return unknownAnswer(answer);
  }
}

export function afterEmailConfirmed(way: Way, answer: AnswerOf<'confirmEmail'>, code: string): Way {
  const { mail } = way.known;
  switch (answer.__typename) {
    case 'ContactConfirmed':
      return show(know(way, { mail: mail && { ...mail, confirmed: code } }), {
        kind: 'password',
        problem: null,
      });
    case 'Rejection':
      return showError(way, problemOf(answer, 'code'));
    default:
      return unknownAnswer(answer);
  }
}

export function afterRegistered(way: Way, answer: AnswerOf<'register'>): Way {
  switch (answer.__typename) {
    case 'Session':
      return show(loggedIn(way), { kind: 'card', side: 'front', problem: null });
    case 'Rejection':
      return refusedRegistration(way, answer);
    default:
      return unknownAnswer(answer);
  }
}

export function afterLogIn(way: Way, answer: AnswerOf<'login'>, { now }: Stamp): Way {
  switch (answer.__typename) {
    case 'Session':
      return read(loggedIn(way), 'eligibility', {});
    case 'LoginOtpRequired': {
      const { otpRequestId: codeRequestId, expiresInSeconds } = answer;
      const code = sentCode({ codeRequestId, expiresInSeconds }, now);
      return show(way, { kind: 'logInCode', code, problem: null });
    }
    case 'Rejection': {
      const isAboutCode = ['OTP_INCORRECT', 'OTP_EXPIRED', 'NOT_FOUND'].includes(answer.reason);
      if (isAboutCode && homeOf(way).kind === 'logInCode') return showError(way, problemOf(answer, 'code'));
      return show(way, { kind: 'logIn', problem: problemOf(answer, 'account'), note: null });
    }
    default:
      return unknownAnswer(answer);
  }
}

export function afterResetCodeSent(way: Way, answer: AnswerOf<'sendPasswordResetCode'>, { now }: Stamp): Way {
  switch (answer.__typename) {
    case 'CodeSent':
      return show(way, { kind: 'resetCode', code: sentCode(answer, now), problem: null });
    case 'Rejection':
      return showError(way, problemOf(answer, answer.reason === 'NOT_FOUND' ? 'account' : 'sending'));
    default:
      return unknownAnswer(answer);
  }
}

export function afterResetConfirmed(way: Way, answer: AnswerOf<'confirmPasswordResetCode'>): Way {
  switch (answer.__typename) {
    case 'ContactConfirmed':
      return toLogIn(way, 'passwordSent');
    case 'Rejection':
      return showError(way, problemOf(answer, 'code'));
    default:
      return unknownAnswer(answer);
  }
}

export function toLogIn(way: Way, note: LogInNote | null): Way {
  return show(way, { kind: 'logIn', problem: null, note });
}

/** A later gateway answers in another way: the customer sees an error, and may try again. */
export function unknownAnswer(answer: never): never {
  throw new Error('A later gateway answers so.', { cause: answer });
}

function loggedIn(way: Way): Way {
  const { secret } = way;
  return {
    ...know(way, { hasAccount: true, phone: null, mail: null }),
    secret: { ...secret, password: '', loginCode: null },
  };
}

function refusedContact(way: Way, refusal: Refusal, of: 'code' | 'sending'): Way {
  return refusal.reason === 'ALREADY_REGISTERED'
    ? toLogIn(way, 'registered')
    : showError(way, problemOf(refusal, of));
}

function refusedRegistration(way: Way, refusal: Refusal): Way {
  const problem = problemOf(refusal, refusal.reason === 'NOT_FOUND' ? 'code' : 'else');
  switch (refusal.reason) {
    case 'ALREADY_REGISTERED':
      return toLogIn(way, 'registered');
    // One of the codes is no longer good: the phone's is asked for first, and the e-mail's after it.
    case 'OTP_EXPIRED':
    case 'OTP_INCORRECT':
    case 'NOT_FOUND': {
      const { phone } = way.known;
      if (!phone) return show(way, { kind: 'phone', problem });
      const code = { ...phone, confirmed: null };
      return show(know(way, { phone: code, mail: null }), { kind: 'phoneCode', code, problem });
    }
    // The tenant wants an address that is confirmed, and said so only now.
    case 'NOT_ELIGIBLE':
      return show(know(way, { wantsEmail: true }), { kind: 'email', problem: null });
    default:
      return showError(way, problem);
  }
}

function codeSent(way: Way, to: 'phone' | 'mail', code: SentCode): Way {
  const kind = to === 'phone' ? 'phoneCode' : 'emailCode';
  return show(know(way, { [to]: code }), { kind, code, problem: null });
}

/** Vlens publishes no lifetime; where it names none, five minutes is usual. */
function goodUntil({ sentAt, goodForSeconds }: SentCode): number {
  return sentAt + (goodForSeconds ?? 300) * 1000;
}

function sentCode(
  {
    codeRequestId,
    expiresInSeconds,
  }: { codeRequestId: string; expiresInSeconds?: number | null | undefined },
  sentAt: number,
): SentCode {
  return { codeRequestId, sentAt, goodForSeconds: expiresInSeconds ?? null, confirmed: null };
}
