/** The languages of the client's own sentences. The gateway's come in that of `Accept-Language`, which browsers send. */
export type Language = 'en' | 'ar';

/** What the client itself says to a customer, in English. Each alone: a page that says one of them need not carry the others. */
export const LEFT_UNDER_WAY =
  'It is not known what became of the last step: you left the page while it was running.';
export const ANSWER_NOT_KNOWN =
  'The answer could not be read. Reload the page to see where your request stands.';
export const NO_CODE_KNOWN = 'We do not know whether a code was sent, so you cannot confirm one.';
export const NOT_REACHED = 'The gateway could not be reached.';
export const TOKEN_UNREADABLE = 'Your session can’t be read. Log in again.';
export const WENT_WRONG = 'Something went wrong.';
export const PRODUCT_GONE = 'This product is not offered any more: choose another one.';
export const VERIFICATION_NOT_COMPLETE =
  'The verification is not complete: photograph the card and the face again.';

/** In both languages. A sentence without Arabic does not compile. */
export const SENTENCES = {
  leftUnderWay: {
    en: LEFT_UNDER_WAY,
    ar: 'لا نعلم ما حدث في الخطوة الأخيرة، إذ غادرت الصفحة أثناء تنفيذها.',
  },
  answerNotKnown: {
    en: ANSWER_NOT_KNOWN,
    ar: 'وصل رد غير معروف. حدّث الصفحة لمعرفة حالة طلبك.',
  },
  noCodeKnown: {
    en: NO_CODE_KNOWN,
    ar: 'لا نعلم هل أُرسل الرمز، لذلك لا يمكن تأكيده.',
  },
  notReached: {
    en: NOT_REACHED,
    ar: 'تعذّر الاتصال بالخدمة. تحقّق من اتصالك بالإنترنت ثم حاول مرة أخرى.',
  },
  tokenUnreadable: {
    en: TOKEN_UNREADABLE,
    ar: 'تعذّر التحقق من جلستك. سجّل الدخول مرة أخرى.',
  },
  wentWrong: { en: WENT_WRONG, ar: 'حدث خطأ غير متوقع.' },
  productGone: {
    en: PRODUCT_GONE,
    ar: 'لم يعد هذا المنتج متاحًا. اختر منتجًا آخر.',
  },
  notComplete: {
    en: VERIFICATION_NOT_COMPLETE,
    ar: 'لم يكتمل التحقق من هويتك. صوّر البطاقة والوجه مرة أخرى.',
  },
} as const satisfies Record<string, Record<Language, string>>;

/** A function: a table made here would be in each page that uses one of the sentences. */
function arabicOf(sentence: string): string {
  return Object.values(SENTENCES).find(({ en }) => en === sentence)?.ar ?? sentence;
}

/** What a browser asks the gateway for, since it sends the same as `Accept-Language`. */
export function languageHere(): Language {
  const { navigator } = globalThis as { navigator?: { language?: string } };
  return /^ar\b/i.test(navigator?.language ?? '') ? 'ar' : 'en';
}

const HOLDERS: ReadonlySet<string> = new Set(['problem', 'fault', 'lookUpFault']);

/** The same, with the client's own sentences in this language; everybody else's stay as they are. */
export function worded<Value extends object>(value: Value, language: Language): Value {
  if (language === 'en') return value;
  const entries = Object.entries(value).map(([name, part]: [string, unknown]) => {
    if (name === 'message' && typeof part === 'string') return [name, arabicOf(part)];
    const holdsOne = HOLDERS.has(name) && typeof part === 'object' && part !== null;
    return [name, holdsOne ? worded(part, language) : part];
  });
  return Object.fromEntries(entries) as Value;
}
