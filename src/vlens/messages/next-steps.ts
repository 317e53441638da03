import type { Message } from './words.js';

/** What to do if nobody knows whether Vlens took a step. Each is the end of a sentence in `FAULTS`. */
export const NEXT_STEPS = {
  confirmAgain: {
    en: 'confirm it again with the same code; where that is refused, ask for another one.',
    ar: 'أكّد مرة أخرى بالرمز نفسه، وإن لم يُقبل فاطلب رمزًا آخر.',
  },
  logInAgain: { en: 'nothing is lost by logging in again.', ar: 'يمكنك تسجيل الدخول مرة أخرى دون ضرر.' },
  logInWhereRefused: {
    en: 'log in again where your session has ended.',
    ar: 'إذا انتهت جلستك فسجّل الدخول مرة أخرى.',
    hint: 'the refresh token may be used up; log in again where the next refresh is refused.',
  },
  lookForAccount: {
    en: 'you may have an account by now: try to log in first.',
    ar: 'ربما تم إنشاء حسابك، فحاول تسجيل الدخول أولًا.',
    hint: 'ask accountExists; where it says yes, log in.',
  },
  lookForRequest: {
    en: 'look for it among your requests before you send another.',
    ar: 'ابحث عن الطلب في قائمة طلباتك قبل أن تقدّم طلبًا آخر.',
    hint: 'look for it in businessRequests before you create another.',
  },
  lookAtRequest: {
    en: 'look where your request stands before you try again.',
    ar: 'راجع حالة طلبك قبل أن تحاول مرة أخرى.',
    hint: 'read businessRequest(id) { status nextStep } before you try again.',
  },
  lookAtIdentityBeforePictures: {
    en: 'look whether you are verified before you send pictures again.',
    ar: 'تحقّق من حالة توثيق هويتك قبل أن ترسل الصور مرة أخرى.',
    hint: 'read eligibility { isDigitalIdentityVerified } before you send pictures again.',
  },
  lookAtIdentityBeforeLinking: {
    en: 'look whether you are verified before you try again.',
    ar: 'تحقّق من حالة توثيق هويتك قبل أن تحاول مرة أخرى.',
    hint: 'read eligibility { isDigitalIdentityVerified } before you link it again.',
  },
  lookAtIdentityBeforeCancelling: {
    en: 'look whether you are still verified before you try again.',
    ar: 'تحقّق من حالة توثيق هويتك قبل أن تلغيه مرة أخرى.',
    hint: 'read eligibility { isDigitalIdentityVerified } before you cancel it again.',
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
    en: 'ask for the code: that tells whether a look into the camera is still needed.',
    ar: 'اطلب رمز التوقيع، وسيتبيّن هل ما زال التحقق من وجهك لازمًا.',
    hint: 'requestActivationOtp tells whether liveness is still required.',
  },
  requestTokenAgain: {
    en: 'nothing is lost by asking again.',
    ar: 'يمكنك المحاولة مرة أخرى دون ضرر.',
  },
  sendPictureAgain: {
    en: 'send the picture again.',
    ar: 'أرسل الصورة مرة أخرى.',
    hint: 'send it again with the same transactionId; without one, begin again with a transactionId of your own.',
  },
  sendTokenAgain: {
    en: 'nothing is lost by sending this again.',
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
