import type { Message } from './words.js';

/** What to do where nobody knows whether Vlens took a step: the end of a sentence of `FAULTS`. */
export const NEXT_STEPS = {
  confirmAgain: {
    en: 'confirm it again with the same code; where that is refused, ask for another one.',
    ar: 'أكّد مرة أخرى بالرمز نفسه، وإن لم يُقبل فاطلب رمزًا آخر.',
  },
  logInAgain: { en: 'nothing is lost by logging in again.', ar: 'يمكنك تسجيل الدخول مرة أخرى دون ضرر.' },
  logInWhereRefused: {
    en: 'the refresh token may be used up; log in again where the next refresh is refused.',
    ar: 'إذا انتهت جلستك فسجّل الدخول مرة أخرى.',
  },
  lookForAccount: {
    en: 'ask accountExists; where it says yes, log in.',
    ar: 'ربما تم إنشاء حسابك، فحاول تسجيل الدخول أولًا.',
  },
  lookForRequest: {
    en: 'look for it in businessRequests before you create another.',
    ar: 'ابحث عن الطلب في قائمة طلباتك قبل أن تقدّم طلبًا آخر.',
  },
  lookAtRequest: {
    en: 'read businessRequest(id) { status nextStep } before you try again.',
    ar: 'راجع حالة طلبك قبل أن تحاول مرة أخرى.',
  },
  lookAtIdentityBeforePictures: {
    en: 'read eligibility { isDigitalIdentityVerified } before you send pictures again.',
    ar: 'تحقّق من حالة توثيق هويتك قبل أن ترسل الصور مرة أخرى.',
  },
  lookAtIdentityBeforeLinking: {
    en: 'read eligibility { isDigitalIdentityVerified } before you link it again.',
    ar: 'تحقّق من حالة توثيق هويتك قبل أن تحاول مرة أخرى.',
  },
  lookAtIdentityBeforeCancelling: {
    en: 'read eligibility { isDigitalIdentityVerified } before you cancel it again.',
    ar: 'تحقّق من حالة توثيق هويتك قبل أن تلغيه مرة أخرى.',
  },
  openLinkAgain: {
    en: 'nothing is lost by opening the link again.',
    ar: 'يمكنك فتح الرابط مرة أخرى دون ضرر.',
  },
  requestLinkAgain: {
    en: 'nothing is lost by asking for another link.',
    ar: 'يمكنك طلب رابط آخر دون ضرر.',
  },
  requestOtpTells: {
    en: 'requestActivationOtp tells whether liveness is still required.',
    ar: 'اطلب رمز التوقيع، وسيتبيّن هل ما زال التحقق من وجهك لازمًا.',
  },
  requestTokenAgain: {
    en: 'nothing is lost by asking for another token.',
    ar: 'يمكنك المحاولة مرة أخرى دون ضرر.',
  },
  sendPictureAgain: {
    en: 'send it again with the same transactionId; without one, begin again with a transactionId of your own.',
    ar: 'أرسل الصورة مرة أخرى.',
  },
  sendTokenAgain: {
    en: 'nothing is lost by sending the token again.',
    ar: 'يمكنك المحاولة مرة أخرى دون ضرر.',
  },
  waitForCode: {
    en: 'wait for the code before you ask for another one.',
    ar: 'انتظر وصول الرمز قبل أن تطلب رمزًا آخر.',
  },
  waitForEmail: {
    en: 'wait for the e-mail before you ask for another code.',
    ar: 'انتظر وصول البريد الإلكتروني قبل أن تطلب رمزًا آخر.',
  },
  waitForSms: {
    en: 'wait for the SMS before you ask for another code.',
    ar: 'انتظر وصول الرسالة النصية قبل أن تطلب رمزًا آخر.',
  },
  waitForOtp: {
    en: 'wait for the SMS before you ask for another OTP.',
    ar: 'انتظر وصول الرسالة النصية قبل أن تطلب رمزًا آخر.',
  },
} as const satisfies Record<string, Message>;

export type NextStep = keyof typeof NEXT_STEPS;
