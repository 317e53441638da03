import type { Message } from './words.js';

/** Outcomes of steps: the gateway's own refusals, and outcomes for which Vlens sent no text. */
export const OUTCOMES = {
  refusedWithoutReason: {
    en: 'Vlens refused this and did not say why.',
    ar: 'تعذّر قبول هذا الطلب، ولم يُذكر السبب.',
  },
  codeNotTaken: {
    en: 'Vlens did not take this code: check it, or ask for another one.',
    ar: 'لم يُقبل هذا الرمز. تحقّق منه أو اطلب رمزًا آخر.',
  },
  oauthTokenNotTaken: {
    en: 'Your sign-in at the provider was not accepted: sign in there again.',
    ar: 'لم يُقبل تسجيل دخولك لدى الجهة التي اخترتها. سجّل الدخول لديها مرة أخرى ثم أعد المحاولة.',
  },
  linkNotExchanged: {
    en: 'This link can’t be opened here: open it from the app that you have it from.',
    ar: 'لا يمكن فتح هذا الرابط هنا. افتحه من التطبيق الذي حصلت منه عليه.',
  },
  pictureUnreadable: {
    en: 'The picture can’t be opened: it is damaged, or no JPEG or PNG inside. Take another one, and send it whole.',
    ar: 'تعذّر فتح الصورة لأنها تالفة. التقط صورة أخرى وأرسلها كاملة.',
  },
  pictureTooLarge: {
    en: 'The picture has too many pixels: make its longer side 2,000 pixels, and send it again.',
    ar: 'أبعاد الصورة كبيرة جدًا. صغّر ضلعها الأطول إلى ٢٠٠٠ بكسل ثم أرسلها مرة أخرى.',
  },
  askedTooOften: {
    en: 'This was asked for too often: try again in {minutes}.',
    ar: 'تكرّر هذا الطلب أكثر من المسموح به. حاول مرة أخرى بعد {minutes}.',
  },
  codeTriedTooOften: {
    en: 'This code was tried too often: ask for another one.',
    ar: 'جُرّب هذا الرمز أكثر من المسموح به. اطلب رمزًا آخر.',
  },
  tooManyFailedAttempts: {
    en: 'There were too many wrong tries: try again in {minutes}.',
    ar: 'تجاوزت عدد المحاولات الخاطئة المسموح بها. حاول مرة أخرى بعد {minutes}.',
  },
  livenessNeeded: {
    en: 'Location changed: liveness re-validation is required.',
    ar: 'تغيّر موقعك، لذلك يلزم التحقق من وجهك مرة أخرى.',
  },
  recognised: {
    en: 'You were recognised; ask for the code again.',
    ar: 'تم التحقق من وجهك. اطلب رمز التوقيع مرة أخرى.',
  },
  codeIsRight: {
    en: 'The code is right; go on to the next step.',
    ar: 'الرمز صحيح. تابع إلى الخطوة التالية.',
  },
  deviceUnknown: {
    en: 'Vlens does not know this device yet and sent an SMS code; log in again with it.',
    ar: 'هذا الجهاز غير معروف لدينا. أُرسل إليك رمز في رسالة نصية، فسجّل الدخول مرة أخرى باستخدامه.',
  },
  accountUnconfirmed: {
    en: 'Your account is not confirmed yet: confirm its e-mail address and its phone number, then log in.',
    ar: 'لم يتم تأكيد حسابك بعد. أكّد بريدك الإلكتروني ورقم هاتفك ثم سجّل الدخول.',
  },
  identityCancelled: { en: 'Your identity is no longer verified.', ar: 'لم تعد هويتك موثّقة.' },
} as const satisfies Record<string, Message>;
